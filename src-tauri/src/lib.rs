//! The shell: the only code that knows Tauri. It binds the window to `app::Desk`, and decides nothing.

mod arguments;
mod call;
mod closing;
mod cores;
mod events;
mod files;
mod links;
mod locking;
mod logging;
mod menu;
mod paths;
mod place;
mod placement;
mod preferences;
mod renderer;
mod rpc;
mod setup;
mod window;
mod workarounds;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Action, Arguments};

/// Everything `main` does.
pub fn main() -> ExitCode {
    cores::forbid();
    let arguments = Arguments::parse();
    let Some(folder) = arguments.data_dir.or_else(paths::data_folder) else {
        eprintln!("This system names no folder for data: please give one with --data-dir");
        return ExitCode::from(2);
    };
    match arguments.action {
        Some(Action::Call(call)) => call::call(call, &folder),
        None => window::run(&folder),
    }
}
