//! Why two people are no pair, and what it would take.

use std::rc::Rc;

use contract::proposals::{
    Bar, Change, Difference, Goal, MoveView, ProposalView, WhyNotAnswer, WhyNotView,
};
use domain::Role;
use yew::prelude::*;

use super::answer::{Answer, use_late};
use super::bench::{Two, Wondered};
use super::edits::{Edits, Wish};
use super::pair::breakdown;
use super::person_combo::{Chosen, PersonCombo};
use super::words::{bar, gain, is_nothing, mood, signed};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, ErrorCallout, Icon, Kind, Mood, Size};
use crate::pages::matching::words::points;
use crate::time::count;

#[derive(Properties)]
pub(super) struct WhyNotPaneProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) wondered: Wondered,
    pub(super) answer: Answer<WhyNotView>,
    pub(super) edits: Edits,
    pub(super) on_wonder: Callback<Wondered>,
    pub(super) on_open: Callback<Two>,
}

// Drawn with the drawer.
impl PartialEq for WhyNotPaneProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn WhyNotPane(props: &WhyNotPaneProps) -> Html {
    let (view, wondered) = (&props.view, props.wondered);
    let late = use_late(props.answer.progress.is_busy());
    let choose = |role: Role| {
        props.on_wonder.reform(move |chosen: Option<Chosen>| {
            let chosen = chosen.map(|chosen| chosen.id);
            match role {
                Role::Mentor => Wondered {
                    mentor: chosen,
                    ..wondered
                },
                Role::Student | Role::Administrator => Wondered {
                    student: chosen,
                    ..wondered
                },
            }
        })
    };
    let known = props.answer.now().cloned();
    let name = |id: Option<domain::PersonId>| {
        let id = id?;
        let answered = known.as_ref().and_then(|known| {
            let people = [
                (known.student, &known.student_name),
                (known.mentor, &known.mentor_name),
            ];
            people
                .into_iter()
                .find(|(known, _)| *known == id)
                .map(|(_, name)| name.clone())
        });
        answered.or_else(|| super::bench::name_of(view, id))
    };
    let told = if view.summary.stale {
        html! { <Callout mood={Mood::Warn} title="People changed since">{ "Run again first: the answer would be about what is not true any more." }</Callout> }
    } else if late {
        html! { <p class="scenario-work" role="status"><span class="btn-spin" aria-hidden="true" />{ "Working out what it would take" }
        <Button label="Stop" kind={Kind::Ghost} size={Size::Small} onclick={props.answer.stop.clone()} /></p> }
    } else if let Some(known) = &known {
        told(props, known)
    } else if props.answer.stopped {
        html! { <Button label="Work it out" size={Size::Small} onclick={props.answer.again.clone()} /> }
    } else {
        html! { <p class="t-sm t-3">{ "Choose a student and a mentor: you see what they would score, who would have to move, and what the others pay." }</p> }
    };
    html! {
        <>
            <div class="drawer-section why-not-fields">
                <PersonCombo label="Why is this student" role={Role::Student} chosen={wondered.student} name={name(wondered.student)} on_choose={choose(Role::Student)} />
                <PersonCombo label="not with this mentor" role={Role::Mentor} chosen={wondered.mentor} name={name(wondered.mentor)} on_choose={choose(Role::Mentor)} />
            </div>
            <div class="drawer-section" aria-live="polite">
                <ErrorCallout error={props.answer.error.clone()} />
                { told }
            </div>
        </>
    }
}

fn told(props: &WhyNotPaneProps, known: &WhyNotView) -> Html {
    let (student, mentor) = (&known.student_name, &known.mentor_name);
    let body = match &known.answer {
        WhyNotAnswer::Chosen => {
            let pair = (known.student, known.mentor);
            html! {
                <Callout mood={Mood::Ok} title={format!("{student} and {mentor} are a pair of this proposal")}>
                    <Button label="See why" size={Size::Small} onclick={props.on_open.reform(move |()| pair)} />
                </Callout>
            }
        }
        WhyNotAnswer::Barred { by } => barred(props, known, by),
        WhyNotAnswer::Possible {
            moves,
            difference,
            after,
        } => html! {
            <>
                <p class="t-sm t-2 mb-2">{ format!("{student} and {mentor} score ") }
                    <b class="t-semi">{ known.worth.as_ref().map_or_else(String::new, |worth| points(worth.score)) }</b>{ ". " }{ room(moves) }</p>
                { chain(moves, difference) }
                <p class="t-xs t-3 mt-2">{ format!("Total would be {} instead of {}. {}{}", points(after.total), points(props.view.summary.total), matched(difference), cheapest(props.view.summary.goal)) }</p>
            </>
        },
    };
    let apart = known.answer != WhyNotAnswer::Chosen;
    let worth = known.worth.as_ref().filter(|_| apart).map(|worth| {
        html! {
            <details class="worth">
                <summary>{ "What the two would score" }</summary>
                { breakdown(&props.view, &worth.points, &worth.reasons, worth.score) }
            </details>
        }
    });
    html! { <>{ body }{ worth }</> }
}

/// How many others would have to move.
fn room(moves: &[MoveView]) -> String {
    match moves.len().saturating_sub(1) {
        0 => "Nobody else would have to move:".to_owned(),
        1 => "To make room, one other student has to move:".to_owned(),
        others => format!("To make room, {others} other students have to move:"),
    }
}

fn matched(difference: &Difference) -> String {
    match difference.pairs {
        0 => "As many stay matched.".to_owned(),
        pairs if pairs < 0 => format!(
            "{} would be left.",
            count(pairs.unsigned_abs(), "student more", "students more")
        ),
        pairs => format!("{pairs} more would be matched."),
    }
}

/// Where points decide, the chain is the cheapest there is.
fn cheapest(goal: Goal) -> &'static str {
    match goal {
        Goal::BestTotal | Goal::MostMatched => " No cheaper change exists.",
        Goal::Fairest | Goal::Preferences | Goal::Stable => "",
    }
}

fn chain(moves: &[MoveView], difference: &Difference) -> Html {
    html! {
        <ol class="plain swap">
            { for moves.iter().enumerate().map(|(at, step)| html! {
                <li key={at}>
                    <Icon glyph={Glyph::ArrowRight} />
                    <span>{ step.to.as_ref().map_or_else(|| format!("{} to nobody", step.name), |to| format!("{} to {}", step.name, to.name)) }
                        <small>{ step.from.as_ref().map_or_else(|| "had nobody".to_owned(), |from| format!("was {}, {}", from.name, points(from.score))) }</small></span>
                    <b class={mood(step.gain)}>{ signed(step.gain) }</b>
                </li>
            }) }
            <li class="swap-sum"><span /><span>{ if is_nothing(difference.points) || difference.points < 0.0 { "Cost to the cohort" } else { "Gain of the cohort" } }</span>
                <b class={mood(difference.points)}>{ gain_short(difference) }</b></li>
        </ol>
    }
}

/// The sum of a chain; lost matches are said in the line below too.
fn gain_short(difference: &Difference) -> String {
    if difference.pairs == 0 {
        signed(difference.points)
    } else {
        gain(difference)
    }
}

/// Everything that bars the two, each with what takes it away where that is a change of this proposal.
fn barred(props: &WhyNotPaneProps, known: &WhyNotView, by: &[Bar]) -> Html {
    let (student, mentor) = (&known.student_name, &known.mentor_name);
    html! {
        <Callout mood={Mood::Warn} title={format!("{student} and {mentor} may not be a pair")}>
            <ul class="plain bar-list">
                { for by.iter().enumerate().map(|(at, by)| {
                    let way = way_out(&props.view, known, by);
                    html! {
                        <li key={at}>{ bar(by, student, mentor) }
                            if let Some((label, wish)) = way {
                                <Button {label} size={Size::Small} onclick={props.edits.run.reform(move |()| wish.clone())} />
                            }
                        </li>
                    }
                }) }
            </ul>
        </Callout>
    }
}

/// The change that takes a bar away.
fn way_out(view: &ProposalView, known: &WhyNotView, by: &Bar) -> Option<(&'static str, Wish)> {
    let (student, mentor) = (known.student, known.mentor);
    let (one, other) = (&known.student_name, &known.mentor_name);
    match by {
        Bar::Excluded { .. } => Some((
            "Allow the pair",
            Wish::new(
                vec![Change::Include { student, mentor }],
                format!("{one} may be with {other}"),
            ),
        )),
        Bar::NoPlace => Some(("Give a place", super::pair::give(mentor, other, 1))),
        Bar::StudentLocked { .. } => Some((
            "Unlock",
            unlock_all(view, |lock| lock.student == student, one),
        )),
        Bar::MentorLocked { .. } => Some((
            "Unlock",
            unlock_all(view, |lock| lock.mentor == mentor, other),
        )),
        Bar::SamePerson | Bar::StudentGone | Bar::MentorGone | Bar::Required { .. } => None,
    }
}

fn unlock_all(
    view: &ProposalView,
    of: impl Fn(&contract::proposals::LockView) -> bool,
    name: &str,
) -> Wish {
    let locks = view.rules.locks.iter().filter(|lock| of(lock));
    let changes = locks
        .map(|lock| Change::Unlock {
            student: lock.student,
            mentor: lock.mentor,
        })
        .collect();
    Wish::new(changes, format!("{name} unlocked"))
}

/// "Use this change" and the way to another question; nothing where the answer is no change.
pub(super) fn foot(
    known: Option<&WhyNotView>,
    edits: &Edits,
    on_wonder: &Callback<Wondered>,
) -> Option<Html> {
    let known = known.filter(|known| matches!(known.answer, WhyNotAnswer::Possible { .. }))?;
    let (student, mentor) = (known.student, known.mentor);
    let wish = Wish::new(
        vec![Change::Lock { student, mentor }],
        format!("{} locked with {}", known.student_name, known.mentor_name),
    );
    let another = Wondered {
        student: Some(student),
        mentor: None,
    };
    Some(html! {
        <>
            <Button label="Use this change" kind={Kind::Primary} size={Size::Small} busy={edits.is_busy()}
                onclick={edits.run.reform(move |()| wish.clone())} />
            <Button label="Compare another" kind={Kind::Ghost} size={Size::Small} onclick={on_wonder.reform(move |()| another)} />
        </>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_says_who_has_to_move() {
        let step = MoveView {
            student: super::super::samples::person(1),
            name: "Mai".to_owned(),
            from: None,
            to: None,
            gain: 0.0,
        };
        assert_eq!(
            room(std::slice::from_ref(&step)),
            "Nobody else would have to move:"
        );
        assert_eq!(
            room(&[step.clone(), step.clone(), step]),
            "To make room, 2 other students have to move:"
        );
    }

    #[test]
    fn lost_matches_are_said_in_words() {
        let difference = |pairs| Difference { pairs, points: 0.0 };
        assert_eq!(matched(&difference(0)), "As many stay matched.");
        assert_eq!(matched(&difference(-1)), "1 student more would be left.");
        assert_eq!(matched(&difference(2)), "2 more would be matched.");
    }
}
