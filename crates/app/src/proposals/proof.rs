//! What proves an answer: kept with the proposal, checked by code that shares nothing with the solver.

use contract::proposals::{Goal, ProvedView};
use matching::goals::{
    self, Answer as GoalAnswer, Empty, MaxMin, RankMaximal, Ranking, Reached, Unlisted, Why,
    Witness,
};
use matching::{Cohort, Leaving, Matched, Problem, Solution, Unmatched, verify};
use serde::{Deserialize, Serialize};

use super::solver::{MENTORS, Question, watched};
use super::words::points;
use crate::contexts::Progress;
use crate::fault::Answer;

/// Up to so many pairs the check of [`Goal::Preferences`] is made: it keeps every pair in memory.
const RANKED: usize = 300_000;

/// A check that succeeded, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Proof {
    /// How many possible pairs were compared.
    pub(super) pairs: u64,
    /// In thousandths of a point.
    pub(super) highest: i64,
    /// Milliseconds.
    #[serde(default)]
    pub(super) took: u64,
}

impl Proof {
    pub(super) fn view(self) -> ProvedView {
        ProvedView {
            pairs: self.pairs,
            highest: points(self.highest),
            took: self.took,
        }
    }
}

/// The numbers that prove an answer, without the pairs: those are stored apart. People are those of the cohort's lists,
/// by their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(super) enum Certificate {
    Total(Values),
    Fairest {
        values: Values,
        worst: Option<i64>,
        most: Group,
        higher: Option<Group>,
    },
    Preferences {
        ranks: Vec<u32>,
    },
    /// That no pair blocks can be seen without any numbers.
    Stable {},
}

/// The worth of a place of each person, in thousandths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Values {
    price: i64,
    students: Vec<i64>,
    mentors: Vec<i64>,
}

/// People who compete for too few places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Group {
    floor: Option<i64>,
    /// Ids as 32 hexadecimal digits: JSON has no numbers that wide.
    students: Vec<String>,
    mentors: Vec<String>,
    most: u64,
}

impl Certificate {
    pub(super) fn of(reached: &Reached) -> Self {
        match reached {
            Reached::Total(solution) => Self::Total(Values::of(&solution.certificate)),
            Reached::MaxMin(answer) => Self::Fairest {
                values: Values::of(&answer.solution.certificate),
                worst: answer.worst,
                most: Group::of(&answer.most),
                higher: answer.higher.as_ref().map(Group::of),
            },
            Reached::RankMaximal(answer) => Self::Preferences {
                ranks: answer.ranks.clone(),
            },
            Reached::Stable(_) => Self::Stable {},
        }
    }

    /// The answer as the solver gave it, of what was stored. Reasons are not part of any proof.
    pub(super) fn reached(
        self,
        pairs: Vec<Matched>,
        left: &[(matching::PersonId, u32)],
        total: i64,
    ) -> Option<Reached> {
        let solution = |pairs, values: Values| Solution {
            pairs,
            unmatched: left
                .iter()
                .map(|(student, places)| Unmatched {
                    student: *student,
                    places: *places,
                    reason: matching::Reason::NoPlace,
                })
                .collect(),
            total,
            certificate: values.into(),
        };
        let empty: Vec<Empty> = left
            .iter()
            .map(|(student, places)| Empty {
                student: *student,
                places: *places,
                why: Why::OthersFirst,
            })
            .collect();
        Some(match self {
            Self::Total(values) => Reached::Total(solution(pairs, values)),
            Self::Fairest {
                values,
                worst,
                most,
                higher,
            } => Reached::MaxMin(MaxMin {
                solution: solution(pairs, values),
                worst,
                empty,
                most: most.witness()?,
                higher: match higher {
                    Some(group) => Some(group.witness()?),
                    None => None,
                },
            }),
            Self::Preferences { ranks } => Reached::RankMaximal(RankMaximal {
                answer: GoalAnswer {
                    pairs,
                    empty,
                    total,
                },
                ranks,
            }),
            Self::Stable {} => Reached::Stable(GoalAnswer {
                pairs,
                empty,
                total,
            }),
        })
    }
}

impl Values {
    fn of(certificate: &matching::Certificate) -> Self {
        Self {
            price: certificate.price,
            students: certificate.students.clone(),
            mentors: certificate.mentors.clone(),
        }
    }
}

impl From<Values> for matching::Certificate {
    fn from(values: Values) -> Self {
        Self {
            price: values.price,
            students: values.students,
            mentors: values.mentors,
        }
    }
}

impl Group {
    fn of(witness: &Witness) -> Self {
        let ids = |ids: &[matching::PersonId]| ids.iter().map(ToString::to_string).collect();
        Self {
            floor: witness.floor,
            students: ids(&witness.students),
            mentors: ids(&witness.mentors),
            most: witness.most,
        }
    }

    fn witness(self) -> Option<Witness> {
        let ids = |ids: Vec<String>| -> Option<Vec<matching::PersonId>> {
            ids.iter()
                .map(|id| u128::from_str_radix(id, 16).ok().map(matching::PersonId))
                .collect()
        };
        Some(Witness {
            floor: self.floor,
            students: ids(self.students)?,
            mentors: ids(self.mentors)?,
            most: self.most,
        })
    }
}

/// Checks an answer against the question. `None` where the check of this goal is too much for a cohort of this size;
/// the inner error says what is wrong.
pub(super) fn prove(
    question: Question<'_>,
    cohort: &Cohort,
    reached: &Reached,
    progress: &Progress,
) -> Answer<Result<Option<Proof>, String>> {
    let scores = &question.scene.scores;
    let checked = match (question.goal, reached) {
        (Goal::MostMatched | Goal::BestTotal, Reached::Total(solution)) => {
            let problem = Problem {
                cohort,
                scores,
                leaving: question.leaving().unwrap_or(Leaving::MostMatched),
            };
            let checked = watched(progress, |tell| verify(&problem, solution, tell))?;
            return Ok(checked
                .map_err(|error| error.to_string())
                .and_then(|checked| {
                    let highest = highest(solution, checked.objective);
                    let highest = highest.ok_or("the total overflows")?;
                    Ok(Some(proof(checked.pairs, highest)))
                }));
        }
        (Goal::Fairest, Reached::MaxMin(answer)) => watched(progress, |tell| {
            goals::verify_max_min(cohort, scores, answer, tell).map_err(|error| error.to_string())
        })?,
        (Goal::Preferences, Reached::RankMaximal(answer)) => {
            if cohort.students().len() * cohort.mentors().len() > RANKED {
                return Ok(Ok(None));
            }
            let lists = question.lists(cohort)?;
            watched(progress, |tell| {
                goals::verify_rank_maximal(cohort, scores, &lists, Unlisted::Last, answer, tell)
                    .map_err(|error| error.to_string())
            })?
        }
        (Goal::Stable, Reached::Stable(answer)) => {
            let lists = question.lists(cohort)?;
            let students = Ranking::ListsThenScores(&lists);
            watched(progress, |tell| {
                goals::verify_stable(cohort, scores, students, MENTORS, answer, tell)
                    .map_err(|error| error.to_string())
            })?
        }
        (
            _,
            Reached::Total(_) | Reached::MaxMin(_) | Reached::RankMaximal(_) | Reached::Stable(_),
        ) => Err("the certificate is for another goal".to_owned()),
    };
    if let Err(wrong) = checked {
        return Ok(Err(wrong));
    }
    let pairs = open_pairs(question, cohort, progress)?;
    Ok(Ok(Some(proof(pairs, reached.total()))))
}

fn proof(pairs: u64, highest: i64) -> Proof {
    Proof {
        pairs,
        highest,
        took: 0,
    }
}

/// The highest total of any assignment with as good an objective: the bound, without the price of empty places and with
/// the locked pairs.
fn highest(solution: &Solution, objective: i128) -> Option<i64> {
    let empty: i128 = solution
        .unmatched
        .iter()
        .map(|left| i128::from(left.places))
        .sum();
    let locked: i128 = solution
        .pairs
        .iter()
        .filter(|pair| pair.origin == matching::Origin::Locked)
        .map(|pair| i128::from(pair.score))
        .sum();
    let price = i128::from(solution.certificate.price);
    i64::try_from(objective + price * empty + locked).ok()
}

/// How many pairs may be made at all.
fn open_pairs(question: Question<'_>, cohort: &Cohort, progress: &Progress) -> Answer<u64> {
    let of = cohort.students().len();
    let rows = (0..of).map(|student| {
        progress.go_on(student as u64, of as u64)?;
        let row = question.scene.row(student, question.rules);
        Ok(row.iter().flatten().count() as u64)
    });
    rows.sum()
}
