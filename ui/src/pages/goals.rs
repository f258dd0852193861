//! What students work towards.

pub(super) mod dialog;
pub(super) mod panel;
pub(super) mod row;
pub(super) mod words;

use std::rc::Rc;

use contract::goals::{GoalView, List};
use contract::matches::{self, MatchView, MySide};
use contract::{Page as Part, PageRequest};
use domain::MatchId;
use yew::prelude::*;

use self::dialog::GoalDialog;
use self::row::GoalRow;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Empty, Kind, Page, Panel, loaded};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::time;

#[component]
pub(crate) fn GoalsPage() -> Html {
    let goals = use_query(List::default());
    let matches = use_query(matches::List {
        page: PageRequest::first(PageRequest::MOST),
        ..matches::List::default()
    });
    let adding = use_state(|| false);
    let add = |open: bool| {
        let adding = adding.setter();
        Callback::from(move |()| adding.set(open))
    };
    let choices = matches
        .ready()
        .map(|page| choices(page))
        .unwrap_or_default();
    let may_add = !choices.is_empty();
    let mut entries = Vec::new();
    if may_add {
        entries.push(
            Entry::new("goals.new", "Add a goal", Group::Page, add(true))
                .icon(Glyph::Plus)
                .keys("N"),
        );
    }
    use_entries(entries);
    let actions = may_add.then(|| html! {
        <Button label="Add a goal" kind={Kind::Primary} glyph={Glyph::Plus} keys="N" onclick={add(true)} />
    });
    let sub = goals
        .ready()
        .filter(|goals| !goals.is_empty())
        .map(|goals| {
            let open = words::open_count(goals.iter());
            let reached = goals.len() as u64 - open;
            html! { format!("{open} open · {reached} reached") }
        });
    html! {
        <Page title="Goals" {sub} {actions}>
            { loaded(&goals, "goals", |goals| {
                if goals.is_empty() { empty(may_add, add(true)) } else { by_match(goals, matches.ready()) }
            }) }
            if *adding { <GoalDialog goal={None::<GoalView>} matches={choices} on_close={add(false)} /> }
        </Page>
    }
}

/// The open matches a goal can be added to, by the other one's name.
pub(super) fn choices(page: &Part<MatchView>) -> Vec<(MatchId, String)> {
    page.rows
        .iter()
        .filter(|view| view.state.is_open())
        .filter_map(|view| match view.mine {
            MySide::Mentor => Some((view.id, view.student.name.clone())),
            MySide::Student => Some((view.id, format!("Myself, with {}", view.mentor.name))),
            MySide::Outside => None,
        })
        .collect()
}

fn empty(may_add: bool, add: Callback<()>) -> Html {
    let text = if may_add {
        "A goal says where the meetings lead: one line, a due date, and how far it is."
    } else {
        "Goals belong to a match. You can add the first one when you have been matched."
    };
    html! {
        <div class="panel">
            <Empty glyph={Glyph::Bullseye} title="No goals yet" {text}>
                if may_add { <Button label="Add a goal" kind={Kind::Primary} glyph={Glyph::Plus} onclick={add} /> }
            </Empty>
        </div>
    }
}

/// The goals of one match, as they come: open ones first, then by due date.
fn groups(goals: &[GoalView]) -> Vec<(MatchId, Vec<&GoalView>)> {
    let mut groups: Vec<(MatchId, Vec<&GoalView>)> = Vec::new();
    for goal in goals {
        match groups.iter_mut().find(|(of, _)| *of == goal.of) {
            Some((_, list)) => list.push(goal),
            None => groups.push((goal.of, vec![goal])),
        }
    }
    groups
}

fn by_match(goals: &Rc<Vec<GoalView>>, matches: Option<&Rc<Part<MatchView>>>) -> Html {
    let title = |of: MatchId, goals: &[&GoalView]| {
        let view = matches.and_then(|page| page.rows.iter().find(|view| view.id == of));
        let name = goals
            .first()
            .map(|goal| goal.student_name.clone())
            .unwrap_or_default();
        let title = match view.map(|view| (view.mine, view)) {
            Some((MySide::Student, view)) => format!("With {}", view.mentor.name),
            Some(_) | None => name,
        };
        let ended = view.is_some_and(|view| !view.state.is_open());
        if ended {
            format!("{title} (ended)")
        } else {
            title
        }
    };
    html! {
        <div class="page-stack">
            { for groups(goals).into_iter().map(|(of, goals)| html! {
                <Panel key={of.to_string()} title={title(of, &goals)}
                    count={format!("{} open", words::open_count(goals.iter().copied()))}>
                    <GoalList goals={goals.into_iter().cloned().collect::<Vec<_>>()} />
                </Panel>
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GoalListProps {
    pub(crate) goals: Vec<GoalView>,
}

/// Rows of goals; what was reached is folded away where it is much.
#[component]
pub(crate) fn GoalList(props: &GoalListProps) -> Html {
    let all = use_state(|| false);
    let (open, reached): (Vec<_>, Vec<_>) = props
        .goals
        .iter()
        .cloned()
        .partition(|goal| !words::is_reached(goal));
    let folded = reached.len() > FOLDED_FROM && !*all;
    let shown = if folded { &reached[..0] } else { &reached[..] };
    let unfold = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! {
        <>
            <ul class="plain rows">
                { for open.iter().chain(shown).map(|goal| html! { <GoalRow key={goal.id.to_string()} goal={goal.clone()} /> }) }
            </ul>
            if folded {
                <button type="button" class="todo-add border-top" onclick={unfold}>
                    { format!("Show {}", time::count(reached.len() as u64, "reached goal", "reached goals")) }
                </button>
            }
        </>
    }
}

/// More reached goals than this are folded away.
const FOLDED_FROM: usize = 3;

#[cfg(test)]
mod tests {
    use super::words::fixture::goal;
    use super::*;
    use crate::pages::sessions::words::fixture::id;

    #[test]
    fn goals_stand_by_their_match_in_their_order() {
        let mut other = goal(None, 10);
        other.of = id(7);
        let list = [goal(None, 10), other, goal(None, 100)];
        let found: Vec<_> = groups(&list)
            .into_iter()
            .map(|(of, goals)| (of, goals.len()))
            .collect();
        assert_eq!(found, [(id(2), 2), (id(7), 1)]);
    }
}
