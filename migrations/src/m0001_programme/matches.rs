//! Matches with their sessions, and the counters that keep both in bounds.

use sea_orm_migration::prelude::*;

use crate::vocabulary::{Vocabulary, bytes, date, id, json, text, time, whole};

pub(super) async fn matches(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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

pub(super) async fn sessions(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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
    // What the days' sessions add up to, by the day of Greenwich; kept by the triggers on sessions. Weeks and months of a
    // report are sums of them.
    v.table(
        "session_days",
        &[date("day").key(), whole("sessions"), whole("minutes")],
        &[],
    )
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

/// The counters by which the database itself refuses one match too many, also under races, and those of the sessions.
pub(super) async fn places(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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
    let onto_day = "INSERT INTO session_days (day, sessions, minutes)
           SELECT substr(NEW.starts_at, 1, 10), 1, NEW.minutes WHERE NEW.deleted_at IS NULL
           ON CONFLICT (day) DO UPDATE SET
             sessions = sessions + excluded.sessions,
             minutes = minutes + excluded.minutes;";
    let off_day = "UPDATE session_days SET sessions = sessions - 1, minutes = minutes - OLD.minutes
           WHERE day = substr(OLD.starts_at, 1, 10) AND OLD.deleted_at IS NULL;";
    // A new session is added without a look at those before it.
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_insert AFTER INSERT ON sessions WHEN NEW.deleted_at IS NULL BEGIN
           UPDATE matches SET
             sessions = sessions + 1,
             minutes = minutes + NEW.minutes,
             last_session_at = max(coalesce(last_session_at, NEW.starts_at), NEW.starts_at)
           WHERE id = NEW.match_id;
           {onto_day}
         END"
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_delete AFTER DELETE ON sessions BEGIN {} {off_day} END",
        recount("OLD")
    ))
    .await?;
    v.sqlite(&format!(
        "CREATE TRIGGER sessions_update AFTER UPDATE OF starts_at, minutes, deleted_at ON sessions BEGIN
           {} {off_day} {onto_day} END",
        recount("NEW")
    ))
    .await
}
