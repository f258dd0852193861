//! Proposals for tests.

use contract::proposals::{
    Goal, PairView, ProposalState, ProposalSummary, ProposalView, RulesView,
};
use domain::{PersonId, ProposalId};

pub(super) fn person(number: u128) -> PersonId {
    PersonId(
        format!("00000000-0000-0000-0000-{number:012}")
            .parse()
            .expect("an id"),
    )
}

/// Pairs of a student and a mentor, by their numbers, who are called "Person 1" and so on.
pub(super) fn view(pairs: &[(u128, u128, f64)]) -> ProposalView {
    let pair = |(student, mentor, score): &(u128, u128, f64)| PairView {
        student: person(*student),
        student_name: format!("Person {student}"),
        mentor: person(*mentor),
        mentor_name: format!("Person {mentor}"),
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
            id: ProposalId(person(0).0),
            name: String::new(),
            state: ProposalState::Draft,
            goal: Goal::MostMatched,
            least: 0.0,
            made_at: chrono::DateTime::default(),
            solved_at: chrono::DateTime::default(),
            published_at: None,
            pairs: pairs.len() as u64,
            unmatched: 0,
            total: pairs.iter().map(|pair| pair.2).sum(),
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
