//! The figures of Mentorship Desk, one line each: `<name> <figure> target <target> reached|short`.
//!
//! Run by `cargo xtask bench`. Everything is measured at the command boundary, JSON in and JSON out, on an encrypted
//! file in a temporary folder of the disk that `TMPDIR` names, with the password hashing of a released program.

mod desk;
mod imports;
mod queries;
mod report;
mod seed;
mod sessions;
mod sizes;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result {
    if cfg!(debug_assertions) {
        return Err("figures of an unoptimised build say nothing: run `cargo xtask bench`".into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        imports::run(500, "1 s", 1.0).await?;
        imports::run(10_000, "4 s", 4.0).await?;
        let desk = seed::programme().await?;
        queries::run(&desk).await?;
        sessions::run(&desk).await?;
        desk.close().await;
        sizes::print();
        Ok(())
    })
}
