//! A rule about people chosen by name: lock them, never pair them, give a mentor more or fewer places.

use std::rc::Rc;

use contract::proposals::{Change, ProposalView};
use domain::Role;
use yew::prelude::*;

use super::bench::{Rule, Two, name_of};
use super::edits::{Edits, Wish};
use super::person_combo::{Chosen, PersonCombo};
use crate::components::{Button, Dialog, ErrorCallout, Kind, TextField};
use crate::form::Bound;

#[derive(Properties)]
pub(super) struct RuleDialogProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) rule: Rule,
    /// The pair it speaks of, where that is known; otherwise both are chosen.
    pub(super) of: Option<Two>,
    pub(super) edits: Edits,
    pub(super) on_close: Callback<()>,
}

// Drawn with the page.
impl PartialEq for RuleDialogProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn RuleDialog(props: &RuleDialogProps) -> Html {
    let (view, edits) = (&props.view, &props.edits);
    let named = |id| {
        let name = name_of(view, id)?;
        Some(Chosen { id, name })
    };
    let student = use_state(|| props.of.and_then(|of| named(of.0)));
    let mentor = use_state(|| props.of.and_then(|of| named(of.1)));
    let text = use_state(String::new);
    // Whether the wish of this dialog is on its way: it closes once that is done, and stays where it was refused.
    let sent = use_state(|| false);
    let begun = use_mut_ref(|| false);
    {
        let (close, refused) = (props.on_close.clone(), edits.refused.is_some());
        use_effect_with((*sent, edits.is_busy()), {
            let (sent, begun) = (sent.clone(), begun.clone());
            move |(waits, busy)| {
                if *waits && *busy {
                    begun.replace(true);
                } else if *waits && begun.replace(false) {
                    sent.set(false);
                    if !refused {
                        close.emit(());
                    }
                }
            }
        });
    }
    let wish = wish(view, props.rule, student.as_ref(), mentor.as_ref(), &text);
    let missing = wish.is_none().then_some(match props.rule {
        Rule::Lock | Rule::Never => "Choose a student and a mentor",
        Rule::Places => "Choose a mentor and a number of places",
    });
    let on_submit = {
        let (run, sent) = (edits.run.clone(), sent.clone());
        Callback::from(move |()| {
            if let Some(wish) = wish.clone() {
                sent.set(true);
                run.emit(wish);
            }
        })
    };
    let words = Words::of(view, props);
    let error = |field: &str| {
        edits
            .refused
            .as_ref()
            .and_then(|refused| refused.field(field))
    };
    let fields_tell = ["student", "mentor", "reason", "places"]
        .iter()
        .any(|field| error(field).is_some());
    let refusal = edits.refused.as_ref().map(|refused| refused.error.clone());
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label={words.act} kind={Kind::Primary} submit=true busy={*sent && edits.is_busy()} blocked={missing.map(AttrValue::from)} />
        </>
    };
    let chosen = |state: &UseStateHandle<Option<Chosen>>| {
        let state = state.clone();
        Callback::from(move |person: Option<Chosen>| state.set(person))
    };
    let on_text = {
        let text = text.clone();
        Callback::from(move |typed: String| text.set(typed))
    };
    let bound = |field: &str| Bound::new((*text).clone(), on_text.clone()).with_error(error(field));
    html! {
        <Dialog title={words.title} {foot} on_close={props.on_close.clone()} on_submit={on_submit}>
            <p>{ words.text }</p>
            if props.of.is_none() {
                if props.rule != Rule::Places {
                    <span data-focus="true"><PersonCombo label="Student" role={Role::Student} chosen={student.as_ref().map(|student| student.id)} on_choose={chosen(&student)} error={error("student")} /></span>
                }
                <PersonCombo label="Mentor" role={Role::Mentor} chosen={mentor.as_ref().map(|mentor| mentor.id)} on_choose={chosen(&mentor)} error={error("mentor")} />
            }
            if props.rule == Rule::Never {
                <span data-focus={props.of.map(|_| "true")}><TextField label="Reason" optional=true placeholder="Such as same family" bound={bound("reason")} /></span>
            }
            if props.rule == Rule::Places {
                <TextField label="Places in this proposal" inputmode="numeric" class="field-short" bound={bound("places")} />
            }
            <ErrorCallout error={refusal.filter(|_| !fields_tell || props.of.is_some())} />
        </Dialog>
    }
}

/// What the dialog asks for, once it is complete.
fn wish(
    view: &ProposalView,
    rule: Rule,
    student: Option<&Chosen>,
    mentor: Option<&Chosen>,
    text: &str,
) -> Option<Wish> {
    let Chosen {
        id: mentor,
        name: other,
    } = mentor?.clone();
    if rule == Rule::Places {
        let places: u32 = text.trim().parse().ok()?;
        return Some(super::pair::give(mentor, &other, places));
    }
    let Chosen {
        id: student,
        name: one,
    } = student?.clone();
    if rule == Rule::Lock {
        let lock = Change::Lock { student, mentor };
        return Some(Wish::new(vec![lock], format!("{one} locked with {other}")));
    }
    let is_locked =
        |lock: &contract::proposals::LockView| (lock.student, lock.mentor) == (student, mentor);
    let mut changes = Vec::new();
    if view.rules.locks.iter().any(is_locked) {
        changes.push(Change::Unlock { student, mentor });
    }
    changes.push(Change::Exclude {
        student,
        mentor,
        reason: text.trim().to_owned(),
    });
    Some(Wish::new(
        changes,
        format!("{one} is never paired with {other}"),
    ))
}

struct Words {
    title: String,
    text: String,
    act: &'static str,
}

impl Words {
    fn of(view: &ProposalView, props: &RuleDialogProps) -> Self {
        let names = props
            .of
            .and_then(|(student, mentor)| Some((name_of(view, student)?, name_of(view, mentor)?)));
        match (props.rule, names) {
            (Rule::Never, Some((student, mentor))) => Self {
                title: format!("Never pair {student} with {mentor}?"),
                text: "Both stay in the cohort and are matched with others as far as there are places. Changes lists it, with the way back.".to_owned(),
                act: "Never pair them",
            },
            (Rule::Never, None) => Self {
                title: "Never pair two people?".to_owned(),
                text: "They are never made a pair in this proposal.".to_owned(),
                act: "Never pair them",
            },
            (Rule::Lock, _) => Self {
                title: "Lock which pair?".to_owned(),
                text: "The two are a pair whatever else changes; the others are matched around them.".to_owned(),
                act: "Lock the pair",
            },
            (Rule::Places, _) => Self {
                title: "Change the places of which mentor?".to_owned(),
                text: "Counts in this proposal. Publishing raises the number in the profile where it is not enough.".to_owned(),
                act: "Change places",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{person, view};
    use super::*;

    #[test]
    fn a_rule_is_complete_with_its_people() {
        let view = view(&[(1, 2, 9.0)]);
        let chosen = |number| Chosen {
            id: person(number),
            name: format!("Person {number}"),
        };
        let (one, other) = (chosen(1), chosen(2));
        assert_eq!(wish(&view, Rule::Never, Some(&one), None, ""), None);
        assert_eq!(wish(&view, Rule::Places, None, Some(&other), "many"), None);
        let never = wish(
            &view,
            Rule::Never,
            Some(&one),
            Some(&other),
            " Same family ",
        );
        let exclude = Change::Exclude {
            student: person(1),
            mentor: person(2),
            reason: "Same family".to_owned(),
        };
        assert_eq!(
            never,
            Some(Wish::new(
                vec![exclude],
                "Person 1 is never paired with Person 2"
            ))
        );
    }
}
