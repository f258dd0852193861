//! Builds the window's files into `ui/dist`: the wasm program, its JavaScript, and the static files.
//!
//! wasm-bindgen is a library here, of the version in `Cargo.lock`, so that no separately installed program can
//! disagree with it. Files whose content is the same are left alone: the shell embeds the folder and would otherwise
//! be compiled again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use wasm_bindgen_cli_support::Bindgen;

use crate::process::{Result, cargo, output, root, run};
use crate::setup::{self, WINDOW_TARGET};

#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// Compiles fast.
    Development,
    /// Loads fast: what is bundled.
    Release,
}

/// For `cargo xtask ui [--release]`.
pub(crate) fn command(arguments: &[String]) -> Result {
    match arguments {
        [] => build(Profile::Development),
        [flag] if flag == "--release" => build(Profile::Release),
        _ => Err("usage: cargo xtask ui [--release]".into()),
    }
}

/// Makes `ui/dist` what the sources say.
pub(crate) fn build(profile: Profile) -> Result {
    setup::target(WINDOW_TARGET)?;
    setup::npm_packages()?;

    let folder = match profile {
        Profile::Development => "wasm-dev",
        Profile::Release => "wasm",
    };
    run(cargo().args([
        "build",
        "--package=ui",
        &format!("--target={WINDOW_TARGET}"),
        "--profile",
        folder,
    ]))?;
    let target = target_folder()?;
    let wasm = target.join(WINDOW_TARGET).join(folder).join("ui.wasm");

    // What wasm-bindgen made of an unchanged program is kept.
    let bound = target.join("ui").join(folder);
    let seen = target.join("ui").join(format!("{folder}.seen"));
    let identity = identity(&wasm)?;
    if !fs::read_to_string(&seen).is_ok_and(|seen| seen == identity) {
        eprintln!("xtask: wasm-bindgen {}", wasm.display());
        Bindgen::new()
            .input_path(&wasm)
            .web(true)?
            .typescript(false)
            .remove_name_section(matches!(profile, Profile::Release))
            .remove_producers_section(true)
            .generate(&bound)?;
        fs::write(seen, identity)?;
    }

    let mut files = folder_files(&bound)?;
    files.extend(folder_files(&root().join("ui/static"))?);
    files.insert(
        PathBuf::from("bootstrap.min.css"),
        fs::read(root().join("ui/node_modules/bootstrap/dist/css/bootstrap.min.css"))?,
    );
    synchronise(&root().join("ui/dist"), &files)
}

/// Where cargo puts what it builds; a person may have moved it.
fn target_folder() -> Result<PathBuf> {
    let metadata = output(cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target directory".into())
}

/// Tells one build of a file from the next: cargo writes it anew only when it differs.
fn identity(path: &Path) -> Result<String> {
    let metadata = fs::metadata(path)?;
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH)?;
    Ok(format!(
        "{} bytes, {} ns",
        metadata.len(),
        modified.as_nanos()
    ))
}

/// Every file below `folder`, by its path inside it.
fn folder_files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_owned();
                files.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// Makes `folder` hold exactly `files`, writing only what differs.
fn synchronise(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result {
    fs::create_dir_all(folder)?;
    for name in folder_files(folder)?.keys() {
        if !files.contains_key(name) {
            fs::remove_file(folder.join(name))?;
        }
    }
    for (name, content) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|present| &present == content) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}
