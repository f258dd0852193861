//! The mentor's and the student's part: notes of every audience, reflections, goals, drafts.

use chrono::{TimeDelta, Utc};
use contract::sessions::{Change, Delete, List, Log, NoteDraft, Reflect};
use contract::{drafts, goals};
use domain::Audience;

use super::{MENTOR, Pair, STUDENT, Stage, Teller, redeem};
use crate::Result;

fn log(teller: &mut Teller, pair: &Pair, audiences: &[Audience]) -> Result<Log> {
    let mut notes = Vec::new();
    for audience in audiences {
        let text = teller.text(&format!("a note for {}", audience.as_str()))?;
        notes.push(NoteDraft {
            text: format!("We **spoke** about {text}."),
            audience: *audience,
        });
    }
    Ok(Log {
        of: pair.of,
        starts_at: Utc::now() - TimeDelta::hours(2),
        minutes: 45,
        place: teller.text("a place")?,
        topics: vec![teller.text("a topic")?],
        notes,
        draft: None,
    })
}

fn draft(teller: &mut Teller, of: &str, pair: &Pair) -> Result<drafts::Save> {
    Ok(drafts::Save {
        key: format!("{of}:{}", pair.of),
        body: teller.text(&format!("a draft of {of}"))?,
    })
}

pub(super) async fn mentor(teller: &mut Teller, stage: &Stage, pair: &Pair, code: &str) -> Result {
    redeem(teller, stage, MENTOR, code).await?;
    let command = log(teller, pair, &Audience::ALL)?;
    let session = stage.desk.ask(command.clone()).await?;
    let mut notes = command.notes;
    for note in &mut notes {
        note.text = teller.text(&format!("a changed note for {}", note.audience.as_str()))?;
    }
    let change = Change {
        id: session.id,
        revision: session.revision,
        starts_at: command.starts_at,
        minutes: 50,
        place: command.place,
        topics: command.topics,
        notes,
        draft: None,
    };
    stage.desk.ask(change).await?;
    let deleted = log(teller, pair, &[Audience::Pair])?;
    let deleted = stage.desk.ask(deleted).await?;
    stage.desk.ask(Delete { id: deleted.id }).await?;
    stage.desk.ask(draft(teller, "sessions.log", pair)?).await?;
    let text = teller.text("what was searched for among sessions")?;
    let list = List {
        text,
        ..List::default()
    };
    stage.desk.ask(list).await?;
    Ok(())
}

pub(super) async fn student(teller: &mut Teller, stage: &Stage, pair: &Pair, code: &str) -> Result {
    redeem(teller, stage, STUDENT, code).await?;
    let sessions = stage.desk.ask(List::default()).await?.rows;
    let id = sessions.first().ok_or("no session to reflect on")?.id;
    for of in ["a reflection", "a changed reflection"] {
        let text = teller.text(of)?;
        let draft = None;
        stage.desk.ask(Reflect { id, text, draft }).await?;
    }
    let goal = goals::Create {
        of: pair.of,
        title: teller.text("a goal")?,
        detail: teller.text("a goal's detail")?,
        due: None,
    };
    stage.desk.ask(goal).await?;
    let draft = draft(teller, "sessions.reflect", pair)?;
    stage.desk.ask(draft).await?;
    Ok(())
}

/// One more by the administrator, whose bytes are in the write-ahead log when the end comes.
pub(super) async fn last(teller: &mut Teller, stage: &Stage, pair: &Pair) -> Result {
    let command = log(teller, pair, &[Audience::Administrators, Audience::Author])?;
    stage.desk.ask(command).await?;
    Ok(())
}
