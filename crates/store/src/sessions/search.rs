//! Finding sessions by words: names, topics, and the texts the asking person may read.
//!
//! The full-text index has a column for each audience. Of those whose every text the person may read it is asked alone;
//! what it finds in another is cut down by [`readable`] before any session is named. Each part of the answer comes as one
//! value, and the sets are put together here: a word that stands in every fourth session is found as fast as a rare one.

use std::collections::BTreeSet;

use domain::names::search_key;
use domain::policy::Who;
use domain::{Audience, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, QueryResult};

use super::list::Whose;
use super::read::NUMBER;
use super::texts::{N, matches_of, readable, sessions_of};
use crate::entities::{note, pairing, person, session};
use crate::people::anywhere;
use crate::{Db, Result, StoreError};

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
    sealed: BTreeSet<i64>,
}

impl Search {
    /// More words than these are not looked for: nobody types them, and each one costs.
    const MOST: usize = 8;

    /// No more characters of a word are looked for: the database refuses patterns of more than 50,000 bytes.
    const LONGEST: usize = 200;

    /// `None` where nothing is searched for.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<Word> = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .take(Self::MOST)
            .map(|word| {
                let end = word.char_indices().nth(Self::LONGEST);
                Word::new(end.map_or(word, |(end, _)| &word[..end]))
            })
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
                word.sealed.insert(session);
            }
        }
    }

    /// The row numbers of the sessions that have every word, ascending.
    pub(super) async fn hits(&self, db: &Db<'_>, who: &Who, whose: Whose) -> Result<Vec<i64>> {
        let mut every: Option<Vec<i64>> = None;
        for word in &self.0 {
            let hits = word.hits(db, who, whose).await?;
            let left = match every {
                None => hits,
                Some(earlier) => both(&earlier, &hits),
            };
            if left.is_empty() {
                return Ok(left);
            }
            every = Some(left);
        }
        Ok(every.unwrap_or_default())
    }
}

/// The numbers in both lists, each of them ascending.
pub(super) fn both(one: &[i64], other: &[i64]) -> Vec<i64> {
    let (fewer, more) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    fewer
        .iter()
        .copied()
        .filter(|number| more.binary_search(number).is_ok())
        .collect()
}

impl Word {
    fn new(word: &str) -> Self {
        let known = word.chars().any(char::is_alphanumeric);
        // Inside quotes nothing is an operator; a quote is written twice.
        let full_text = known.then(|| format!("\"{}\"*", word.replace('"', "\"\"")));
        Self {
            key: search_key(word),
            full_text,
            sealed: BTreeSet::new(),
        }
    }

    async fn hits(&self, db: &Db<'_>, who: &Who, whose: Whose) -> Result<Vec<i64>> {
        let mut query = Query::select();
        query.expr_as(value(in_names(&self.key, whose)), NAMED);
        if let Some(word) = &self.full_text {
            let (open, other) = columns(who, whose);
            query
                .expr_as(value(in_open(&matching(word, &open))), OPEN)
                .expr_as(value(in_others(&matching(word, &other), who)), OTHER);
        }
        let row = db.query_one(&query).await?;
        let mut hits = Vec::new();
        if let Some(row) = &row {
            hits = list(row, NAMED)?;
            if self.full_text.is_some() {
                hits.append(&mut list(row, OPEN)?);
                hits.append(&mut list(row, OTHER)?);
            }
        }
        hits.extend(&self.sealed);
        #[expect(
            clippy::stable_sort_primitive,
            reason = "the parts are sorted mostly, which the stable one makes use of"
        )]
        hits.sort();
        hits.dedup();
        Ok(hits)
    }
}

const NAMED: &str = "named";
const OPEN: &str = "open";
const OTHER: &str = "other";

/// The columns of the index of which the asking person may read every text of the sessions they ask about, and the
/// others.
fn columns(who: &Who, whose: Whose) -> (Vec<&'static str>, Vec<&'static str>) {
    const AUDIENCES: [Audience; 4] = [
        Audience::Author,
        Audience::Pair,
        Audience::Coordinators,
        Audience::Administrators,
    ];
    let is_own = match whose {
        Whose::Person(person) => person == who.person,
        Whose::Everybodys => false,
    };
    let is_open = |audience: &Audience| match audience {
        Audience::Author => false,
        Audience::Pair => is_own,
        Audience::Coordinators => is_own || who.is_administrator(),
        Audience::Administrators => who.is_administrator(),
    };
    let (open, other): (Vec<_>, Vec<_>) = AUDIENCES.into_iter().partition(is_open);
    let names = |audiences: Vec<Audience>| audiences.into_iter().map(Audience::as_str);
    (
        std::iter::once("topics").chain(names(open)).collect(),
        names(other).collect(),
    )
}

/// What the index is asked: a word in some of its columns.
fn matching(word: &str, columns: &[&str]) -> Expr {
    let expression = format!("{{{}}} : {word}", columns.join(" "));
    Expr::cust_with_values("sessions_search MATCH ?", [expression])
}

/// The sessions of topics and texts that all may be read.
fn in_open(matching: &Expr) -> SelectStatement {
    numbers(INDEX, "sessions_search.rowid >> 10")
        .and_where(matching.clone())
        .take()
}

/// The sessions of the other texts, where they may be read: those of one's own sessions, and one's own.
fn in_others(matching: &Expr, who: &Who) -> SelectStatement {
    // From the words to the rows.
    numbers(INDEX, "sessions_search.rowid >> 10")
        .cross_join(note::Entity.into_table_ref().alias(N))
        .and_where(Expr::col((N, NUMBER)).equals((INDEX, "rowid")))
        .and_where(matching.clone())
        // The sign keeps the index from being asked once for every row there could be.
        .and_where(Expr::cust("+sessions_search.rowid").in_subquery(texts_of(who.person)))
        .cond_where(readable(who))
        .take()
}

const INDEX: &str = "sessions_search";
pub(super) const LIST: &str = "list";

fn value(query: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(query.into()))
}

/// Row numbers as one value: thousands of rows would cost more to hand over than to find.
pub(super) fn numbers(from: impl IntoTableRef, number: &'static str) -> SelectStatement {
    Query::select()
        .expr_as(Expr::cust(format!("group_concat({number})")), LIST)
        .from(from)
        .take()
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
    numbers(session::Entity, NUMBER)
        .and_where(Expr::col(session::Column::MatchId).in_subquery(named))
        .and_where(Expr::col(session::Column::DeletedAt).is_null())
        .take()
}

/// The row numbers of the texts of somebody's sessions, also of those that only others read, and of the texts they wrote.
fn texts_of(person: PersonId) -> SelectStatement {
    let of_sessions =
        Expr::col(note::Column::SessionId).in_subquery(sessions_of(person, session::Column::Id));
    let written = Expr::col(note::Column::AuthorId).eq(person.0);
    let texts = |condition: Expr| {
        Query::select()
            .column(NUMBER)
            .from(note::Entity)
            .and_where(condition)
            .take()
    };
    texts(of_sessions)
        .union(UnionType::All, texts(written))
        .take()
}

/// What [`numbers`] answered.
pub(super) fn list(row: &QueryResult, name: &str) -> Result<Vec<i64>> {
    let list: Option<String> = row.try_get("", name)?;
    let numbers = list.iter().flat_map(|list| list.split(','));
    numbers
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| StoreError::Wrong("the number of a session".to_owned()))
}
