//! Who may do what, as one table: every action by every kind of person.

use domain::matches::MatchState;
use domain::policy::{Action, Pair, Side, Who, allows};
use domain::{Audience, PersonId, Role, Roles};
use serde_json::json;

fn person(number: u128) -> PersonId {
    serde_json::from_value(json!(format!("00000000-0000-0000-0000-{number:012x}"))).unwrap()
}

fn who(number: u128, roles: &[Role]) -> Who {
    Who {
        person: person(number),
        roles: Roles::of(roles),
    }
}

/// The student, the mentor, another mentor, an administrator outside, in this order.
fn everybody() -> [Who; 4] {
    [
        who(1, &[Role::Student]),
        who(2, &[Role::Mentor]),
        who(3, &[Role::Mentor, Role::Student]),
        who(4, &[Role::Administrator]),
    ]
}

fn pair(state: MatchState) -> Pair {
    Pair {
        student: person(1),
        mentor: person(2),
        state,
    }
}

#[track_caller]
fn check(action: Action, expected: [bool; 4]) {
    assert_eq!(
        everybody().map(|who| allows(&who, action)),
        expected,
        "{action:?}"
    );
}

const OPEN: [MatchState; 2] = [MatchState::Active, MatchState::Paused];

#[test]
fn sides() {
    let pair = pair(MatchState::Active);
    assert_eq!(
        [1, 2, 3].map(|number| pair.side(person(number))),
        [Side::Student, Side::Mentor, Side::Outside]
    );
}

#[test]
fn people() {
    check(
        Action::SeePerson {
            person: person(1),
            shares_match: false,
        },
        [true, false, false, true],
    );
    check(
        Action::SeePerson {
            person: person(9),
            shares_match: true,
        },
        [true; 4],
    );
    check(
        Action::ChangePerson { person: person(1) },
        [true, false, false, true],
    );
    check(Action::Administer, [false, false, false, true]);
}

#[test]
fn matches_and_sessions() {
    for state in MatchState::ALL {
        check(Action::SeeMatch(pair(state)), [true, true, false, true]);
    }
    for state in OPEN {
        check(Action::LogSession(pair(state)), [false, true, false, true]);
        check(Action::Reflect(pair(state)), [true, false, false, false]);
    }
    check(Action::LogSession(pair(MatchState::Ended)), [false; 4]);
    check(Action::Reflect(pair(MatchState::Ended)), [false; 4]);
}

#[test]
fn a_side_counts_only_with_its_role() {
    let pair = pair(MatchState::Active);
    assert!(
        !allows(&who(2, &[Role::Student]), Action::LogSession(pair)),
        "no mentor any more"
    );
    assert!(
        !allows(&who(1, &[Role::Mentor]), Action::Reflect(pair)),
        "no student any more"
    );
}

#[test]
fn texts() {
    // Readable after the end too; the author is the mentor.
    for state in MatchState::ALL {
        let read = |audience| Action::ReadText {
            pair: pair(state),
            author: person(2),
            audience,
        };
        check(read(Audience::Author), [false, true, false, false]);
        check(read(Audience::Pair), [true, true, false, false]);
        check(read(Audience::Coordinators), [true, true, false, true]);
        check(read(Audience::Administrators), [false, true, false, true]);
    }
    for state in OPEN {
        check(
            Action::ChangeText {
                pair: pair(state),
                author: person(2),
            },
            [false, true, false, false],
        );
    }
    check(
        Action::ChangeText {
            pair: pair(MatchState::Ended),
            author: person(2),
        },
        [false; 4],
    );
}

#[test]
fn goals() {
    for state in MatchState::ALL {
        check(Action::SeeGoals(pair(state)), [true, true, false, false]);
    }
    for state in OPEN {
        check(Action::ChangeGoals(pair(state)), [true, true, false, false]);
    }
    check(Action::ChangeGoals(pair(MatchState::Ended)), [false; 4]);
}
