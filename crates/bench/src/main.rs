//! `cargo xtask bench [PART …]`.

fn main() -> bench::Result {
    if cfg!(debug_assertions) {
        return Err("figures of an unoptimised build say nothing: run `cargo xtask bench`".into());
    }
    let parts: Vec<String> = std::env::args().skip(1).collect();
    bench::run(&parts)
}
