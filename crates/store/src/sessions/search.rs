//! Finding sessions by words: names, topics, and the texts the asking person may read.

use domain::names::search_key;
use domain::policy::Who;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};

use super::read::{NUMBER, S};
use super::texts::{N, readable};
use crate::entities::{note, pairing, person, session};
use crate::people::anywhere;

/// What is searched for: every word must begin a word of a topic or of a readable text, or be part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(Vec<Word>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As [`search_key`] writes it; names are stored so.
    key: String,
    /// As the full-text index reads it; `None` for a word of signs only, of which it knows nothing.
    full_text: Option<String>,
}

impl Search {
    /// More words than these are not looked for: nobody types them, and each one costs.
    const MOST: usize = 8;

    /// `None` where nothing is searched for.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<Word> = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .take(Self::MOST)
            .map(Word::new)
            .collect();
        if words.is_empty() { None } else { Some(Self(words)) }
    }

    /// For each word the row numbers of the sessions that have it.
    pub(super) fn hits(&self, who: &Who) -> impl Iterator<Item = SelectStatement> {
        self.0.iter().map(|word| word.hits(who))
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let known = word.chars().any(char::is_alphanumeric);
        // Inside quotes nothing is an operator; a quote is written twice.
        let full_text = known.then(|| format!("\"{}\"*", word.replace('"', "\"\"")));
        Self { key: search_key(word), full_text }
    }

    fn hits(&self, who: &Who) -> SelectStatement {
        let mut hits = self.in_names();
        if let Some(expression) = &self.full_text {
            hits.union(UnionType::Distinct, in_topics(expression));
            hits.union(UnionType::Distinct, in_texts(expression, who));
        }
        hits
    }

    fn in_names(&self) -> SelectStatement {
        let named = || {
            Query::select()
                .column(person::Column::Id)
                .from(person::Entity)
                .and_where(Expr::col(person::Column::NameKey).like(anywhere(&self.key)))
                .take()
        };
        let theirs = Query::select()
            .column(pairing::Column::Id)
            .from(pairing::Entity)
            .and_where(
                Expr::col(pairing::Column::StudentId)
                    .in_subquery(named())
                    .or(Expr::col(pairing::Column::MentorId).in_subquery(named())),
            )
            .take();
        Query::select()
            .column(NUMBER)
            .from(session::Entity)
            .and_where(Expr::col(session::Column::MatchId).in_subquery(theirs))
            .and_where(Expr::col(session::Column::DeletedAt).is_null())
            .take()
    }
}

fn in_topics(expression: &str) -> SelectStatement {
    Query::select()
        .column("rowid")
        .from("sessions_search")
        .and_where(Expr::cust_with_values("sessions_search MATCH ?", [expression]))
        .take()
}

fn in_texts(expression: &str, who: &Who) -> SelectStatement {
    Query::select()
        .column((S, NUMBER))
        .from("notes_search")
        .join_as(
            JoinType::InnerJoin,
            note::Entity,
            N,
            Expr::col((N, NUMBER)).equals(("notes_search", "rowid")),
        )
        .join_as(
            JoinType::InnerJoin,
            session::Entity,
            S,
            Expr::col((S, session::Column::Id)).equals((N, note::Column::SessionId)),
        )
        .and_where(Expr::cust_with_values("notes_search MATCH ?", [expression]))
        .cond_where(readable(who))
        .take()
}
