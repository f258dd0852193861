//! M5: the worst-off pair first, then the total, on the best mentors of each student, against linear programmes in highspy.

use crate::Result;
use crate::cohort::{FAIR, Instance, TOPICS, folder};
use crate::options::Options;
use crate::peer::{Peer, number, whole};
use crate::report::{Times, line, raw, seconds, skipped, timed};
use matching::goals::{max_min, verify_max_min};
use matching::scores::{INELIGIBLE, OutOfRange};
use matching::{Eligibility, Scores};
use std::cmp::Reverse;
use std::ops::ControlFlow;

const KEEP: usize = 50;
const RUNS: usize = 5;
const TARGET: f64 = 40.0;

/// The best mentors of each student and nobody else, sorted by mentor.
struct Best(Vec<Vec<(usize, i64)>>);

impl Best {
    fn of(instance: &Instance) -> Self {
        let mentors = instance.places.len();
        let best = |student| {
            let mut all: Vec<_> = (0..mentors)
                .map(|mentor| (mentor, instance.score(student, mentor)))
                .collect();
            all.sort_unstable_by_key(|(mentor, score)| (Reverse(*score), *mentor));
            all.truncate(KEEP);
            all.sort_unstable();
            all
        };
        Self((0..instance.students.len() / TOPICS).map(best).collect())
    }
}

impl Scores for Best {
    fn factors(&self) -> usize {
        1
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        match self.score(student, mentor) {
            Some(score) => {
                points[0] = score;
                Eligibility::Eligible
            }
            None => Eligibility::Ineligible,
        }
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        let best = &self.0[student];
        best.binary_search_by_key(&mentor, |best| best.0)
            .ok()
            .map(|place| best[place].1)
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        row.fill(None);
        for (mentor, score) in &self.0[student] {
            row[*mentor] = Some(*score);
        }
    }

    fn narrow_row(&self, student: usize, row: &mut [i32]) -> std::result::Result<(), OutOfRange> {
        row.fill(INELIGIBLE);
        for (mentor, score) in &self.0[student] {
            let out_of_range = OutOfRange {
                mentor: *mentor,
                score: *score,
            };
            row[*mentor] = i32::try_from(*score).map_err(|_| out_of_range)?;
        }
        Ok(())
    }
}

pub(crate) fn run(options: &Options) -> Result {
    let folder = match folder(options, FAIR) {
        Ok(folder) => folder,
        Err(why) => {
            skipped("M5", &why);
            return Ok(());
        }
    };
    let instance = Instance::read(&folder)?;
    let cohort = instance.cohort()?;
    let scores = Best::of(&instance);
    let start = |python| {
        let folder = folder.to_str().ok_or("a path that is not text")?;
        Peer::start(python, "highs_max_min.py", &[folder, &KEEP.to_string()])
    };
    let mut peer = options.peer().map(start).transpose()?;
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let mut same = true;
    for round in 0..RUNS {
        let (time, answer) =
            timed(|| max_min(&cohort, &scores, &mut |_| ControlFlow::Continue(())));
        let answer = answer?;
        ours.add(time);
        verify_max_min(
            &cohort,
            &scores,
            &answer,
            &mut |_| ControlFlow::Continue(()),
        )?;
        if round == 0 {
            raw(
                "M5",
                &format!(
                    "worst-off {:?}, total {}, pairs {}, proved",
                    answer.worst,
                    answer.solution.total,
                    answer.solution.pairs.len()
                ),
            );
        }
        if let Some(peer) = &mut peer {
            let theirs_answer = peer.run("")?;
            if round == 0 {
                let search = number(&theirs_answer, "search")?;
                raw(
                    "M5",
                    &format!(
                        "HiGHS with the search for the floor, once: {}",
                        seconds(search)
                    ),
                );
            }
            theirs.add(number(&theirs_answer, "seconds")?);
            let pairs = i64::try_from(answer.solution.pairs.len())?;
            same &= answer.worst == Some(whole(&theirs_answer, "worst")?)
                && answer.solution.total == whole(&theirs_answer, "total")?
                && pairs == whole(&theirs_answer, "pairs")?;
        }
    }
    if peer.is_none() {
        raw("M5", &format!("ours {}", ours.text()));
        return Ok(());
    }
    let faster = theirs.median() / ours.median();
    let figure = format!(
        "{faster:.1} times faster, {}",
        if same {
            "same worst-off and total"
        } else {
            "another answer"
        }
    );
    line(
        "M5",
        &figure,
        "40 times, same worst-off and total",
        faster >= TARGET && same,
    );
    raw("M5", &format!("ours {}", ours.text()));
    raw(
        "M5",
        &format!(
            "HiGHS, its two programmes at the right floor alone {}",
            theirs.text()
        ),
    );
    Ok(())
}
