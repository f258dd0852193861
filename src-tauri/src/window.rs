//! The window: made here and not in `tauri.conf.json`, because it depends on where it was and on who drives it.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use app::{Desk, StartError};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, RunEvent, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::files::Dialogs;
use crate::links::{Destination, destination, open_outside};
use crate::logging::Echo;
use crate::place::Place;
use crate::preferences::StoredSettings;
use crate::setup::setup;
use crate::{closing, events, locking, logging, menu, paths, renderer, rpc, workarounds};

/// The window's name inside Tauri; there is one window.
pub(crate) const MAIN: &str = "main";

const TITLE: &str = "Mentorship Desk";

/// In logical pixels.
const SMALLEST: (f64, f64) = (360.0, 480.0);
const USUAL: (f64, f64) = (1280.0, 800.0);

/// The exit status when another window has the programme open.
const ALREADY_RUNNING: u8 = 3;
/// The exit status when the programme cannot be opened for another reason.
const FAILED: u8 = 1;

/// Opens the window and answers it until it is closed.
pub(crate) fn run(folder: &Path) -> ExitCode {
    workarounds::restart_with_workarounds();
    // The window's settings, and the web view's own folder where it has one, are found by an absolute path: a relative
    // one would lie in Tauri's own folder.
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    paths::make_private(&folder);
    logging::start(&folder, Echo::StandardError);

    let mut builder = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(tauri::generate_handler![rpc::rpc])
        .setup(move |app| start(app.handle(), &folder));
    if cfg!(target_os = "macos") {
        builder = builder.menu(menu::menu);
    }
    let app = match builder.build(tauri::generate_context!()) {
        Ok(app) => app,
        Err(error) => {
            say(&error);
            return ExitCode::from(FAILED);
        }
    };
    let status = app.run_return(|app, event| {
        // macOS quits from the menu without closing the window first.
        if let RunEvent::ExitRequested {
            api, code: None, ..
        } = event
            && closing::begin(app)
        {
            api.prevent_exit();
        }
    });
    ExitCode::from(u8::try_from(status).unwrap_or(FAILED))
}

fn start(app: &AppHandle, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let settings = StoredSettings::open(app, folder)?;
    let setup = setup(folder, Dialogs(app.clone()), settings.clone());
    // What the desk starts in the background runs on Tauri's runtime.
    let runtime = tauri::async_runtime::handle();
    let opened = {
        let _inside = runtime.inner().enter();
        Desk::open(setup)
    };
    match opened {
        Ok(desk) => app.manage(desk),
        Err(error) => {
            refuse(app, &error);
            return Ok(());
        }
    };
    app.manage(Place::new(settings));
    closing::on_signals(app);
    events::forward(app);
    locking::watch(app);
    open(app, folder)?;
    Ok(())
}

/// Says why there is no window, and leaves.
fn refuse(app: &AppHandle, error: &StartError) {
    say(error);
    let status = match error {
        StartError::AlreadyRunning => ALREADY_RUNNING,
        StartError::Folder(_) | StartError::Place(_) => FAILED,
    };
    let handle = app.clone();
    app.dialog()
        .message(error.to_string())
        .title(TITLE)
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(i32::from(status)));
}

/// For whoever started the program from a terminal, and for the log.
fn say(error: &dyn std::fmt::Display) {
    tracing::error!("cannot start: {error}");
    // Nobody may be listening any more.
    let _ = writeln!(io::stderr(), "Mentorship Desk cannot start: {error}");
}

fn open(app: &AppHandle, folder: &Path) -> tauri::Result<()> {
    let own = own_address(app);
    let own_too = own.clone();
    let mut builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title(TITLE)
        .inner_size(USUAL.0, USUAL.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        // Screens may be smaller than the usual size.
        .prevent_overflow()
        .center()
        // Shown once it is where it belongs.
        .visible(false)
        .general_autofill_enabled(false)
        .on_navigation(move |asked| {
            open_outside(&own, asked);
            destination(&own, asked) == Destination::Here
        })
        .on_new_window(move |asked, _| {
            open_outside(&own_too, &asked);
            NewWindowResponse::Deny
        })
        // Files leave by `app`, after its gate.
        .on_download(|_, _| false);
    builder = if is_automated() {
        // An incognito web view gets a context of its own, which WebDriver cannot drive.
        builder.data_directory(folder.join("webview"))
    } else {
        builder.incognito(true)
    };
    let window = builder.build()?;
    renderer::revive(&window)?;

    app.state::<Place>().restore(&window)?;
    window.show()?;
    let app = app.clone();
    window.clone().on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } if closing::begin(&app) => api.prevent_close(),
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => {
            app.state::<Place>().note(&window);
        }
        _ => {}
    });
    Ok(())
}

/// Where the page itself lives.
fn own_address(app: &AppHandle) -> Url {
    let built_in = if cfg!(any(windows, target_os = "android")) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    };
    let served = app.config().build.dev_url.clone();
    served
        .filter(|_| tauri::is_dev())
        .unwrap_or_else(|| Url::parse(built_in).expect("a constant address"))
}

/// Whether `WebDriver` drives the window. Never in a release.
fn is_automated() -> bool {
    cfg!(debug_assertions)
        && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}
