//! NVIDIA's driver shows a blank window under Wayland unless its explicit synchronisation is off.

/// Starts this program anew with the workaround where it is needed; returns where it is not, or when that fails.
///
/// The driver reads the variable from the environment, and changing one's own environment is not sound once threads
/// run; a program started anew has it from the beginning. Setting it everywhere would slow down everybody else.
pub(crate) fn restart_with_workaround() {
    #[cfg(target_os = "linux")]
    linux::restart_with_workaround();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    const WORKAROUND: &str = "__NV_DISABLE_EXPLICIT_SYNC";

    pub(super) fn restart_with_workaround() {
        let affected = env::var_os("WAYLAND_DISPLAY").is_some()
            && Path::new("/proc/driver/nvidia/version").exists();
        // Whoever set it, to whatever value, knows better; and after the restart it is set.
        if !affected || env::var_os(WORKAROUND).is_some() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            // Returns only when it failed; then the window may still turn out well.
            let _ = Command::new(program)
                .args(env::args_os().skip(1))
                .env(WORKAROUND, "1")
                .exec();
        }
    }
}
