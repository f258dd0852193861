//! What the page shows of a proposal besides the proposal itself: one pure state.

use std::collections::HashMap;
use std::rc::Rc;

use contract::proposals::{PairView, ProposalView};
use domain::PersonId;
use yew::prelude::*;

use super::order::SortBy;

/// A student and a mentor, in this order.
pub(super) type Two = (PersonId, PersonId);

pub(super) fn two(pair: &PairView) -> Two {
    (pair.student, pair.mentor)
}

/// What the table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Filter {
    #[default]
    All,
    Locked,
    /// Pairs that were not there before the last change.
    Changed,
    Excluded,
    NotMatched,
}

/// What the drawer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Why,
    WhyNot,
    Changes,
}

/// A rule about people who are chosen by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Lock,
    Never,
    Places,
}

/// What is asked on top of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Publish,
    Unpublish,
    Discard,
    /// The rule, and of whom it speaks where that is known.
    Rule(Rule, Option<Two>),
}

/// Whom "Why not…?" asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wondered {
    pub(super) student: Option<PersonId>,
    pub(super) mentor: Option<PersonId>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Bench {
    pub(super) text: String,
    pub(super) filter: Filter,
    pub(super) sort: SortBy,
    /// The drawer, while it is open.
    pub(super) tab: Option<Tab>,
    /// The pair at hand: the row that was focused or opened last.
    pub(super) pair: Option<Two>,
    pub(super) wondered: Wondered,
    pub(super) ask: Option<Ask>,
    /// The proposal before the last change: what the marks compare with.
    pub(super) before: Option<Rc<ProposalView>>,
    /// Whether the scenarios show all their figures.
    pub(super) figures: bool,
    /// Counts the keys that lead into the drawer, which takes the focus then.
    pub(super) jumps: u32,
}

pub(super) enum Act {
    Search(String),
    /// Shows this list; shown already, everything again.
    Show(Filter),
    Sort(SortBy),
    /// Opens the drawer for a pair; an open drawer keeps its tab.
    Open(Two),
    /// A row got the focus.
    Follow(Two),
    Turn(Tab),
    /// As [`Act::Turn`], from the keyboard: the focus goes there too.
    Jump(Tab),
    Wonder(Wondered),
    Close,
    Ask(Option<Ask>),
    Mark(Option<Rc<ProposalView>>),
    Figures,
}

impl Bench {
    /// Takes a pair in hand; "Why not…?" then asks about its student.
    fn take(&mut self, pair: Two) {
        if self.pair != Some(pair) {
            self.wondered = Wondered {
                student: Some(pair.0),
                mentor: None,
            };
        }
        self.pair = Some(pair);
    }
}

impl Reducible for Bench {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = (*self).clone();
        match act {
            Act::Search(text) => next.text = text,
            Act::Show(filter) => {
                next.filter = if next.filter == filter {
                    Filter::All
                } else {
                    filter
                };
            }
            Act::Sort(sort) => next.sort = sort,
            Act::Open(pair) => {
                next.take(pair);
                next.tab = next.tab.or(Some(Tab::Why));
            }
            Act::Follow(pair) => next.take(pair),
            Act::Turn(tab) => next.tab = Some(tab),
            Act::Jump(tab) => {
                next.tab = Some(tab);
                next.jumps += 1;
            }
            Act::Wonder(wondered) => {
                next.wondered = wondered;
                next.tab = Some(Tab::WhyNot);
            }
            Act::Close => next.tab = None,
            Act::Ask(ask) => next.ask = ask,
            Act::Mark(before) => {
                next.before = before;
                if next.filter == Filter::Changed && next.before.is_none() {
                    next.filter = Filter::All;
                }
            }
            Act::Figures => next.figures = !next.figures,
        }
        Rc::new(next)
    }
}

/// The number of the pair at hand; where the two are no pair any more, that of the student with whoever they have now.
pub(super) fn at_hand(view: &ProposalView, wanted: Option<Two>) -> Option<usize> {
    let wanted = wanted?;
    let of = |exact: bool| {
        view.pairs
            .iter()
            .position(|pair| two(pair) == wanted || (!exact && pair.student == wanted.0))
    };
    of(true).or_else(|| of(false))
}

/// What the proposal calls somebody it speaks of.
pub(super) fn name_of(view: &ProposalView, person: PersonId) -> Option<String> {
    let pairs = view.pairs.iter().flat_map(|pair| {
        [
            (pair.student, &pair.student_name),
            (pair.mentor, &pair.mentor_name),
        ]
    });
    let left = view.unmatched.iter().map(|left| (left.student, &left.name));
    let given = view
        .rules
        .places
        .iter()
        .map(|rule| (rule.mentor, &rule.name));
    pairs
        .chain(left)
        .chain(given)
        .find(|(id, _)| *id == person)
        .map(|(_, name)| name.clone())
}

/// Who is in a pair that was not there before, with the mentors they had then.
pub(super) fn marks(
    before: Option<&ProposalView>,
    now: &ProposalView,
) -> HashMap<Two, Option<String>> {
    let Some(before) = before else {
        return HashMap::new();
    };
    let had: HashMap<Two, &PairView> = before.pairs.iter().map(|pair| (two(pair), pair)).collect();
    let has: HashMap<Two, &PairView> = now.pairs.iter().map(|pair| (two(pair), pair)).collect();
    let mut lost: HashMap<PersonId, Vec<&str>> = HashMap::new();
    for pair in before
        .pairs
        .iter()
        .filter(|pair| !has.contains_key(&two(pair)))
    {
        let names = lost.entry(pair.student).or_default();
        names.push(&pair.mentor_name);
    }
    now.pairs
        .iter()
        .filter(|pair| !had.contains_key(&two(pair)))
        .map(|pair| {
            let was = lost.get_mut(&pair.student).and_then(Vec::pop);
            (two(pair), was.map(str::to_owned))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{person, view};
    use super::*;

    fn after(bench: Bench, acts: impl IntoIterator<Item = Act>) -> Bench {
        let start = Rc::new(bench);
        let end = acts.into_iter().fold(start, Reducible::reduce);
        (*end).clone()
    }

    #[test]
    fn a_list_that_is_shown_already_goes_back_to_all() {
        let shown = after(Bench::default(), [Act::Show(Filter::Locked)]);
        assert_eq!(shown.filter, Filter::Locked);
        assert_eq!(
            after(shown, [Act::Show(Filter::Locked)]).filter,
            Filter::All
        );
    }

    #[test]
    fn the_drawer_follows_the_row_and_keeps_its_tab() {
        let (one, other) = ((person(1), person(2)), (person(3), person(2)));
        let open = after(
            Bench::default(),
            [Act::Follow(one), Act::Jump(Tab::Changes), Act::Open(other)],
        );
        assert_eq!((open.pair, open.tab), (Some(other), Some(Tab::Changes)));
        let closed = after(open, [Act::Close, Act::Follow(one)]);
        assert_eq!((closed.pair, closed.tab), (Some(one), None));
    }

    #[test]
    fn a_row_that_is_gone_leads_to_where_its_student_went() {
        let now = view(&[(1, 20, 9.0), (2, 30, 8.0)]);
        assert_eq!(at_hand(&now, Some((person(2), person(30)))), Some(1));
        assert_eq!(at_hand(&now, Some((person(2), person(20)))), Some(1));
        assert_eq!(at_hand(&now, Some((person(9), person(20)))), None);
    }

    #[test]
    fn marks_name_whom_a_student_had_before() {
        let before = view(&[(1, 20, 9.0), (2, 30, 8.0)]);
        let now = view(&[(1, 30, 7.0), (2, 30, 8.0), (3, 20, 5.0)]);
        let marks = marks(Some(&before), &now);
        assert_eq!(marks.len(), 2);
        assert_eq!(
            marks[&(person(1), person(30))].as_deref(),
            Some("Person 20")
        );
        assert_eq!(marks[&(person(3), person(20))], None);
    }
}
