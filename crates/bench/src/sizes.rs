//! What people download: the window's program and the Linux package, where they were built.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn print() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    print_size(
        "wasm size",
        root.join("ui/dist/ui_bg.wasm").into(),
        "cargo xtask ui --release",
    );
    print_size(
        "deb size",
        newest(&root.join("target/release/bundle/deb")),
        "cargo xtask bundle",
    );
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let packages = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()));
    packages
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .max_by_key(|path| {
            fs::metadata(path)
                .and_then(|metadata| metadata.modified())
                .ok()
        })
}

#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn print_size(name: &str, path: Option<PathBuf>, made_by: &str) {
    match path.and_then(|path| fs::metadata(path).ok()) {
        Some(metadata) => println!(
            "{name} {:.2} MiB",
            metadata.len() as f64 / f64::from(1 << 20)
        ),
        None => println!("{name} not measured: make it with `{made_by}` first"),
    }
}
