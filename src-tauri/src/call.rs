//! `mentorship-desk call`: one command through the same gate, with no window. Nothing here touches Tauri, so that it
//! runs where there is no display.

mod input;
mod list;

use std::io::{self, Write};
use std::path::Path;

use app::{Desk, StartError};
use contract::jobs::{JobState, Started};
use contract::{ApiError, Code, Command, Event, Kind, TABLE};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::arguments;
use crate::call::input::Input;
use crate::files::Given;
use crate::logging::{self, Echo};
use crate::paths;
use crate::preferences::Settings;
use crate::rpc::as_json;
use crate::setup::setup;

/// Answers, prints, and turns a refusal into an exit status.
pub(crate) fn call(call: arguments::Call, folder: &Path) -> u8 {
    if call.list {
        print(&list::list(call.json));
        return 0;
    }
    paths::make_private(folder);
    logging::start(folder, Echo::Nobody);
    let answer = tokio::runtime::Runtime::new()
        .map_err(|error| ApiError::new(Code::Internal, format!("Cannot start: {error}")))
        .and_then(|runtime| runtime.block_on(answer(call, folder)));
    match answer {
        Ok(answer) => {
            print(&answer);
            0
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "{}", as_json(&error));
            error.code.exit_status()
        }
    }
}

async fn answer(call: arguments::Call, folder: &Path) -> Result<String, ApiError> {
    let command = call.command.unwrap_or_default();
    let input = Input::read(
        call.name,
        call.input.unwrap_or_default(),
        std::env::var("MENTORSHIP_DESK_PASSWORD").ok(),
        io::stdin().lock(),
    )?;
    let files = Given {
        file: call.file,
        out: call.out,
    };
    let desk = Desk::open(setup(folder, files, Settings::of(folder))).map_err(refused)?;
    let answer = ask(&desk, &command, &input).await;
    desk.close().await;
    answer
}

async fn ask(desk: &Desk, command: &str, input: &Input) -> Result<String, ApiError> {
    if let Some(sign_in) = &input.sign_in {
        let sign_in = json!({
            "name": sign_in.name,
            "password": sign_in.password,
            "remember": false,
        });
        desk.rpc(contract::accounts::SignIn::NAME, &sign_in.to_string())
            .await?;
    }
    // Listening begins before the job does, or its end could be missed.
    let events = desk.events();
    let answer = desk.rpc(command, &input.json).await?;
    let is_job = TABLE
        .iter()
        .any(|row| row.name == command && row.kind == Kind::Job);
    if is_job {
        let started: Started = serde_json::from_str(&answer).map_err(unexpected)?;
        wait(desk, events, started).await
    } else {
        Ok(answer)
    }
}

/// What the job ends with.
async fn wait(
    desk: &Desk,
    mut events: Receiver<Event>,
    started: Started,
) -> Result<String, ApiError> {
    loop {
        let state = match events.recv().await {
            Ok(Event::Job { job, state }) if job == started.job => state,
            Ok(_) => continue,
            // Progress came faster than it was read: ask instead.
            Err(RecvError::Lagged(_)) => {
                let input = serde_json::to_string(&started).map_err(unexpected)?;
                let state = desk.rpc(contract::jobs::Get::NAME, &input).await?;
                serde_json::from_str(&state).map_err(unexpected)?
            }
            Err(error @ RecvError::Closed) => return Err(unexpected(error)),
        };
        match state {
            JobState::Running { .. } => {}
            JobState::Ended { output } => return Ok(output.to_string()),
            JobState::Failed { error } => return Err(error),
        }
    }
}

/// A desk that does not open, as a refusal like any other.
fn refused(error: StartError) -> ApiError {
    let code = match error {
        StartError::AlreadyRunning => Code::AlreadyRunning,
        StartError::Folder(_) | StartError::Place(_) => Code::Storage,
    };
    ApiError::new(code, error.to_string())
}

/// What `app` promised did not come.
fn unexpected(error: impl std::error::Error) -> ApiError {
    tracing::error!("an answer of another shape than promised: {error}");
    ApiError::new(
        Code::Internal,
        "Something went wrong inside Mentorship Desk",
    )
}

/// A reader that went away, such as `head`, is no error of ours: nowhere here does a closed pipe count.
fn print(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}
