//! Who meets whom: every match, and its turns.

mod dialogs;
mod drawer;
mod rows;

use contract::Scope;
use contract::matches::{List, MatchView, Pause, Resume, Sort};
use domain::MatchId;
use domain::matches::MatchState;
use yew::prelude::*;

use self::dialogs::{Ask, EndDialog, ReopenDialog};
use self::drawer::MatchDrawer;
use self::rows::MatchTable;
use super::people::workbench::{Listing, PART, Pager, Workbench, use_go, use_list};
use crate::action::{use_action, use_action_with};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Empty, ErrorCallout, Kind, RouteLink, SearchField, Segmented, loaded,
};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::toasts::use_toasts;

const STATES: [(Option<MatchState>, &str); 4] = [
    (None, "All"),
    (Some(MatchState::Active), "Active"),
    (Some(MatchState::Paused), "Paused"),
    (Some(MatchState::Ended), "Ended"),
];

/// "Ana and Ben".
fn pair(row: &MatchView) -> String {
    format!("{} and {}", row.student.name, row.mentor.name)
}

#[component]
pub(crate) fn MatchesPage() -> Html {
    let toasts = use_toasts();
    let go = use_go();
    let open = use_state(|| None::<MatchId>);
    let Listing {
        list,
        change,
        on_part,
    } = use_list(
        || List {
            scope: Scope::Programme,
            state: Some(MatchState::Active),
            ..List::default()
        },
        {
            let open = open.setter();
            Callback::from(move |()| open.set(None))
        },
    );
    let ask = use_state(|| None::<(Ask, MatchView)>);
    let matches = use_query((*list).clone());

    let resume_again = {
        let refused = toasts.clone();
        use_action_with::<Resume>(|_| {}, move |error| refused.bad(error.message))
    };
    let pause = use_action::<Pause>({
        let (toasts, back) = (toasts.clone(), resume_again.run.clone());
        move |row| {
            toasts.undo(
                format!("{} paused", pair(&row)),
                back.reform(move |()| Resume { id: row.id }),
            );
        }
    });
    let resume = use_action::<Resume>(move |row| toasts.say(format!("{} go on", pair(&row))));

    let on_text = {
        let (list, change) = (list.clone(), change.clone());
        Callback::from(move |text: String| {
            change.emit(List {
                text,
                ..(*list).clone()
            });
        })
    };
    let on_state = {
        let (list, change) = (list.clone(), change.clone());
        Callback::from(move |state: Option<MatchState>| {
            change.emit(List {
                state,
                ..(*list).clone()
            });
        })
    };
    let on_sort = {
        let (list, change) = (list.clone(), change.clone());
        Callback::from(move |sort: Sort| {
            change.emit(List {
                sort,
                ..(*list).clone()
            });
        })
    };
    let on_open = {
        let open = open.clone();
        Callback::from(move |id: Option<MatchId>| open.set(id))
    };
    let close_ask = {
        let ask = ask.clone();
        Callback::from(move |()| ask.set(None))
    };
    let on_turn = {
        let (ask, pause, resume) = (ask.clone(), pause.run.clone(), resume.run.clone());
        Callback::from(move |(turn, row): (Turn, MatchView)| match turn {
            Turn::Pause => pause.emit(Pause { id: row.id }),
            Turn::Resume => resume.emit(Resume { id: row.id }),
            Turn::End => ask.set(Some((Ask::End, row))),
            Turn::Reopen => ask.set(Some((Ask::Reopen, row))),
        })
    };
    let entries = vec![
        Entry::new(
            "matches.propose",
            "Propose matches",
            Group::Page,
            go.reform(|()| Route::Matching),
        )
        .icon(Glyph::Project),
        Entry::new(
            "matches.people",
            "Match somebody by hand, under People",
            Group::Page,
            go.reform(|()| Route::People),
        )
        .icon(Glyph::Users),
    ];
    use_entries(entries);

    let actions = html! { <Button label="Propose matches" glyph={Glyph::Project} onclick={go.reform(|()| Route::Matching)} /> };
    let states = STATES
        .map(|(state, name)| (state, AttrValue::from(name)))
        .to_vec();
    let current = (*open).and_then(|id| matches.ready()?.rows.iter().position(|row| row.id == id));
    html! {
        <Workbench title="Matches" {actions} sub={html! { { "Everybody who meets, met, or takes a break" } }}>
            <div class="work-split">
                <div class="work-main">
                    <div class="work-tools">
                        <SearchField label="Find a person" value={list.text.clone()} on_change={on_text.clone()} />
                        <Segmented<Option<MatchState>> label="State" options={states} value={list.state} on_change={on_state.clone()} />
                        if let Some(page) = matches.ready() {
                            <Pager offset={list.page.offset} limit={PART} total={page.total} one="match" many="matches" on_change={on_part} />
                        }
                    </div>
                    <ErrorCallout error={pause.error.clone()} />
                    <ErrorCallout error={resume.error.clone()} />
                    { loaded(&matches, "matches", |page| if page.rows.is_empty() {
                        nobody(&list, &on_text, &on_state)
                    } else {
                        html! { <MatchTable page={page.clone()} sort={list.sort} open={*open} on_open={on_open.clone()} {on_sort} on_turn={on_turn.clone()} /> }
                    }) }
                </div>
                if let Some((at, page)) = current.zip(matches.ready()) {
                    <MatchDrawer row={page.rows[at].clone()} {at} count={page.rows.len()} {on_turn}
                        on_step={ let (on_open, page) = (on_open.clone(), page.clone()); Callback::from(move |at: usize| on_open.emit(page.rows.get(at).map(|row| row.id))) }
                        on_close={on_open.reform(|()| None)} />
                }
            </div>
            { match &*ask {
                None => Html::default(),
                Some((Ask::End, row)) => html! { <EndDialog row={row.clone()} on_close={close_ask} /> },
                Some((Ask::Reopen, row)) => html! { <ReopenDialog row={row.clone()} on_close={close_ask} /> },
            } }
        </Workbench>
    }
}

/// What can happen to a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Pause,
    Resume,
    End,
    Reopen,
}

impl Turn {
    /// What a match in this state can do next, the most usual first.
    fn of(state: MatchState) -> &'static [Self] {
        match state {
            MatchState::Active => &[Self::Pause, Self::End],
            MatchState::Paused => &[Self::Resume, Self::End],
            MatchState::Ended => &[Self::Reopen],
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Pause => "Pause",
            Self::Resume => "Resume",
            Self::End => "End…",
            Self::Reopen => "Reopen…",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Pause => Glyph::CirclePause,
            Self::Resume => Glyph::Play,
            Self::End => Glyph::CircleStop,
            Self::Reopen => Glyph::RotateLeft,
        }
    }
}

fn nobody(
    list: &List,
    on_text: &Callback<String>,
    on_state: &Callback<Option<MatchState>>,
) -> Html {
    if !list.text.is_empty() {
        return html! {
            <Empty glyph={Glyph::Search} title={format!("No match with “{}”", list.text)} text="Names of students and mentors are searched, with or without accents.">
                <Button label="Clear the search" onclick={on_text.reform(|()| String::new())} />
                if list.state.is_some() { <Button label="Search all states" kind={Kind::Ghost} onclick={on_state.reform(|()| None)} /> }
            </Empty>
        };
    }
    match list.state {
        Some(MatchState::Paused) => {
            html! { <Empty glyph={Glyph::CirclePause} title="Nobody takes a break" text="A paused match keeps its places and its history." /> }
        }
        Some(MatchState::Ended) => {
            html! { <Empty glyph={Glyph::CircleStop} title="No match has ended" text="Ended matches stay here and can be reopened." /> }
        }
        Some(MatchState::Active) | None => html! {
            <Empty glyph={Glyph::Handshake} title="No matches yet" text="Publish a proposal, or match two people by hand on a person’s page.">
                <RouteLink to={Route::Matching} class="btn btn-primary">{ "Propose matches" }</RouteLink>
                <RouteLink to={Route::People} class="btn btn-secondary">{ "Go to the people" }</RouteLink>
            </Empty>
        },
    }
}
