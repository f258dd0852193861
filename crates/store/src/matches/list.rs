//! Lists of matches.

use domain::PersonId;
use domain::matches::MatchState;
use domain::names::search_key;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, NullOrdering, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::Match;
use super::read::{MENTOR, Row, STUDENT, with_people};
use crate::entities::{pairing, person};
use crate::people::anywhere;
use crate::{Db, Result};

const TOTAL: &str = "total";

/// Which matches, and which part of their list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub of: Of,
    /// Only those in which this person is, too.
    pub with: Option<PersonId>,
    /// `None`: all.
    pub state: Option<MatchState>,
    /// Every word of it stands in one of the two names.
    pub text: String,
    pub order: Order,
    pub offset: u64,
    pub limit: u64,
}

/// Whose matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Everybody,
    Person(PersonId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Whose last session is longest ago first; never met before all.
    LastContact,
    /// By the student's name.
    Student,
    /// Newest first.
    Started,
}

/// The wanted part, and how many the whole list has.
pub async fn list(db: &Db<'_>, wanted: &Wanted) -> Result<(Vec<Match>, u64)> {
    if !wanted.text.trim().is_empty() {
        return found(db, wanted).await;
    }
    let all = pairing::Entity::find().filter(condition(wanted));
    let total = all.clone().count(db).await?;
    // Which rows stand on the page is found with as little as its order needs; only those rows are read whole.
    let mut part = match wanted.order {
        Order::Student => by_student(condition(wanted)),
        Order::LastContact | Order::Started => ordered(all, wanted.order)
            .select_only()
            .column(pairing::Column::Id)
            .into_query(),
    };
    part.offset(wanted.offset).limit(wanted.limit);
    let rows = with_people().filter(pairing::Column::Id.in_subquery(part));
    Ok((whole(db, rows, wanted.order).await?, total))
}

/// The part that a search finds. Each match is looked at once, for the page and the number together: words that stand in
/// most names would otherwise be looked up for the one and for the other.
async fn found(db: &Db<'_>, wanted: &Wanted) -> Result<(Vec<Match>, u64)> {
    let mut hits = with_people().filter(condition(wanted).add(names_hold(&wanted.text)));
    if let Some(people) = few_named(db, &wanted.text).await? {
        hits = hits.filter(pairing::Column::Id.in_subquery(of_any(&people)));
    }
    let mut part = ordered(hits.clone().select_only(), wanted.order)
        .column(pairing::Column::Id)
        .into_query();
    part.expr_as(Expr::cust("count(*) OVER ()"), TOTAL)
        .offset(wanted.offset)
        .limit(wanted.limit);
    let mut ids: Vec<Uuid> = Vec::new();
    let mut total = 0;
    for row in db.query_all(&part).await? {
        ids.push(row.try_get("", "id")?);
        total = u64::try_from(row.try_get::<i64>("", TOTAL)?).unwrap_or_default();
    }
    // A page behind the end has no row that could tell.
    if ids.is_empty() && wanted.offset > 0 {
        total = hits.count(db).await?;
    }
    let rows = with_people().filter(pairing::Column::Id.is_in(ids));
    Ok((whole(db, rows, wanted.order).await?, total))
}

/// Who has one of these words in their name, where it stands in few names: then only their matches are looked at, and not
/// everybody's.
async fn few_named(db: &Db<'_>, text: &str) -> Result<Option<Vec<Uuid>>> {
    const FEW: usize = 500;
    for word in text.split_whitespace() {
        let people: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(Expr::col(person::Column::NameKey).like(anywhere(&search_key(word))))
            .limit(FEW as u64 + 1)
            .into_tuple()
            .all(db)
            .await?;
        if people.len() <= FEW {
            return Ok(Some(people));
        }
    }
    Ok(None)
}

/// The matches in which any of these people is.
fn of_any(people: &[Uuid]) -> SelectStatement {
    let on = |side: pairing::Column| {
        Query::select()
            .column(pairing::Column::Id)
            .from(pairing::Entity)
            .and_where(Expr::col(side).is_in(people.iter().copied()))
            .take()
    };
    on(pairing::Column::StudentId)
        .union(UnionType::Distinct, on(pairing::Column::MentorId))
        .take()
}

async fn whole(db: &Db<'_>, rows: Select<pairing::Entity>, order: Order) -> Result<Vec<Match>> {
    let rows = ordered(rows, order).into_model::<Row>().all(db).await?;
    rows.into_iter().map(Match::try_from).collect()
}

fn ordered(matches: Select<pairing::Entity>, order: Order) -> Select<pairing::Entity> {
    match order {
        Order::LastContact => matches
            .order_by_with_nulls(
                pairing::Column::LastSessionAt,
                sea_orm::Order::Asc,
                NullOrdering::First,
            )
            .order_by_asc(pairing::Column::Id),
        Order::Student => matches
            .order_by_asc(Expr::col((Alias::new(STUDENT), person::Column::NameKey)))
            .order_by_asc(pairing::Column::StudentId)
            .order_by_asc(pairing::Column::Id),
        Order::Started => matches
            .order_by_desc(pairing::Column::StartedAt)
            .order_by_desc(pairing::Column::Id),
    }
}

/// The ids of matches by their students' names. People are walked in the order of their names, and the walk ends with
/// the page: the tables of a cross join are taken in the order they are written in, where others are planned so that all
/// matches would be sorted.
fn by_student(condition: Condition) -> SelectStatement {
    let student = |column: person::Column| (Alias::new(STUDENT), column);
    Query::select()
        .column((pairing::Entity, pairing::Column::Id))
        .from_as(person::Entity, Alias::new(STUDENT))
        .cross_join(pairing::Entity)
        .and_where(
            Expr::col((pairing::Entity, pairing::Column::StudentId))
                .equals(student(person::Column::Id)),
        )
        .cond_where(condition)
        .order_by(student(person::Column::NameKey), sea_orm::Order::Asc)
        .order_by(student(person::Column::Id), sea_orm::Order::Asc)
        .order_by((pairing::Entity, pairing::Column::Id), sea_orm::Order::Asc)
        .to_owned()
}

fn condition(wanted: &Wanted) -> Condition {
    let mut condition = Condition::all();
    if let Of::Person(id) = wanted.of {
        condition = condition.add(of(id));
    }
    if let Some(id) = wanted.with {
        condition = condition.add(of(id));
    }
    if let Some(state) = wanted.state {
        condition = condition.add(pairing::Column::State.eq(state.as_str()));
    }
    condition
}

fn of(id: PersonId) -> Condition {
    Condition::any()
        .add(pairing::Column::StudentId.eq(id.0))
        .add(pairing::Column::MentorId.eq(id.0))
}

/// Every word stands in one of the two names.
fn names_hold(text: &str) -> Condition {
    let holds = |side: &'static str, word: &str| {
        Expr::col((Alias::new(side), person::Column::NameKey)).like(anywhere(&search_key(word)))
    };
    text.split_whitespace().fold(Condition::all(), |all, word| {
        all.add(holds(STUDENT, word).or(holds(MENTOR, word)))
    })
}
