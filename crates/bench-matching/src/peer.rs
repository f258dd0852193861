//! A peer in a process of its own: a line in asks for one run, a line out answers it.

use crate::Result;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) struct Peer {
    name: String,
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts `peers/<script>` and waits until it has read its instance.
    pub(crate) fn start(python: &Path, script: &str, arguments: &[&str]) -> Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("peers")
            .join(script);
        let mut command = Command::new(python);
        command.arg("-B").arg(path).args(arguments);
        // One thread: numpy and the solvers read these.
        command.envs([("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1")]);
        Self::of(script, command)
    }

    /// Any other program that talks like that.
    pub(crate) fn of(name: &str, mut command: Command) -> Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {name}: {error}"))?;
        let (Some(questions), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(format!("{name} has no pipes").into());
        };
        let mut peer = Self {
            name: name.to_owned(),
            process,
            questions,
            answers: BufReader::new(answers),
        };
        peer.answer()?;
        Ok(peer)
    }

    /// One run.
    pub(crate) fn run(&mut self, question: &str) -> Result<Value> {
        writeln!(self.questions, "{question}")?;
        self.questions.flush()?;
        self.answer()
    }

    /// The next line that is an answer; libraries print lines of their own.
    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.answers.read_line(&mut line)? == 0 {
                let status = self.process.wait()?;
                return Err(format!("{} ended with {status}", self.name).into());
            }
            if let Ok(answer @ Value::Object(_)) = serde_json::from_str(&line) {
                return Ok(answer);
            }
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends by itself when nobody asks any more, but not in the middle of a run.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A number of an answer.
pub(crate) fn number(answer: &Value, name: &str) -> Result<f64> {
    answer[name]
        .as_f64()
        .ok_or_else(|| format!("no number {name} in {answer}").into())
}

/// A whole number of an answer.
pub(crate) fn whole(answer: &Value, name: &str) -> Result<i64> {
    answer[name]
        .as_i64()
        .ok_or_else(|| format!("no whole number {name} in {answer}").into())
}
