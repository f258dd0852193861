//! Finding sessions by words: names, topics, and the texts the asking person may read.
//!
//! The full-text index knows the words of the whole programme. What it finds is cut down to what was asked for before
//! any row is looked up, and to what may be read before any session is named.

use domain::PersonId;
use domain::names::search_key;
use domain::policy::Who;
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Query, SelectStatement, UnionType};

use super::list::Whose;
use super::read::NUMBER;
use super::texts::{N, matches_of, readable, sessions_of};
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
    /// The row numbers of the sessions in whose sealed texts it was found, by who opened them.
    sealed: Vec<i64>,
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
        if words.is_empty() {
            None
        } else {
            Some(Self(words))
        }
    }

    /// Looks for the words in a text that the index does not know, as [`search_key`] writes it.
    pub fn add_text(&mut self, text: &str, session: i64) {
        for word in &mut self.0 {
            let begins = |(at, _): &(usize, &str)| {
                !text[..*at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
            };
            if text.match_indices(&word.key).any(|hit| begins(&hit)) {
                word.sealed.push(session);
            }
        }
    }

    /// For each word the row numbers of the sessions that have it.
    pub(super) fn hits(&self, who: &Who, whose: Whose) -> impl Iterator<Item = SelectStatement> {
        self.0.iter().map(move |word| word.hits(who, whose))
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let known = word.chars().any(char::is_alphanumeric);
        // Inside quotes nothing is an operator; a quote is written twice.
        let full_text = known.then(|| format!("\"{}\"*", word.replace('"', "\"\"")));
        Self {
            key: search_key(word),
            full_text,
            sealed: Vec::new(),
        }
    }

    fn hits(&self, who: &Who, whose: Whose) -> SelectStatement {
        let mut hits = in_names(&self.key, whose);
        if let Some(expression) = &self.full_text {
            hits.union(UnionType::All, in_topics(expression, whose));
            hits.union(UnionType::All, in_texts(expression, who, whose));
        }
        if !self.sealed.is_empty() {
            let found = Query::select()
                .column(NUMBER)
                .from(session::Entity)
                .and_where(Expr::col(NUMBER).is_in(self.sealed.iter().copied()))
                .take();
            hits.union(UnionType::All, found);
        }
        hits
    }
}

fn in_names(key: &str, whose: Whose) -> SelectStatement {
    let theirs =
        |column| Expr::col((pairing::Entity, column)).equals((person::Entity, person::Column::Id));
    let mut named = Query::select();
    named.column((pairing::Entity, pairing::Column::Id));
    // Cross joins are nested as written: from all the names to their matches, or from somebody's matches to the names.
    match whose {
        Whose::Everybodys => named.from(person::Entity).cross_join(pairing::Entity),
        Whose::Person(person) => named
            .from(pairing::Entity)
            .cross_join(person::Entity)
            .and_where(
                Expr::col((pairing::Entity, pairing::Column::Id)).in_subquery(matches_of(person)),
            ),
    };
    named
        .and_where(theirs(pairing::Column::StudentId).or(theirs(pairing::Column::MentorId)))
        .and_where(Expr::col((person::Entity, person::Column::NameKey)).like(anywhere(key)));
    Query::select()
        .column(NUMBER)
        .from(session::Entity)
        .and_where(Expr::col(session::Column::MatchId).in_subquery(named))
        .and_where(Expr::col(session::Column::DeletedAt).is_null())
        .take()
}

fn in_topics(expression: &str, whose: Whose) -> SelectStatement {
    let mut hits = Query::select();
    hits.column("rowid")
        .from("sessions_search")
        .and_where(Expr::cust_with_values(
            "sessions_search MATCH ?",
            [expression],
        ));
    if let Whose::Person(person) = whose {
        hits.and_where(hit("sessions_search").in_subquery(sessions_of(person, NUMBER)));
    }
    hits
}

fn in_texts(expression: &str, who: &Who, whose: Whose) -> SelectStatement {
    let mut hits = Query::select();
    // From the words to the rows.
    hits.column((N, "session_number"))
        .from("notes_search")
        .cross_join(note::Entity.into_table_ref().alias(N))
        .and_where(Expr::col((N, NUMBER)).equals(("notes_search", "rowid")))
        .and_where(Expr::cust_with_values("notes_search MATCH ?", [expression]))
        .cond_where(readable(who));
    if let Whose::Person(person) = whose {
        hits.and_where(hit("notes_search").in_subquery(texts_of(person)));
    }
    hits
}

/// The row a word was found in. The sign keeps the index from being asked once for every row there could be.
fn hit(index: &'static str) -> Expr {
    Expr::cust(format!("+{index}.rowid"))
}

/// The row numbers of the texts of somebody's sessions, also of those that only others read.
fn texts_of(person: PersonId) -> SelectStatement {
    Query::select()
        .column(NUMBER)
        .from(note::Entity)
        .and_where(
            Expr::col(note::Column::SessionId)
                .in_subquery(sessions_of(person, session::Column::Id)),
        )
        .take()
}
