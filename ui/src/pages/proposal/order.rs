//! Which pairs the table lists, and in what order: pure.

use std::cmp::Ordering;
use std::collections::HashMap;

use contract::proposals::{PairView, ProposalView};
use domain::names::search_key;

use super::bench::{Filter, Two, two};

/// What the pairs are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SortBy {
    /// Highest first.
    #[default]
    Score,
    /// Lowest first: the pairs to look at twice.
    LowScore,
    Student,
    Mentor,
}

/// The pairs of `filter` whose names hold `text`, in the wanted order, by their numbers in the proposal.
pub(super) fn order(
    view: &ProposalView,
    text: &str,
    filter: Filter,
    sort: SortBy,
    marks: &HashMap<Two, Option<String>>,
) -> Vec<usize> {
    let pairs = &view.pairs;
    let key = search_key(text.trim());
    let wanted = |pair: &PairView| match filter {
        Filter::Locked => pair.locked,
        Filter::Changed => marks.contains_key(&two(pair)),
        Filter::All | Filter::Excluded | Filter::NotMatched => true,
    };
    let holds = |pair: &PairView| {
        key.is_empty()
            || search_key(&pair.student_name).contains(&key)
            || search_key(&pair.mentor_name).contains(&key)
    };
    let mut shown: Vec<usize> = (0..pairs.len())
        .filter(|at| wanted(&pairs[*at]) && holds(&pairs[*at]))
        .collect();
    let by_score = |a: &usize, b: &usize| {
        pairs[*a]
            .score
            .partial_cmp(&pairs[*b].score)
            .unwrap_or(Ordering::Equal)
    };
    match sort {
        SortBy::Score => shown.sort_by(|a, b| by_score(b, a)),
        SortBy::LowScore => shown.sort_by(by_score),
        SortBy::Student => shown.sort_by_cached_key(|at| search_key(&pairs[*at].student_name)),
        SortBy::Mentor => shown.sort_by_cached_key(|at| search_key(&pairs[*at].mentor_name)),
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::super::samples::{person, view};
    use super::*;

    #[test]
    fn pairs_are_found_by_either_name_without_accents_and_sorted() {
        let mut view = view(&[(1, 20, 91.5), (2, 30, 88.0), (3, 40, 90.0)]);
        for (pair, (student, mentor)) in
            view.pairs
                .iter_mut()
                .zip([("Mai Phạm", "Solveig"), ("Noah", "Åsa"), ("Ana", "Ravi")])
        {
            (pair.student_name, pair.mentor_name) = (student.to_owned(), mentor.to_owned());
        }
        let shown = |text: &str, sort| order(&view, text, Filter::All, sort, &HashMap::new());
        assert_eq!(shown("", SortBy::Score), [0, 2, 1]);
        assert_eq!(shown("", SortBy::LowScore), [1, 2, 0]);
        assert_eq!(shown("", SortBy::Student), [2, 0, 1]);
        assert_eq!(shown("pham", SortBy::Score), [0]);
        assert_eq!(shown("asa", SortBy::Score), [1]);
    }

    #[test]
    fn filters_keep_locked_and_changed_pairs() {
        let mut view = view(&[(1, 20, 9.0), (2, 30, 8.0)]);
        view.pairs[1].locked = true;
        let marks = HashMap::from([((person(1), person(20)), None)]);
        let shown = |filter| order(&view, "", filter, SortBy::Score, &marks);
        assert_eq!(shown(Filter::Locked), [1]);
        assert_eq!(shown(Filter::Changed), [0]);
        assert_eq!(shown(Filter::All), [0, 1]);
    }
}
