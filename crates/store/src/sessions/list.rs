//! Pages of sessions, newest first.

use domain::policy::Who;
use domain::{MatchId, PersonId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::read::{NUMBER, S, by_number};
use super::texts::matches_of;
use super::{Search, Session};
use crate::entities::{pairing, session};
use crate::{Db, Result};

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
    let rows = db.query_all(&page(wanted, Condition::all())).await?;
    Ok(rows.iter().map(number).collect::<std::result::Result<_, _>>()?)
}

/// The matches know how many sessions they have, so that nothing is counted.
async fn count_all(db: &Db<'_>, wanted: &Wanted<'_>) -> Result<u64> {
    let mut query = Query::select();
    query
        .expr_as(Expr::cust("coalesce(sum(sessions), 0)"), "total")
        .from(pairing::Entity)
        .cond_where(of_matches(wanted, || Expr::col(pairing::Column::Id)));
    let row = db.query_one(&query).await?;
    Ok(row.as_ref().map(total).transpose()?.unwrap_or_default())
}

/// The row numbers of a page of what the search finds, and how many it finds in all.
async fn found(db: &Db<'_>, who: &Who, wanted: &Wanted<'_>, search: &Search) -> Result<(Vec<i64>, u64)> {
    let has_every_word =
        search.hits(who).fold(Condition::all(), |all, hits| all.add(Expr::col((S, NUMBER)).in_subquery(hits)));
    let mut query = page(wanted, has_every_word.clone());
    query.expr_as(Expr::cust("count(*) OVER ()"), "total");
    let rows = db.query_all(&query).await?;
    let numbers = rows.iter().map(number).collect::<std::result::Result<_, _>>()?;
    match rows.first() {
        Some(row) => Ok((numbers, total(row)?)),
        None if wanted.offset == 0 => Ok((numbers, 0)),
        // A page behind the end has no row that could tell.
        None => Ok((numbers, count_found(db, wanted, has_every_word).await?)),
    }
}

async fn count_found(db: &Db<'_>, wanted: &Wanted<'_>, further: Condition) -> Result<u64> {
    let mut query = page(&Wanted { offset: 0, limit: 1, ..wanted.clone() }, further);
    query.expr_as(Expr::cust("count(*) OVER ()"), "total");
    let row = db.query_one(&query).await?;
    Ok(row.as_ref().map(total).transpose()?.unwrap_or_default())
}

fn page(wanted: &Wanted<'_>, further: Condition) -> SelectStatement {
    Query::select()
        .column((S, NUMBER))
        .from_as(session::Entity, S)
        .and_where(Expr::col((S, session::Column::DeletedAt)).is_null())
        .cond_where(of_matches(wanted, || Expr::col((S, session::Column::MatchId))))
        .cond_where(further)
        .order_by((S, session::Column::StartsAt), Order::Desc)
        .order_by((S, NUMBER), Order::Desc)
        .limit(wanted.limit)
        .offset(wanted.offset)
        .take()
}

fn of_matches(wanted: &Wanted<'_>, id: impl Fn() -> Expr) -> Condition {
    let whose = match wanted.whose {
        Whose::Person(person) => Some(id().in_subquery(matches_of(person))),
        Whose::Everybodys => None,
    };
    Condition::all().add_option(whose).add_option(wanted.of.map(|of| id().eq(of.0)))
}

fn number(row: &QueryResult) -> std::result::Result<i64, DbErr> {
    row.try_get("", NUMBER)
}

fn total(row: &QueryResult) -> Result<u64> {
    let total: i64 = row.try_get("", "total")?;
    Ok(u64::try_from(total).unwrap_or_default())
}
