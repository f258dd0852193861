//! The schema as it stands, in one snapshot: whoever changes it sees what changed.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

#[tokio::test]
async fn schema() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    // Full-text search keeps its own tables behind the virtual one.
    let rows = db
        .query_all_raw(Statement::from_string(
            DbBackend::Sqlite,
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'seaql_%'
             AND NOT (type = 'table' AND name GLOB '*_search_*') ORDER BY type = 'trigger', tbl_name, type DESC, name",
        ))
        .await
        .unwrap();
    let schema: Vec<String> = rows
        .iter()
        .map(|row| row.try_get::<String>("", "sql").unwrap())
        .collect();
    let tables = schema.iter().filter(|sql| sql.starts_with("CREATE TABLE"));
    assert!(tables.clone().count() > 15 && tables.clone().all(|sql| sql.ends_with("STRICT")));
    insta::assert_snapshot!(schema.join(";\n\n"));
}
