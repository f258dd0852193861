//! Counts, each in one statement.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
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
    let ends: BTreeSet<DateTime<Utc>> =
        spans.iter().flat_map(|span| [span.from, span.to]).collect();
    let before = before(db, &ends).await?;
    spans
        .iter()
        .map(|span| before[&span.to].without(before[&span.from]))
        .collect()
}

/// What the sessions before each moment add up to, from one midnight on that is the same for all.
///
/// Whole days are read as they are kept; only between a moment and the nearest midnight are sessions counted, for days
/// begin at other times in other zones.
async fn before(
    db: &Db<'_>,
    moments: &BTreeSet<DateTime<Utc>>,
) -> Result<BTreeMap<DateTime<Utc>, Sum>> {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return Ok(BTreeMap::new());
    };
    let mut days = days(db, nearest_midnight(*first), nearest_midnight(*last))
        .await?
        .into_iter()
        .peekable();
    let mut sum = Sum::default();
    let mut before = BTreeMap::new();
    for (moment, rest) in moments.iter().zip(rests(db, moments).await?) {
        let midnight = nearest_midnight(*moment);
        while let Some(day) = days.next_if(|day| day.day < midnight.date_naive()) {
            sum = sum.with(day.sessions, day.minutes);
        }
        before.insert(*moment, sum.with(rest.sessions, rest.minutes));
    }
    Ok(before)
}

fn nearest_midnight(moment: DateTime<Utc>) -> DateTime<Utc> {
    let day = (moment + TimeDelta::hours(12)).date_naive();
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The days from one midnight to another that had sessions, in their order.
async fn days(db: &Db<'_>, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<DayRow>> {
    let statement = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "SELECT day, sessions, minutes FROM session_days WHERE day >= $1 AND day < $2 ORDER BY day",
        [from.date_naive().into(), to.date_naive().into()],
    );
    Ok(DayRow::find_by_statement(statement).all(db).await?)
}

/// What begins between each moment and its nearest midnight: more, or less where the midnight comes after it.
async fn rests(db: &Db<'_>, moments: &BTreeSet<DateTime<Utc>>) -> Result<Vec<Sum>> {
    // Each part is one walk along the index over the times; joined with a table of spans they would be sorted first.
    let parts: Vec<String> = (0..moments.len())
        .map(|at| {
            let (from, to, sign) = (at * 3 + 1, at * 3 + 2, at * 3 + 3);
            format!(
                "SELECT {at} AS at, ${sign} * count(*) AS sessions, ${sign} * coalesce(sum(minutes), 0) AS minutes
                 FROM sessions WHERE deleted_at IS NULL AND starts_at >= ${from} AND starts_at < ${to}"
            )
        })
        .collect();
    let values = moments.iter().flat_map(|moment| {
        let midnight = nearest_midnight(*moment);
        let sign = if midnight <= *moment { 1 } else { -1 };
        [
            Value::from(midnight.min(*moment)),
            Value::from(midnight.max(*moment)),
            Value::from(sign),
        ]
    });
    let sql = format!("{} ORDER BY at", parts.join(" UNION ALL "));
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    Ok(Sum::find_by_statement(statement).all(db).await?)
}

/// Counts on the way to a [`Tally`]: they may be below 0.
#[derive(Clone, Copy, Default, FromQueryResult)]
struct Sum {
    sessions: i64,
    minutes: i64,
}

impl Sum {
    fn with(self, sessions: i64, minutes: i64) -> Self {
        Self {
            sessions: self.sessions + sessions,
            minutes: self.minutes + minutes,
        }
    }

    fn without(self, earlier: Self) -> Result<Tally> {
        Ok(Tally {
            sessions: count(self.sessions - earlier.sessions)?,
            minutes: count(self.minutes - earlier.minutes)?,
        })
    }
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
struct DayRow {
    day: NaiveDate,
    sessions: i64,
    minutes: i64,
}
