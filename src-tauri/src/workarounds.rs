//! What the web view of Linux has to be told before it starts.

/// Starts this program anew with the workarounds that are needed here; returns where there are none, or when that fails.
///
/// The web view reads them from the environment, and changing one's own environment is not sound once threads run; a
/// program started anew has them from the beginning.
pub(crate) fn restart_with_workarounds() {
    #[cfg(target_os = "linux")]
    linux::restart_with_workarounds();
}

#[cfg(any(target_os = "linux", test))]
mod needed {
    /// What a computer is like, as far as the workarounds go by it.
    pub(super) struct Computer {
        pub(super) has_wayland: bool,
        pub(super) has_nvidia: bool,
    }

    /// The variables that help on this computer.
    pub(super) fn variables(computer: &Computer) -> Vec<(&'static str, &'static str)> {
        // JavaScriptCore 2.50 compiles WebAssembly beside the running program, and what runs then is wrong now and then:
        // of 600 short runs of a date's formatting 9 ended in a trap or another result; of 1,200 without it, none.
        let mut variables = vec![("JSC_useConcurrentJIT", "0")];
        // NVIDIA's driver shows a blank window under Wayland unless its explicit synchronisation is off. Everybody else
        // would be slowed down by it.
        if computer.has_wayland && computer.has_nvidia {
            variables.push(("__NV_DISABLE_EXPLICIT_SYNC", "1"));
        }
        variables
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_nvidia_under_wayland_loses_its_synchronisation() {
            for (has_wayland, has_nvidia) in
                [(true, true), (true, false), (false, true), (false, false)]
            {
                let computer = Computer {
                    has_wayland,
                    has_nvidia,
                };
                let variables = variables(&computer);
                let mut names = variables.iter().map(|(name, _)| *name);
                assert!(
                    variables.contains(&("JSC_useConcurrentJIT", "0")),
                    "everywhere"
                );
                assert_eq!(
                    names.any(|name| name == "__NV_DISABLE_EXPLICIT_SYNC"),
                    has_wayland && has_nvidia
                );
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    use super::needed::{Computer, variables};

    pub(super) fn restart_with_workarounds() {
        let computer = Computer {
            has_wayland: env::var_os("WAYLAND_DISPLAY").is_some(),
            has_nvidia: Path::new("/proc/driver/nvidia/version").exists(),
        };
        // Whoever set one, to whatever value, knows better; and after the restart all are set.
        let missing: Vec<_> = variables(&computer)
            .into_iter()
            .filter(|(name, _)| env::var_os(name).is_none())
            .collect();
        if missing.is_empty() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            // Returns only when it failed; then the window may still turn out well.
            let _ = Command::new(program)
                .args(env::args_os().skip(1))
                .envs(missing)
                .exec();
        }
    }
}
