//! The window under test.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, sleep, timeout};

use crate::children::wait_for;
use crate::machine::Machine;
use crate::options::{Options, Theme};

/// How long a step may take before the journey has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// How often a step looks again.
const PULSE: Duration = Duration::from_millis(30);

/// One window at a time, also where the runner gives each test a thread and not a process: two windows on two cores
/// wait for each other, and then for their deadlines.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The open window, and the computer that it runs on.
///
/// Dropping it ends everything that was started. [`close`](Self::close) leaves as a person would.
pub struct Desk {
    client: Option<Client>,
    runtime: Runtime,
    machine: Machine,
    program: PathBuf,
    data_dir: PathBuf,
    size: Option<(u32, u32)>,
    _alone: MutexGuard<'static, ()>,
}

impl Desk {
    /// Opens the window on a fresh computer and waits until the page shows something.
    pub fn start(options: Options) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let machine = Machine::start(options.keyring);
        let data_dir = options
            .data_dir
            .unwrap_or_else(|| machine.home().join("programme"));
        choose_theme(&data_dir, options.theme);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let mut desk = Self {
            client: None,
            runtime,
            machine,
            program: program(),
            data_dir,
            size: options.size,
            _alone: alone,
        };
        desk.open();
        desk
    }

    /// Leaves as a person would, and opens the window again over the same programme. What the window remembers about
    /// its own size is left as it is.
    pub fn restart(&mut self) {
        self.close_window();
        self.size = None;
        self.open();
    }

    /// Leaves as a person would; the programme's folder stays if the journey named it.
    pub fn close(mut self) {
        self.close_window();
    }

    /// The programme's folder.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The home of this computer's person: everything that a program may write lies in it.
    pub fn home(&self) -> &Path {
        self.machine.home()
    }

    /// The window's process and those that it started.
    pub fn processes(&self) -> Vec<i32> {
        self.machine
            .window_process(&self.program)
            .map_or_else(Vec::new, family)
    }

    /// What the next "choose a file" finds: the first file here, by name, with a fitting extension.
    pub fn pick_folder(&self) -> PathBuf {
        self.machine.home().join("pick")
    }

    /// Where files land that the window saves.
    pub fn save_folder(&self) -> PathBuf {
        self.machine.home().join("save")
    }

    /// The same program on the same computer without `WebDriver`, with this programme's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.machine.command(&self.program);
        command
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data_dir);
        command
    }

    /// Closes the windows that another process on this computer has now, by the button of their title bar.
    pub fn close_windows_of(&self, process: u32) {
        let screen = self.machine.screen();
        screen
            .close_windows_of(process)
            .expect("the windows can be asked to close");
    }

    /// How many windows the program has now, its messages among them.
    pub fn windows(&self) -> usize {
        let process = self.machine.window_process(&self.program);
        let process = process.and_then(|process| u32::try_from(process).ok());
        let process = process.expect("the window's process runs");
        let windows = self.machine.screen().windows_of(process);
        windows.expect("the screen answers").len()
    }

    /// What stands on the screen now, pixel by pixel, whether a driver reaches the page or not.
    pub fn pixels(&self) -> Vec<u8> {
        let screen = self.machine.screen();
        screen.pixels().expect("the screen can be read")
    }

    /// `mentorship-desk call`, beside the window or after it.
    pub fn call(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(&["call"]);
        command.args(arguments).output().expect("the program runs")
    }

    /// The page's address.
    pub fn address(&self) -> String {
        self.block(self.client().current_url())
            .expect("the page has an address")
            .to_string()
    }

    /// Runs a script in the page and gives what it returns.
    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.block(self.client().execute(script, arguments))
            .unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Asks until the answer is there, or fails with what the page shows. An error counts as "not yet": while a page
    /// changes under a step, elements come and go.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, ask: impl FnMut() -> Option<T>) -> T {
        self.wait_within(PATIENCE, what, ask)
    }

    /// As [`wait`](Self::wait), for what takes a person's patience too.
    #[track_caller]
    pub fn wait_within<T>(
        &self,
        limit: Duration,
        what: &str,
        mut ask: impl FnMut() -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            assert!(
                Instant::now() < deadline,
                "waited in vain for {what}; the page shows:\n{}",
                self.text()
            );
            self.rest();
        }
    }

    /// Does a step, again and again while it fails, until it succeeds or time is up.
    #[track_caller]
    pub(crate) fn insist<T>(&self, what: &str, mut step: impl FnMut() -> Result<T, CmdError>) -> T {
        let mut last = None;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match step() {
                Ok(done) => return done,
                Err(error) => last.replace(error),
            };
            assert!(
                Instant::now() < deadline,
                "cannot {what}: {}; the page shows:\n{}",
                last.map(|error| error.to_string()).unwrap_or_default(),
                self.text()
            );
            self.rest();
        }
    }

    pub(crate) fn client(&self) -> &Client {
        self.client.as_ref().expect("an open window")
    }

    /// Waits for the driver. It never takes that long, unless the page hangs.
    pub(crate) fn block<T>(
        &self,
        command: impl Future<Output = Result<T, CmdError>>,
    ) -> Result<T, CmdError> {
        self.within(3 * PATIENCE, command)
            .expect("the driver answers")
    }

    /// A moment for the page to go on.
    pub(crate) fn rest(&self) {
        self.runtime.block_on(async { sleep(PULSE).await });
    }

    fn within<T>(&self, limit: Duration, future: impl Future<Output = T>) -> Result<T, Elapsed> {
        // The timer is made inside: it needs the runtime that it runs on.
        self.runtime
            .block_on(async { timeout(limit, future).await })
    }

    fn open(&mut self) {
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".to_owned(),
            json!({"binary": self.program, "args": ["--data-dir", self.data_dir]}),
        );
        let address = self.machine.address();
        let connecting = async {
            ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities)
                .connect(&address)
                .await
        };
        let client = match self.within(3 * PATIENCE, connecting) {
            Ok(connected) => connected.map_err(|error| error.to_string()),
            Err(elapsed) => Err(elapsed.to_string()),
        };
        self.client = Some(client.unwrap_or_else(|error| {
            panic!("no window: {error}\n{}", self.machine.logs());
        }));
        if let Some((width, height)) = self.size {
            self.set_size(width, height);
        }
        self.wait("a page that is not blank", || {
            (!self.text().trim().is_empty()).then_some(())
        });
    }

    /// Leaves as a person would, and keeps the computer: [`call`](Self::call) works then.
    pub fn close_window(&mut self) {
        let Some(client) = self.client.take() else {
            return;
        };
        // The signal that a desktop sends when its person signs out: the window saves what it has to save.
        let process = self.machine.window_process(&self.program);
        let process = process.expect("the window's process runs");
        let id = Pid::from_raw(process).expect("a process id");
        kill_process(id, Signal::TERM).expect("the window can be asked to leave");
        wait_for("the window to go", || {
            let running = self.machine.window_process(&self.program);
            (running != Some(process)).then_some(())
        });
        // The session has lost its window; the driver only has to hear that it is over.
        let _ = self.within(PATIENCE, client.close());
    }

    /// Keeps what there is to see of a failure.
    fn keep_evidence(&self) {
        let folder = crate::look::target().join("journeys");
        let name = std::thread::current()
            .name()
            .unwrap_or("journey")
            .replace("::", "-");
        let _ = std::fs::create_dir_all(&folder);
        let log = std::fs::read_to_string(self.data_dir.join("logs/desk.log")).unwrap_or_default();
        let logs = format!("{}--- desk\n{log}", self.machine.logs());
        let _ = std::fs::write(folder.join(format!("{name}.log")), logs);
        if let Some(client) = &self.client {
            let picture = self.within(PATIENCE, client.screenshot());
            if let Ok(Ok(picture)) = picture {
                let _ = std::fs::write(folder.join(format!("{name}.png")), picture);
            }
        }
        eprintln!("what there was to see is in {}", folder.display());
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_evidence();
        }
        if let Some(client) = self.client.take() {
            let _ = self.within(PATIENCE, client.close());
        }
    }
}

/// A process and all that it started.
fn family(process: i32) -> Vec<i32> {
    let mut found = vec![process];
    for task in std::fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        let children = children
            .split_whitespace()
            .filter_map(|child| child.parse().ok());
        found.extend(children.flat_map(family));
    }
    found
}

/// The program under test: `MENTORSHIP_DESK_BINARY`, or what cargo built beside this test.
pub fn program() -> PathBuf {
    let program = std::env::var_os("MENTORSHIP_DESK_BINARY").map_or_else(
        || crate::look::profile_folder().join("mentorship-desk"),
        PathBuf::from,
    );
    assert!(
        program.is_file(),
        "no program to test: {} (cargo build, or cargo xtask test)",
        program.display()
    );
    program
}

/// Settings as the program itself keeps them; there are none yet on a fresh computer.
fn choose_theme(data_dir: &Path, theme: Theme) {
    let settings = data_dir.join("settings.json");
    if settings.exists() {
        return;
    }
    std::fs::create_dir_all(data_dir).expect("the programme's folder");
    let content = json!({"cosmetic": {"theme": theme.as_str()}});
    std::fs::write(settings, content.to_string()).expect("the settings");
}
