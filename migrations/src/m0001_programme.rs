//! The first schema: people, fields, accounts, matches, proposals, sessions, goals, drafts, the audit.

mod matches;
mod people;
mod proposals;
mod search;

use sea_orm_migration::prelude::*;

use crate::vocabulary::{Vocabulary, bytes, flag, id, json, text, time, whole};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let v = Vocabulary::new(manager);
        programme(&v).await?;
        people::people(&v).await?;
        people::fields(&v).await?;
        people::accounts(&v).await?;
        matches::matches(&v).await?;
        matches::sessions(&v).await?;
        proposals::proposals(&v).await?;
        matches::places(&v).await?;
        search::search(&v).await
    }

    fn use_transaction(&self) -> Option<bool> {
        // On SQLite a migration is not in a transaction unless it asks for one.
        Some(true)
    }
}

async fn programme(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    // One row.
    v.table(
        "programme",
        &[
            id("id").key(),
            text("name"),
            text("zone"),
            flag("only_me"),
            bytes("public_key"),
            bytes("private_key"),
            // What only their authors read is sealed to it too.
            bytes("recovery_key"),
            json("factors").optional(),
            time("founded_at"),
        ],
        &[],
    )
    .await?;
    // Counts up with every change of a feature's rows, so that long work can tell whether what it read still holds.
    v.table("revisions", &[text("feature").key(), whole("number")], &[])
        .await?;
    // Append-only: who did what and when, by ids and names of fields; never what was written. All of a line is text,
    // because it is signed byte by byte: by `mac`, together with the line before it.
    v.table(
        "audit",
        &[
            whole("number").key(),
            text("at"),
            text("person").optional(),
            text("command"),
            text("outcome"),
            text("subjects"),
            text("fields"),
            // How many rows or tries the line stands for, where it does not name them.
            whole("items").optional(),
            // The head of the log that a restore put out of use.
            text("replaced").optional(),
            bytes("mac"),
        ],
        &[
            "CHECK (outcome IN ('done', 'refused'))",
            "CHECK (number > 0)",
        ],
    )
    .await?;
    v.run("CREATE INDEX audit_person ON audit (person, number)")
        .await?;
    // One row.
    v.table(
        "audit_key",
        &[whole("one").key(), bytes("key")],
        &["CHECK (one = 1)"],
    )
    .await?;
    v.table(
        "import_mappings",
        &[text("headings").key(), json("mapping"), time("used_at")],
        &[],
    )
    .await
}
