//! R6: every backup of a hundred is restored, and the programme is what it was when the backup was made.

use contract::backups::{Make, Restore, Source};
use contract::people::{Create, Profile};
use domain::Role;

use crate::desk::{Desk, PASSWORD, content, founded, key, rows};
use crate::{Line, Result, Size};

pub async fn run(size: Size) -> Result<Line> {
    let backups = match size {
        Size::Whole => 100,
        Size::Short => 5,
    };
    let folder = tempfile::tempdir()?;
    let programme = folder.path().join("programme");
    founded(folder.path(), async |_| Ok(())).await?;
    let key = key(&programme, PASSWORD)?;

    let mut made = Vec::new();
    for number in 0..backups {
        let desk = Desk::open(folder.path())?;
        desk.sign_in(PASSWORD).await?;
        person(&desk, &format!("Person {number}")).await?;
        let backup = desk.run(Make {}).await?;
        desk.close().await;
        made.push((backup.id, content(&rows(&programme, &key).await?)));
    }
    let mut identical = 0;
    for (id, then) in &made {
        let desk = Desk::open(folder.path())?;
        desk.sign_in(PASSWORD).await?;
        desk.run(Restore {
            backup: Source::Listed { id: id.clone() },
            password: PASSWORD.to_owned(),
        })
        .await?;
        desk.close().await;
        if content(&rows(&programme, &key).await?) == *then {
            identical += 1;
        } else {
            eprintln!("R6: {id} came back different");
        }
    }
    Ok(Line {
        row: "R6",
        figure: format!("{identical} of {backups} restored backups identical"),
        target: "all",
        reached: identical == backups,
    })
}

/// Adds a person.
pub(crate) async fn person(desk: &Desk, name: &str) -> Result<domain::PersonId> {
    let created = desk
        .ask(Create {
            profile: Profile {
                name: name.to_owned(),
                capacity: 3,
                ..Profile::default()
            },
            roles: vec![Role::Student],
            answers: std::collections::BTreeMap::default(),
        })
        .await?;
    Ok(created.person.id)
}
