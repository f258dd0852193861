//! The history of the schema. A migration that was released is never edited: the next one corrects it.

use sea_orm_migration::prelude::*;

mod m0001_programme;
mod vocabulary;

/// The migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_programme::Migration)]
    }
}

/// The names of all migrations this version knows, oldest first.
pub fn names() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect()
}
