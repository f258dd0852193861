//! How often the rows of each feature changed.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict};
use sea_orm::{EntityTrait, QueryTrait, Set};

use crate::entities::revision;
use crate::{Db, Result};

/// Counts one change of each of these features; `None` where there is none.
pub(crate) fn counted<'f>(features: impl IntoIterator<Item = &'f str>) -> Option<InsertStatement> {
    let mut rows = features
        .into_iter()
        .map(|feature| revision::ActiveModel {
            feature: Set(feature.to_owned()),
            number: Set(1),
        })
        .peekable();
    rows.peek()?;
    let mut query = revision::Entity::insert_many(rows).into_query();
    query.on_conflict(
        OnConflict::column(revision::Column::Feature)
            .value(
                revision::Column::Number,
                Expr::col((revision::Entity, revision::Column::Number)).add(1),
            )
            .to_owned(),
    );
    Some(query)
}

/// The counters of these features as one text: equal as long as none of their rows changed.
pub async fn read(db: &Db<'_>, features: &[&str]) -> Result<String> {
    read_after(db, features, &[]).await
}

/// What [`read`] will answer once a change of the features in `bumped` is counted.
pub async fn read_after(db: &Db<'_>, features: &[&str], bumped: &[&str]) -> Result<String> {
    let rows = revision::Entity::find().all(db).await?;
    let counted = rows.into_iter().map(|row| (row.feature, row.number));
    let mut numbers: BTreeMap<String, i64> = counted.collect();
    for feature in bumped {
        *numbers.entry((*feature).to_owned()).or_default() += 1;
    }
    let parts: Vec<String> = numbers
        .iter()
        .filter(|(feature, _)| features.contains(&feature.as_str()))
        .map(|(feature, number)| format!("{feature}={number}"))
        .collect();
    Ok(parts.join(" "))
}
