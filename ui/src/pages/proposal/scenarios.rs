//! The goals side by side: what each would make of this cohort.

use contract::proposals::{Goal, ProposalSummary, ScenarioView};
use yew::prelude::*;

use super::answer::{Answer, use_late};
use super::words::signed;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Icon, Kind, Size};
use crate::dom;
use crate::job::Progress;
use crate::pages::matching::words::{goal_name, goal_text, points};
use crate::time::grouped;

#[derive(Properties, PartialEq)]
pub(super) struct ScenariosProps {
    pub(super) summary: ProposalSummary,
    pub(super) compared: Answer<Vec<ScenarioView>>,
    /// The goal that is on its way.
    pub(super) choosing: Option<Goal>,
    /// Whether all figures are shown.
    pub(super) figures: bool,
    pub(super) on_choose: Callback<Goal>,
}

/// The id of the card that Tab stops at; S leads there.
pub(super) const STOP: &str = "#scenarios [tabindex='0']";

#[component]
pub(super) fn Scenarios(props: &ScenariosProps) -> Html {
    let chosen = props.choosing.unwrap_or(props.summary.goal);
    let at = Goal::ALL.iter().position(|goal| *goal == chosen);
    // Arrows only look: choosing solves, so it takes Enter or Space.
    let focused = use_state(|| None::<usize>);
    let stop = (*focused).or(at).unwrap_or(0);
    let onkeydown = {
        let focused = focused.clone();
        Callback::from(move |event: KeyboardEvent| {
            let count = Goal::ALL.len();
            let next = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => (stop + 1) % count,
                "ArrowLeft" | "ArrowUp" => (stop + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            // First the focus: leaving a card forgets which one it was.
            dom::focus(&format!("#scenarios > :nth-child({})", next + 1));
            focused.set(Some(next));
        })
    };
    let onfocusout = Callback::from(move |_: FocusEvent| focused.set(None));
    html! {
        <div class="scenarios">
            <div class="scenario-set" id="scenarios" role="radiogroup" aria-label="Scenario" {onkeydown} {onfocusout}>
                { for Goal::ALL.into_iter().enumerate().map(|(at, goal)| card(props, goal, goal == chosen, at == stop)) }
            </div>
            if props.figures && props.compared.fresh { { props.compared.value.as_deref().map(|all| swaps(all)) } }
            <Comparing compared={props.compared.clone()} />
        </div>
    }
}

/// Who would rather have each other, scenario by scenario.
fn swaps(scenarios: &[ScenarioView]) -> Html {
    let rows = scenarios.iter().filter(|scenario| scenario.blocking > 0);
    let rows = rows.map(|scenario| {
        html! { <><dt>{ goal_name(scenario.goal) }</dt><dd>{ who_would_swap(scenario) }</dd></> }
    });
    let rows: Vec<Html> = rows.collect();
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="scenario-swaps" aria-labelledby="scenario-swaps" tabindex="0">
            <h3 class="t-semi t-sm" id="scenario-swaps">{ "Who would both rather have each other" }</h3>
            <dl class="facts">{ for rows }</dl>
        </section>
    }
}

/// The first pairs with their scores, and how many more there are.
fn who_would_swap(scenario: &ScenarioView) -> String {
    let named = scenario.blocked.iter().map(|pair| {
        let score = points(pair.score);
        format!("{} and {} ({score})", pair.student_name, pair.mentor_name)
    });
    let named: Vec<String> = named.collect();
    let more = scenario.blocking.saturating_sub(named.len() as u64);
    let more = if more > 0 {
        format!("; {} more", grouped(more))
    } else {
        String::new()
    };
    format!("{}{more}", named.join(", "))
}

fn card(props: &ScenariosProps, goal: Goal, chosen: bool, stop: bool) -> Html {
    let summary = &props.summary;
    let known = props.compared.value.as_deref();
    let scenario = known.and_then(|all| all.iter().find(|scenario| scenario.goal == goal));
    let old = !props.compared.fresh;
    let aside = if props.choosing == Some(goal) {
        html! { <span class="btn-spin" aria-hidden="true" /> }
    } else if chosen {
        html! { <Icon glyph={Glyph::CircleCheck} /> }
    } else if let Some(scenario) = scenario.filter(|_| !old) {
        html! { <i>{ signed(scenario.total - summary.total) }</i> }
    } else {
        Html::default()
    };
    html! {
        <button type="button" key={format!("{goal:?}")} class={classes!("scenario", old.then_some("is-old"))} role="radio"
            aria-checked={if chosen { "true" } else { "false" }} tabindex={if stop { "0" } else { "-1" }} title={goal_text(goal)}
            onclick={props.on_choose.reform(move |_: MouseEvent| goal)}>
            <span class="scenario-name"><span class="t-cut">{ goal_name(goal) }</span>{ aside }</span>
            <span class="scenario-text">{ goal_text(goal) }</span>
            { numbers(&main_figures(summary, scenario, goal)) }
            if props.figures { { numbers(&more_figures(scenario)) } }
        </button>
    }
}

/// A figure and what it is.
type Figure = (String, &'static str);

fn numbers(figures: &[Figure; 3]) -> Html {
    html! {
        <span class="scenario-nums">
            { for figures.iter().map(|(figure, name)| html! { <span key={*name}><b>{ figure }</b>{ " " }<small>{ *name }</small></span> }) }
        </span>
    }
}

/// Total, matched, lowest pair: of the proposal's own goal they are known before anything was compared.
fn main_figures(
    summary: &ProposalSummary,
    scenario: Option<&ScenarioView>,
    goal: Goal,
) -> [Figure; 3] {
    let own = goal == summary.goal;
    let total = scenario.map(|scenario| scenario.total);
    let matched = scenario.map(|scenario| (scenario.matched, scenario.of));
    let (total, matched) = if own {
        let of = summary.pairs + summary.unmatched;
        (Some(summary.total), matched.or(Some((summary.pairs, of))))
    } else {
        (total, matched)
    };
    let lowest = scenario.and_then(|scenario| scenario.lowest);
    [
        (total.map_or_else(unknown, brief), "total"),
        (
            matched.map_or_else(unknown, |(matched, of)| {
                format!("{} of {}", grouped(matched), grouped(of))
            }),
            "matched",
        ),
        (shown(lowest), "lowest"),
    ]
}

/// Mean place of the mentor in the students' order, how many two would rather swap, pairs the proposal does not have.
fn more_figures(scenario: Option<&ScenarioView>) -> [Figure; 3] {
    let rank = scenario.and_then(|scenario| scenario.mean_rank);
    let number = |number: Option<u64>| number.map_or_else(unknown, |number| number.to_string());
    [
        (shown(rank), "mean rank"),
        (number(scenario.map(|scenario| scenario.blocking)), "swaps"),
        (number(scenario.map(|scenario| scenario.differ)), "differ"),
    ]
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(unknown, points)
}

/// Points in as little room as a card has: of many, tenths tell nothing.
fn brief(total: f64) -> String {
    if total.abs() < 10_000.0 {
        return points(total);
    }
    let text = points(total.round());
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

fn unknown() -> String {
    "–".to_owned()
}

#[derive(Properties, PartialEq)]
struct ComparingProps {
    compared: Answer<Vec<ScenarioView>>,
}

/// How far the comparing is, once it takes a while; what to do where it failed or was stopped.
#[component]
fn Comparing(props: &ComparingProps) -> Html {
    let compared = &props.compared;
    let late = use_late(compared.progress.is_busy());
    if late {
        let step = match compared.progress {
            Progress::Running { done, total } if total > 0 => format!(": step {done} of {total}"),
            Progress::Running { .. } | Progress::Idle | Progress::Starting => String::new(),
        };
        return html! {
            <p class="scenario-work scenario-going" role="status"><span class="btn-spin" aria-hidden="true" />{ "Comparing the scenarios" }{ step }
                <Button label="Stop" kind={Kind::Ghost} size={Size::Small} onclick={compared.stop.clone()} /></p>
        };
    }
    let why = match &compared.error {
        Some(error) => error.message.clone(),
        None if compared.stopped => "The scenarios were not compared".to_owned(),
        None => return Html::default(),
    };
    html! {
        <p class="scenario-work" role="status">{ why }
            <Button label="Compare them" kind={Kind::Ghost} size={Size::Small} onclick={compared.again.clone()} /></p>
    }
}

/// What is said when a scenario was chosen.
pub(super) fn chosen(goal: Goal) -> String {
    format!("Scenario {}", goal_name(goal))
}

#[cfg(test)]
mod tests {
    use contract::proposals::BlockedView;

    use super::super::samples::{person, view};
    use super::*;

    #[test]
    fn the_proposals_own_figures_are_there_before_the_others() {
        let summary = view(&[(1, 2, 9.0), (3, 4, 7.5)]).summary;
        let own = main_figures(&summary, None, Goal::MostMatched);
        assert_eq!(own[0].0, "16.5");
        assert_eq!(own[1].0, "2 of 2");
        let other = main_figures(&summary, None, Goal::Stable);
        assert_eq!(other.map(|figure| figure.0), ["–", "–", "–"]);
    }

    #[test]
    fn those_who_would_swap_are_named_and_the_others_counted() {
        let pair = |number: u128| BlockedView {
            student: person(number),
            student_name: format!("Student {number}"),
            mentor: person(number + 100),
            mentor_name: format!("Mentor {number}"),
            score: 9.0,
        };
        let scenario = |blocking, named| ScenarioView {
            goal: Goal::MostMatched,
            chosen: true,
            matched: 2,
            of: 2,
            total: 18.0,
            lowest: Some(9.0),
            mean_rank: Some(1.5),
            blocking,
            blocked: (0..named).map(pair).collect(),
            differ: 0,
            proved: true,
        };
        assert_eq!(
            who_would_swap(&scenario(2, 2)),
            "Student 0 and Mentor 0 (9.0), Student 1 and Mentor 1 (9.0)"
        );
        assert!(who_would_swap(&scenario(1_012, 10)).ends_with("Mentor 9 (9.0); 1,002 more"));
    }

    #[test]
    fn large_totals_are_written_without_tenths() {
        assert_eq!(brief(3_612.4), "3,612.4");
        assert_eq!(brief(250_123.6), "250,124");
    }
}
