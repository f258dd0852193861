//! The tables of a proposal: pairs, and who is not matched.

use std::cmp::Ordering;
use std::rc::Rc;

use contract::proposals::{PairView, ProposalView, UnmatchedReason};
use domain::names::search_key;
use yew::prelude::*;

use super::{bars, nobody};
use crate::components::icon_paths::Glyph;
use crate::components::{Column, Empty, Order, PersonLine, RouteLink, Table, TableRow};
use crate::pages::matching::words::points;
use crate::pages::people::workbench::Rows;
use crate::route::Route;

/// What the pairs are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SortBy {
    /// Highest first.
    Score,
    /// Lowest first: the pairs to look at twice.
    LowScore,
    Student,
    Mentor,
}

/// The pairs whose names hold `key`, in the wanted order, by their numbers in the proposal.
pub(super) fn order(view: &ProposalView, key: &str, sort: SortBy) -> Vec<usize> {
    let pairs = &view.pairs;
    let holds = |pair: &PairView| {
        key.is_empty()
            || search_key(&pair.student_name).contains(key)
            || search_key(&pair.mentor_name).contains(key)
    };
    let mut shown: Vec<usize> = (0..pairs.len()).filter(|at| holds(&pairs[*at])).collect();
    shown.sort_by(|a, b| {
        let (a, b) = (&pairs[*a], &pairs[*b]);
        let by_score = || a.score.partial_cmp(&b.score).unwrap_or(Ordering::Equal);
        match sort {
            SortBy::Score => by_score().reverse(),
            SortBy::LowScore => by_score(),
            SortBy::Student => search_key(&a.student_name).cmp(&search_key(&b.student_name)),
            SortBy::Mentor => search_key(&a.mentor_name).cmp(&search_key(&b.mentor_name)),
        }
    });
    shown
}

#[derive(Properties, PartialEq)]
pub(super) struct PairTableProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) shown: Rc<Vec<usize>>,
    pub(super) sort: SortBy,
    pub(super) on_sort: Callback<SortBy>,
    /// The pair in the drawer, by its number in the proposal.
    pub(super) open: Option<usize>,
    pub(super) on_open: Callback<usize>,
    /// The pair whose row got the focus.
    pub(super) on_follow: Callback<usize>,
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
        return nobody(
            "No student and no mentor of this proposal. They may be among those who are not matched.",
        );
    }
    let row = {
        let (view, shown) = (Rc::clone(view), Rc::clone(shown));
        Callback::from(move |at: usize| pair_row(&view, shown[at]))
    };
    let by_row = |to: &Callback<usize>| {
        let shown = Rc::clone(shown);
        to.reform(move |at: usize| shown[at])
    };
    let order = |wanted: SortBy| {
        if props.sort == wanted {
            Order::Ascending
        } else {
            Order::None
        }
    };
    let score = match props.sort {
        SortBy::Score => Order::Descending,
        SortBy::LowScore => Order::Ascending,
        SortBy::Student | SortBy::Mentor => Order::None,
    };
    let columns = vec![
        Column::new("Student", "pair-cell").sorted(order(SortBy::Student)),
        Column::new("Mentor", "pair-cell").sorted(order(SortBy::Mentor)),
        Column::new("Score", "is-num is-tight").sorted(score),
        Column::new("Factors", "is-tight hide-md"),
    ];
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
            <Table label="Proposed pairs" {columns} count={shown.len()} {row} on_open={by_row(&props.on_open)} {on_sort}
                current={props.open.and_then(|open| shown.iter().position(|pair| *pair == open))} />
        </Rows>
    }
}

fn pair_row(view: &ProposalView, at: usize) -> TableRow {
    let pair = &view.pairs[at];
    let places = format!(
        "{} of {}",
        pair.mentor_filled,
        crate::time::count(pair.mentor_places.into(), "free place", "free places")
    );
    TableRow {
        key: pair.student.to_string(),
        selected: false,
        cells: vec![
            html! { <PersonLine id={pair.student} name={pair.student_name.clone()} small=true /> },
            html! { <PersonLine id={pair.mentor} name={pair.mentor_name.clone()} meta={places} small=true /> },
            html! { <span class="score">{ points(pair.score) }</span> },
            bars::bar(view, pair),
        ],
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct UnmatchedTableProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) shown: Rc<Vec<usize>>,
    pub(super) searched: bool,
}

#[component]
pub(super) fn UnmatchedTable(props: &UnmatchedTableProps) -> Html {
    let (view, shown) = (&props.view, &props.shown);
    if shown.is_empty() && props.searched {
        return nobody("Nobody of that name is left without a mentor.");
    }
    if shown.is_empty() {
        return html! { <Empty glyph={Glyph::CircleCheck} title="Everybody is matched" text="Every waiting student has a mentor in this proposal." /> };
    }
    let row = {
        let (view, shown) = (Rc::clone(view), Rc::clone(shown));
        Callback::from(move |at: usize| {
            let person = &view.unmatched[shown[at]];
            TableRow {
                key: person.student.to_string(),
                selected: false,
                cells: vec![
                    html! { <PersonLine id={person.student} name={person.name.clone()} small=true to={Route::Person { id: person.student }} /> },
                    html! { { reason(person.reason) } },
                    html! { <RouteLink to={Route::Person { id: person.student }} class="btn btn-secondary btn-sm"
                    name={format!("Find a mentor for {} by hand", person.name)}>{ "Find a mentor" }</RouteLink> },
                ],
            }
        })
    };
    let columns = vec![
        Column::new("Student", ""),
        Column::new("Why", ""),
        Column::new("By hand", "is-tight").unseen(),
    ];
    html! { <Table label="Students without a mentor in this proposal" {columns} count={shown.len()} {row} /> }
}

/// Why somebody is left.
fn reason(reason: UnmatchedReason) -> String {
    match reason {
        UnmatchedReason::NoMentor => "The rules allow no mentor".to_owned(),
        UnmatchedReason::NoPlace => "No mentor whom the rules allow has a place".to_owned(),
        UnmatchedReason::BelowLeast { by } => {
            format!("The best pair scores {} below the least", points(by))
        }
        UnmatchedReason::Outbid { by: Some(by) } => format!("Outbid by {}", points(by)),
        UnmatchedReason::Outbid { by: None } => "Others got the places".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use contract::proposals::{Goal, ProposalState, ProposalSummary, RulesView};
    use domain::{PersonId, ProposalId};

    use super::*;

    fn view(pairs: &[(&str, &str, f64)]) -> ProposalView {
        let nobody = PersonId(
            "00000000-0000-0000-0000-000000000000"
                .parse()
                .expect("an id"),
        );
        let pair = |(student, mentor, score): &(&str, &str, f64)| PairView {
            student: nobody,
            student_name: (*student).to_owned(),
            mentor: nobody,
            mentor_name: (*mentor).to_owned(),
            score: *score,
            points: Vec::new(),
            reasons: Vec::new(),
            locked: false,
            rank: 1,
            wish: None,
            waiting_days: 0,
            mentor_filled: 1,
            mentor_places: 1,
        };
        ProposalView {
            summary: ProposalSummary {
                id: ProposalId(nobody.0),
                name: String::new(),
                state: ProposalState::Draft,
                goal: Goal::MostMatched,
                least: 0.0,
                made_at: chrono::DateTime::default(),
                solved_at: chrono::DateTime::default(),
                published_at: None,
                pairs: pairs.len() as u64,
                unmatched: 0,
                total: 0.0,
                proved: None,
                stale: false,
            },
            factors: Vec::new(),
            pairs: pairs.iter().map(pair).collect(),
            unmatched: Vec::new(),
            rules: RulesView::default(),
            raises: Vec::new(),
        }
    }

    #[test]
    fn pairs_are_found_by_either_name_without_accents_and_sorted() {
        let view = view(&[
            ("Mai Phạm", "Solveig", 91.5),
            ("Noah", "Åsa", 88.0),
            ("Ana", "Ravi", 90.0),
        ]);
        assert_eq!(order(&view, "", SortBy::Score), [0, 2, 1]);
        assert_eq!(order(&view, "", SortBy::LowScore), [1, 2, 0]);
        assert_eq!(order(&view, "", SortBy::Student), [2, 0, 1]);
        assert_eq!(order(&view, "pham", SortBy::Score), [0]);
        assert_eq!(order(&view, "asa", SortBy::Score), [1]);
    }
}
