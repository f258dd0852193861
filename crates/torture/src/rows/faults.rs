//! R2: calls on files fail, one after the other, while stories are told: the disk is full, a call fails, a write is cut
//! short, a flush fails. What was acknowledged stays, the file stays whole, reading goes on and work resumes.

use std::path::Path;

use contract::accounts::{ChangePassword, CodeRequest, IssueCodes, RenewRecovery};
use contract::backups::{self, Make, Restore, Source, Verify};
use contract::drafts;
use contract::people::List;
use contract::programmes::Status;
use contract::{ApiError, Code, fields, matches};
use domain::fields::{FieldAudience, FieldKind};
use domain::{MatchId, PersonId, Role};

use super::child;
use super::drill::person;
use super::kills::{pair, session};
use crate::child::{say, switch};
use crate::desk::{Desk, PASSWORD, content, copy, founded, key, rows};
use crate::{Line, Result, Size, Tools};

const NEW_PASSWORD: &str = "another horse battery";

/// What the drafts are of.
const DRAFT: &str = "torture";

const STORIES: [&str; 10] = [
    "sessions", "people", "fields", "matches", "drafts", "password", "codes", "recovery", "backup",
    "restore",
];

const KINDS: [&str; 4] = ["enospc", "eio", "short", "fsync"];

type Answer<T = ()> = std::result::Result<T, ApiError>;

/// What the stories begin with.
struct Scene {
    folder: tempfile::TempDir,
    code: String,
    /// The content when it was backed up, and now.
    backed_up: Vec<String>,
    present: Vec<String>,
}

#[derive(Default)]
struct Counts {
    runs: u64,
    corrupt: u64,
    lost: u64,
    stuck: u64,
    refused: u64,
}

pub async fn run(size: Size, tools: &Tools) -> Result<Line> {
    let scene = Scene::make().await?;
    let mut counts = Counts::default();
    for story in STORIES {
        for kind in KINDS {
            let calls = scene
                .tell(tools, story, kind, 0, &mut Counts::default())
                .await?;
            if calls == 0 {
                return Err(format!("{story}: no call was seen").into());
            }
            let step = match size {
                Size::Whole => 1,
                // Three of each.
                Size::Short => usize::try_from(calls / 3 + 1)?,
            };
            for at in (1..=calls).step_by(step) {
                scene.tell(tools, story, kind, at, &mut counts).await?;
            }
        }
    }
    let Counts {
        runs,
        corrupt,
        lost,
        stuck,
        refused,
    } = counts;
    Ok(Line {
        row: "R2",
        figure: format!(
            "{corrupt} corrupt, {lost} silently lost, {stuck} stuck in {runs} faults over {} stories ({refused} commands refused)",
            STORIES.len()
        ),
        target: "0 and 0",
        reached: corrupt == 0 && lost == 0 && stuck == 0 && refused > 0,
    })
}

impl Scene {
    async fn make() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let programme = folder.path().join("programme");
        let code = founded(folder.path(), async |desk| {
            pair(desk).await?;
            desk.run(Make {}).await?;
            Ok(())
        })
        .await?;
        let key = key(&programme, PASSWORD)?;
        let backed_up = content(&rows(&programme, &key).await?);
        let desk = Desk::open(folder.path())?;
        desk.sign_in(PASSWORD).await?;
        person(&desk, "Later").await?;
        desk.close().await;
        let present = content(&rows(&programme, &key).await?);
        Ok(Self {
            folder,
            code,
            backed_up,
            present,
        })
    }

    /// Tells a story while the call number `at` fails; answers how many calls there were.
    async fn tell(
        &self,
        tools: &Tools,
        story: &str,
        kind: &str,
        at: u64,
        counts: &mut Counts,
    ) -> Result<u64> {
        let folder = tempfile::tempdir()?;
        copy(self.folder.path(), folder.path())?;
        let count = tempfile::NamedTempFile::new()?;
        let path = folder.path().to_str().ok_or("a path that is no text")?;
        let output = child(tools, &["story", path, story])
            .env("LD_PRELOAD", &tools.faults)
            .env("FAULTS_FOLDER", path)
            .env("FAULTS_AT", at.to_string())
            .env("FAULTS_KIND", kind)
            .env("FAULTS_COUNT", count.path())
            .stderr(std::process::Stdio::piped())
            .output()
            .await?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        counts.runs += 1;
        let lines: Vec<&str> = said.lines().collect();
        counts.refused += lines
            .iter()
            .filter(|line| line.starts_with("refused"))
            .count() as u64;
        let name = format!("{story}, {kind} at {at}");
        if !lines.contains(&"reading goes on") || !lines.contains(&"work resumed") {
            counts.stuck += 1;
            let error = String::from_utf8_lossy(&output.stderr);
            let last = error.lines().rfind(|line| line.starts_with("torture"));
            eprintln!("R2: {name}: stuck: {lines:?} {}", last.unwrap_or_default());
        }
        let acknowledged: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.strip_prefix("did "))
            .collect();
        match self.look(folder.path(), story, &acknowledged).await {
            Ok(missing) if missing.is_empty() => {}
            Ok(missing) => {
                counts.lost += 1;
                eprintln!("R2: {name}: acknowledged and gone: {missing:?}");
            }
            Err(error) => {
                counts.corrupt += 1;
                eprintln!("R2: {name}: corrupt: {error} after {lines:?}");
            }
        }
        Ok(std::fs::read_to_string(count.path())?.parse().unwrap_or(0))
    }

    /// What was acknowledged and is not there; an error where the programme is not whole.
    async fn look(&self, folder: &Path, story: &str, did: &[&str]) -> Result<Vec<String>> {
        let programme = folder.join("programme");
        let desk = Desk::open(folder)?;
        let new_first = did.contains(&"password");
        let (first, second) = if new_first {
            (NEW_PASSWORD, PASSWORD)
        } else {
            (PASSWORD, NEW_PASSWORD)
        };
        let mut missing = Vec::new();
        let (signed_in, password) = if let Ok(signed_in) = desk.sign_in(first).await {
            (signed_in, first)
        } else {
            let signed_in = desk.sign_in(second).await?;
            if new_first {
                missing.push("password".to_owned());
            }
            (signed_in, second)
        };
        if signed_in.damaged {
            return Err("the file is damaged".into());
        }
        let listing = desk.ask(backups::List {}).await?.backups;
        for backup in did.iter().filter_map(|did| did.strip_prefix("backup ")) {
            let whole = match desk
                .run(Verify {
                    id: backup.to_owned(),
                })
                .await
            {
                Ok(view) => matches!(view.state, backups::State::Verified { .. }),
                Err(_) => false,
            };
            if !whole || !listing.iter().any(|view| view.id == backup) {
                missing.push(backup.to_owned());
            }
        }
        // Sealed to its author, so that only they are answered.
        let asked = drafts::Get {
            key: DRAFT.to_owned(),
        };
        let kept = desk.ask(asked).await?.map(|draft| draft.body);
        desk.close().await;
        // A new recovery code brings a new data key with the next sign-in.
        let key = key(&programme, password)?;
        let rows = rows(&programme, &key).await?;
        store::backups::check(&programme.join("programme.db"), &key.pragma_literal()).await?;
        for token in did.iter().filter_map(|did| did.strip_prefix("row ")) {
            if !rows.iter().any(|row| row.contains(token)) {
                missing.push(token.to_owned());
            }
        }
        // A draft that was refused may have been kept all the same; an older one than the last acknowledged is a loss.
        if let Some(last) = did
            .iter()
            .filter_map(|did| did.strip_prefix("draft "))
            .next_back()
            && kept.as_deref().is_none_or(|kept| kept < last)
        {
            missing.push(last.to_owned());
        }
        let vault = vault::Vault::read(&programme)?.ok_or("no vault")?;
        if did.contains(&"code") && vault.accounts().count() != 2 {
            missing.push("code".to_owned());
        }
        let opens = |code: &str| {
            let code = vault::RecoveryCode::parse(code).ok()?;
            let recovery = vault::Recovery::read(&programme).ok()??;
            recovery.open(&code).ok()
        };
        let recovery = did.iter().find_map(|did| did.strip_prefix("recovery "));
        match recovery {
            Some(code) if opens(code).is_none() => missing.push("recovery".to_owned()),
            None if story != "recovery" && opens(&self.code).is_none() => {
                return Err("the recovery code opens nothing".into());
            }
            _ => {}
        }
        if story == "restore" {
            // "Resumed" is written after it all.
            let now: Vec<String> = content(&rows)
                .into_iter()
                .filter(|row| !row.contains("Resumed"))
                .collect();
            let is_backup = now == self.backed_up;
            if did.contains(&"restore") && !is_backup {
                missing.push("restore".to_owned());
            } else if !is_backup && now != self.present {
                return Err("neither the backup nor the present".into());
            }
        }
        Ok(missing)
    }
}

/// The child's part: tells a story with failing calls, then looks whether reading goes on and work resumes.
pub async fn tell(folder: &Path, story: &str) -> Result {
    let desk = Desk::open(folder)?;
    desk.sign_in(PASSWORD).await?;
    let people = desk.ask(List::default()).await?.rows;
    let of = desk
        .ask(matches::List {
            scope: contract::Scope::Programme,
            ..matches::List::default()
        })
        .await?
        .rows;
    let of = of.first().ok_or("no match")?.id;
    let later = people
        .iter()
        .find(|row| row.name == "Later")
        .ok_or("nobody")?
        .id;
    let mentor = people
        .iter()
        .find(|row| row.name == "Amara")
        .ok_or("nobody")?
        .id;
    let listing = desk.ask(backups::List {}).await?.backups;
    let backup = listing.first().ok_or("no backup")?.id.clone();
    switch(folder, "on");
    for number in 0..3 {
        match step(&desk, story, number, of, (later, mentor), &backup).await {
            Ok(did) if did.is_empty() => break,
            Ok(did) => say(&format!("did {did}"))?,
            Err(error) => say(&format!("refused {:?}", error.code))?,
        }
    }
    // The look itself may meet the call that fails; whoever is refused asks once more.
    let reads = reads(&desk).await || reads(&desk).await;
    switch(folder, "off");
    if reads {
        say("reading goes on")?;
    }
    if matches!(
        desk.ask(Status {}).await,
        Ok(contract::programmes::StatusView::Locked { .. })
    ) && desk.sign_in(PASSWORD).await.is_err()
    {
        desk.sign_in(NEW_PASSWORD).await?;
    }
    person(&desk, "Resumed").await?;
    say("row Resumed")?;
    desk.close().await;
    say("work resumed")
}

async fn reads(desk: &Desk) -> bool {
    match desk.ask(List::default()).await {
        Ok(_) => true,
        // A restore signs everybody out.
        Err(error) => error.code == Code::SignedOut && desk.ask(Status {}).await.is_ok(),
    }
}

/// One step; answers what was acknowledged, or nothing when the story is over.
async fn step(
    desk: &Desk,
    story: &str,
    number: u32,
    of: MatchId,
    (later, mentor): (PersonId, PersonId),
    backup: &str,
) -> Answer<String> {
    let over = number > 0;
    let token = format!("token{number}x");
    match story {
        "sessions" => {
            desk.ask(session(of, &token)).await?;
        }
        "people" => {
            let made = person(desk, &token).await;
            made.map_err(|error| match error.downcast::<ApiError>() {
                Ok(error) => *error,
                Err(other) => ApiError::new(Code::Internal, other.to_string()),
            })?;
        }
        "fields" => {
            desk.ask(fields::Create {
                name: token.clone(),
                kind: FieldKind::Text,
                options: Vec::new(),
                audience: FieldAudience::Person,
                sensitive: false,
                roles: domain::Roles::of(&[Role::Student]),
            })
            .await?;
        }
        "matches" if number == 0 => {
            let made = desk
                .ask(matches::Make {
                    student: later,
                    mentor,
                })
                .await?;
            let id: uuid::Uuid = made.id.0;
            return Ok(format!("row {}", id.simple().to_string().to_uppercase()));
        }
        // Each replaces the one before, so only the last is looked for.
        "drafts" => {
            desk.ask(draft(&token)).await?;
            return Ok(format!("draft {token}"));
        }
        "password" if !over => {
            desk.ask(ChangePassword {
                current: PASSWORD.to_owned(),
                new: NEW_PASSWORD.to_owned(),
                compromised: false,
            })
            .await?;
            return Ok("password".to_owned());
        }
        "codes" if !over => {
            desk.ask(IssueCodes {
                people: vec![CodeRequest {
                    person: later,
                    sign_in_name: "later".to_owned(),
                }],
            })
            .await?;
            return Ok("code".to_owned());
        }
        "recovery" if !over => {
            let password = PASSWORD.to_owned();
            let made = desk.ask(RenewRecovery { password }).await?;
            return Ok(format!("recovery {}", made.groups.join("-")));
        }
        "backup" if !over => {
            let made = desk.run(Make {}).await?;
            return Ok(format!("backup {}", made.id));
        }
        "restore" if !over => {
            desk.run(Restore {
                backup: Source::Listed {
                    id: backup.to_owned(),
                },
                password: PASSWORD.to_owned(),
            })
            .await?;
            return Ok("restore".to_owned());
        }
        _ => return Ok(String::new()),
    }
    Ok(format!("row {token}"))
}

fn draft(text: &str) -> drafts::Save {
    drafts::Save {
        key: DRAFT.to_owned(),
        body: text.to_owned(),
    }
}
