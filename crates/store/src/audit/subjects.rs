//! What the ids of a log mean today.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{FieldId, GoalId, MatchId, PersonId, ProposalId, SessionId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::{account, field, goal, pairing, person, proposal, session};
use crate::{Db, Result};

/// A row that a line is about, with what an administrator sees of it anyway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Person {
        id: PersonId,
        name: String,
    },
    Match {
        id: MatchId,
        student: String,
        mentor: String,
    },
    Session {
        id: SessionId,
        student: String,
        mentor: String,
        starts_at: DateTime<Utc>,
    },
    Goal {
        id: GoalId,
        student: String,
        mentor: String,
    },
    Field {
        id: FieldId,
        name: String,
    },
    Proposal {
        id: ProposalId,
        name: String,
    },
}

/// What these ids mean; one that means nothing any more has no entry.
pub async fn subjects(db: &Db<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Subject>> {
    let ids = || ids.iter().copied();
    let sessions: Vec<(Uuid, Uuid, DateTime<Utc>)> = session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::MatchId,
            session::Column::StartsAt,
        ])
        .filter(session::Column::Id.is_in(ids()))
        .into_tuple()
        .all(db)
        .await?;
    let goals: Vec<(Uuid, Uuid)> = goal::Entity::find()
        .select_only()
        .columns([goal::Column::Id, goal::Column::MatchId])
        .filter(goal::Column::Id.is_in(ids()))
        .into_tuple()
        .all(db)
        .await?;
    let accounts: Vec<(Uuid, Uuid)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::PersonId])
        .filter(account::Column::Id.is_in(ids()))
        .into_tuple()
        .all(db)
        .await?;
    let of_rows = sessions.iter().map(|(_, of, _)| *of);
    let matches: Vec<(Uuid, Uuid, Uuid)> = pairing::Entity::find()
        .select_only()
        .columns([
            pairing::Column::Id,
            pairing::Column::StudentId,
            pairing::Column::MentorId,
        ])
        .filter(
            pairing::Column::Id.is_in(ids().chain(of_rows).chain(goals.iter().map(|(_, of)| *of))),
        )
        .into_tuple()
        .all(db)
        .await?;
    let of_matches = matches
        .iter()
        .flat_map(|(_, student, mentor)| [*student, *mentor]);
    let of_accounts = accounts.iter().map(|(_, person)| *person);
    let people: Vec<(Uuid, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.is_in(ids().chain(of_matches).chain(of_accounts)))
        .into_tuple()
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = people.into_iter().collect();
    let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    let pairs: HashMap<Uuid, (String, String)> = matches
        .iter()
        .map(|(id, student, mentor)| (*id, (name(student), name(mentor))))
        .collect();
    let pair = |id: &Uuid| pairs.get(id).cloned().unwrap_or_default();

    let mut found = HashMap::new();
    // An account is shown as the person who signs in with it.
    let themselves = names.keys().map(|id| (*id, *id));
    for (id, of) in themselves.chain(accounts) {
        let subject = Subject::Person {
            id: PersonId(of),
            name: name(&of),
        };
        found.insert(id, subject);
    }
    for (id, (student, mentor)) in &pairs {
        let subject = Subject::Match {
            id: MatchId(*id),
            student: student.clone(),
            mentor: mentor.clone(),
        };
        found.insert(*id, subject);
    }
    for (id, of, starts_at) in sessions {
        let (student, mentor) = pair(&of);
        let subject = Subject::Session {
            id: SessionId(id),
            student,
            mentor,
            starts_at,
        };
        found.insert(id, subject);
    }
    for (id, of) in goals {
        let (student, mentor) = pair(&of);
        let subject = Subject::Goal {
            id: GoalId(id),
            student,
            mentor,
        };
        found.insert(id, subject);
    }
    named(db, ids(), &mut found).await?;
    Ok(found)
}

/// Fields and proposals, which have names of their own.
async fn named(
    db: &Db<'_>,
    ids: impl Iterator<Item = Uuid> + Clone,
    found: &mut HashMap<Uuid, Subject>,
) -> Result<()> {
    let fields: Vec<(Uuid, String)> = field::Entity::find()
        .select_only()
        .columns([field::Column::Id, field::Column::Name])
        .filter(field::Column::Id.is_in(ids.clone()))
        .into_tuple()
        .all(db)
        .await?;
    for (id, name) in fields {
        let subject = Subject::Field {
            id: FieldId(id),
            name,
        };
        found.insert(id, subject);
    }
    let proposals: Vec<(Uuid, String)> = proposal::Entity::find()
        .select_only()
        .columns([proposal::Column::Id, proposal::Column::Name])
        .filter(proposal::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    for (id, name) in proposals {
        let subject = Subject::Proposal {
            id: ProposalId(id),
            name,
        };
        found.insert(id, subject);
    }
    Ok(())
}
