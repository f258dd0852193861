//! Pages of sessions, newest first.

use domain::policy::Who;
use domain::{MatchId, PersonId};
use sea_orm::sea_query::{
    CommonTableExpression, Condition, Expr, ExprTrait, Order, Query, SelectStatement, WithClause,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::read::{NUMBER, S, by_number};
use super::texts::matches_of;
use super::{Search, Session};
use crate::entities::{pairing, session};
use crate::{Db, Result};

const FOUND: &str = "found";
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
    let mut every_word = sessions(wanted);
    every_word
        .column((S, NUMBER))
        .column((S, session::Column::StartsAt))
        .column((S, session::Column::Minutes));
    for hits in search.hits(who, wanted.whose) {
        every_word.and_where(Expr::col((S, NUMBER)).in_subquery(hits));
    }
    // Counted and sorted from one table of hits, which is searched for once.
    let found = CommonTableExpression::new()
        .table_name(FOUND)
        .query(every_word)
        .materialized(true)
        .to_owned();
    let page = Query::select()
        .column((S, NUMBER))
        .expr_as(Expr::cust("(SELECT count(*) FROM found)"), TOTAL)
        .from_as(FOUND, S)
        .apply(|query| newest(query, wanted))
        .take();
    let rows = db
        .query_all(&page.with(WithClause::from(found.clone())))
        .await?;
    let numbers = rows
        .iter()
        .map(number)
        .collect::<std::result::Result<_, _>>()?;
    match rows.first() {
        Some(row) => Ok((numbers, total(row)?)),
        None if wanted.offset == 0 => Ok((numbers, 0)),
        // A page behind the end has no row that could tell.
        None => {
            let all = Query::select()
                .expr_as(Expr::cust("count(*)"), TOTAL)
                .from(FOUND)
                .take();
            let row = db.query_one(&all.with(WithClause::from(found))).await?;
            Ok((
                numbers,
                row.as_ref().map(total).transpose()?.unwrap_or_default(),
            ))
        }
    }
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
