//! The drawer: why this pair, why not another one, and what was changed.

use std::rc::Rc;

use contract::proposals::{PlaceView, ProposalState, ProposalView, WhyNotView};
use yew::prelude::*;

use super::answer::Answer;
use super::bench::{Act, Ask, Bench, Rule, Tab, Two, two};
use super::changes;
use super::changes::Changes;
use super::edits::Edits;
use super::pair::{self, Why};
use super::why_not::{self, WhyNotPane};
use super::words::rank;
use crate::components::icon_paths::Glyph;
use crate::components::{Drawer, Empty, Tabs};
use crate::dom;
use crate::pages::matching::words::points;
use crate::pages::people::workbench::RowSteps;
use crate::time::count;

#[derive(Properties)]
pub(super) struct SideProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) bench: UseReducerHandle<Bench>,
    pub(super) tab: Tab,
    /// The pair at hand, by its number in the proposal.
    pub(super) pair: Option<usize>,
    /// The pairs in the table, in its order.
    pub(super) shown: Rc<Vec<usize>>,
    pub(super) places: Answer<Vec<PlaceView>>,
    pub(super) why_not: Answer<WhyNotView>,
    pub(super) edits: Edits,
    pub(super) on_lock: Callback<Two>,
}

// Drawn with the page.
impl PartialEq for SideProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn Side(props: &SideProps) -> Html {
    let (view, edits, tab) = (&props.view, &props.edits, props.tab);
    let act = props.bench.dispatcher();
    let pair = props.pair.filter(|at| *at < view.pairs.len());
    let draft = view.summary.state == ProposalState::Draft;
    {
        // Whoever came by a key works here now.
        let first = use_mut_ref(|| true);
        let jumps = props.bench.jumps;
        use_effect_with(jumps, move |_| {
            let opened = first.replace(false);
            if jumps > 0 && (!opened || tab != Tab::Why) {
                let _ = dom::focus(match tab {
                    Tab::WhyNot => ".drawer .why-not-fields .field:last-child input",
                    Tab::Why | Tab::Changes => ".drawer [role='tab'][aria-selected='true']",
                });
            }
        });
    }
    let does = |make: fn(Two) -> Act| {
        let act = act.clone();
        Callback::from(move |pair: Two| act.dispatch(make(pair)))
    };
    let on_open = {
        let act = act.clone();
        Callback::from(move |pair: Two| {
            act.dispatch(Act::Open(pair));
            act.dispatch(Act::Turn(Tab::Why));
        })
    };
    let on_wonder = {
        let act = act.clone();
        Callback::from(move |wondered| act.dispatch(Act::Wonder(wondered)))
    };
    let on_rule = {
        let act = act.clone();
        Callback::from(move |rule: Rule| act.dispatch(Act::Ask(Some(Ask::Rule(rule, None)))))
    };
    let on_turn = {
        let act = act.clone();
        Callback::from(move |tab: Tab| act.dispatch(Act::Turn(tab)))
    };
    let on_close = {
        let act = act.clone();
        Callback::from(move |()| act.dispatch(Act::Close))
    };
    let (title, sub) = match pair {
        Some(at) => {
            let found = &view.pairs[at];
            let steps = props
                .shown
                .iter()
                .position(|shown| *shown == at)
                .map(|row| {
                    let (view, shown) = (Rc::clone(view), Rc::clone(&props.shown));
                    let to = does(Act::Open).reform(move |row: usize| two(&view.pairs[shown[row]]));
                    html! { <RowSteps at={row} count={props.shown.len()} on_step={to} /> }
                });
            (
                format!("{} and {}", found.student_name, found.mentor_name),
                html! { <>{ format!("Score {} · {}", points(found.score), rank(view, at)) }{ steps }</> },
            )
        }
        None => (
            "This proposal".to_owned(),
            html! { { count(view.summary.pairs, "pair", "pairs") } },
        ),
    };
    let mut options = vec![(Tab::Why, AttrValue::from("Why this pair"))];
    if draft {
        options.push((Tab::WhyNot, "Why not…?".into()));
    }
    options.push((Tab::Changes, "Changes".into()));
    let tabs =
        html! { <Tabs<Tab> label="About this pair" {options} value={tab} on_change={on_turn} /> };
    let on_never = does(|pair| Act::Ask(Some(Ask::Rule(Rule::Never, Some(pair)))));
    let (body, foot) = match (tab, pair) {
        (Tab::Why, Some(at)) => (
            html! { <Why view={view.clone()} pair={at} places={props.places.clone()} edits={edits.clone()} on_open={on_open.clone()} /> },
            draft.then(|| pair::foot(view, at, edits, &props.on_lock, &on_never)),
        ),
        (Tab::Why, None) => (
            html! { <Empty glyph={Glyph::Project} title="No pair chosen" text="Open a row of the table: Enter, or a click." /> },
            None,
        ),
        (Tab::WhyNot, _) => (
            html! { <WhyNotPane view={view.clone()} wondered={props.bench.wondered} answer={props.why_not.clone()} edits={edits.clone()} on_wonder={on_wonder.clone()} {on_open} /> },
            why_not::foot(props.why_not.now().map(AsRef::as_ref), edits, &on_wonder),
        ),
        (Tab::Changes, _) => (
            html! { <Changes view={view.clone()} edits={edits.clone()} {on_rule} /> },
            changes::foot(view, edits),
        ),
    };
    html! {
        <Drawer {title} {sub} {tabs} {foot} {on_close}>
            <div role="tabpanel" aria-label={match tab { Tab::Why => "Why this pair", Tab::WhyNot => "Why not", Tab::Changes => "Changes" }}>{ body }</div>
        </Drawer>
    }
}
