//! The log in words.

use contract::audit::{Broken, LineView, Subject};

use crate::time::count;

/// What was done, as it goes on after a name.
#[expect(clippy::match_same_arms, reason = "each action has a line of its own")]
fn done(action: &str) -> Option<&'static str> {
    Some(match action {
        "programmes.found" => "founded the programme",
        "programmes.change" => "changed the settings of the programme",
        "programmes.load_sample" => "loaded the sample programme",
        "programmes.remove_sample" => "removed the sample programme",
        "accounts.sign_in" => "signed in",
        "accounts.sign_out" => "signed out",
        "accounts.lock" => "locked the programme",
        "accounts.set_password" => "chose a password with a one-time code",
        "accounts.change_password" => "changed their password",
        "accounts.recover" => "chose a new password with the recovery code",
        "accounts.renew_recovery" => "made a new recovery code",
        "accounts.reopen_texts" => "opened their sealed texts with the recovery code",
        "accounts.reseal_texts" => "sealed their private notes to the new recovery code",
        "accounts.new_administrators_key" => "made a new key for the administrators’ texts",
        "accounts.give_administrators_key" => "gave the key to the administrators’ texts to",
        "accounts.reseal_administrators_texts" => {
            "sealed the administrators’ texts to their new key"
        }
        "accounts.renew_key" => "asked for a new key of the file",
        "accounts.new_key" => "gave the file a new key",
        "accounts.issue_codes" => "issued a one-time code for",
        "accounts.admit" => "admitted",
        "accounts.refuse" => "refused a request to join",
        "people.create" => "added",
        "people.change" => "changed the profile of",
        "people.set_roles" => "changed the roles of",
        "people.deactivate" => "deactivated",
        "people.reactivate" => "reactivated",
        "people.erase" => "erased",
        "people.erase_again" => "erased again",
        "people.set_wishes" => "changed the wishes of",
        "fields.create" => "added the field",
        "fields.change" => "changed the field",
        "fields.remove" => "removed a field",
        "matches.make" => "matched",
        "matches.pause" => "paused",
        "matches.resume" => "resumed",
        "matches.end" => "ended",
        "matches.reopen" => "reopened",
        "sessions.log" => "logged",
        "sessions.change" => "changed",
        "sessions.delete" => "deleted",
        "sessions.restore" => "brought back",
        "sessions.reflect" => "wrote a reflection on",
        "sessions.delete_reflection" => "deleted a reflection on",
        "goals.create" => "added",
        "goals.change" => "changed",
        "goals.delete" => "deleted",
        "goals.restore" => "brought back",
        "imports.apply" => "imported a roster",
        "proposals.set_factors" => "changed what counts in proposals",
        "proposals.solve" => "solved",
        "proposals.edit" => "edited",
        "proposals.publish" => "published",
        "proposals.unpublish" => "took back the publishing of",
        "proposals.discard" => "discarded a proposal",
        "reports.export_people" => "exported the people",
        "reports.export_sessions" => "exported the sessions",
        "backups.make" => "made a backup",
        "backups.set_folder" => "chose where backups are copied to",
        "backups.restore" => "restored a backup",
        _ => return None,
    })
}

/// What somebody did, or tried to.
pub(super) fn deed(line: &LineView) -> String {
    match (line.action.as_str(), line.refused) {
        ("accounts.sign_in", true) => {
            "tried to sign in with a name and a password that do not match".to_owned()
        }
        ("accounts.redeem", true) => {
            "tried a one-time code that does not match the name".to_owned()
        }
        (action, true) => format!("was refused “{}”", plain(action)),
        (action, false) => {
            done(action).map_or_else(|| format!("did “{}”", plain(action)), str::to_owned)
        }
    }
}

/// A name of the table of commands as words: "people set roles".
fn plain(name: &str) -> String {
    name.replace(['.', '_'], " ")
}

/// What a line names after its deed: what a deed about the whole programme is about is said by the deed.
pub(super) fn told(line: &LineView) -> impl Iterator<Item = &Subject> {
    let whole = line.action.starts_with("programmes.") && !line.refused;
    line.subjects.iter().filter(move |_| !whole)
}

/// What a line is about.
pub(super) fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Person { name, .. } | Subject::Proposal { name, .. } => name.clone(),
        Subject::Match {
            student, mentor, ..
        } => format!("{student} and {mentor}"),
        Subject::Session {
            student, mentor, ..
        } => format!("a session of {student} and {mentor}"),
        Subject::Goal {
            student, mentor, ..
        } => format!("a goal of {student} with {mentor}"),
        Subject::Field { name, .. } => format!("“{name}”"),
        Subject::Other => "something that was removed since".to_owned(),
    }
}

/// What stands below a line: names of fields, numbers.
pub(super) fn more(line: &LineView) -> Option<String> {
    let mut parts = Vec::new();
    if line.action == "backups.restore" {
        // Not a field: which backup it was.
        parts.extend(
            line.fields
                .first()
                .map(|made| format!("The backup of {made}")),
        );
    } else if !line.fields.is_empty() {
        let fields: Vec<_> = line.fields.iter().map(|field| plain(field)).collect();
        parts.push(format!("What changed: {}", fields.join(", ")));
    }
    match line.items {
        Some(tries) if line.refused => parts.push(count(tries, "try", "tries")),
        Some(rows) => parts.push(count(rows, "row", "rows")),
        None => {}
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What is wrong with the log.
pub(super) fn broken(broken: Broken) -> String {
    match broken {
        Broken::Changed { number } => format!("Line {number} was changed or put elsewhere"),
        Broken::Missing { from, to } if from == to => format!("Line {from} was removed"),
        Broken::Missing { from, to } => format!("Lines {from} to {to} were removed"),
        Broken::CutOff { last, kept } => {
            format!("The end was cut off: there was a line {kept} once, and the last one is {last}")
        }
        Broken::Replaced { number } => {
            format!("Line {number} is another one than when the programme was closed")
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::audit::By;
    use contract::{Kind, TABLE};

    use super::*;

    fn line(action: &str) -> LineView {
        LineView {
            number: 1,
            at: chrono::DateTime::UNIX_EPOCH,
            by: By::Nobody,
            action: action.to_owned(),
            refused: false,
            subjects: Vec::new(),
            fields: Vec::new(),
            items: None,
        }
    }

    #[test]
    fn every_mutation_has_words() {
        for row in TABLE.iter().filter(|row| row.kind == Kind::Mutation) {
            assert!(done(row.name).is_some(), "{} has no words", row.name);
        }
    }

    #[test]
    fn an_action_without_words_is_told_by_its_name() {
        assert_eq!(deed(&line("fields.sort_again")), "did “fields sort again”");
        let refused = LineView {
            refused: true,
            ..line("people.list")
        };
        assert_eq!(deed(&refused), "was refused “people list”");
    }

    #[test]
    fn fields_and_numbers_stand_below() {
        let changed = LineView {
            fields: vec!["bio".to_owned(), "administrator_given".to_owned()],
            ..line("people.change")
        };
        assert_eq!(
            more(&changed).as_deref(),
            Some("What changed: bio, administrator given")
        );
        let tried = LineView {
            refused: true,
            items: Some(3),
            ..line("accounts.sign_in")
        };
        assert_eq!(more(&tried).as_deref(), Some("3 tries"));
        assert_eq!(more(&line("accounts.sign_in")), None);
    }

    #[test]
    fn the_founding_is_about_nothing_that_is_gone() {
        let about = LineView {
            subjects: vec![Subject::Other],
            ..line("programmes.found")
        };
        assert_eq!(told(&about).count(), 0);
        let removed = LineView {
            action: "goals.delete".to_owned(),
            ..about
        };
        assert_eq!(told(&removed).count(), 1);
    }

    #[test]
    fn what_is_broken_says_where() {
        assert_eq!(
            broken(Broken::Missing { from: 3, to: 4 }),
            "Lines 3 to 4 were removed"
        );
        assert_eq!(
            broken(Broken::Missing { from: 3, to: 3 }),
            "Line 3 was removed"
        );
    }
}
