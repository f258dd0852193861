//! R1: the process is killed at random moments while it logs sessions. What it acknowledged is there afterwards, and
//! nothing is there by half.

use std::path::Path;
use std::time::Duration;

use contract::matches::Make;
use contract::people::{Create, Profile};
use contract::sessions::{Log, NoteDraft};
use domain::{Audience, MatchId, Role};
use tokio::io::{AsyncBufReadExt, BufReader};

use super::{Numbers, child};
use crate::child::say;
use crate::desk::{Desk, PASSWORD, copy, founded, key, rows};
use crate::{Line, Result, Size, Tools};

/// After so many kills a fresh copy is taken, so that looking at what is there stays quick.
const AT_ONCE: u64 = 25;

pub async fn run(size: Size, tools: &Tools) -> Result<Line> {
    let cycles = match size {
        Size::Whole => 1_000,
        Size::Short => 100,
    };
    let sound = tempfile::tempdir()?;
    let mut of = None;
    founded(sound.path(), async |desk| {
        of = Some(pair(desk).await?);
        Ok(())
    })
    .await?;
    let of = of.ok_or("no pair")?;
    let key = key(&sound.path().join("programme"), PASSWORD)?;
    let mut numbers = Numbers(1);
    let (mut lost, mut half, mut acknowledged) = (0, 0, 0);
    let mut folder = tempfile::tempdir()?;
    let mut promised: Vec<String> = Vec::new();
    for cycle in 0..cycles {
        if cycle % AT_ONCE == 0 {
            folder = tempfile::tempdir()?;
            copy(sound.path(), folder.path())?;
            promised.clear();
        }
        let before = promised.len();
        let arguments = [
            "log",
            folder.path().to_str().ok_or("a path that is no text")?,
            &of.to_string(),
            &format!("cycle{cycle}x"),
        ];
        let mut killed = child(tools, &arguments).spawn()?;
        let mut output = BufReader::new(killed.stdout.take().ok_or("no output")?).lines();
        // Some die before their first word, most in the middle of their work.
        if numbers.below(20) > 0
            && let Some(line) = output.next_line().await?
        {
            promised.push(line);
        }
        tokio::time::sleep(Duration::from_micros(numbers.below(12_000))).await;
        killed.start_kill()?;
        while let Some(line) = output.next_line().await? {
            promised.push(line);
        }
        killed.wait().await?;
        acknowledged += promised.len() - before;
        let (gone, parts) = look(folder.path(), &key, &promised).await?;
        lost += gone;
        half += parts;
    }
    Ok(Line {
        row: "R1",
        figure: format!(
            "{lost} acknowledged lost, {half} half-applied in {cycles} kills ({acknowledged} acknowledged)"
        ),
        target: "0 and 0",
        reached: lost == 0 && half == 0 && acknowledged > 0,
    })
}

/// A student with a mentor.
pub(crate) async fn pair(desk: &Desk) -> Result<MatchId> {
    let mut ids = Vec::new();
    for (name, role) in [("Yusuf", Role::Student), ("Amara", Role::Mentor)] {
        let created = desk
            .ask(Create {
                profile: Profile {
                    name: name.to_owned(),
                    capacity: 3,
                    ..Profile::default()
                },
                roles: vec![role],
                answers: std::collections::BTreeMap::default(),
            })
            .await?;
        ids.push(created.person.id);
    }
    let made = desk
        .ask(Make {
            student: ids[0],
            mentor: ids[1],
        })
        .await?;
    Ok(made.id)
}

/// A session of two notes, which are several rows: half of it would show.
pub(crate) fn session(of: MatchId, text: &str) -> Log {
    let note = |audience| NoteDraft {
        text: format!("note {text} end"),
        audience,
    };
    Log {
        of,
        starts_at: chrono::Utc::now() - chrono::TimeDelta::hours(2),
        minutes: 45,
        place: String::new(),
        topics: vec!["Interview".to_owned()],
        notes: vec![note(Audience::Pair), note(Audience::Coordinators)],
        draft: None,
    }
}

/// Logs sessions for ever, and says each one that was acknowledged.
pub async fn log(desk: &Desk, of: &str, name: &str) -> Result {
    let of: MatchId = serde_json::from_value(serde_json::json!(of))?;
    for number in 0.. {
        let text = format!("{name}{number}");
        desk.ask(session(of, &text)).await?;
        say(&text)?;
    }
    Ok(())
}

/// How many promised sessions are not there, and how many are there by half.
async fn look(folder: &Path, key: &vault::DataKey, promised: &[String]) -> Result<(usize, usize)> {
    let desk = Desk::open(folder)?;
    let signed_in = desk.sign_in(PASSWORD).await?;
    desk.close().await;
    let rows = rows(&folder.join("programme"), key).await?;
    let of = |table: &str| {
        let start = format!("{table}: ");
        rows.iter().filter(move |row| row.starts_with(&start))
    };
    let mut notes = std::collections::HashMap::<&str, usize>::new();
    for row in of("notes") {
        if let Some(text) = row
            .split_once("note ")
            .and_then(|(_, rest)| rest.split_once(" end"))
        {
            *notes.entry(text.0).or_default() += 1;
        }
    }
    let gone = promised
        .iter()
        .filter(|text| !notes.contains_key(text.as_str()))
        .inspect(|text| eprintln!("R1: {text} was acknowledged and is gone"))
        .count();
    let torn = notes.values().filter(|count| **count != 2).count();
    let unfinished = of("sessions").count().abs_diff(notes.len());
    let damaged = usize::from(signed_in.damaged);
    Ok((gone, torn + unfinished + damaged))
}
