//! The computer that a journey runs on: a home, a session bus, a keyring, a screen and a `WebDriver` of its own. Nothing of
//! the person's who runs the tests is read or changed.

use std::fs::{self, File};
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::children::{Running, wait_for};
use crate::options::Keyring;
use crate::screen::Screen;

/// Larger than the largest window that a journey asks for.
const SCREEN: &str = "1720x1200x24";

/// A bus that starts no services: whatever answers on it was started here.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Fields are dropped in order: the driver goes before the screen, the bus after the keyring, the folder last.
pub(crate) struct Machine {
    driver: Running,
    port: u16,
    _screen: Running,
    display: String,
    _keyring: Option<Running>,
    _bus: Running,
    home: TempDir,
}

impl Machine {
    pub(crate) fn start(keyring: Keyring) -> Self {
        let home = TempDir::with_prefix("desk-").expect("a folder for the journey");
        for name in [
            "run",
            "data",
            "config",
            "cache",
            "temporary",
            "pick",
            "save",
        ] {
            fs::create_dir(home.path().join(name)).expect("a folder for the journey");
        }
        private(&home.path().join("run"));
        let bus = bus(home.path());
        let keyring = (keyring == Keyring::Real).then(|| secret_service(home.path()));
        let mut screen = Running::start("Xvfb", |command| {
            command
                .args([
                    "-displayfd",
                    "1",
                    // When its last window closes a screen starts anew, and refuses whoever comes in that moment: the
                    // window that is opened again.
                    "-noreset",
                    "-screen",
                    "0",
                    SCREEN,
                    "-nolisten",
                    "tcp",
                ])
                .stdout(Stdio::piped())
                .stderr(log(home.path(), "screen"));
        });
        let display = format!(":{}", screen.first_line());
        let (driver, port) = driver(home.path(), &display);
        Self {
            driver,
            port,
            _screen: screen,
            display,
            _keyring: keyring,
            _bus: bus,
            home,
        }
    }

    /// The folder that everything of this computer lies in.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The address that `WebDriver` answers at.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The screen, as its X server has it.
    pub(crate) fn screen(&self) -> Screen {
        Screen::connect(&self.display)
    }

    /// A program on this computer, as its person would start it.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        environment(&mut command, self.home(), &self.display);
        command
    }

    /// The process that the driver started from `program`, if it runs.
    pub(crate) fn window_process(&self, program: &Path) -> Option<i32> {
        let driver = self.driver.id().to_string();
        let program = fs::canonicalize(program).ok()?;
        fs::read_dir("/proc").ok()?.find_map(|entry| {
            let folder = entry.ok()?.path();
            let id: i32 = folder.file_name()?.to_str()?.parse().ok()?;
            // The name in the second field may hold spaces; what follows its bracket does not.
            let stat = fs::read_to_string(folder.join("stat")).ok()?;
            let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?;
            let is_it = parent == driver && fs::read_link(folder.join("exe")).ok()? == program;
            is_it.then_some(id)
        })
    }

    /// What the programs wrote, for a journey that failed.
    pub(crate) fn logs(&self) -> String {
        let mut logs = String::new();
        for name in ["driver", "keyring", "bus", "screen"] {
            let text = fs::read_to_string(log_path(self.home(), name)).unwrap_or_default();
            if !text.is_empty() {
                logs = format!("{logs}--- {name}\n{text}\n");
            }
        }
        logs
    }
}

fn bus(home: &Path) -> Running {
    let configuration = home.join("bus.conf");
    let socket = socket(home);
    fs::write(
        &configuration,
        BUS.replace("SOCKET", &socket.to_string_lossy()),
    )
    .expect("the bus's configuration");
    let mut bus = Running::start("dbus-daemon", |command| {
        command
            .arg(format!("--config-file={}", configuration.display()))
            .args(["--nofork", "--nosyslog", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(log(home, "bus"));
    });
    bus.first_line();
    bus
}

fn secret_service(home: &Path) -> Running {
    let mut keyring = Running::start("gnome-keyring-daemon", |command| {
        environment(command, home, "");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(log(home, "keyring"))
            .stderr(log(home, "keyring"));
    });
    // It reads the password to its end, and the pipe closes with this statement.
    keyring
        .input()
        .write_all(b"journey")
        .expect("the keyring takes a password");
    wait_for("the Secret Service", || {
        let answer = Command::new("dbus-send")
            .arg(format!("--bus=unix:path={}", socket(home).display()))
            .args([
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ])
            .args([
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .output()
            .expect("dbus-send runs");
        String::from_utf8_lossy(&answer.stdout)
            .contains("boolean true")
            .then_some(())
    });
    keyring
}

fn driver(home: &Path, display: &str) -> (Running, u16) {
    // The port is free now; should another program take it before the driver does, the driver ends and says so.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let driver = Running::start("WebKitWebDriver", |command| {
        environment(command, home, display);
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .stdout(log(home, "driver"))
            .stderr(log(home, "driver"));
    });
    wait_for("WebKitWebDriver", || {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
    });
    (driver, port)
}

/// All that a program gets to know; nothing of the environment of the tests but where programs lie.
fn environment(command: &mut Command, home: &Path, display: &str) {
    command
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("TMPDIR", home.join("temporary"))
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", socket(home).display()),
        )
        .env("DISPLAY", display)
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC")
        .env("GDK_BACKEND", "x11")
        .env("GTK_USE_PORTAL", "0")
        .env("NO_AT_BRIDGE", "1")
        .env("RUST_BACKTRACE", "1")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        // This display has no graphics card. While WebKit paints with Mesa's stand-in for one from a second thread, the page's
        // process dies in that driver now and then.
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .env("MENTORSHIP_DESK_PICK", home.join("pick"))
        .env("MENTORSHIP_DESK_SAVE", home.join("save"));
}

fn socket(home: &Path) -> PathBuf {
    home.join("run").join("bus")
}

fn log(home: &Path, name: &str) -> Stdio {
    File::options()
        .create(true)
        .append(true)
        .open(log_path(home, name))
        .expect("a log")
        .into()
}

fn log_path(home: &Path, name: &str) -> PathBuf {
    home.join(format!("{name}.log"))
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("a private folder");
}
