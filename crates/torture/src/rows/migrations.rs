//! R3: a migration is killed after every statement and before every call that writes. The file is of the old version or
//! of the new one, never between, and opens.

use std::path::Path;
use std::process::Stdio;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::prelude::*;
use store::{Database, Opened};

use super::child;
use crate::desk::{PASSWORD, copy, founded, key};
use crate::rows::drill::person;
use crate::rows::kills::{pair, session};
use crate::{Line, Result, Size, Tools};

/// Our history with a migration that does what migrations do: adds, fills, indexes, rebuilds a table, replaces a trigger.
pub struct Tomorrow;

#[async_trait::async_trait]
impl MigratorTrait for Tomorrow {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut migrations = migrations::Migrator::migrations();
        migrations.push(Box::new(Statements("m9001_tomorrow", &STATEMENTS)));
        migrations
    }
}

/// A migration by its name and what it does.
struct Statements(&'static str, &'static [&'static str]);

impl MigrationName for Statements {
    fn name(&self) -> &str {
        self.0
    }
}

const STATEMENTS: [&str; 10] = [
    "ALTER TABLE people ADD COLUMN nickname TEXT",
    "UPDATE people SET nickname = name",
    "CREATE INDEX people_nickname ON people (nickname)",
    "CREATE TABLE sessions_places (session BLOB PRIMARY KEY NOT NULL REFERENCES sessions (id), place TEXT NOT NULL) STRICT",
    "INSERT INTO sessions_places SELECT id, place FROM sessions",
    "CREATE TABLE revisions_new (feature TEXT PRIMARY KEY NOT NULL, number INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0) STRICT",
    "INSERT INTO revisions_new (feature, number) SELECT feature, number FROM revisions",
    "DROP TABLE revisions",
    "ALTER TABLE revisions_new RENAME TO revisions",
    "CREATE TRIGGER people_nicknames AFTER INSERT ON people BEGIN UPDATE people SET nickname = new.name WHERE id = new.id; END",
];

#[async_trait::async_trait]
impl MigrationTrait for Statements {
    async fn up(&self, manager: &SchemaManager) -> std::result::Result<(), DbErr> {
        for statement in self.1.iter().copied() {
            manager
                .get_connection()
                .execute_raw(Statement::from_string(DbBackend::Sqlite, statement))
                .await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

pub async fn run(size: Size, tools: &Tools) -> Result<Line> {
    let sound = tempfile::tempdir()?;
    founded(sound.path(), async |desk| {
        for number in 0..30 {
            person(desk, &format!("Person {number}")).await?;
        }
        let of = pair(desk).await?;
        for number in 0..20 {
            desk.ask(session(of, &format!("session{number}"))).await?;
        }
        Ok(())
    })
    .await?;
    let key = key(&sound.path().join("programme"), PASSWORD)?;
    let literal = key.pragma_literal();
    let old = schema_and_rows(sound.path(), &literal).await?.1;

    // Once without a kill: how many statements and calls there are, and what the new version is.
    let folder = tempfile::tempdir()?;
    copy(sound.path(), folder.path())?;
    let (statements, calls) = attempt(tools, folder.path(), 0, 0).await?;
    let (version, new) = schema_and_rows(folder.path(), &literal).await?;
    if version != Version::New || statements == 0 || calls == 0 {
        return Err("the migration did not run".into());
    }

    let step = match size {
        Size::Whole => 1,
        Size::Short => 7,
    };
    let (mut kills, mut of_old, mut of_new, mut unusable) = (0, 0, 0, 0);
    let by_statement = (1..=statements).map(|at| (at, 0));
    let by_call = (1..=calls).map(|at| (0, at));
    for (statement, call) in by_statement.chain(by_call).step_by(step) {
        let folder = tempfile::tempdir()?;
        copy(sound.path(), folder.path())?;
        attempt(tools, folder.path(), statement, call).await?;
        kills += 1;
        match schema_and_rows(folder.path(), &literal).await {
            Ok((Version::Old, rows)) if rows == old => of_old += 1,
            Ok((Version::New, rows)) if rows == new => of_new += 1,
            Ok((version, _)) => {
                unusable += 1;
                eprintln!("R3: statement {statement}, call {call}: {version:?}, but other rows");
                continue;
            }
            Err(error) => {
                unusable += 1;
                eprintln!("R3: statement {statement}, call {call}: {error}");
                continue;
            }
        }
        // And it can be brought up to date.
        attempt(tools, folder.path(), 0, 0).await?;
        match schema_and_rows(folder.path(), &literal).await {
            Ok((Version::New, rows)) if rows == new => {}
            other => {
                unusable += 1;
                eprintln!(
                    "R3: statement {statement}, call {call}, once more: {:?}",
                    other.map(|(version, _)| version)
                );
            }
        }
    }
    Ok(Line {
        row: "R3",
        figure: format!(
            "{unusable} unusable of {kills} kills ({statements} statements, {calls} calls; {of_old} old, {of_new} new)"
        ),
        target: "0",
        reached: unusable == 0 && of_old > 0 && of_new > 0,
    })
}

/// Migrates in a process of its own, killed after a statement or before a call; answers how many there were.
async fn attempt(tools: &Tools, folder: &Path, statement: u64, call: u64) -> Result<(u64, u64)> {
    let count = folder.join("count");
    let arguments = [
        "migrate",
        folder.to_str().ok_or("a path that is no text")?,
        &statement.to_string(),
    ];
    let output = child(tools, &arguments)
        .env("LD_PRELOAD", &tools.faults)
        .env("FAULTS_FOLDER", folder.join("programme"))
        .env("FAULTS_AT", call.to_string())
        .env("FAULTS_KIND", "kill")
        .env("FAULTS_COUNT", &count)
        .stderr(Stdio::null())
        .output()
        .await?;
    let statements = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .unwrap_or(0);
    let calls = std::fs::read_to_string(count)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    Ok((statements, calls))
}

#[derive(Debug, PartialEq, Eq)]
enum Version {
    Old,
    New,
}

/// Which version the file is of, checked whole, and every row that is not about when it was migrated.
async fn schema_and_rows(folder: &Path, key: &str) -> Result<(Version, Vec<String>)> {
    let file = folder.join("programme").join("programme.db");
    let opened = Database::look_for::<Tomorrow>(&file, key).await?;
    let (version, database) = match opened {
        Opened::Ready(database) => (Version::New, database),
        Opened::Behind(behind) => (Version::Old, behind.database().clone()),
    };
    let sound = database.quick_check().await? == store::Health::Sound;
    let rows = database.rows().await;
    database.close().await?;
    store::backups::check(&file, key).await?;
    if !sound {
        return Err("damaged".into());
    }
    let rows = rows?
        .into_iter()
        .filter(|row| !row.starts_with("seaql_migrations"))
        .collect();
    Ok((version, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history with a migration that forgets what refers to a person; with references unchecked, as migrations run,
    /// nothing but the look before the commit finds it.
    struct Careless;

    #[async_trait::async_trait]
    impl MigratorTrait for Careless {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            let mut migrations = migrations::Migrator::migrations();
            migrations.push(Box::new(Statements(
                "m9001_careless",
                &["DELETE FROM people"],
            )));
            migrations
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_migration_that_leaves_a_reference_to_nothing_is_undone() -> Result<()> {
        let folder = tempfile::tempdir()?;
        founded(folder.path(), async |desk| {
            person(desk, "Ada").await.map(|_| ())
        })
        .await?;
        let programme = folder.path().join("programme");
        let key = key(&programme, PASSWORD)?;
        let literal = key.pragma_literal();
        let old = schema_and_rows(folder.path(), &literal).await?.1;

        let file = programme.join("programme.db");
        let Opened::Behind(behind) = Database::look_for::<Careless>(&file, &literal).await? else {
            return Err("nothing to migrate".into());
        };
        let refused = behind.migrate::<Careless>().await.err();
        assert!(
            matches!(refused, Some(store::StoreError::Wrong(_))),
            "{refused:?}"
        );
        let (version, rows) = schema_and_rows(folder.path(), &literal).await?;
        assert_eq!(version, Version::Old);
        assert_eq!(rows, old);
        Ok(())
    }
}
