//! What encryption costs: the same programme in a file that is encrypted and in one that is not.
//!
//! SQLCipher itself writes the plain copy, with the same schema, and the same statements log sessions into both, by turns.
//! Only here is a file ever opened without a key.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use contract::matches::{List, MatchView};
use contract::{PageRequest, Scope};
use domain::{Audience, Minutes, NoteId, SessionId, Tag, Text};
use sea_orm::ConnectionTrait;
use store::Database;
use store::audit::{Ended, Entry};
use store::sessions::{Facts, Kind, TextKey, Written};
use uuid::Uuid;

use crate::seed::{self, Size};
use crate::{Result, queries, report};

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// 10,000 people and 100,000 sessions.
    Large,
    /// As every run of the tests can afford; its figures say that the measuring works, and little else.
    Small,
}

/// What was measured.
#[derive(Debug, Clone)]
pub struct Cost {
    /// Logging a session, until it is on the disk: the median.
    pub encrypted: Duration,
    pub plain: Duration,
    /// How many queries were asked, each many times, of the encrypted file.
    pub queries: usize,
    /// The slowest of them, and what 99 % of its answers stay within.
    pub slowest: String,
    pub nearly_all: Duration,
}

pub async fn cost(extent: Extent) -> Result<Cost> {
    let (size, runs, asked) = match extent {
        Extent::Large => (seed::LARGE, 500, queries::RUNS),
        Extent::Small => (
            Size {
                people: 300,
                mentors: 60,
                sessions: 1_000,
            },
            40,
            10,
        ),
    };
    let desk = seed::programme(size).await?;
    let mut found = (0, String::new(), Duration::ZERO);
    queries::measure(&desk, asked, |measured| {
        found.0 += 1;
        if measured.nearly_all > found.2 {
            (found.1, found.2) = (measured.name, measured.nearly_all);
        }
    })
    .await?;
    let list = List {
        scope: Scope::Programme,
        page: PageRequest::first(50),
        ..List::default()
    };
    let matches = desk.ask(&list).await?.rows;
    let mut medians = (Duration::ZERO, Duration::ZERO);
    let path = desk.folder().join("plain.db");
    desk.directly(async |encrypted| {
        let path = path.to_str().ok_or("a path that is no text")?;
        copy_plain(encrypted, path).await?;
        let plain = Database::open_plain(path.as_ref()).await?;
        medians = by_turns(encrypted, &plain, &matches, runs).await?;
        plain.close().await?;
        if !std::fs::read(path)?.starts_with(b"SQLite format 3\0") {
            return Err("the plain file is not plain".into());
        }
        Ok(())
    })
    .await?;
    desk.close().await;
    let (queries, slowest, nearly_all) = found;
    Ok(Cost {
        encrypted: medians.0,
        plain: medians.1,
        queries,
        slowest,
        nearly_all,
    })
}

async fn copy_plain(encrypted: &Database, path: &str) -> Result {
    // Whoever opens a file that is there makes no other: an empty one is one without a key.
    std::fs::File::create_new(path)?;
    let quoted = path.replace('\'', "''");
    let db = encrypted.executor();
    for statement in [
        format!("ATTACH DATABASE '{quoted}' AS plain KEY ''"),
        "SELECT sqlcipher_export('plain')".to_owned(),
        "DETACH DATABASE plain".to_owned(),
    ] {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// The medians of logging a session in each. Who begins takes turns, so that whatever else the disk does falls on both.
async fn by_turns(
    encrypted: &Database,
    plain: &Database,
    matches: &[MatchView],
    runs: usize,
) -> Result<(Duration, Duration)> {
    let (mut first, mut second) = (Vec::with_capacity(runs), Vec::with_capacity(runs));
    for run in 0..runs {
        let of = &matches[run % matches.len()];
        if run % 2 == 0 {
            first.push(log(encrypted, of, run).await?);
            second.push(log(plain, of, run).await?);
        } else {
            second.push(log(plain, of, run).await?);
            first.push(log(encrypted, of, run).await?);
        }
    }
    let half = |times: &mut Vec<Duration>| report::percentile(times, 50);
    Ok((half(&mut first), half(&mut second)))
}

/// What `sessions.log` writes, in one transaction.
async fn log(database: &Database, of: &MatchView, run: usize) -> Result<Duration> {
    let now = Utc::now();
    let (id, note) = (SessionId(id(4, run)), NoteId(id(5, run)));
    let start = Instant::now();
    let transaction = database.write().await?;
    let db = transaction.db();
    let key = TextKey {
        session: id,
        author: of.mentor.id,
        kind: Kind::Note,
        audience: Audience::Pair,
    };
    let text = Text::parse("We practised the first questions of an interview.")?;
    let notes = vec![(note, Written { key, text })];
    store::sessions::insert(&db, id, of.id, facts(now)?, of.mentor.id, notes, now).await?;
    let subjects = [id.0];
    let entry = Entry {
        subjects: &subjects,
        ..Entry::new(now, Some(of.mentor.id.0), "sessions.log", Ended::Done)
    };
    store::audit::append_change(&db, entry, ["sessions"]).await?;
    transaction.commit().await?;
    Ok(start.elapsed())
}

fn facts(now: DateTime<Utc>) -> Result<Facts> {
    Ok(Facts {
        starts_at: now,
        minutes: Minutes::new(45)?,
        place: None,
        topics: vec![Tag::parse("Interview")?],
    })
}

fn id(kind: u128, number: usize) -> Uuid {
    Uuid::from_u128((0x0190_0000_0000_7000 << 64) | (0x8000 << 48) | (kind << 40) | number as u128)
}
