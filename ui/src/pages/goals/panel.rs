//! A panel of goals on somebody's page, with the way to add one.

use contract::goals::GoalView;
use domain::MatchId;
use yew::prelude::*;

use super::dialog::GoalDialog;
use super::{GoalList, words};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Empty, Kind, Panel, Size, loaded};
use crate::query::Query;

#[derive(Properties, PartialEq)]
pub(crate) struct GoalsPanelProps {
    pub(crate) title: AttrValue,
    pub(crate) goals: Query<Vec<GoalView>>,
    /// The matches whose goals belong here; `None` for all of them.
    #[prop_or_default]
    pub(crate) of: Option<Vec<MatchId>>,
    /// To which matches one can be added.
    pub(crate) matches: Vec<(MatchId, String)>,
    /// What a goal is for, where there is none yet.
    pub(crate) text: AttrValue,
}

#[component]
pub(crate) fn GoalsPanel(props: &GoalsPanelProps) -> Html {
    let adding = use_state(|| false);
    let add = |open: bool| {
        let adding = adding.setter();
        Callback::from(move |()| adding.set(open))
    };
    let may_add = !props.matches.is_empty();
    let control = may_add.then(|| html! {
        <Button label="Add a goal" kind={Kind::Ghost} size={Size::Small} glyph={Glyph::Plus} onclick={add(true)} />
    });
    let belongs = |goal: &GoalView| props.of.as_ref().is_none_or(|of| of.contains(&goal.of));
    let shown = |goals: &[GoalView]| -> Vec<GoalView> {
        goals.iter().filter(|goal| belongs(goal)).cloned().collect()
    };
    let count = props
        .goals
        .ready()
        .map(|goals| shown(goals))
        .filter(|goals| !goals.is_empty())
        .map(|goals| AttrValue::from(format!("{} open", words::open_count(goals.iter()))));
    html! {
        <Panel title={props.title.clone()} {count} {control}>
            { loaded(&props.goals, "goals", |goals| {
                let goals = shown(goals);
                if goals.is_empty() {
                    return html! {
                        <Empty glyph={Glyph::Bullseye} title="No goals yet" text={props.text.clone()}>
                            if may_add { <Button label="Add a goal" onclick={add(true)} /> }
                        </Empty>
                    };
                }
                html! { <GoalList {goals} /> }
            }) }
            if *adding { <GoalDialog goal={None::<GoalView>} matches={props.matches.clone()} on_close={add(false)} /> }
        </Panel>
    }
}
