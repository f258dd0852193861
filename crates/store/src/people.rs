//! People and their profiles.

use domain::{PersonId, Role, Roles};
use sea_orm::{EntityTrait, QuerySelect};

use crate::entities::person;
use crate::{Db, Result};

/// What decides what a person may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub active: bool,
    pub roles: Roles,
}

pub async fn standing(db: &Db<'_>, id: PersonId) -> Result<Option<Standing>> {
    let row: Option<(bool, bool, bool, bool)> = person::Entity::find_by_id(id.0)
        .select_only()
        .columns([
            person::Column::Active,
            person::Column::IsStudent,
            person::Column::IsMentor,
            person::Column::IsAdministrator,
        ])
        .into_tuple()
        .one(db)
        .await?;
    Ok(row.map(|(active, student, mentor, administrator)| Standing {
        active,
        roles: roles(student, mentor, administrator),
    }))
}

pub(crate) fn roles(student: bool, mentor: bool, administrator: bool) -> Roles {
    [(student, Role::Student), (mentor, Role::Mentor), (administrator, Role::Administrator)]
        .into_iter()
        .filter(|(held, _)| *held)
        .fold(Roles::NONE, |roles, (_, role)| roles.with(role))
}
