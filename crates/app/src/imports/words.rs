//! The words people answer forms with: yes and no, roles, counts, zones, lists.

use domain::fields::split_list;
use domain::names::search_key;
use domain::numbers::parse_number;
use domain::{Capacity, Invalid, Role, Roles, Zone};

/// The words of a text, lower case without accents; an apostrophe stays inside its word.
pub(crate) fn words(text: &str) -> Vec<String> {
    search_key(text)
        .replace('’', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Reads an answer to a yes-or-no question; its first word decides ("Yes, I would"). `None`: neither.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    const YES: [&str; 14] = [
        "yes", "y", "true", "1", "x", "ja", "j", "oui", "si", "sim", "tak", "ok", "sure", "checked",
    ];
    const NO: [&str; 11] = [
        "no",
        "n",
        "false",
        "0",
        "nein",
        "non",
        "nao",
        "nie",
        "not",
        "none",
        "unchecked",
    ];
    match text.trim() {
        "✓" | "✔" | "☑" | "✅" => return Some(true),
        "✗" | "✘" | "☐" | "❌" | "-" | "–" => return Some(false),
        _ => {}
    }
    let words = words(text);
    let first = words.first()?.as_str();
    if YES.contains(&first) {
        Some(true)
    } else if NO.contains(&first) {
        Some(false)
    } else {
        None
    }
}

const MENTOR: [&str; 14] = [
    "mentor",
    "mentors",
    "mentoring",
    "coach",
    "coaches",
    "adviser",
    "advisor",
    "tutor",
    "volunteer",
    "mentorin",
    "buddy",
    "supervisor",
    "guide",
    "teacher",
];
const STUDENT: [&str; 17] = [
    "student",
    "students",
    "mentee",
    "mentees",
    "mentored",
    "protege",
    "protegee",
    "learner",
    "coachee",
    "tutee",
    "pupil",
    "apprentice",
    "trainee",
    "participant",
    "advisee",
    "graduate",
    "menti",
];

/// Reads what somebody is ("Mentee", "I'd like to be a mentor", "Mentor; Student", "both"). `None`: it does not say.
pub(crate) fn roles(text: &str) -> Option<Roles> {
    let words = words(text);
    if words
        .iter()
        .any(|word| ["not", "don't", "never", "neither"].contains(&word.as_str()))
    {
        return None;
    }
    let both = words.iter().any(|word| word == "both" || word == "either");
    let mut roles = if both {
        Roles::of(&[Role::Student, Role::Mentor])
    } else {
        Roles::NONE
    };
    for (at, word) in words.iter().enumerate() {
        if STUDENT.contains(&word.as_str())
            || (MENTOR.contains(&word.as_str()) && is_wanted(&words[..at]))
        {
            roles = roles.with(Role::Student);
        } else if MENTOR.contains(&word.as_str()) {
            roles = roles.with(Role::Mentor);
        } else if ["administrator", "admin", "coordinator"].contains(&word.as_str()) {
            roles = roles.with(Role::Administrator);
        }
    }
    (!roles.is_empty()).then_some(roles)
}

/// Whether the words before "mentor" ask for one: who is "looking for a mentor" is a student.
fn is_wanted(before: &[String]) -> bool {
    let asked = before
        .iter()
        .rev()
        .find(|word| !["a", "an", "my", "own", "the", "some"].contains(&word.as_str()));
    asked.is_some_and(|word| {
        [
            "have",
            "find",
            "get",
            "need",
            "want",
            "for",
            "seek",
            "seeking",
            "receive",
            "receiving",
            "with",
        ]
        .contains(&word.as_str())
    })
}

/// Reads how many people somebody takes ("2", "Two", "two students", "none").
pub(crate) fn capacity(text: &str) -> Result<Capacity, Invalid> {
    let out_of_range = Invalid::OutOfRange(Capacity::LEAST.into(), Capacity::MOST.into());
    let number = parse_number(text).or_else(|refused| {
        let words = words(text);
        match words.split_first() {
            Some((count, [of])) if is_people(of) => parse_number(count),
            _ => Err(refused),
        }
    })?;
    if number.fract() != 0.0 || !(0.0..=1000.0).contains(&number) {
        return Err(out_of_range);
    }
    // At most 1000 and whole, so the text of it is an integer's.
    Capacity::new(number.to_string().parse().map_err(|_| out_of_range)?)
}

fn is_people(word: &str) -> bool {
    ["person", "people", "persons"].contains(&word) || STUDENT.contains(&word)
}

/// Reads a zone by its name, or by the city it is named for ("Berlin", "new york").
pub(crate) fn zone(text: &str) -> Result<Zone, Invalid> {
    Zone::parse(text).or_else(|refused| {
        let wanted = text.trim().replace(' ', "_");
        let is_meant = |name: &&str| {
            let city = name.rsplit_once('/').map_or(*name, |(_, city)| city);
            name.eq_ignore_ascii_case(&wanted) || city.eq_ignore_ascii_case(&wanted)
        };
        // Where two zones are named for cities of one name, nobody knows which is meant.
        match Zone::names()
            .filter(is_meant)
            .collect::<Vec<_>>()
            .as_slice()
        {
            [only] => Zone::parse(only),
            _ => Err(refused),
        }
    })
}

/// As [`split_list`], and "English and French" or "English/French" too: no language has "and" in its name.
pub(crate) fn languages(text: &str) -> Vec<String> {
    let joined = [" and ", " AND ", " And ", " & ", " + ", "/"]
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(word, ", "));
    let text = if text.contains(';') {
        joined.replace(',', ";")
    } else {
        joined
    };
    split_list(&text)
}
