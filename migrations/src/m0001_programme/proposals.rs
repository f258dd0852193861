//! Proposals, and what an administrator decided about a draft.

use sea_orm_migration::prelude::*;

use crate::vocabulary::{Vocabulary, flag, id, json, text, time, whole};

pub(super) async fn proposals(v: &Vocabulary<'_>) -> Result<(), DbErr> {
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
