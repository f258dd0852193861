//! The kinds of columns, mapped per database. On SQLite the tables are STRICT, which refuses sea-orm's own types.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Writes the tables of one migration for one database.
pub(crate) struct Vocabulary<'a> {
    manager: &'a SchemaManager<'a>,
    backend: DbBackend,
}

/// A column: its SQL without the name.
pub(crate) struct Column {
    name: &'static str,
    kind: Kind,
    rest: String,
    required: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Id,
    /// Counts rows in the order they came; full-text search needs an integer key.
    RowNumber,
    Time,
    Date,
    Flag,
    Text,
    Whole,
    Bytes,
    Json,
}

impl Kind {
    fn sql(self, backend: DbBackend) -> &'static str {
        match (self, backend) {
            (Self::Id | Self::Bytes, DbBackend::Sqlite) => "BLOB",
            (Self::Time | Self::Date | Self::Json, DbBackend::Sqlite) | (Self::Text, _) => "TEXT",
            (Self::RowNumber, DbBackend::Sqlite) => "INTEGER PRIMARY KEY AUTOINCREMENT",
            (Self::Flag | Self::Whole, DbBackend::Sqlite) => "INTEGER",
            (Self::Id, _) => "uuid",
            (Self::RowNumber, _) => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            (Self::Time, _) => "timestamptz",
            (Self::Date, _) => "date",
            (Self::Flag, _) => "boolean",
            (Self::Whole, _) => "bigint",
            (Self::Bytes, _) => "bytea",
            (Self::Json, _) => "jsonb",
        }
    }
}

macro_rules! columns {
    ($($name:ident $kind:ident),* $(,)?) => {$(
        pub(crate) fn $name(name: &'static str) -> Column {
            Column { name, kind: Kind::$kind, rest: String::new(), required: true }
        }
    )*};
}

columns! {
    id Id,
    row_number RowNumber,
    time Time,
    date Date,
    flag Flag,
    text Text,
    whole Whole,
    bytes Bytes,
    json Json,
}

impl Column {
    pub(crate) fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub(crate) fn key(self) -> Self {
        self.with("PRIMARY KEY")
    }

    pub(crate) fn unique(self) -> Self {
        self.with("UNIQUE")
    }

    /// Refers to the key of `table`; goes with it.
    pub(crate) fn of(self, table: &str) -> Self {
        self.with(&format!("REFERENCES {table} (id) ON DELETE CASCADE"))
    }

    /// Refers to the key of `table`; becomes empty when it goes.
    pub(crate) fn mentions(self, table: &str) -> Self {
        self.with(&format!("REFERENCES {table} (id) ON DELETE SET NULL"))
    }

    pub(crate) fn with(mut self, sql: &str) -> Self {
        self.rest.push(' ');
        self.rest.push_str(sql);
        self
    }

    fn sql(&self, backend: DbBackend) -> String {
        let required = if self.required { " NOT NULL" } else { "" };
        format!(
            "{} {}{required}{}",
            self.name,
            self.kind.sql(backend),
            self.rest
        )
    }
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new(manager: &'a SchemaManager<'a>) -> Self {
        Self {
            manager,
            backend: manager.get_database_backend(),
        }
    }

    /// Creates a table; `rules` are its constraints.
    pub(crate) async fn table(
        &self,
        name: &str,
        columns: &[Column],
        rules: &[&str],
    ) -> Result<(), DbErr> {
        let mut lines: Vec<String> = columns
            .iter()
            .map(|column| column.sql(self.backend))
            .collect();
        lines.extend(rules.iter().map(|rule| (*rule).to_owned()));
        let strict = if self.backend == DbBackend::Sqlite {
            " STRICT"
        } else {
            ""
        };
        self.run(&format!(
            "CREATE TABLE {name} (\n  {}\n){strict}",
            lines.join(",\n  ")
        ))
        .await
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.manager
            .get_connection()
            .execute_unprepared(sql)
            .await
            .map(|_| ())
    }

    /// SQL that only SQLite understands: triggers and full-text search. Others get theirs when they are supported.
    pub(crate) async fn sqlite(&self, sql: &str) -> Result<(), DbErr> {
        if self.backend == DbBackend::Sqlite {
            self.run(sql).await
        } else {
            Err(DbErr::Migration("only SQLite is supported".to_owned()))
        }
    }
}
