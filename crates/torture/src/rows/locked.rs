//! R9: while the desk is locked, none of the table's commands is answered but the public ones. Each is asked before
//! anybody signed in, after signing out and after locking; and none of them even has its input looked at.

use contract::accounts::{Lock, SignOut};
use contract::{Code, Kind, TABLE};

use crate::desk::{Desk, PASSWORD, founded};
use crate::{Line, Result};

pub async fn run() -> Result<Line> {
    let folder = tempfile::tempdir()?;
    founded(folder.path(), async |_| Ok(())).await?;
    let desk = Desk::open(folder.path())?;
    let mut answered = ask_all(&desk, "at the start").await;
    desk.sign_in(PASSWORD).await?;
    desk.ask(SignOut {}).await?;
    answered += ask_all(&desk, "signed out").await;
    desk.sign_in(PASSWORD).await?;
    desk.ask(Lock {}).await?;
    answered += ask_all(&desk, "locked").await;
    desk.close().await;
    let closed = commands().count();
    Ok(Line {
        row: "R9",
        figure: format!("{answered} of {closed} commands answered in 3 closed states"),
        target: "0 but the public ones",
        reached: answered == 0 && closed > 0,
    })
}

fn commands() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .filter(|row| row.kind != Kind::Public)
        .map(|row| row.name)
}

/// How many were not refused for being signed out.
async fn ask_all(desk: &Desk, state: &str) -> usize {
    let mut answered = 0;
    for command in commands() {
        for input in ["{}", "not even JSON"] {
            match desk.rpc(command, input).await {
                Err(error) if error.code == Code::SignedOut => {}
                other => {
                    answered += 1;
                    eprintln!("R9: {state}, {command} answered {other:?}");
                }
            }
        }
    }
    answered
}
