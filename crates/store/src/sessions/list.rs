//! Pages of sessions, newest first.

use std::collections::BTreeSet;

use domain::policy::Who;
use domain::{MatchId, PersonId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::read::{NUMBER, S, by_number};
use super::search::{LIST, both, numbers};
use super::texts::matches_of;
use super::{Search, Session};
use crate::entities::{pairing, session};
use crate::{Db, Result};

const TOTAL: &str = "total";

/// Which sessions are wanted.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    pub whose: Whose,
    /// Only this match's.
    pub of: Option<MatchId>,
    pub search: Option<&'a Search>,
    pub offset: u64,
    pub limit: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those of the matches in which the person is the student or the mentor.
    Person(PersonId),
    Everybodys,
}

/// A page of the sessions wanted, and how many there are in all. Texts that `who` may not read are not searched.
pub async fn list(db: &Db<'_>, who: &Who, wanted: &Wanted<'_>) -> Result<(Vec<Session>, u64)> {
    let (numbers, total) = match wanted.search {
        None => (all(db, wanted).await?, count_all(db, wanted).await?),
        Some(search) => found(db, who, wanted, search).await?,
    };
    Ok((by_number(db, &numbers).await?, total))
}

/// The row numbers of a page; an index holds everything this asks for.
async fn all(db: &Db<'_>, wanted: &Wanted<'_>) -> Result<Vec<i64>> {
    let page = sessions(wanted)
        .column((S, NUMBER))
        .apply(|query| newest(query, wanted))
        .take();
    let rows = db.query_all(&page).await?;
    Ok(rows
        .iter()
        .map(number)
        .collect::<std::result::Result<_, _>>()?)
}

/// The matches know how many sessions they have, so that nothing is counted.
async fn count_all(db: &Db<'_>, wanted: &Wanted<'_>) -> Result<u64> {
    let mut query = Query::select();
    query
        .expr_as(Expr::cust("coalesce(sum(sessions), 0)"), TOTAL)
        .from(pairing::Entity)
        .cond_where(of_matches(wanted, || Expr::col(pairing::Column::Id)));
    let row = db.query_one(&query).await?;
    Ok(row.as_ref().map(total).transpose()?.unwrap_or_default())
}

/// The row numbers of a page of what the search finds, and how many it finds in all.
async fn found(
    db: &Db<'_>,
    who: &Who,
    wanted: &Wanted<'_>,
    search: &Search,
) -> Result<(Vec<i64>, u64)> {
    let mut hits = search.hits(db, who, wanted.whose).await?;
    if !hits.is_empty() {
        hits = standing(db, wanted, hits).await?;
    }
    let page = if hits.len() > FEW {
        among_newest(db, wanted, &hits).await?
    } else {
        among_hits(db, wanted, &hits).await?
    };
    Ok((page, hits.len() as u64))
}

/// The hits that are wanted, without those that were deleted; the index has them still.
async fn standing(db: &Db<'_>, wanted: &Wanted<'_>, hits: Vec<i64>) -> Result<Vec<i64>> {
    if wanted.whose == Whose::Everybodys && wanted.of.is_none() {
        let query = numbers(session::Entity, NUMBER)
            .and_where(Expr::col(session::Column::DeletedAt).is_not_null())
            .take();
        let deleted: BTreeSet<i64> = one_list(db, &query).await?.into_iter().collect();
        return Ok(hits
            .into_iter()
            .filter(|number| !deleted.contains(number))
            .collect());
    }
    let query = numbers(session::Entity, NUMBER)
        .and_where(Expr::col(session::Column::DeletedAt).is_null())
        .cond_where(of_matches(wanted, || Expr::col(session::Column::MatchId)))
        .take();
    let mut theirs = one_list(db, &query).await?;
    theirs.sort_unstable();
    Ok(both(&hits, &theirs))
}

/// Up to so many hits are looked up and sorted; where there are more, the newest sessions are looked through for them.
const FEW: usize = 1_000;

async fn among_hits(db: &Db<'_>, wanted: &Wanted<'_>, hits: &[i64]) -> Result<Vec<i64>> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let hits = serde_json::json!(hits).to_string();
    let page = Query::select()
        .column((S, NUMBER))
        .from_as(session::Entity, S)
        .and_where(Expr::cust_with_values(
            "s.number IN (SELECT value FROM json_each(?))",
            [hits],
        ))
        .apply(|query| newest(query, wanted))
        .take();
    let rows = db.query_all(&page).await?;
    Ok(rows
        .iter()
        .map(number)
        .collect::<std::result::Result<_, _>>()?)
}

async fn among_newest(db: &Db<'_>, wanted: &Wanted<'_>, hits: &[i64]) -> Result<Vec<i64>> {
    let (offset, limit) = (size(wanted.offset), size(wanted.limit));
    let mut page: Vec<i64> = Vec::new();
    let (mut seen, mut passed, mut step) = (0, 0, 500);
    while page.len() < limit {
        let part = Wanted {
            offset: passed,
            limit: step,
            ..*wanted
        };
        let newest = Query::select()
            .column((S, NUMBER))
            .from_as(session::Entity, S)
            .and_where(Expr::col((S, session::Column::DeletedAt)).is_null())
            .apply(|query| newest(query, &part))
            .take();
        let mut query = Query::select();
        query
            .expr_as(Expr::cust("group_concat(number)"), LIST)
            .from_subquery(newest, S);
        let part = one_list(db, &query).await?;
        if part.is_empty() {
            break;
        }
        passed += part.len() as u64;
        step *= 4;
        for number in part {
            if hits.binary_search(&number).is_ok() {
                if seen >= offset && page.len() < limit {
                    page.push(number);
                }
                seen += 1;
            }
        }
    }
    Ok(page)
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

async fn one_list(db: &Db<'_>, query: &SelectStatement) -> Result<Vec<i64>> {
    let row = db.query_one(query).await?;
    row.map_or(Ok(Vec::new()), |row| super::search::list(&row, LIST))
}

/// The sessions wanted, without what is searched for.
fn sessions(wanted: &Wanted<'_>) -> SelectStatement {
    Query::select()
        .from_as(session::Entity, S)
        .and_where(Expr::col((S, session::Column::DeletedAt)).is_null())
        .cond_where(of_matches(wanted, || {
            Expr::col((S, session::Column::MatchId))
        }))
        .take()
}

/// Orders as the index over the times is ordered, so that a page is read off it.
fn newest(query: &mut SelectStatement, wanted: &Wanted<'_>) {
    query
        .order_by((S, session::Column::StartsAt), Order::Desc)
        .order_by((S, session::Column::Minutes), Order::Desc)
        .order_by((S, NUMBER), Order::Desc)
        .limit(wanted.limit)
        .offset(wanted.offset);
}

fn of_matches(wanted: &Wanted<'_>, id: impl Fn() -> Expr) -> Condition {
    let whose = match wanted.whose {
        Whose::Person(person) => Some(id().in_subquery(matches_of(person))),
        Whose::Everybodys => None,
    };
    Condition::all()
        .add_option(whose)
        .add_option(wanted.of.map(|of| id().eq(of.0)))
}

fn number(row: &QueryResult) -> std::result::Result<i64, DbErr> {
    row.try_get("", NUMBER)
}

fn total(row: &QueryResult) -> Result<u64> {
    let total: i64 = row.try_get("", TOTAL)?;
    Ok(u64::try_from(total).unwrap_or_default())
}
