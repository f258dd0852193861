//! R8: how long a refusal takes tells nobody who is in the programme.
//!
//! With the password hashing of a released program. The two kinds of refusal take turns, so that whatever else the
//! computer does falls on both; the throttle is reset before each.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::Code;
use contract::accounts::{SignIn, SignOut};

use crate::desk::{Desk, NAME};
use crate::{Line, Result, Size};

pub async fn run(size: Size) -> Result<Line> {
    let trials = match size {
        Size::Whole => 1_000,
        // Of a median of so few, more than the target's 5 % is noise on a busy machine: see `target`.
        Size::Short => 20,
    };
    let most = match size {
        Size::Whole => 5.0,
        Size::Short => 25.0,
    };
    let folder = tempfile::tempdir()?;
    let keyring = Arc::new(vault::NoKeyring);
    let desk = Desk::open_with(folder.path(), vault::Kdf::PRODUCTION, keyring)?;
    desk.found().await?;
    desk.ask(SignOut {}).await?;
    let attempts = folder.path().join("programme").join("attempts.json");

    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for trial in 0..trials {
        let nobody = format!("nobody{trial}");
        // Who begins takes turns, too.
        if trial % 2 == 0 {
            unknown.push(refused(&desk, &attempts, &nobody).await?);
            wrong.push(refused(&desk, &attempts, NAME).await?);
        } else {
            wrong.push(refused(&desk, &attempts, NAME).await?);
            unknown.push(refused(&desk, &attempts, &nobody).await?);
        }
    }
    desk.close().await;
    let (unknown, wrong) = (median(unknown), median(wrong));
    let difference = (unknown.as_secs_f64() / wrong.as_secs_f64() - 1.0).abs() * 100.0;
    Ok(Line {
        row: "R8",
        figure: format!(
            "medians of {trials}: unknown name {:.1} ms, wrong password {:.1} ms, {difference:.1} % apart",
            unknown.as_secs_f64() * 1000.0,
            wrong.as_secs_f64() * 1000.0,
        ),
        target: match size {
            Size::Whole => "< 5 %",
            Size::Short => "< 25 % (< 5 % when run whole)",
        },
        reached: difference < most,
    })
}

async fn refused(desk: &Desk, attempts: &Path, name: &str) -> Result<Duration> {
    match std::fs::remove_file(attempts) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let sign_in = SignIn {
        name: name.to_owned(),
        password: "not the right one".to_owned(),
        remember: false,
    };
    let start = Instant::now();
    let answer = desk.ask(sign_in).await;
    let took = start.elapsed();
    match answer {
        Err(error) if error.code == Code::WrongPassword => Ok(took),
        other => Err(format!("{name} was answered with {other:?}").into()),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
