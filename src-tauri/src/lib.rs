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

use std::io::Write;
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
        Some(Action::Call(call)) => end(call::call(call, &folder)),
        None => window::run(&folder),
    }
}

/// Ends the process as it is. What libraries want done at an exit is left out: SQLCipher gives back memory then which the
/// driver's threads still need that close a file after a failed write, and nobody can wait for those.
fn end(status: u8) -> ! {
    let _ = std::io::stdout().flush();
    signal_hook::low_level::exit(status.into())
}
