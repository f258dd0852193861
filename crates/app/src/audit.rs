//! The activity log: what the gate writes into it, how it is read, and whether it is as it was written.
//!
//! The log is a chain in the database (`store::audit`). How far it had come is kept in the vault whenever the file is
//! closed or backed up, so that an end that was cut off shows. Neither is proof against whoever holds the file's key.

use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use contract::Page;
use contract::audit::{self as view, Broken, By, LineView, List, Verified, Verify};
use domain::PersonId;
use store::audit::{Chain, Ended, Entry, Head, Line, Subject, Wanted};
use store::{Database, Db};
use vault::AuditHead;

use crate::contexts::{Handle, Job, Noted, Query};
use crate::desk::off_thread;
use crate::fault::Answer;
use crate::keys::read_vault;

/// A line names as many rows as somebody reads; of more it says how many there were.
const MOST_NAMED: usize = 20;

/// How many lines are checked between two looks at whether somebody still waits.
const AT_ONCE: u64 = 2_000;

/// Appends the line of a change, and counts it.
pub(crate) async fn record(
    db: &Db<'_>,
    now: DateTime<Utc>,
    person: PersonId,
    action: &str,
    noted: &Noted,
) -> Answer<()> {
    let many = noted.subjects.len() > MOST_NAMED;
    let fields: Vec<String> = noted.fields.iter().cloned().collect();
    let entry = Entry {
        subjects: if many { &[] } else { &noted.subjects },
        fields: &fields,
        items: noted
            .items
            .or_else(|| many.then_some(noted.subjects.len() as u64)),
        ..Entry::new(now, Some(person.0), action, Ended::Done)
    };
    let features = noted.features.iter().map(|feature| feature.as_str());
    store::audit::append_change(db, entry, features).await?;
    Ok(())
}

/// Appends to a file that was restored, in the caller's transaction, that it was: the backup made at `made_at` took the
/// place of a file whose log ended with `discarded`, as the present vault keeps it. A vault with that head goes on to
/// fit the restored file.
pub(crate) async fn restored(
    db: &Db<'_>,
    now: DateTime<Utc>,
    person: Option<PersonId>,
    made_at: DateTime<Utc>,
    discarded: Option<AuditHead>,
) -> Answer<()> {
    let person = person.map(|person| person.0);
    let backup = [made_at.to_rfc3339_opts(SecondsFormat::Secs, true)];
    let entry = Entry {
        fields: &backup,
        replaced: discarded.map(head_of),
        ..Entry::new(now, person, "backups.restore", Ended::Done)
    };
    store::audit::append(db, entry).await?;
    Ok(())
}

/// Keeps in the vault how far the log has come, when the file is closed. The caller holds the door.
pub(crate) async fn keep_head(folder: &Path, database: &Database) -> Answer<()> {
    let mut vault = read_vault(folder)?;
    let kept = vault.audit_head();
    let head = head_to_keep(database, kept).await?;
    if let Some(head) = head.filter(|head| kept != Some(*head)) {
        vault.set_audit_head(head);
        off_thread(move || vault.save()).await??;
    }
    Ok(())
}

/// What a vault that has `kept` should keep of this log from now on.
///
/// A head that the log does not know stays: the evidence that something was cut off must not be overwritten by time.
pub(crate) async fn head_to_keep(
    database: &Database,
    kept: Option<AuditHead>,
) -> Answer<Option<AuditHead>> {
    let db = database.executor();
    if let Some(kept) = kept
        && !store::audit::knows(&db, &head_of(kept)).await?
    {
        tracing::warn!(
            number = kept.number,
            "the audit is not the one that was kept"
        );
        return Ok(Some(kept));
    }
    let head = store::audit::head(&db).await?;
    Ok(head.map(|head| AuditHead {
        number: head.number,
        hash: head.hash,
    }))
}

fn head_of(kept: AuditHead) -> Head {
    Head {
        number: kept.number,
        hash: kept.hash,
    }
}

/// The names of those fields that differ.
pub(crate) fn differing<'f>(
    fields: impl IntoIterator<Item = (&'f str, bool)>,
) -> impl Iterator<Item = &'f str> {
    fields
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
}

impl Handle<List> for Query<'_> {
    async fn handle(&self, command: List) -> Answer<Page<LineView>> {
        let (offset, limit) = crate::inputs::part(command.page);
        let wanted = Wanted {
            person: command.person.map(|person| person.0),
            refused: command.refused,
            offset,
            limit,
        };
        let (lines, total) = store::audit::list(&self.db, wanted).await?;
        let mut ids: Vec<_> = lines
            .iter()
            .flat_map(|line| line.person.iter().chain(&line.subjects).copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let subjects = store::audit::subjects(&self.db, &ids).await?;
        let rows = lines.into_iter().map(|line| LineView {
            number: line.number,
            at: line.at,
            by: by(&line, |id| subjects.get(&id)),
            subjects: line
                .subjects
                .iter()
                .map(|id| subjects.get(id).map_or(view::Subject::Other, subject))
                .collect(),
            action: line.command,
            refused: line.refused,
            fields: line.fields,
            items: line.items,
        });
        Ok(Page {
            rows: rows.collect(),
            total,
        })
    }
}

fn by<'s>(line: &Line, find: impl Fn(uuid::Uuid) -> Option<&'s Subject>) -> By {
    match line.person.map(find) {
        None => By::Nobody,
        Some(Some(Subject::Person { id, name })) => By::Person {
            id: *id,
            name: name.clone(),
        },
        Some(_) => By::Gone,
    }
}

fn subject(subject: &Subject) -> view::Subject {
    match subject.clone() {
        Subject::Person { id, name } => view::Subject::Person { id, name },
        Subject::Match {
            id,
            student,
            mentor,
        } => view::Subject::Match {
            id,
            student,
            mentor,
        },
        Subject::Session {
            id,
            student,
            mentor,
            starts_at,
        } => view::Subject::Session {
            id,
            student,
            mentor,
            starts_at,
        },
        Subject::Goal {
            id,
            student,
            mentor,
        } => view::Subject::Goal {
            id,
            student,
            mentor,
        },
        Subject::Field { id, name } => view::Subject::Field { id, name },
        Subject::Proposal { id, name } => view::Subject::Proposal { id, name },
    }
}

impl Handle<Verify> for Job {
    async fn handle(&self, _command: Verify) -> Answer<Verified> {
        let folder = self.desk.programme_folder();
        let kept = read_vault(&folder)?.audit_head().map(head_of);
        let database = &self.sign_in.database;
        let (mut chain, total) = {
            let db = database.executor();
            let head = store::audit::head(&db).await?;
            (
                store::audit::chain(&db).await?,
                head.map_or(0, |head| head.number),
            )
        };
        let (mut lines, mut last) = (0, 0);
        let mut broken = Vec::new();
        let mut found = Kept::NotSeen;
        loop {
            self.progress.go_on(last.min(total), total)?;
            let part = store::audit::part(&database.executor(), last, AT_ONCE).await?;
            let Some(end) = part.last() else {
                break;
            };
            last = end.number();
            lines += part.len() as u64;
            for line in &part {
                let wrong = chain.check(line);
                if let Some(kept) = &kept {
                    found = found.or(Kept::look(kept, line, &chain, wrong.is_empty()));
                }
                broken.extend(wrong.into_iter().map(told));
            }
            broken.truncate(Verified::MOST);
        }
        if let Some(kept) = &kept {
            broken.extend(found.judge(kept.number, last));
        }
        broken.truncate(Verified::MOST);
        Ok(Verified {
            lines,
            kept: kept.map(|kept| kept.number),
            broken,
        })
    }
}

/// What became of the line that the vault remembers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    NotSeen,
    /// Its number bears another signature.
    Other,
    /// It is there, or a restore says that it was put out of use.
    Accounted,
}

impl Kept {
    fn look(kept: &Head, line: &store::audit::Signed, chain: &Chain, sound: bool) -> Self {
        if chain.head().as_ref() == Some(kept) || (sound && Chain::is_replacement(line, kept)) {
            Self::Accounted
        } else if line.number() == kept.number {
            Self::Other
        } else {
            Self::NotSeen
        }
    }

    /// What two lines tell together: the better news, because a restore says so later.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Accounted, _) | (_, Self::Accounted) => Self::Accounted,
            (Self::Other, _) | (_, Self::Other) => Self::Other,
            (Self::NotSeen, Self::NotSeen) => Self::NotSeen,
        }
    }

    fn judge(self, kept: u64, last: u64) -> Option<Broken> {
        match self {
            Self::Accounted => None,
            Self::Other => Some(Broken::Replaced { number: kept }),
            // Before the end it is a gap, which the chain has told.
            Self::NotSeen if last >= kept => None,
            Self::NotSeen => Some(Broken::CutOff { last, kept }),
        }
    }
}

fn told(broken: store::audit::Broken) -> Broken {
    match broken {
        store::audit::Broken::Changed { number } => Broken::Changed { number },
        store::audit::Broken::Missing { from, to } => Broken::Missing { from, to },
    }
}
