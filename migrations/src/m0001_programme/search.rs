//! Full-text search over topics and texts.

use sea_orm_migration::prelude::*;

use crate::vocabulary::Vocabulary;

/// Full-text search over topics and texts, kept by triggers; accents do not matter.
///
/// One index, with a column for each audience, so that a search asks only for what may be read. A session's topics stand
/// in the row of its number times 1,024, its texts in the rows behind that. The index keeps no copy of the words' texts.
pub(super) async fn search(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.sqlite(
        "CREATE VIRTUAL TABLE sessions_search USING fts5 (
           topics, author, pair, coordinators, administrators,
           content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
         )",
    )
    .await?;
    // What was deleted or narrowed leaves no words behind.
    v.sqlite("INSERT INTO sessions_search (sessions_search, rank) VALUES ('secure-delete', 1)")
        .await?;
    topics_in_search(v).await?;
    texts_in_search(v).await
}

/// A text's words stand in the column that is called as its audience.
fn columns(row: &str) -> String {
    ["author", "pair", "coordinators", "administrators"]
        .map(|audience| format!("iif({row}.audience = '{audience}', {row}.body, NULL)"))
        .join(", ")
}

async fn topics_in_search(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    const REMOVE: &str = "INSERT INTO sessions_search (sessions_search, rowid, topics)
                            VALUES ('delete', OLD.number << 10, OLD.topics);";
    let texts = columns("notes");
    // One statement of its own: the index writes a part of itself for every one.
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_search_insert AFTER INSERT ON sessions BEGIN
           UPDATE notes SET number = (NEW.number << 10)
             + (SELECT count(*) FROM notes AS n WHERE n.session_id = NEW.id AND n.id <= notes.id)
           WHERE session_id = NEW.id;
           INSERT INTO sessions_search (rowid, topics, author, pair, coordinators, administrators)
             SELECT NEW.number << 10, NEW.topics, NULL, NULL, NULL, NULL
             UNION ALL
             SELECT number, NULL, {texts} FROM notes WHERE session_id = NEW.id AND body <> '' ORDER BY 1;
         END"
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_search_delete AFTER DELETE ON sessions BEGIN {REMOVE} END"
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_search_update AFTER UPDATE OF topics ON sessions BEGIN
           {REMOVE}
           INSERT INTO sessions_search (rowid, topics) VALUES (NEW.number << 10, NEW.topics);
         END"
    ))
    .await
}

async fn texts_in_search(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    let remove = format!(
        "INSERT INTO sessions_search (sessions_search, rowid, author, pair, coordinators, administrators)
           SELECT 'delete', OLD.number, {} WHERE OLD.body <> '';",
        columns("OLD")
    );
    let add = |row: &str, from: &str| {
        format!(
            "INSERT INTO sessions_search (rowid, author, pair, coordinators, administrators)
               SELECT {row}.number, {} {from} {row}.body <> '';",
            columns(row)
        )
    };
    // Before its session is there, a text only waits for it.
    v.sqlite(&format!(
        "CREATE TRIGGER notes_search_insert AFTER INSERT ON notes
         WHEN EXISTS (SELECT 1 FROM sessions WHERE id = NEW.session_id) BEGIN
           UPDATE notes SET number =
             (SELECT coalesce(max(n.number), s.number << 10) + 1 FROM sessions AS s
              LEFT JOIN notes AS n ON n.number > s.number << 10 AND n.number < (s.number + 1) << 10 AND n.id <> NEW.id
              WHERE s.id = NEW.session_id)
           WHERE id = NEW.id;
           {}
         END",
        add("notes", "FROM notes WHERE notes.id = NEW.id AND")
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER notes_search_delete AFTER DELETE ON notes BEGIN {remove} END"
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER notes_search_update AFTER UPDATE OF body, audience ON notes BEGIN {remove} {} END",
        add("NEW", "WHERE")
    ))
    .await
}
