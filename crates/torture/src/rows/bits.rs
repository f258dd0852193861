//! R4: one bit of a file is flipped. Either the program says so, or nothing of what it answers differs.

use std::fs;
use std::path::Path;

use contract::backups::{Kind, List, Make, Restore, Source, State, Verify};
use contract::programmes::Status;
use contract::{Code, people};

use super::Numbers;
use super::drill::person;
use crate::desk::{Desk, PASSWORD, content, copy, founded, key, rows};
use crate::{Line, Result, Size};

/// The files that are hit, below the data folder; `*` stands for the backup's folder.
const FILES: [&str; 7] = [
    "programme/programme.db",
    "programme/vault.json",
    "programme/recovery.json",
    "backups/*/programme.db",
    "backups/*/vault.json",
    "backups/*/recovery.json",
    "backups/*/backup.json",
];

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Detected,
    Harmless,
    Wrong(String),
}

/// What the programme answers when nothing is wrong.
struct Truth {
    status: String,
    people: String,
    content: Vec<String>,
    backup: String,
    key: vault::DataKey,
}

pub async fn run(size: Size) -> Result<Line> {
    let flips = match size {
        Size::Whole => 1_000,
        Size::Short => 70,
    };
    let sound = tempfile::tempdir()?;
    founded(sound.path(), async |desk| {
        for number in 0..12 {
            person(desk, &format!("Person {number}")).await?;
        }
        desk.run(Make {}).await?;
        Ok(())
    })
    .await?;
    let truth = Truth::of(sound.path()).await?;
    let mut numbers = Numbers(4);
    let (mut detected, mut harmless, mut wrong) = (0, 0, 0);
    for flip in 0..flips {
        let folder = tempfile::tempdir()?;
        copy(sound.path(), folder.path())?;
        let file = FILES[flip % FILES.len()].replace('*', &truth.backup);
        let path = folder.path().join(&file);
        let mut bytes = fs::read(&path)?;
        let at = usize::try_from(numbers.below(bytes.len() as u64))?;
        bytes[at] ^= 1 << numbers.below(8);
        fs::write(&path, bytes)?;
        let seen = if file.starts_with("programme") {
            truth.look(folder.path()).await?
        } else {
            truth.look_at_backup(folder.path()).await?
        };
        match seen {
            Seen::Detected => detected += 1,
            Seen::Harmless => harmless += 1,
            Seen::Wrong(what) => {
                wrong += 1;
                eprintln!("R4: flip {flip}, byte {at} of {file}: {what}");
            }
        }
    }
    Ok(Line {
        row: "R4",
        figure: format!(
            "{wrong} of {flips} flips served as wrong data ({detected} detected, {harmless} harmless)"
        ),
        target: "0",
        // A row that finds nothing looked at nothing.
        reached: wrong == 0 && detected > 0,
    })
}

impl Truth {
    async fn of(folder: &Path) -> Result<Self> {
        let desk = Desk::open(folder)?;
        let status = format!("{:?}", desk.ask(Status {}).await?);
        desk.sign_in(PASSWORD).await?;
        let people = format!("{:?}", desk.ask(people::List::default()).await?);
        let listing = desk.ask(List {}).await?.backups;
        let backup = listing.first().ok_or("no backup")?.id.clone();
        desk.close().await;
        let programme = folder.join("programme");
        let key = key(&programme, PASSWORD)?;
        let content = content(&rows(&programme, &key).await?);
        Ok(Self {
            status,
            people,
            content,
            backup,
            key,
        })
    }

    /// Uses a programme one of whose own files is spoilt, as a person would.
    async fn look(&self, folder: &Path) -> Result<Seen> {
        let desk = Desk::open(folder)?;
        let seen = self.use_it(&desk).await;
        desk.close().await;
        if seen != Seen::Harmless {
            return Ok(seen);
        }
        // It said nothing: then every row must be what it was.
        let now = content(&rows(&folder.join("programme"), &self.key).await?);
        Ok(if now == self.content {
            Seen::Harmless
        } else {
            Seen::Wrong("rows differ and nothing was said".to_owned())
        })
    }

    async fn use_it(&self, desk: &Desk) -> Seen {
        match desk.ask(Status {}).await {
            Ok(status) if format!("{status:?}") == self.status => {}
            Ok(status) => {
                let said = format!("{status:?}");
                let names_it = ["RecoveryNeeded", "Damaged", "Newer"]
                    .iter()
                    .any(|state| said.starts_with(state));
                return if names_it {
                    Seen::Detected
                } else {
                    Seen::Wrong(format!("before sign-in: {said}"))
                };
            }
            Err(_) => return Seen::Detected,
        }
        let signed_in = match desk.sign_in(PASSWORD).await {
            Ok(signed_in) => signed_in,
            Err(error) if error.code == Code::Internal => {
                return Seen::Wrong(format!("no reason given: {error}"));
            }
            Err(_) => return Seen::Detected,
        };
        match desk.ask(people::List::default()).await {
            Ok(people) if format!("{people:?}") == self.people => {
                if signed_in.damaged {
                    Seen::Detected
                } else {
                    Seen::Harmless
                }
            }
            Ok(people) => Seen::Wrong(format!("{people:?}")),
            Err(_) if signed_in.damaged => Seen::Detected,
            Err(error) => Seen::Wrong(format!("signed in without a warning, then {error}")),
        }
    }

    /// Restores a backup one of whose files is spoilt.
    async fn look_at_backup(&self, folder: &Path) -> Result<Seen> {
        let desk = Desk::open(folder)?;
        desk.sign_in(PASSWORD).await?;
        let id = self.backup.clone();
        let verified = desk.run(Verify { id: id.clone() }).await;
        let restored = desk
            .run(Restore {
                backup: Source::Listed { id },
                password: PASSWORD.to_owned(),
            })
            .await;
        desk.close().await;
        let now = content(&rows(&folder.join("programme"), &self.key).await?);
        if now != self.content {
            return Ok(Seen::Wrong("the programme has other rows now".to_owned()));
        }
        Ok(match (verified, restored) {
            (Ok(view), Ok(_)) if matches!(view.state, State::Verified { .. }) => {
                // What it says of itself must be true as well.
                if view.kind == Kind::ByHand {
                    Seen::Harmless
                } else {
                    Seen::Wrong(format!("it calls itself {view:?}"))
                }
            }
            (Ok(view), Err(_)) if view.state == State::Damaged => Seen::Detected,
            (Err(_), Err(_)) => Seen::Detected,
            (verified, restored) => Seen::Wrong(format!(
                "checking said {verified:?}, restoring said {restored:?}"
            )),
        })
    }
}
