//! What an administrator decided about a proposal: locked pairs, pairs that are never made, changed places.

use std::rc::Rc;

use contract::proposals::{
    Change, ExclusionView, Goal, LockView, MadeView, PlacesRuleView, ProposalState, ProposalView,
};
use yew::prelude::*;

use super::bench::Rule;
use super::edits::{Edits, Wish};
use super::left::allow;
use super::words::{cost, lapsed};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Icon, Kind, Size, TextField};
use crate::desk::{use_desk, use_zone};
use crate::form::Bound;
use crate::pages::matching::words::{LEAST_HINT, number};
use crate::time::count;
use crate::{dom, time};

#[derive(Properties)]
pub(super) struct ChangesProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) edits: Edits,
    pub(super) on_rule: Callback<Rule>,
}

// Drawn with the drawer.
impl PartialEq for ChangesProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn Changes(props: &ChangesProps) -> Html {
    let desk = use_desk();
    let zone = use_zone();
    let rules = &props.view.rules;
    let draft = props.view.summary.state == ProposalState::Draft;
    let made = |made: &MadeView| {
        let who = if made.by == desk.me.name {
            "you"
        } else if made.by.is_empty() {
            "somebody who left"
        } else {
            &made.by
        };
        let day = time::day(made.at, dom::now(), zone);
        format!("By {who}, {}", lower_today(&day))
    };
    let line = |line: Line| {
        let run = props.edits.run.clone();
        html! {
            <li>
                <Icon glyph={line.glyph} />
                <span class="grow"><span class="d-block t-sm text-body">{ line.title }</span><span class="d-block t-xs t-3">{ line.text }</span></span>
                if let Some((label, name, wish)) = line.back.filter(|_| draft) {
                    <Button {label} {name} kind={Kind::Ghost} size={Size::Small} onclick={run.reform(move |()| wish.clone())} />
                }
            </li>
        }
    };
    let add = |label: &'static str, rule: Rule| {
        html! {
            if draft { <Button {label} glyph={Glyph::Plus} kind={Kind::Ghost} size={Size::Small} onclick={props.on_rule.reform(move |()| rule)} /> }
        }
    };
    html! {
        <>
            if draft && props.view.summary.goal == Goal::BestTotal { <Least view={props.view.clone()} edits={props.edits.clone()} /> }
            <div class="drawer-section">
                <h3 class="drawer-h">{ "Locked pairs" }</h3>
                { list(rules.locks.iter().map(|rule| line(lock(rule, &made(&rule.made)))).collect(), "No pair is locked.") }
                { add("Lock a pair…", Rule::Lock) }
            </div>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "Never pair" }</h3>
                { list(rules.exclusions.iter().map(|rule| line(exclusion(rule, &made(&rule.made)))).collect(), "Nobody is kept apart.") }
                { add("Never pair two people…", Rule::Never) }
            </div>
            <div class="drawer-section">
                <h3 class="drawer-h">{ "Places changed" }</h3>
                { list(rules.places.iter().map(|rule| line(places(rule, &made(&rule.made)))).collect(), "Every mentor has the places of their profile.") }
                { add("Change places…", Rule::Places) }
            </div>
        </>
    }
}

/// "today" in the middle of a sentence.
fn lower_today(day: &str) -> String {
    match day {
        "Today" | "Yesterday" => day.to_lowercase(),
        other => other.to_owned(),
    }
}

fn list(lines: Vec<Html>, empty: &'static str) -> Html {
    if lines.is_empty() {
        return html! { <p class="t-sm t-3 mb-1">{ empty }</p> };
    }
    html! { <ul class="plain rows-lined change-list">{ for lines }</ul> }
}

/// A rule as it is listed, with what takes it back.
struct Line {
    glyph: Glyph,
    title: String,
    text: String,
    /// The button, what it is called with its people, and the change.
    back: Option<(&'static str, String, Wish)>,
}

fn lock(rule: &LockView, made: &str) -> Line {
    let (student, mentor) = (&rule.student_name, &rule.mentor_name);
    let more = rule
        .lapsed
        .map(|why| lapsed(why).to_owned())
        .or_else(|| cost(rule.difference.as_ref()));
    Line {
        glyph: Glyph::Lock,
        title: format!("{student} and {mentor}"),
        text: dotted(made, more),
        back: Some((
            "Unlock",
            format!("Unlock {student} and {mentor}"),
            Wish::new(
                vec![Change::Unlock {
                    student: rule.student,
                    mentor: rule.mentor,
                }],
                format!("{student} and {mentor} unlocked"),
            ),
        )),
    }
}

fn exclusion(rule: &ExclusionView, made: &str) -> Line {
    let (student, mentor) = (&rule.student_name, &rule.mentor_name);
    let text = if rule.reason.is_empty() {
        made.to_owned()
    } else {
        dotted(&rule.reason, Some(made.to_owned()))
    };
    Line {
        glyph: Glyph::Ban,
        title: format!("{student} and {mentor}"),
        text: dotted(&text, rule.lapsed.map(|why| lapsed(why).to_owned())),
        back: Some((
            "Remove",
            format!("Remove the rule for {student} and {mentor}"),
            allow(rule),
        )),
    }
}

fn places(rule: &PlacesRuleView, made: &str) -> Line {
    let was = format!("{} free in the profile", rule.free);
    let text = dotted(&was, Some(made.to_owned()));
    Line {
        glyph: Glyph::UserGroup,
        title: format!(
            "{}: {}",
            rule.name,
            count(rule.places.into(), "place", "places")
        ),
        text: dotted(&text, rule.lapsed.map(|why| lapsed(why).to_owned())),
        back: Some((
            "Reset",
            format!("Reset the places of {}", rule.name),
            Wish::new(
                vec![Change::SetPlaces {
                    mentor: rule.mentor,
                    places: None,
                }],
                format!("Places of {} reset", rule.name),
            ),
        )),
    }
}

fn dotted(first: &str, second: Option<String>) -> String {
    match second {
        Some(second) => format!("{first} · {second}"),
        None => first.to_owned(),
    }
}

/// Every rule taken back at once.
pub(super) fn foot(view: &ProposalView, edits: &Edits) -> Option<Html> {
    let all = undo_all(view);
    if all.is_empty() || view.summary.state == ProposalState::Published {
        return None;
    }
    let wish = Wish::new(all, "All changes taken back");
    Some(html! {
        <>
            <span class="grow t-xs t-3">{ "Every change is solved at once" }</span>
            <Button label="Undo all" kind={Kind::Ghost} size={Size::Small} busy={edits.is_busy()} onclick={edits.run.reform(move |()| wish.clone())} />
        </>
    })
}

fn undo_all(view: &ProposalView) -> Vec<Change> {
    let rules = &view.rules;
    let locks = rules.locks.iter().map(|rule| Change::Unlock {
        student: rule.student,
        mentor: rule.mentor,
    });
    let exclusions = rules.exclusions.iter().map(|rule| Change::Include {
        student: rule.student,
        mentor: rule.mentor,
    });
    let places = rules.places.iter().map(|rule| Change::SetPlaces {
        mentor: rule.mentor,
        places: None,
    });
    locks.chain(exclusions).chain(places).collect()
}

#[derive(Properties)]
struct LeastProps {
    view: Rc<ProposalView>,
    edits: Edits,
}

// Drawn with the drawer.
impl PartialEq for LeastProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// What a pair must score under the goal of the best total, or what it costs to leave somebody unmatched.
#[component]
fn Least(props: &LeastProps) -> Html {
    let typed = use_state(|| None::<String>);
    let now = props.view.summary.least;
    let text = typed.as_ref().cloned().unwrap_or_else(|| now.to_string());
    let wanted = number(&text);
    let refused = props.edits.refused.as_ref();
    let error = refused
        .and_then(|refused| refused.field("least"))
        .or_else(|| wanted.is_none().then(|| "Write a number of points".into()));
    let wish = wanted
        .filter(|least| (least - now).abs() > f64::EPSILON)
        .map(|least| {
            let goal = Goal::BestTotal;
            Wish::new(vec![Change::SetGoal { goal, least }], least_said(least))
        });
    let onsubmit = {
        let (run, typed) = (props.edits.run.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(wish) = &wish {
                run.emit(wish.clone());
                typed.set(None);
            }
        })
    };
    let on_change = Callback::from(move |text: String| typed.set(Some(text)));
    html! {
        <form class="drawer-section least-form" novalidate=true {onsubmit}>
            <TextField label="Least score of a pair" inputmode="decimal" hint={LEAST_HINT} bound={Bound::new(text, on_change).with_error(error)} />
            <Button label="Set" size={Size::Small} submit=true busy={props.edits.is_busy()} />
        </form>
    }
}

fn least_said(least: f64) -> String {
    if least < 0.0 {
        format!("Leaving somebody unmatched costs {} points", -least)
    } else {
        format!("Least score {least}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{person, view};
    use super::*;

    #[test]
    fn a_least_score_below_0_is_a_price() {
        assert_eq!(least_said(12.5), "Least score 12.5");
        assert_eq!(
            least_said(-5.0),
            "Leaving somebody unmatched costs 5 points"
        );
    }

    #[test]
    fn all_rules_are_taken_back_together() {
        let mut view = view(&[]);
        view.rules.places.push(PlacesRuleView {
            mentor: person(2),
            name: "Solveig".to_owned(),
            places: 3,
            free: 2,
            made: MadeView {
                by: String::new(),
                at: chrono::DateTime::default(),
            },
            lapsed: None,
        });
        let undo = Change::SetPlaces {
            mentor: person(2),
            places: None,
        };
        assert_eq!(undo_all(&view), [undo]);
        let line = places(&view.rules.places[0], "By you, today");
        assert_eq!(line.title, "Solveig: 3 places");
        assert_eq!(line.text, "2 free in the profile · By you, today");
    }
}
