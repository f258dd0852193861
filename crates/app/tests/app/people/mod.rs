//! People: lists, profiles, roles, leaving and coming back.

mod erase;
mod lists;
mod pages;
mod profiles;
mod standing;

use std::collections::BTreeMap;

use contract::fields;
use contract::fields::FieldView;
use contract::matches::{Make, MatchView};
use contract::people::{Change, Create, Get, List, PersonDetail, Profile};
use domain::fields::{FieldAudience, FieldKind};
use domain::{PersonId, Role, Roles};
use uuid::Uuid;

use crate::world::World;

const STRANGER: PersonId = PersonId(Uuid::from_u128(7));

fn named(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        capacity: 1,
        ..Profile::default()
    }
}

fn create(profile: Profile, role: Role) -> Create {
    Create {
        profile,
        roles: vec![role],
        answers: BTreeMap::new(),
    }
}

async fn names(world: &World, list: List) -> Vec<String> {
    world
        .ask(list)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect()
}

async fn get(world: &World, id: PersonId) -> PersonDetail {
    world.ask(Get { id }).await.unwrap()
}

async fn match_up(world: &World, student: PersonId, mentor: PersonId) -> MatchView {
    world.ask(Make { student, mentor }).await.unwrap()
}

/// Saves a changed profile over the present one.
async fn save(
    world: &World,
    id: PersonId,
    edit: impl FnOnce(&mut Profile),
) -> Result<PersonDetail, contract::ApiError> {
    let before = get(world, id).await;
    let mut profile = before.profile;
    edit(&mut profile);
    world
        .ask(Change {
            id,
            revision: before.revision,
            profile,
            answers: BTreeMap::new(),
        })
        .await
}

async fn field(world: &World, name: &str, audience: FieldAudience, sensitive: bool) -> FieldView {
    let roles = Roles::of(&[Role::Student, Role::Mentor]);
    let create = fields::Create {
        name: name.to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience,
        sensitive,
        roles,
    };
    world.ask(create).await.unwrap()
}
