//! Starting a proposal.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::{FactorsView, Goal, Solve};
use yew::prelude::*;

use super::words::{LEAST_HINT, goal_name, goal_text, number};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, ErrorCallout, Kind, Meter, Panel, SelectField, TextField};
use crate::form::Bound;
use crate::job::Progress;
use crate::time::count;

/// What a run is asked for, as typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RunWish {
    name: String,
    goal: Goal,
    least: String,
}

impl RunWish {
    /// The least score; `None` for what is no number.
    fn least(&self) -> Option<f64> {
        match self.least.trim() {
            "" => Some(0.0),
            text => number(text),
        }
    }

    /// The command; `None` while the least score is no number.
    pub(super) fn solve(&self) -> Option<Solve> {
        let least = if self.goal == Goal::BestTotal {
            self.least()?
        } else {
            0.0
        };
        Some(Solve {
            name: self.name.trim().to_owned(),
            goal: self.goal,
            least,
        })
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RunPanelProps {
    pub(super) view: Rc<FactorsView>,
    pub(super) wish: RunWish,
    pub(super) on_wish: Callback<RunWish>,
    /// Factors that are saved first.
    pub(super) unsaved: bool,
    pub(super) progress: Progress,
    pub(super) error: Option<ApiError>,
    /// Whether the factors are being saved.
    pub(super) busy: bool,
    pub(super) on_run: Callback<()>,
    pub(super) on_cancel: Callback<()>,
}

#[component]
pub(super) fn RunPanel(props: &RunPanelProps) -> Html {
    let view = &props.view;
    let (done, total) = match props.progress {
        Progress::Running { done, total } => (done, total),
        Progress::Idle | Progress::Starting => (0, 0),
    };
    let wish = &props.wish;
    let change = |to: fn(&mut RunWish, String)| {
        let (wish, on_wish) = (wish.clone(), props.on_wish.clone());
        Callback::from(move |text: String| {
            let mut next = wish.clone();
            to(&mut next, text);
            on_wish.emit(next);
        })
    };
    let on_name = change(|wish, text| wish.name = text);
    let on_least = change(|wish, text| wish.least = text);
    let on_goal = {
        let (wish, on_wish) = (wish.clone(), props.on_wish.clone());
        Callback::from(move |goal: Goal| {
            let wish = wish.clone();
            on_wish.emit(RunWish { goal, ..wish });
        })
    };
    let error = |field: &str| {
        let error = props.error.as_ref()?;
        error
            .fields
            .get(field)
            .map(|text| AttrValue::from(text.clone()))
    };
    let least_error = match wish.least() {
        None => Some("Write a number of points".into()),
        Some(_) => error("least"),
    };
    let stopped = blocked(view).or_else(|| {
        let wrong = wish.solve().is_none();
        wrong.then_some("The least score is no number")
    });
    html! {
        <Panel title="New proposal" padded=true class="run-panel">
            <div class="page-stack">
                <dl class="facts run-facts">
                    <dt>{ "Waiting" }</dt><dd>{ count(view.students, "student", "students") }</dd>
                    <dt>{ "Free places" }</dt><dd>{ format!("{} with {}", view.places, count(view.mentors, "mentor", "mentors")) }</dd>
                </dl>
                if props.progress.is_busy() {
                    <div class="page-stack waiting-small">
                        <Meter label="Matching" value={done} max={total} />
                        <p class="t-xs t-3" role="status">{ if total == 0 { "Comparing everybody with everybody".to_owned() } else { format!("{done} of {total} steps") } }</p>
                        <Button label="Stop" onclick={props.on_cancel.clone()} />
                    </div>
                } else {
                    <TextField label="Name" optional=true placeholder="Such as Autumn, round 2" bound={Bound::new(wish.name.clone(), on_name).with_error(error("name"))} />
                    <SelectField<Goal> label="Goal" value={wish.goal} hint={goal_text(wish.goal)} on_change={on_goal}
                        options={Goal::ALL.into_iter().map(|goal| (goal, AttrValue::from(goal_name(goal)))).collect::<Vec<_>>()} />
                    if wish.goal == Goal::BestTotal {
                        <TextField label="Least score of a pair" optional=true inputmode="decimal" hint={LEAST_HINT}
                            bound={Bound::new(wish.least.clone(), on_least).with_error(least_error)} />
                    }
                    <ErrorCallout error={props.error.clone()} shown={vec!["name", "least"]} />
                    <Button label="Propose matches" kind={Kind::Primary} glyph={Glyph::Project} keys="N" busy={props.busy}
                        blocked={stopped.map(AttrValue::from)} onclick={props.on_run.clone()} />
                    <p class="t-xs t-3">{ note(view, props.unsaved) }</p>
                }
            </div>
        </Panel>
    }
}

fn blocked(view: &FactorsView) -> Option<&'static str> {
    if view.students == 0 {
        Some("Nobody waits for a mentor")
    } else if view.places == 0 {
        Some("No mentor has a free place")
    } else {
        None
    }
}

/// What to expect of a run.
fn note(view: &FactorsView, unsaved: bool) -> String {
    if let Some(reason) = blocked(view) {
        return format!("{reason}.");
    }
    let first = if unsaved {
        "Saves the changed factors first. "
    } else {
        ""
    };
    if view.places < view.students {
        let most = view.places;
        format!("{first}At most {most} can be matched: there are fewer places than students.")
    } else {
        format!("{first}Nobody sees a proposal until you publish it.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(students: u64, places: u64) -> FactorsView {
        FactorsView {
            factors: Vec::new(),
            set: false,
            sources: Vec::new(),
            students,
            mentors: 3,
            places,
        }
    }

    #[test]
    fn a_least_score_counts_for_the_best_total_only() {
        let wish = |goal, least: &str| RunWish {
            name: " Round 2 ".to_owned(),
            goal,
            least: least.to_owned(),
        };
        let asked = |goal, least| wish(goal, least).solve().map(|solve| solve.least);
        assert_eq!(asked(Goal::BestTotal, "12,5"), Some(12.5));
        assert_eq!(asked(Goal::BestTotal, ""), Some(0.0));
        assert_eq!(asked(Goal::BestTotal, "-5"), Some(-5.0));
        assert_eq!(asked(Goal::BestTotal, "−5"), Some(-5.0));
        assert_eq!(asked(Goal::BestTotal, "much"), None);
        assert_eq!(asked(Goal::Fairest, "much"), Some(0.0));
        let name = wish(Goal::Stable, "").solve().map(|solve| solve.name);
        assert_eq!(name.as_deref(), Some("Round 2"));
    }

    #[test]
    fn a_run_says_what_to_expect() {
        assert_eq!(note(&view(0, 5), false), "Nobody waits for a mentor.");
        assert_eq!(
            note(&view(48, 40), false),
            "At most 40 can be matched: there are fewer places than students."
        );
        assert_eq!(
            note(&view(4, 40), true),
            "Saves the changed factors first. Nobody sees a proposal until you publish it."
        );
    }
}
