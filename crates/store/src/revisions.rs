//! How often the rows of each feature changed.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{EntityTrait, QueryOrder, Set};

use crate::entities::revision;
use crate::{Db, Result};

/// Counts one change of each of these features.
pub async fn bump(db: &Db<'_>, features: impl IntoIterator<Item = &str>) -> Result<()> {
    let rows = features.into_iter().map(|feature| revision::ActiveModel {
        feature: Set(feature.to_owned()),
        number: Set(1),
    });
    revision::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(revision::Column::Feature)
                .value(
                    revision::Column::Number,
                    Expr::col((revision::Entity, revision::Column::Number)).add(1),
                )
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The counters of these features as one text: equal as long as none of their rows changed.
pub async fn read(db: &Db<'_>, features: &[&str]) -> Result<String> {
    let rows = revision::Entity::find()
        .order_by_asc(revision::Column::Feature)
        .all(db)
        .await?;
    let parts: Vec<String> = rows
        .iter()
        .filter(|row| features.contains(&row.feature.as_str()))
        .map(|row| format!("{}={}", row.feature, row.number))
        .collect();
    Ok(parts.join(" "))
}
