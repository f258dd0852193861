//! Lists of people.

use domain::Role;
use domain::names::search_key;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::read::{Row, summaries, to_account};
use super::{Person, anywhere, holds, role_column};
use crate::entities::{account, person};
use crate::{Db, Result};

/// Which people, and which part of their list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub group: Group,
    pub role: Option<Role>,
    /// Every word of it stands in the name or in the e-mail.
    pub text: String,
    pub order: Order,
    pub offset: u64,
    pub limit: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Active,
    /// Active students without an open match.
    Waiting,
    /// Active mentors with a free place.
    FreePlaces,
    /// Active people without an account.
    NoAccount,
    Inactive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Name,
    /// Newest first.
    Joined,
}

/// The wanted part, and how many the whole list has.
pub async fn list(db: &Db<'_>, wanted: &Wanted) -> Result<(Vec<Person>, u64)> {
    let all = among(wanted.group).filter(condition(wanted));
    let total = all.clone().count(db).await?;
    // Which rows stand on the page is found on an index alone; only those rows are read, however far in it lies.
    let part = ordered(all, wanted.order)
        .select_only()
        .column(person::Column::Id)
        .offset(wanted.offset)
        .limit(wanted.limit)
        .into_query();
    let rows = summaries().filter(person::Column::Id.in_subquery(part));
    let rows = ordered(rows, wanted.order)
        .into_model::<Row>()
        .all(db)
        .await?;
    Ok((rows.into_iter().map(Person::from).collect(), total))
}

/// The people among whom a group is found: accounts are looked at only where they decide.
fn among(group: Group) -> Select<person::Entity> {
    let people = person::Entity::find();
    match group {
        Group::NoAccount => people.join(JoinType::LeftJoin, to_account()),
        Group::Active | Group::Waiting | Group::FreePlaces | Group::Inactive => people,
    }
}

fn ordered(people: Select<person::Entity>, order: Order) -> Select<person::Entity> {
    match order {
        Order::Name => people
            .order_by_asc(person::Column::NameKey)
            .order_by_asc(person::Column::Id),
        Order::Joined => people
            .order_by_desc(person::Column::JoinedAt)
            .order_by_desc(person::Column::Id),
    }
}

fn condition(wanted: &Wanted) -> Condition {
    let mut condition = match wanted.group {
        Group::Active => Condition::all().add(person::Column::Active.eq(true)),
        Group::Inactive => Condition::all().add(person::Column::Active.eq(false)),
        Group::NoAccount => Condition::all()
            .add(person::Column::Active.eq(true))
            .add(account::Column::Id.is_null()),
        Group::Waiting => Condition::all()
            .add(holds(person::Column::IsStudent))
            .add(holds(person::Column::Active))
            // The number stands in the text of the statement, as it does in the partial index.
            .add(Expr::col(person::Column::OpenAsStudent.as_column_ref()).eq(Expr::cust("0"))),
        Group::FreePlaces => Condition::all()
            .add(person::Column::Active.eq(true))
            .add(holds(person::Column::IsMentor))
            .add(
                Expr::col(person::Column::OpenAsMentor.as_column_ref())
                    .lt(Expr::col(person::Column::Capacity.as_column_ref())),
            ),
    };
    if let Some(role) = wanted.role {
        condition = condition.add(holds(role_column(role)));
    }
    for word in wanted.text.split_whitespace() {
        condition = condition.add(
            Condition::any()
                .add(person::Column::NameKey.like(anywhere(&search_key(word))))
                .add(person::Column::EmailKey.like(anywhere(&word.to_lowercase()))),
        );
    }
    condition
}
