//! A programme with something of everything, to begin from again and again.

use std::path::Path;
use std::sync::Arc;

use contract::people::SetRoles;
use contract::{backups, fields, goals, proposals};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Role, Roles};
use tempfile::TempDir;

use crate::Result;
use crate::desk::{Desk, PASSWORD, copy};
use crate::rows::drill::person;
use crate::rows::kills::{pair, session};

pub(super) struct Scene {
    folder: TempDir,
    pub(super) code: String,
}

/// A copy in use.
pub(super) struct Played {
    pub(super) folder: TempDir,
    pub(super) desk: Desk,
}

/// A copy that is used for a number of cases, and then another one.
pub(super) struct Rounds {
    scene: Scene,
    cases: u64,
    played: Played,
}

impl Rounds {
    /// Every `cases` cases the programme begins again.
    pub(super) async fn of(cases: u64) -> Result<Self> {
        let scene = Scene::make().await?;
        let played = scene.play().await?;
        Ok(Self {
            scene,
            cases,
            played,
        })
    }

    /// What this case is played on.
    pub(super) async fn at(&mut self, case: u64) -> Result<&Played> {
        if case.is_multiple_of(self.cases) {
            self.played.desk.close().await;
            self.played = self.scene.play().await?;
        }
        Ok(&self.played)
    }
}

/// The hashing of passwords is stubbed: what is looked for is not in it, and a case must not take a tenth of a second.
pub(super) fn open(folder: &Path) -> Result<Desk> {
    Desk::open_with(folder, vault::Kdf::for_tests(), Arc::new(vault::NoKeyring))
}

impl Scene {
    pub(super) async fn make() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let desk = open(folder.path())?;
        let code = desk.found().await?;
        let signed_in = desk.ask(contract::accounts::Me {}).await?;
        // Every command of the table is theirs to ask.
        desk.ask(SetRoles {
            id: signed_in.person,
            roles: vec![Role::Student, Role::Mentor, Role::Administrator],
            password: PASSWORD.to_owned(),
        })
        .await?;
        let of = pair(&desk).await?;
        for number in 0..3 {
            desk.ask(session(of, &format!("{number}"))).await?;
            person(&desk, &format!("Person {number}")).await?;
        }
        let student = person(&desk, "Linh").await?;
        let own = contract::matches::Make {
            student,
            mentor: signed_in.person,
        };
        let own = desk.ask(own).await?.id;
        desk.ask(session(own, "own")).await?;
        desk.ask(goals::Create {
            of: own,
            title: "Speak up".to_owned(),
            detail: String::new(),
            due: None,
        })
        .await?;
        desk.ask(fields::Create {
            name: "Grade".to_owned(),
            kind: FieldKind::Choice,
            options: vec!["Ten".to_owned(), "Eleven".to_owned()],
            audience: FieldAudience::Person,
            sensitive: false,
            roles: Roles::of(&[Role::Student]),
        })
        .await?;
        desk.run(proposals::Solve::default()).await?;
        desk.run(backups::Make {}).await?;
        desk.close().await;
        Ok(Self { folder, code })
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A fresh copy, signed in.
    pub(super) async fn play(&self) -> Result<Played> {
        let folder = tempfile::tempdir()?;
        copy(self.folder(), folder.path())?;
        let desk = open(folder.path())?;
        desk.sign_in(PASSWORD).await?;
        Ok(Played { folder, desk })
    }
}
