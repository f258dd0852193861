//! The figures of Mentorship Desk, one line each: `<name> <figure> target <target> reached|short`.
//!
//! Run by `cargo xtask bench`, or `cargo xtask bench imports`, `queries`, `sessions`, `workbench`, `sizes` for a part.
//! Everything is measured at the command boundary, JSON in and JSON out, on an encrypted file in a temporary folder of the
//! disk that `TMPDIR` names, with the password hashing of a released program.

mod desk;
pub mod encryption;
mod imports;
mod queries;
mod report;
mod seed;
mod sessions;
mod sizes;
mod workbench;

/// What can be asked for by name; without a name all of it is run.
const PARTS: [&str; 5] = ["imports", "queries", "sessions", "workbench", "sizes"];

pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Prints the figures of the parts that are named, or of all.
pub fn run(parts: &[String]) -> Result {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(format!("{unknown} is none of {}", PARTS.join(", ")).into());
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if wanted("imports") {
            imports::run(500, "1 s", 1.0).await?;
            imports::run(10_000, "4 s", 4.0).await?;
        }
        if wanted("queries") || wanted("sessions") {
            let desk = seed::programme(seed::LARGE).await?;
            if wanted("queries") {
                queries::run(&desk).await?;
            }
            if wanted("sessions") {
                sessions::run(&desk).await?;
            }
            desk.close().await;
        }
        if wanted("workbench") {
            workbench::run(500, 500).await?;
            workbench::run(5_000, 1_000).await?;
        }
        if wanted("sizes") {
            sizes::print();
        }
        Ok(())
    })
}
