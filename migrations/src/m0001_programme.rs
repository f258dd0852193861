//! The first schema: people, fields, accounts, matches, proposals, sessions, goals, drafts, the audit.

use sea_orm_migration::prelude::*;

use crate::vocabulary::{Vocabulary, bytes, date, flag, id, json, row_number, text, time, whole};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let v = Vocabulary::new(manager);
        programme(&v).await?;
        people(&v).await?;
        fields(&v).await?;
        accounts(&v).await?;
        matches(&v).await?;
        sessions(&v).await?;
        proposals(&v).await?;
        places(&v).await?;
        search(&v).await
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

async fn people(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "people",
        &[
            id("id").key(),
            text("name"),
            // What searching and sorting compare.
            text("name_key"),
            text("email"),
            text("email_key").optional().unique(),
            text("bio"),
            json("interests"),
            json("expertise"),
            json("languages"),
            text("zone"),
            text("availability"),
            flag("is_student"),
            flag("is_mentor"),
            flag("is_administrator"),
            flag("active"),
            // How many open matches the person can have as a mentor, and as a student.
            whole("capacity"),
            whole("mentor_limit").with("DEFAULT 1"),
            // How many there are; kept by the triggers on matches.
            whole("open_as_mentor").with("DEFAULT 0"),
            whole("open_as_student").with("DEFAULT 0"),
            flag("sample"),
            time("joined_at"),
            // Since when a student has no mentor: joining, or the end of the last match.
            time("waiting_since"),
            time("changed_at"),
            whole("revision"),
        ],
        &[
            "CONSTRAINT places_of_mentor CHECK (open_as_mentor <= capacity)",
            "CONSTRAINT places_of_student CHECK (open_as_student <= mentor_limit)",
            "CHECK (capacity BETWEEN 0 AND 100)",
            "CHECK (open_as_mentor >= 0 AND open_as_student >= 0)",
            "CHECK (is_student + is_mentor + is_administrator > 0)",
        ],
    )
    .await?;
    // Everything a list filters and sorts by, so that it reads whole rows of the people it shows only.
    v.run(
        "CREATE INDEX people_list ON people (name_key, id, active, is_student, is_mentor, is_administrator,
         open_as_student, open_as_mentor, capacity, email_key, joined_at)",
    )
    .await?;
    v.run("CREATE INDEX people_waiting ON people (waiting_since) WHERE is_student AND active AND open_as_student = 0")
        .await?;
    v.run("CREATE INDEX people_sample ON people (sample) WHERE sample")
        .await?;
    v.run("CREATE INDEX people_administrators ON people (id) WHERE is_administrator AND active")
        .await?;
    // Who was erased, whether a row of theirs stays or not. `swept` says that what the file held of them was overwritten.
    v.table(
        "erased",
        &[id("person_id").key(), time("erased_at"), flag("swept")],
        &[],
    )
    .await
}

async fn fields(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "fields",
        &[
            id("id").key(),
            text("name"),
            text("name_key").unique(),
            text("kind"),
            json("options"),
            text("audience"),
            flag("sensitive"),
            flag("of_students"),
            flag("of_mentors"),
            flag("of_administrators"),
            whole("position"),
            flag("sample"),
        ],
        &[
            "CHECK (kind IN ('text', 'choice', 'choices', 'number'))",
            "CHECK (audience IN ('pair', 'person', 'administrators'))",
            "CHECK (NOT sensitive OR audience = 'administrators')",
        ],
    )
    .await?;
    v.table(
        "answers",
        &[
            id("person_id").of("people"),
            id("field_id").of("fields"),
            json("value"),
        ],
        &["PRIMARY KEY (person_id, field_id)"],
    )
    .await?;
    v.run("CREATE INDEX answers_field ON answers (field_id)")
        .await?;
    v.table(
        "wishes",
        &[
            id("student_id").of("people"),
            // From 1, the first wish.
            whole("rank"),
            id("mentor_id").of("people"),
        ],
        &[
            "PRIMARY KEY (student_id, rank)",
            "UNIQUE (student_id, mentor_id)",
            "CHECK (student_id <> mentor_id)",
        ],
    )
    .await
}

async fn accounts(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "accounts",
        &[
            id("id").key(),
            id("person_id").unique().of("people"),
            text("name"),
            text("name_key").unique(),
            // The account's X25519 public key; empty until a password was chosen.
            bytes("public_key").optional(),
            // Until when the last issued code can be redeemed; empty once it was.
            time("code_expires_at").optional(),
            time("created_at"),
        ],
        &[],
    )
    .await?;
    // Sealed to the key pair that the account had, and to the recovery code's. What was sealed to an earlier pair stays
    // beside what is written now.
    v.table(
        "drafts",
        &[
            id("account_id").of("accounts"),
            text("key"),
            bytes("sealed"),
            bytes("sealed_for"),
            bytes("recoverable"),
            bytes("recoverable_by"),
            time("saved_at"),
        ],
        &["PRIMARY KEY (account_id, key, sealed_for)"],
    )
    .await?;
    // The key pairs of the administrators. What is written for them is sealed to the newest; an earlier one stays while
    // a text is sealed to it.
    v.table(
        "administrators_keys",
        &[
            row_number("number"),
            id("id").unique(),
            bytes("public_key").unique(),
            // The private half, sealed to the recovery code.
            bytes("recoverable"),
            bytes("recoverable_by"),
            time("made_at"),
        ],
        &[],
    )
    .await?;
    // The private half, sealed to an administrator's account. It tells who holds it also when the account is gone: then
    // there has to be another pair.
    v.table(
        "administrators_shares",
        &[
            id("key_id").of("administrators_keys"),
            id("account_id"),
            bytes("sealed"),
            bytes("sealed_for"),
        ],
        &["PRIMARY KEY (key_id, account_id)"],
    )
    .await
}

async fn matches(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "matches",
        &[
            id("id").key(),
            id("student_id").of("people"),
            id("mentor_id").of("people"),
            text("state"),
            time("started_at"),
            time("ended_at").optional(),
            text("end_reason"),
            id("ended_by").optional().mentions("people"),
            id("proposal_id").optional(),
            // Counts up with every change by hand; a publishing is taken back only while it is 0.
            whole("revision"),
            // What lists show of the sessions; kept by the triggers on sessions.
            whole("sessions").with("DEFAULT 0"),
            whole("minutes").with("DEFAULT 0"),
            time("last_session_at").optional(),
        ],
        &[
            "CHECK (state IN ('active', 'paused', 'ended'))",
            "CHECK (student_id <> mentor_id)",
        ],
    )
    .await?;
    v.run("CREATE UNIQUE INDEX matches_open_pair ON matches (student_id, mentor_id) WHERE state <> 'ended'").await?;
    v.run("CREATE INDEX matches_student ON matches (student_id)")
        .await?;
    v.run("CREATE INDEX matches_mentor ON matches (mentor_id)")
        .await?;
    // One index for the order, its ties and the counts: every session that is logged moves its match in it.
    v.run("CREATE INDEX matches_contact ON matches (last_session_at, id, state)")
        .await?;
    v.run("CREATE INDEX matches_started ON matches (started_at)")
        .await?;
    v.run("CREATE INDEX matches_proposal ON matches (proposal_id) WHERE proposal_id IS NOT NULL")
        .await
}

async fn sessions(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "sessions",
        &[
            whole("number").key(),
            id("id").unique(),
            id("match_id").of("matches"),
            time("starts_at"),
            whole("minutes"),
            text("place"),
            json("topics"),
            id("logged_by").optional().mentions("people"),
            time("logged_at"),
            time("changed_at"),
            time("deleted_at").optional(),
            whole("revision"),
        ],
        &["CHECK (minutes BETWEEN 1 AND 1440)"],
    )
    .await?;
    v.run("CREATE INDEX sessions_match ON sessions (match_id, starts_at) WHERE deleted_at IS NULL")
        .await?;
    v.run("CREATE INDEX sessions_time ON sessions (starts_at, minutes) WHERE deleted_at IS NULL")
        .await?;
    // A search takes them off what it finds.
    v.run("CREATE INDEX sessions_deleted ON sessions (number) WHERE deleted_at IS NOT NULL")
        .await?;
    v.table(
        "notes",
        &[
            // The session's row number times 1,024, and a place from 1 on; kept by triggers. So what a search finds tells
            // its session, without a look at the text.
            whole("number").key(),
            id("id").unique(),
            // Checked at the end of the transaction: whoever logs a session writes its texts first, and all of it enters
            // the index for searching at once.
            id("session_id")
                .of("sessions")
                .with("DEFERRABLE INITIALLY DEFERRED"),
            id("author_id").of("people"),
            text("kind"),
            text("audience"),
            text("body"),
            // A text for its author or for the administrators: sealed to the account's key, and to the recovery code's.
            bytes("sealed").optional(),
            bytes("sealed_for").optional(),
            bytes("recoverable").optional(),
            bytes("recoverable_by").optional(),
            // One for the administrators: sealed to their key too.
            bytes("administered").optional(),
            bytes("administered_for").optional(),
            time("written_at"),
            time("changed_at"),
        ],
        &[
            "CHECK (kind IN ('note', 'reflection'))",
            "CHECK (audience IN ('author', 'pair', 'coordinators', 'administrators'))",
            "CHECK (sealed IS NULL OR (body = '' AND audience IN ('author', 'administrators')))",
            "CHECK (administered IS NULL OR (sealed IS NOT NULL AND audience = 'administrators'))",
            // An author writes one text of a kind for an audience; what follows belongs into it.
            "UNIQUE (session_id, author_id, kind, audience)",
        ],
    )
    .await?;
    v.run("CREATE INDEX notes_administered ON notes (administered_for) WHERE administered IS NOT NULL")
        .await?;
    // A search opens the newest of those that are sealed.
    v.run("CREATE INDEX notes_sealed ON notes (number) WHERE sealed IS NOT NULL")
        .await?;
    // What somebody wrote themselves they find, whoever else may read it.
    v.run("CREATE INDEX notes_author ON notes (author_id, number)")
        .await?;
    v.table(
        "goals",
        &[
            id("id").key(),
            id("match_id").of("matches"),
            text("title"),
            text("detail"),
            date("due").optional(),
            whole("progress"),
            time("reached_at").optional(),
            time("created_at"),
            time("changed_at"),
            time("deleted_at").optional(),
            whole("revision"),
        ],
        &["CHECK (progress BETWEEN 0 AND 100)"],
    )
    .await?;
    v.run("CREATE INDEX goals_match ON goals (match_id)").await
}

async fn proposals(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "proposals",
        &[
            id("id").key(),
            text("name"),
            text("state"),
            text("goal"),
            // What a pair must score, in thousandths of a point.
            whole("least"),
            time("made_at"),
            time("solved_at"),
            // The moment for which waiting times and hours were compared.
            time("scored_at"),
            time("published_at").optional(),
            json("factors"),
            // The sum of the pairs' scores in thousandths of a point.
            whole("total"),
            whole("pairs"),
            whole("unmatched"),
            // The revisions of people, fields and matches that were read.
            text("read_revision"),
            // How many pairs were compared with the certificate, the highest total there can be, milliseconds.
            json("proof").optional(),
            // The mentors whose capacity the publishing raised, from and to.
            json("raised"),
            // Counts up with every change of the rules and every solving.
            whole("revision"),
        ],
        &[
            "CHECK (state IN ('draft', 'published'))",
            "CHECK (goal IN ('best_total', 'most_matched', 'fairest', 'preferences', 'stable'))",
        ],
    )
    .await?;
    v.table(
        "proposal_pairs",
        &[
            id("proposal_id").of("proposals"),
            id("student_id").of("people"),
            id("mentor_id").of("people"),
            whole("score"),
            // Thousandths of a point and words, for each factor.
            json("points"),
            json("reasons"),
            flag("locked"),
            // The mentor's place in the student's order, and among the student's wishes.
            whole("rank"),
            whole("wish").optional(),
            whole("waiting_days"),
            whole("mentor_places"),
        ],
        &["PRIMARY KEY (proposal_id, student_id, mentor_id)"],
    )
    .await?;
    v.table(
        "proposal_unmatched",
        &[
            id("proposal_id").of("proposals"),
            id("student_id").of("people"),
            whole("places"),
            text("reason"),
            // How far the student was below the least or behind others, in thousandths of a point.
            whole("short_by").optional(),
            whole("waiting_days"),
        ],
        &["PRIMARY KEY (proposal_id, student_id)"],
    )
    .await?;
    // The numbers that prove the answer; apart, because they are many and only a check reads them.
    v.table(
        "proposal_certificates",
        &[id("proposal_id").key().of("proposals"), json("body")],
        &[],
    )
    .await?;
    proposal_rules(v).await
}

/// What an administrator decided about a draft.
async fn proposal_rules(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    v.table(
        "proposal_locks",
        &[
            id("proposal_id").of("proposals"),
            id("student_id").of("people"),
            id("mentor_id").of("people"),
            id("made_by").optional().mentions("people"),
            time("made_at"),
            text("lapsed").optional(),
            // How the totals differ from what they would be without it; thousandths of a point.
            whole("pairs").optional(),
            whole("points").optional(),
        ],
        &["PRIMARY KEY (proposal_id, student_id, mentor_id)"],
    )
    .await?;
    v.table(
        "proposal_exclusions",
        &[
            id("proposal_id").of("proposals"),
            id("student_id").of("people"),
            id("mentor_id").of("people"),
            text("reason"),
            id("made_by").optional().mentions("people"),
            time("made_at"),
            text("lapsed").optional(),
        ],
        &["PRIMARY KEY (proposal_id, student_id, mentor_id)"],
    )
    .await?;
    v.table(
        "proposal_places",
        &[
            id("proposal_id").of("proposals"),
            id("mentor_id").of("people"),
            whole("places"),
            // What the profile had free when it was solved last.
            whole("free"),
            id("made_by").optional().mentions("people"),
            time("made_at"),
            text("lapsed").optional(),
        ],
        &[
            "PRIMARY KEY (proposal_id, mentor_id)",
            "CHECK (places BETWEEN 0 AND 100)",
        ],
    )
    .await
}

/// The counters by which the database itself refuses one match too many, also under races.
async fn places(v: &Vocabulary<'_>) -> Result<(), DbErr> {
    let count = |when: &str, row: &str, by: &str| {
        format!(
            "UPDATE people SET open_as_mentor = open_as_mentor {by} WHERE id = {row}.mentor_id AND {when};
             UPDATE people SET open_as_student = open_as_student {by} WHERE id = {row}.student_id AND {when};"
        )
    };
    v.sqlite(&format!(
        "CREATE TRIGGER matches_insert AFTER INSERT ON matches BEGIN {} END",
        count("NEW.state <> 'ended'", "NEW", "+ 1")
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER matches_delete AFTER DELETE ON matches BEGIN {} END",
        count("OLD.state <> 'ended'", "OLD", "- 1")
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER matches_state AFTER UPDATE OF state ON matches BEGIN {} {} END",
        count("OLD.state = 'ended' AND NEW.state <> 'ended'", "NEW", "+ 1"),
        count("OLD.state <> 'ended' AND NEW.state = 'ended'", "NEW", "- 1")
    ))
    .await?;
    v.sqlite(
        "CREATE TRIGGER matches_people BEFORE UPDATE OF student_id, mentor_id ON matches
         BEGIN SELECT RAISE(ABORT, 'the people of a match never change'); END",
    )
    .await?;
    let recount = |row: &str| {
        format!(
            "UPDATE matches SET
               sessions = (SELECT count(*) FROM sessions WHERE match_id = {row}.match_id AND deleted_at IS NULL),
               minutes = (SELECT coalesce(sum(minutes), 0) FROM sessions
                          WHERE match_id = {row}.match_id AND deleted_at IS NULL),
               last_session_at = (SELECT max(starts_at) FROM sessions
                                  WHERE match_id = {row}.match_id AND deleted_at IS NULL)
             WHERE id = {row}.match_id;"
        )
    };
    // A new session is added without a look at those before it.
    v.sqlite(
        "CREATE TRIGGER sessions_insert AFTER INSERT ON sessions WHEN NEW.deleted_at IS NULL BEGIN
           UPDATE matches SET
             sessions = sessions + 1,
             minutes = minutes + NEW.minutes,
             last_session_at = max(coalesce(last_session_at, NEW.starts_at), NEW.starts_at)
           WHERE id = NEW.match_id;
         END",
    )
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_delete AFTER DELETE ON sessions BEGIN {} END",
        recount("OLD")
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_update AFTER UPDATE OF starts_at, minutes, deleted_at ON sessions BEGIN {} END",
        recount("NEW")
    ))
    .await
}

/// Full-text search over topics and texts, kept by triggers; accents do not matter.
///
/// One index, with a column for each audience, so that a search asks only for what may be read. A session's topics stand
/// in the row of its number times 1,024, its texts in the rows behind that. The index keeps no copy of the words' texts.
async fn search(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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
