//! People, what they are asked, and their accounts with what hangs on those.

use sea_orm_migration::prelude::*;

use crate::vocabulary::{Vocabulary, bytes, flag, id, json, row_number, text, time, whole};

pub(super) async fn people(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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

pub(super) async fn fields(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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

pub(super) async fn accounts(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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
