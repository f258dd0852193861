//! Compiles `tauri.conf.json` and the list of what the page may call.

fn main() {
    // Without this list every command of ours would be open to every local page, capability or not.
    let manifest = tauri_build::AppManifest::new().commands(&["rpc"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
