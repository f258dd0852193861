//! Counts, each in one statement.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Zone;
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QuerySelect, Statement, Value,
};

use crate::entities::programme;
use crate::{Db, Result, StoreError};

/// The active people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct People {
    pub students: u64,
    pub mentors: u64,
    pub administrators: u64,
    /// Students with an open match, and without one.
    pub matched: u64,
    pub waiting: u64,
    /// Since when the student waits who waits longest.
    pub waiting_since: Option<DateTime<Utc>>,
    /// Of mentors.
    pub free_places: u64,
}

/// The matches by their state, and what the counters of all of them add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Matches {
    pub active: u64,
    pub paused: u64,
    pub ended: u64,
    pub sessions: u64,
    pub minutes: u64,
}

/// Active matches by their last session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contact {
    pub within_14_days: u64,
    pub within_28_days: u64,
    pub longer: u64,
    pub none: u64,
}

/// A piece of time; `to` is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Span {
    fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// How many sessions began in a span, and how many minutes they took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub sessions: u64,
    pub minutes: u64,
}

/// The zone in which the programme counts its days.
pub async fn zone(db: &Db<'_>) -> Result<Zone> {
    let wrong = || StoreError::Wrong("the zone of the programme".to_owned());
    // Not the whole row, which holds a private key.
    let zone = programme::Entity::find()
        .select_only()
        .column(programme::Column::Zone);
    let zone: String = zone.into_tuple().one(db).await?.ok_or_else(wrong)?;
    Zone::parse(&zone).map_err(|_| wrong())
}

pub async fn people(db: &Db<'_>) -> Result<People> {
    let row = one(
        db,
        "SELECT coalesce(sum(is_student), 0) AS students,
                coalesce(sum(is_mentor), 0) AS mentors,
                coalesce(sum(is_administrator), 0) AS administrators,
                coalesce(sum(is_mentor * (capacity - open_as_mentor)), 0) AS free_places,
                (SELECT count(*) FROM people WHERE is_student AND active AND open_as_student = 0) AS waiting,
                (SELECT min(waiting_since) FROM people WHERE is_student AND active AND open_as_student = 0)
                  AS waiting_since
         FROM people WHERE active",
        [],
    )
    .await?;
    let row = PeopleRow::from_query_result(&row, "")?;
    Ok(People {
        students: count(row.students)?,
        mentors: count(row.mentors)?,
        administrators: count(row.administrators)?,
        matched: count(row.students - row.waiting)?,
        waiting: count(row.waiting)?,
        waiting_since: row.waiting_since,
        free_places: count(row.free_places)?,
    })
}

pub async fn matches(db: &Db<'_>) -> Result<Matches> {
    let row = one(
        db,
        "SELECT coalesce(sum(state = 'active'), 0) AS active,
                coalesce(sum(state = 'paused'), 0) AS paused,
                coalesce(sum(state = 'ended'), 0) AS ended,
                coalesce(sum(sessions), 0) AS sessions,
                coalesce(sum(minutes), 0) AS minutes
         FROM matches",
        [],
    )
    .await?;
    let row = MatchesRow::from_query_result(&row, "")?;
    Ok(Matches {
        active: count(row.active)?,
        paused: count(row.paused)?,
        ended: count(row.ended)?,
        sessions: count(row.sessions)?,
        minutes: count(row.minutes)?,
    })
}

pub async fn contact(db: &Db<'_>, now: DateTime<Utc>) -> Result<Contact> {
    let row = one(
        db,
        "WITH active AS NOT MATERIALIZED (SELECT last_session_at FROM matches WHERE state = 'active')
         SELECT (SELECT count(*) FROM active WHERE last_session_at >= $1) AS within_14_days,
                (SELECT count(*) FROM active WHERE last_session_at >= $2 AND last_session_at < $1) AS within_28_days,
                (SELECT count(*) FROM active WHERE last_session_at < $2) AS longer,
                (SELECT count(*) FROM active WHERE last_session_at IS NULL) AS none",
        [
            (now - TimeDelta::days(14)).into(),
            (now - TimeDelta::days(28)).into(),
        ],
    )
    .await?;
    let row = ContactRow::from_query_result(&row, "")?;
    Ok(Contact {
        within_14_days: count(row.within_14_days)?,
        within_28_days: count(row.within_28_days)?,
        longer: count(row.longer)?,
        none: count(row.none)?,
    })
}

/// A tally for each span, in their order.
pub async fn tallies(db: &Db<'_>, spans: &[Span]) -> Result<Vec<Tally>> {
    let mut tallies = vec![Tally::default(); spans.len()];
    // Weeks and months overlap: what lies in both is walked once, and counts for each.
    let pieces = pieces(spans);
    for (piece, tally) in pieces.iter().zip(apart(db, &pieces).await?) {
        for (span, sum) in spans.iter().zip(&mut tallies) {
            if span.holds(*piece) {
                sum.sessions += tally.sessions;
                sum.minutes += tally.minutes;
            }
        }
    }
    Ok(tallies)
}

/// The pieces into which the ends of these spans cut them, in the order of time, each once.
fn pieces(spans: &[Span]) -> Vec<Span> {
    let ends: BTreeSet<DateTime<Utc>> =
        spans.iter().flat_map(|span| [span.from, span.to]).collect();
    ends.iter()
        .zip(ends.iter().skip(1))
        .map(|(from, to)| Span {
            from: *from,
            to: *to,
        })
        .filter(|piece| spans.iter().any(|span| span.holds(*piece)))
        .collect()
}

/// A tally for each of these spans, in their order, in one statement.
async fn apart(db: &Db<'_>, spans: &[Span]) -> Result<Vec<Tally>> {
    let mut tallies = vec![Tally::default(); spans.len()];
    if spans.is_empty() {
        return Ok(tallies);
    }
    // Each part is one walk along the index over the times; joined with a table of spans they would be sorted first.
    let parts: Vec<String> = (0..spans.len())
        .map(|at| {
            let (from, to) = (at * 2 + 1, at * 2 + 2);
            format!(
                "SELECT {at} AS at, count(*) AS sessions, coalesce(sum(minutes), 0) AS minutes FROM sessions
                 WHERE deleted_at IS NULL AND starts_at >= ${from} AND starts_at < ${to}"
            )
        })
        .collect();
    let sql = parts.join(" UNION ALL ");
    let values = spans
        .iter()
        .flat_map(|span| [Value::from(span.from), Value::from(span.to)]);
    for row in db
        .query_all_raw(Statement::from_sql_and_values(
            DbBackend::Sqlite,
            sql,
            values,
        ))
        .await?
    {
        let row = TallyRow::from_query_result(&row, "")?;
        if let Some(tally) = usize::try_from(row.at)
            .ok()
            .and_then(|at| tallies.get_mut(at))
        {
            *tally = Tally {
                sessions: count(row.sessions)?,
                minutes: count(row.minutes)?,
            };
        }
    }
    Ok(tallies)
}

async fn one<const N: usize>(
    db: &Db<'_>,
    sql: &str,
    values: [Value; N],
) -> Result<sea_orm::QueryResult> {
    db.query_one_raw(Statement::from_sql_and_values(
        DbBackend::Sqlite,
        sql,
        values,
    ))
    .await?
    .ok_or_else(|| StoreError::Wrong("a count that has no row".to_owned()))
}

fn count(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| StoreError::Wrong(format!("the count {number}")))
}

#[derive(FromQueryResult)]
struct PeopleRow {
    students: i64,
    mentors: i64,
    administrators: i64,
    waiting: i64,
    waiting_since: Option<DateTime<Utc>>,
    free_places: i64,
}

#[derive(FromQueryResult)]
struct MatchesRow {
    active: i64,
    paused: i64,
    ended: i64,
    sessions: i64,
    minutes: i64,
}

#[derive(FromQueryResult)]
struct ContactRow {
    within_14_days: i64,
    within_28_days: i64,
    longer: i64,
    none: i64,
}

#[derive(FromQueryResult)]
struct TallyRow {
    at: i64,
    sessions: i64,
    minutes: i64,
}

#[cfg(test)]
mod tests {
    use super::{Span, pieces};

    #[test]
    fn spans_are_cut_where_another_begins_or_ends() {
        let at = |day: u32| {
            chrono::NaiveDate::from_ymd_opt(2026, 3, day)
                .and_then(|day| day.and_hms_opt(0, 0, 0))
                .unwrap()
                .and_utc()
        };
        let span = |from, to| Span {
            from: at(from),
            to: at(to),
        };
        // Two weeks, a month that begins inside the first, and one far from them.
        let spans = [span(2, 9), span(9, 16), span(5, 20), span(25, 27)];
        let expected = [
            span(2, 5),
            span(5, 9),
            span(9, 16),
            span(16, 20),
            span(25, 27),
        ];
        assert_eq!(pieces(&spans), expected);
        assert_eq!(pieces(&[]), []);
    }
}
