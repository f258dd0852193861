//! What is said about people in lists: pure.

use contract::accounts::AccountState;
use contract::people::PersonView;
use domain::{Availability, Role, Roles};

use crate::components::StateMark;
use crate::desk::role_name;
use crate::time::count;

/// "Student and mentor".
pub(crate) fn roles(roles: Roles) -> String {
    let names: Vec<String> = roles
        .iter()
        .enumerate()
        .map(|(at, role)| {
            if at == 0 {
                role_name(role).to_owned()
            } else {
                role_name(role).to_lowercase()
            }
        })
        .collect();
    join(&names)
}

/// "Ana", "Ana and Ben", "Ana, Ben and Cleo".
pub(crate) fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Where a person stands, as a state.
pub(crate) fn standing(person: &PersonView) -> (StateMark, &'static str) {
    if person.erased {
        (StateMark::Ended, "Erased")
    } else if !person.active {
        (StateMark::Ended, "Inactive")
    } else if waits(person) {
        (StateMark::Waiting, "Waiting")
    } else {
        (StateMark::Ok, "Active")
    }
}

/// An active student without an open match.
pub(crate) fn waits(person: &PersonView) -> bool {
    person.active && person.roles.contains(Role::Student) && person.mentors == 0
}

/// Whether a mentor could take another student.
pub(crate) fn has_place(person: &PersonView) -> bool {
    person.active && person.roles.contains(Role::Mentor) && person.students < person.capacity
}

/// "1 mentor", "2 of 3 places", both for those who are both; a dash for those who are neither.
pub(crate) fn matched(person: &PersonView) -> String {
    let mut parts = Vec::new();
    if person.roles.contains(Role::Student) {
        parts.push(match person.mentors {
            0 => "No mentor".to_owned(),
            mentors => count(mentors.into(), "mentor", "mentors"),
        });
    }
    if person.roles.contains(Role::Mentor) {
        parts.push(format!(
            "{} of {}",
            person.students,
            count(person.capacity.into(), "place", "places")
        ));
    }
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(" · ")
    }
}

/// How a person can sign in.
pub(crate) fn account(state: &AccountState) -> (StateMark, &'static str) {
    match state {
        AccountState::None => (StateMark::New, "No account"),
        AccountState::Invited { .. } => (StateMark::Waiting, "Code issued"),
        AccountState::Active { .. } => (StateMark::Ok, "Can sign in"),
        AccountState::NeedsCode { .. } => (StateMark::Bad, "Needs a code"),
    }
}

pub(crate) fn sign_in_name(state: &AccountState) -> Option<&str> {
    match state {
        AccountState::None => None,
        AccountState::Invited { sign_in_name, .. }
        | AccountState::Active { sign_in_name }
        | AccountState::NeedsCode { sign_in_name } => Some(sign_in_name),
    }
}

/// What becomes of the file's key when somebody goes who has, or was to have, one of their own to it; and what opens older
/// copies.
pub(crate) fn new_key(state: &AccountState) -> Option<&'static str> {
    match state {
        AccountState::None | AccountState::NeedsCode { .. } => None,
        AccountState::Invited { .. } => Some(
            "The file gets a new key at the next sign-in. Backups made until now still open with the passwords and the recovery code of their day.",
        ),
        AccountState::Active { .. } => Some(
            "The file gets a new key at the next sign-in. Backups made until now still open with the passwords of their day, this person’s too, and with the recovery code of their day.",
        ),
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// When somebody is free, by days with the same hours: ("Mon to Wed", "9:00 to 12:00, 15:00 to 17:00").
pub(crate) fn free_times(free: &Availability) -> Vec<(String, String)> {
    let mut groups: Vec<(usize, usize, String)> = Vec::new();
    for day in 0..DAYS.len() {
        let hours = hours_of(free, day);
        match groups.last_mut() {
            Some((_, last, same)) if *last + 1 == day && *same == hours => *last = day,
            _ => groups.push((day, day, hours)),
        }
    }
    groups
        .into_iter()
        .filter(|(_, _, hours)| !hours.is_empty())
        .map(|(first, last, hours)| {
            let days = match last - first {
                0 => DAYS[first].to_owned(),
                1 => format!("{} and {}", DAYS[first], DAYS[last]),
                _ => format!("{} to {}", DAYS[first], DAYS[last]),
            };
            (days, hours)
        })
        .collect()
}

fn hours_of(free: &Availability, day: usize) -> String {
    let is_free = |hour: usize| hour < 24 && free.is_free(day * 24 + hour);
    let mut parts = Vec::new();
    let mut hour = 0;
    while hour < 24 {
        if is_free(hour) {
            let start = hour;
            while is_free(hour) {
                hour += 1;
            }
            parts.push(if (start, hour) == (0, 24) {
                "all day".to_owned()
            } else {
                format!("{start}:00 to {hour}:00")
            });
        } else {
            hour += 1;
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_listed_in_one_sentence() {
        assert_eq!(roles(Roles::of(&[Role::Student])), "Student");
        assert_eq!(
            roles(Roles::of(&[Role::Student, Role::Mentor])),
            "Student and mentor"
        );
        assert_eq!(roles(Roles::EVERYBODY), "Student, mentor and administrator");
    }

    #[test]
    fn only_who_can_sign_in_makes_a_new_key_necessary() {
        let sign_in_name = || "mateus".to_owned();
        let needs = AccountState::NeedsCode {
            sign_in_name: sign_in_name(),
        };
        assert_eq!(new_key(&AccountState::None), None);
        assert_eq!(new_key(&needs), None);
        let active = AccountState::Active {
            sign_in_name: sign_in_name(),
        };
        assert!(new_key(&active).is_some_and(|words| words.contains("this person’s too")));
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let mut free = Availability::default();
        for day in [0, 1, 2, 4] {
            free = free.with(day * 24 + 9, true).with(day * 24 + 10, true);
        }
        free = free.with(4 * 24 + 15, true);
        assert_eq!(
            free_times(&free),
            [
                ("Mon to Wed".to_owned(), "9:00 to 11:00".to_owned()),
                ("Fri".to_owned(), "9:00 to 11:00, 15:00 to 16:00".to_owned()),
            ]
        );
        assert!(free_times(&Availability::default()).is_empty());
    }
}
