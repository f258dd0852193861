//! Who may do what: the second fence behind the roles of a command, asked for every row.
//!
//! One pure function. What it is not told it does not know: handlers pass which side of the row the asking person is
//! on, and a list's query is filtered to the rows for which this function would say yes.

use crate::ids::PersonId;
use crate::matches::MatchState;
use crate::roles::{Role, Roles};
use crate::texts::Audience;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    pub person: PersonId,
    pub roles: Roles,
}

impl Who {
    pub fn is_administrator(&self) -> bool {
        self.roles.contains(Role::Administrator)
    }
}

/// The two people of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub student: PersonId,
    pub mentor: PersonId,
    pub state: MatchState,
}

/// Which side of a match somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Student,
    Mentor,
    Outside,
}

impl Pair {
    pub fn side(&self, person: PersonId) -> Side {
        if person == self.student {
            Side::Student
        } else if person == self.mentor {
            Side::Mentor
        } else {
            Side::Outside
        }
    }
}

/// What somebody wants to do to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See that a person exists: name, roles, what their audience allows.
    SeePerson {
        person: PersonId,
        shares_match: bool,
    },
    /// Change a person's profile.
    ChangePerson { person: PersonId },
    /// Everything of the programme that is no one person's: roles, fields, matches, proposals, settings, accounts.
    Administer,
    /// See a match and the facts of its sessions: when, how long, topics.
    SeeMatch(Pair),
    /// Log, change or delete a session, as its mentor or for them.
    LogSession(Pair),
    /// Read a text of a session.
    ReadText {
        pair: Pair,
        author: PersonId,
        audience: Audience,
    },
    /// Change or delete a text: its author alone.
    ChangeText { pair: Pair, author: PersonId },
    /// Write a reflection.
    Reflect(Pair),
    /// See the goals of a match.
    SeeGoals(Pair),
    /// Add, change or delete a goal.
    ChangeGoals(Pair),
}

/// Whether `who` may do `action`.
pub fn allows(who: &Who, action: Action) -> bool {
    let administrator = who.is_administrator();
    match action {
        Action::SeePerson {
            person,
            shares_match,
        } => administrator || person == who.person || shares_match,
        Action::ChangePerson { person } => administrator || person == who.person,
        Action::Administer => administrator,
        Action::SeeMatch(pair) => administrator || pair.side(who.person) != Side::Outside,
        Action::LogSession(pair) => {
            pair.state.is_open()
                && (pair.side(who.person) == Side::Mentor && who.roles.contains(Role::Mentor)
                    || administrator)
        }
        Action::ReadText {
            pair,
            author,
            audience,
        } => {
            let inside = pair.side(who.person) != Side::Outside;
            author == who.person
                || match audience {
                    Audience::Author => false,
                    Audience::Pair => inside,
                    Audience::Coordinators => inside || administrator,
                    Audience::Administrators => administrator,
                }
        }
        Action::ChangeText { pair, author } => author == who.person && pair.state.is_open(),
        Action::Reflect(pair) => {
            pair.state.is_open()
                && pair.side(who.person) == Side::Student
                && who.roles.contains(Role::Student)
        }
        Action::SeeGoals(pair) => pair.side(who.person) != Side::Outside,
        Action::ChangeGoals(pair) => pair.state.is_open() && pair.side(who.person) != Side::Outside,
    }
}
