//! A session in words. Pure: who looks, now and the zone are passed in.

use chrono::NaiveDate;
use contract::matches::MySide;
use contract::sessions::{NoteKind, NoteView, SEALED_SEARCHED, SessionView};
use domain::markdown::excerpt;
use domain::{Audience, Zone};

use crate::time;

/// What lists quote of a text, in characters.
const QUOTED: usize = 160;

/// What a search leaves out, where there may be so much: a session has a private note and one for the administrators.
pub(crate) fn search_limit(text: &str, sessions: u64) -> Option<String> {
    (!text.is_empty() && sessions > SEALED_SEARCHED / 2).then(|| {
        format!(
            "Of private notes and notes for the administrators the newest {} are searched.",
            time::grouped(SEALED_SEARCHED)
        )
    })
}

/// What the session was about: "University, interview practice".
pub(crate) fn title(session: &SessionView) -> String {
    if session.topics.is_empty() {
        "Session".to_owned()
    } else {
        session.topics.join(", ")
    }
}

/// How people speak to each other: the first word of a name.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The other one of the pair; for somebody outside it both.
pub(crate) fn partner(session: &SessionView) -> String {
    match session.mine {
        MySide::Student => session.mentor.name.clone(),
        MySide::Mentor => session.student.name.clone(),
        MySide::Outside => format!("{} and {}", session.student.name, session.mentor.name),
    }
}

/// [`partner`] as the pair speaks of each other: "Linh".
pub(crate) fn partner_first(session: &SessionView) -> String {
    match session.mine {
        MySide::Student => first_name(&session.mentor.name).to_owned(),
        MySide::Mentor => first_name(&session.student.name).to_owned(),
        MySide::Outside => format!(
            "{} and {}",
            first_name(&session.student.name),
            first_name(&session.mentor.name)
        ),
    }
}

/// Who may read a text, for the person who looks at it.
pub(crate) fn readers(note: &NoteView, session: &SessionView) -> String {
    let inside = match session.mine {
        MySide::Student | MySide::Mentor => format!("You and {}", partner_first(session)),
        MySide::Outside => partner_first(session),
    };
    match note.audience {
        Audience::Author if note.mine => crate::components::ONLY_YOU.to_owned(),
        Audience::Author => format!("Only {} can read this", first_name(&note.author_name)),
        Audience::Pair => format!("{inside} can read this"),
        Audience::Coordinators => match session.mine {
            MySide::Student | MySide::Mentor => {
                format!(
                    "You, {} and the administrators can read this",
                    partner_first(session)
                )
            }
            MySide::Outside => format!("{inside} and the administrators can read this"),
        },
        Audience::Administrators if note.mine => {
            crate::components::YOU_AND_ADMINISTRATORS.to_owned()
        }
        Audience::Administrators => {
            format!(
                "{} and the administrators (sealed to their keys; the recovery code can open it; that is recorded)",
                first_name(&note.author_name)
            )
        }
    }
}

/// Why a text cannot be read at the moment, up to the place where that is mended.
pub(crate) fn why_sealed(note: &NoteView) -> &'static str {
    if note.mine {
        "Your password was reset since you wrote it. The programme's recovery code opens it,"
    } else {
        "It is sealed to the administrators’ key, which you do not have yet: your password is new, or you were named an \
         administrator. Another administrator gives it to you by signing in, or the recovery code opens it,"
    }
}

/// What a text is: "Shared note", "Private note", "Your reflection", "Linh’s reflection".
pub(crate) fn kind(note: &NoteView) -> String {
    match (note.kind, note.audience) {
        (NoteKind::Reflection, _) if note.mine => "Your reflection".to_owned(),
        (NoteKind::Reflection, _) => format!("{}’s reflection", first_name(&note.author_name)),
        (NoteKind::Note, Audience::Author) => "Private note".to_owned(),
        (NoteKind::Note, Audience::Pair | Audience::Coordinators) => "Shared note".to_owned(),
        (NoteKind::Note, Audience::Administrators) => "Note for the administrators".to_owned(),
    }
}

/// The line of the session that lists quote: of a note that is no private one.
pub(crate) fn quoted(session: &SessionView) -> Option<String> {
    session
        .notes
        .iter()
        .find(|note| note.kind == NoteKind::Note && note.audience != Audience::Author)
        .map(|note| line_of(&note.text))
        .filter(|words| !words.is_empty())
}

/// The first line that is no heading: headings repeat the topics.
fn line_of(text: &str) -> String {
    let is_heading = |line: &&str| line.trim_start().starts_with('#');
    let body: Vec<&str> = text.lines().filter(|line| !is_heading(line)).collect();
    let line = excerpt(&body.join("\n"), QUOTED);
    if line.is_empty() {
        excerpt(text, QUOTED)
    } else {
        line
    }
}

/// Whether there is a text only the asking person reads.
pub(crate) fn has_private(session: &SessionView) -> bool {
    session
        .notes
        .iter()
        .any(|note| note.mine && note.audience == Audience::Author)
}

/// The student's reflection, where it may be read.
pub(crate) fn reflection(session: &SessionView) -> Option<&NoteView> {
    session
        .notes
        .iter()
        .find(|note| note.kind == NoteKind::Reflection)
}

/// The words of a reflection, as lists quote them.
pub(crate) fn quoted_reflection(note: &NoteView) -> String {
    line_of(&note.text)
}

/// Whether the asking person may write a reflection and has not.
pub(crate) fn awaits_reflection(session: &SessionView) -> bool {
    session.may_reflect && reflection(session).is_none_or(|note| !note.mine)
}

/// The rows by the month they took place in, in their order: "November 2026" with the places of its rows.
pub(crate) fn by_month(rows: &[SessionView], zone: Zone) -> Vec<(String, Vec<usize>)> {
    let month = |session: &SessionView| -> NaiveDate { time::date_in(session.starts_at, zone) };
    let mut months: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, session) in rows.iter().enumerate() {
        let name = month(session).format("%B %Y").to_string();
        match months.last_mut() {
            Some((last, places)) if *last == name => places.push(at),
            _ => months.push((name, vec![at])),
        }
    }
    months
}

/// The topics of earlier sessions, the most frequent first.
pub(crate) fn topics_of(rows: &[SessionView]) -> Vec<String> {
    let mut counted: Vec<(String, String, usize)> = Vec::new();
    for topic in rows.iter().flat_map(|session| &session.topics) {
        let key = domain::names::search_key(topic);
        match counted.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, count)) => *count += 1,
            None => counted.push((key, topic.clone(), 1)),
        }
    }
    counted.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(_, topic, _)| topic).collect()
}

/// Fixtures that the tests of these pages share.
#[cfg(test)]
pub(crate) mod fixture {
    use chrono::{DateTime, Utc};
    use contract::matches::Partner;

    use super::*;

    pub(crate) fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text)
            .expect("a test's time")
            .to_utc()
    }

    pub(crate) fn id<T: std::str::FromStr>(number: u8) -> T {
        format!("00000000-0000-7000-8000-0000000000{number:02x}")
            .parse()
            .unwrap_or_else(|_| panic!("an id"))
    }

    fn partner(number: u8, name: &str) -> Partner {
        Partner {
            id: id(number),
            name: name.to_owned(),
            active: true,
        }
    }

    pub(crate) fn session(starts_at: &str, topics: &[&str]) -> SessionView {
        SessionView {
            id: id(1),
            of: id(2),
            student: partner(3, "Linh Trần"),
            mentor: partner(4, "Amara Okonkwo"),
            mine: MySide::Mentor,
            starts_at: at(starts_at),
            minutes: 45,
            place: String::new(),
            topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
            notes: Vec::new(),
            may_change: true,
            may_reflect: false,
            revision: 1,
        }
    }

    pub(crate) fn note(kind: NoteKind, audience: Audience, mine: bool, text: &str) -> NoteView {
        NoteView {
            id: id(5),
            kind,
            author: id(4),
            author_name: "Amara Okonkwo".to_owned(),
            audience,
            text: text.to_owned(),
            written_at: at("2026-11-17T15:50:00Z"),
            changed_at: at("2026-11-17T15:50:00Z"),
            mine,
            seal: contract::sessions::Seal::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::{note, session};
    use super::*;

    #[test]
    fn a_search_says_what_it_leaves_out_only_where_it_may() {
        assert_eq!(search_limit("nursing", 1_000), None);
        assert_eq!(search_limit("", 100_000), None);
        assert_eq!(
            search_limit("nursing", 1_001).as_deref(),
            Some(
                "Of private notes and notes for the administrators the newest 2,000 are searched."
            )
        );
    }

    #[test]
    fn sessions_stand_under_the_month_of_the_zone() {
        let rows = [
            session("2026-11-17T15:00:00Z", &[]),
            session("2026-10-31T23:30:00Z", &[]),
            session("2026-10-12T15:00:00Z", &[]),
        ];
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        assert_eq!(
            by_month(&rows, berlin),
            [
                ("November 2026".to_owned(), vec![0, 1]),
                ("October 2026".to_owned(), vec![2])
            ]
        );
    }

    #[test]
    fn lists_never_quote_a_private_note() {
        let mut row = session("2026-11-17T15:00:00Z", &["University"]);
        row.notes = vec![note(NoteKind::Note, Audience::Author, true, "Seemed tired")];
        assert_eq!(quoted(&row), None);
        assert!(has_private(&row));
        row.notes.push(note(
            NoteKind::Note,
            Audience::Pair,
            true,
            "### Draft two\nis stronger",
        ));
        assert_eq!(quoted(&row).as_deref(), Some("is stronger"));
        row.notes[1].text = "# Draft two".to_owned();
        assert_eq!(quoted(&row).as_deref(), Some("Draft two"));
    }

    #[test]
    fn everybody_is_told_who_reads_from_where_they_stand() {
        let mut row = session("2026-11-17T15:00:00Z", &[]);
        let mut shared = note(NoteKind::Note, Audience::Coordinators, true, "x");
        assert_eq!(
            readers(&shared, &row),
            "You, Linh and the administrators can read this"
        );
        row.mine = MySide::Student;
        shared.mine = false;
        shared.audience = Audience::Pair;
        assert_eq!(readers(&shared, &row), "You and Amara can read this");
        row.mine = MySide::Outside;
        shared.audience = Audience::Coordinators;
        assert_eq!(
            readers(&shared, &row),
            "Linh and Amara and the administrators can read this"
        );
    }

    #[test]
    fn a_reflection_is_awaited_until_it_is_written() {
        let mut row = session("2026-11-17T15:00:00Z", &[]);
        assert!(!awaits_reflection(&row));
        row.may_reflect = true;
        assert!(awaits_reflection(&row));
        row.notes = vec![note(NoteKind::Reflection, Audience::Pair, true, "x")];
        assert!(!awaits_reflection(&row));
    }

    #[test]
    fn topics_are_offered_by_how_often_they_came_up() {
        let rows = [
            session("2026-11-17T15:00:00Z", &["Travel", "Writing"]),
            session("2026-11-10T15:00:00Z", &["writing"]),
        ];
        assert_eq!(topics_of(&rows), ["Writing", "Travel"]);
    }
}
