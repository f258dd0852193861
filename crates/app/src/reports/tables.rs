//! What stands in the exported tables.

use domain::fields::Value;
use domain::{Role, Zone};
use store::reports::{Roster, RosterPerson, SessionFacts};

/// Headings, and rows with a cell for each of them.
pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The facts of sessions; days and times are the programme's.
pub(super) fn sessions_table(zone: Zone, sessions: &[SessionFacts]) -> Table {
    let headings = [
        "Date", "Time", "Minutes", "Student", "Mentor", "Topics", "Place",
    ];
    let rows = sessions.iter().map(|session| {
        let starts_at = session.starts_at.with_timezone(&zone.tz());
        vec![
            starts_at.format("%Y-%m-%d").to_string(),
            starts_at.format("%H:%M").to_string(),
            session.minutes.to_string(),
            session.student.clone(),
            session.mentor.clone(),
            list(&session.topics),
            session.place.clone(),
        ]
    });
    Table {
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

/// Everybody with everything administrators see; the import reads the headings back.
pub(super) fn people_table(zone: Zone, roster: &Roster) -> Table {
    let headings = [
        "Name",
        "E-mail",
        "Roles",
        "Active",
        "Joined",
        "Mentor capacity",
        "Students",
        "Mentors",
        "Interests",
        "Expertise",
        "Languages",
        "Time zone",
        "Bio",
    ];
    Table {
        headings: headings
            .into_iter()
            .map(str::to_owned)
            .chain(roster.fields.iter().cloned())
            .collect(),
        rows: roster
            .people
            .iter()
            .map(|person| person_row(zone, person))
            .collect(),
    }
}

fn person_row(zone: Zone, person: &RosterPerson) -> Vec<String> {
    let mut row = vec![
        person.name.clone(),
        person.email.clone(),
        person
            .roles
            .iter()
            .map(Role::as_str)
            .collect::<Vec<_>>()
            .join("; "),
        if person.active { "yes" } else { "no" }.to_owned(),
        person
            .joined_at
            .with_timezone(&zone.tz())
            .format("%Y-%m-%d")
            .to_string(),
        person.capacity.to_string(),
        person.open_as_mentor.to_string(),
        person.open_as_student.to_string(),
        list(&person.interests),
        list(&person.expertise),
        list(&person.languages),
        person.zone.clone(),
        person.bio.clone(),
    ];
    row.extend(
        person
            .answers
            .iter()
            .map(|answer| answer.as_ref().map(Value::to_text).unwrap_or_default()),
    );
    row
}

fn list(entries: &[String]) -> String {
    entries.join("; ")
}
