//! The table of pairs.

use std::collections::HashMap;
use std::rc::Rc;

use contract::proposals::{PairView, ProposalState, ProposalView};
use domain::PersonId;
use yew::prelude::*;

use super::bars;
use super::bench::{Filter, Two, two};
use super::edits::{Edits, Refused};
use super::order::SortBy;
use super::words::{mentor_line, waits};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Column, Empty, Icon, IconButton, Order, PersonLine, RouteLink, Table, TableRow,
};
use crate::pages::matching::words::points;
use crate::pages::people::workbench::Rows;
use crate::route::Route;

#[derive(Properties)]
pub(super) struct PairTableProps {
    pub(super) view: Rc<ProposalView>,
    /// The pairs that are shown, in their order, by their numbers in the proposal.
    pub(super) shown: Rc<Vec<usize>>,
    pub(super) filter: Filter,
    pub(super) sort: SortBy,
    pub(super) on_sort: Callback<SortBy>,
    pub(super) marks: Rc<HashMap<Two, Option<String>>>,
    pub(super) edits: Edits,
    /// The pair in the drawer, by its number in the proposal.
    pub(super) open: Option<usize>,
    pub(super) on_open: Callback<Two>,
    /// The pair whose row got the focus.
    pub(super) on_follow: Callback<Two>,
    pub(super) on_lock: Callback<Two>,
}

// Drawn with the page: its callbacks are new each time anyway.
impl PartialEq for PairTableProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
pub(super) fn PairTable(props: &PairTableProps) -> Html {
    let (view, shown) = (&props.view, &props.shown);
    if view.pairs.is_empty() {
        return html! {
            <Empty glyph={Glyph::Project} title="No pairs" text="Nobody who waits could be matched. Look at the factors, or find more mentors.">
                <RouteLink to={Route::Matching} class="btn btn-secondary">{ "Look at the factors" }</RouteLink>
            </Empty>
        };
    }
    if shown.is_empty() {
        return nothing(props.filter);
    }
    let row = {
        let drawn = Drawn {
            view: Rc::clone(view),
            marks: Rc::clone(&props.marks),
            edits: props.edits.clone(),
            on_lock: props.on_lock.clone(),
        };
        let shown = Rc::clone(shown);
        Callback::from(move |at: usize| drawn.row(shown[at]))
    };
    let by_row = |to: &Callback<Two>| {
        let (view, shown) = (Rc::clone(view), Rc::clone(shown));
        let to = to.clone();
        Callback::from(move |at: usize| {
            if let Some(pair) = shown.get(at) {
                to.emit(two(&view.pairs[*pair]));
            }
        })
    };
    let on_sort = {
        let sort = props.sort;
        props
            .on_sort
            .reform(move |column: usize| match (column, sort) {
                (0, _) => SortBy::Student,
                (1, _) => SortBy::Mentor,
                (_, SortBy::Score) => SortBy::LowScore,
                (_, SortBy::LowScore | SortBy::Student | SortBy::Mentor) => SortBy::Score,
            })
    };
    html! {
        <Rows on_row={by_row(&props.on_follow)}>
            <Table label="Proposed pairs" columns={columns(props.sort)} count={shown.len()} {row} on_open={by_row(&props.on_open)}
                {on_sort} current={props.open.and_then(|open| shown.iter().position(|pair| *pair == open))} />
        </Rows>
    }
}

/// What stands in the place of an empty list.
fn nothing(filter: Filter) -> Html {
    let (title, text) = match filter {
        Filter::Locked => (
            "No locked pair here",
            "L locks the pair at hand: it stays whatever else changes.",
        ),
        Filter::Changed => (
            "No changed pair here",
            "Pairs that the last change made are listed here.",
        ),
        Filter::All | Filter::Excluded | Filter::NotMatched => (
            "Nobody of that name",
            "No student and no mentor of this proposal. They may be among those who are not matched.",
        ),
    };
    html! { <Empty glyph={Glyph::Search} {title} {text} /> }
}

fn columns(sort: SortBy) -> Vec<Column> {
    let order = |wanted: SortBy| {
        if sort == wanted {
            Order::Ascending
        } else {
            Order::None
        }
    };
    let score = match sort {
        SortBy::Score => Order::Descending,
        SortBy::LowScore => Order::Ascending,
        SortBy::Student | SortBy::Mentor => Order::None,
    };
    vec![
        Column::new("Student", "pair-cell").sorted(order(SortBy::Student)),
        Column::new("Mentor", "pair-cell").sorted(order(SortBy::Mentor)),
        Column::new("Score", "is-num is-tight").sorted(score),
        Column::new("Factors", "is-tight hide-md"),
        Column::new("Lock", "is-tight lock-cell").unseen(),
    ]
}

/// What rows are drawn of.
struct Drawn {
    view: Rc<ProposalView>,
    marks: Rc<HashMap<Two, Option<String>>>,
    edits: Edits,
    on_lock: Callback<Two>,
}

impl Drawn {
    fn row(&self, at: usize) -> TableRow {
        let pair = &self.view.pairs[at];
        TableRow {
            key: format!("{}-{}", pair.student, pair.mentor),
            selected: false,
            cells: vec![
                html! { <PersonLine id={pair.student} name={pair.student_name.clone()} meta={waits(pair.waiting_days)} small=true /> },
                person(pair.mentor, &pair.mentor_name, self.meta(pair)),
                html! { <span class="score">{ points(pair.score) }</span> },
                bars::bar(&self.view, pair),
                self.lock(pair),
            ],
        }
    }

    /// Under the mentor's name: what was refused, whom the student had before, or the mentor's places.
    fn meta(&self, pair: &PairView) -> Html {
        let refused = self.edits.refused.as_deref();
        if let Some(message) = refused.and_then(|refused: &Refused| refused.at(two(pair))) {
            return html! { <span class="t-bad" role="alert" title={message.to_owned()}><Icon glyph={Glyph::CircleExclamation} class="icon-sm" />{ message }</span> };
        }
        match self.marks.get(&two(pair)) {
            Some(was) => html! {
                <><span class="mark-new">{ was.as_ref().map_or_else(|| "New".to_owned(), |was| format!("Was {was}")) }</span>{ format!(" · {}", mentor_line(pair)) }</>
            },
            None => html! { { mentor_line(pair) } },
        }
    }

    fn lock(&self, pair: &PairView) -> Html {
        let (student, mentor) = (&pair.student_name, &pair.mentor_name);
        if self.view.summary.state == ProposalState::Published {
            return if pair.locked {
                html! { <span class="lock-mark" title="Was locked"><Icon glyph={Glyph::Lock} /><span class="visually-hidden">{ "Locked" }</span></span> }
            } else {
                Html::default()
            };
        }
        let going = self.edits.locking(two(pair));
        let locked = going.unwrap_or(pair.locked);
        let label = if locked {
            format!("Locked: {student} with {mentor}. Unlock")
        } else {
            format!("Lock {student} with {mentor}")
        };
        let pair = two(pair);
        html! {
            <IconButton glyph={if locked { Glyph::Lock } else { Glyph::Unlock }} {label} small=true busy={going.is_some()}
                class={classes!((!locked).then_some("t-3"))} onclick={self.on_lock.reform(move |()| pair)} />
        }
    }
}

/// As `PersonLine`, with more than words in the second line.
fn person(id: PersonId, name: &str, meta: Html) -> Html {
    html! {
        <div class="person">
            <Avatar name={name.to_owned()} {id} class="avatar-sm" />
            <div class="person-text"><span class="person-name">{ name }</span><span class="person-meta">{ meta }</span></div>
        </div>
    }
}
