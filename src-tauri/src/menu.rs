//! The menu. macOS has one for every program, and without its Edit menu copy and paste do nothing; elsewhere the page
//! has all there is.

use tauri::AppHandle;
use tauri::menu::{AboutMetadata, Menu, MenuBuilder, SubmenuBuilder};

/// The menu of macOS.
pub(crate) fn menu(app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
    let name = &app.package_info().name;
    let program = SubmenuBuilder::new(app, name)
        .about(Some(AboutMetadata::default()))
        .separator()
        .services()
        .separator()
        .hide()
        .hide_others()
        .show_all()
        .separator()
        .quit()
        .build()?;
    let edit = SubmenuBuilder::new(app, "Edit")
        .undo()
        .redo()
        .separator()
        .cut()
        .copy()
        .paste()
        .select_all()
        .build()?;
    let window = SubmenuBuilder::new(app, "Window")
        .minimize()
        .maximize()
        .fullscreen()
        .separator()
        .close_window()
        .build()?;
    MenuBuilder::new(app)
        .items(&[&program, &edit, &window])
        .build()
}
