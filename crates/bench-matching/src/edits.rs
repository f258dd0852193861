//! M3: ten thousand edits of M2's cohort, each re-optimised by the planner, against a cold solve of OR-Tools.

use crate::Result;
use crate::cohort::{BONUS, Instance, PROGRAMME, TOPICS, folder};
use crate::options::Options;
use crate::peer::{Peer, number};
use crate::random::Numbers;
use crate::report::{Times, line, raw, seconds, skipped, timed};
use matching::scores::Profiles;
use matching::{EditError, Leaving, Pair, Planner, Rescored, solve};
use std::ops::ControlFlow;

const EDITS: usize = 10_000;

/// After so many edits the pairs are compared with those of a cold solve. Each comparison is a whole solve, so that all
/// of them would take most of an hour.
const COMPARED: usize = 50;

pub(crate) fn run(options: &Options) -> Result {
    let folder = match folder(options, PROGRAMME) {
        Ok(folder) => folder,
        Err(why) => {
            skipped("M3", &why);
            return Ok(());
        }
    };
    let instance = Instance::read(&folder)?;
    let scores =
        Profiles::new(TOPICS, &instance.students, &instance.mentors).ok_or("no profiles")?;
    let mut planner = Planner::new(
        instance.cohort()?,
        scores,
        Leaving::Price(BONUS),
        &mut |_| ControlFlow::Continue(()),
    )?;
    let mut numbers = Numbers::new(3);
    let mut times = Times::default();
    let (mut refused, mut compared, mut equal) = (0, 0, 0);
    let mut undone = Vec::new();
    for edit in 1..=EDITS {
        let (time, outcome) = one(&mut planner, &mut numbers, &mut undone);
        match outcome {
            Ok(()) => times.add(time),
            // Refused in no time; it must not make the figure better.
            Err(_) => refused += 1,
        }
        if edit % COMPARED == 0 {
            let cold = solve(&planner.problem(), &mut |_| ControlFlow::Continue(()))?;
            let pair = |pair: &matching::Matched| Pair {
                student: pair.student,
                mentor: pair.mentor,
            };
            compared += 1;
            equal += usize::from(cold.pairs.iter().map(pair).eq(planner.pairs()));
        }
    }
    let told = format!(
        "p50 {}, p99 {}",
        seconds(times.percentile(50)),
        seconds(times.percentile(99))
    );
    raw(
        "M3",
        &format!(
            "{told}, longest {}; {refused} of {EDITS} edits refused",
            seconds(times.percentile(100))
        ),
    );
    raw(
        "M3",
        &format!("pairs equal to a cold solve {equal} of {compared} times, every {COMPARED} edits"),
    );
    if let Some(python) = options.peer() {
        let mut peer = Peer::start(
            python,
            "ortools_flow.py",
            &[folder.to_str().ok_or("a path that is not text")?, "all"],
        )?;
        let mut cold = Times::default();
        for _ in 0..5 {
            cold.add(number(&peer.run("")?, "seconds")?);
        }
        let share = cold.median() / times.percentile(99);
        let reached = times.percentile(50) <= 0.001 && share >= 200.0 && equal == compared;
        line(
            "M3",
            &format!("{told}, 1/{share:.0} of a cold solve"),
            "p50 1 ms, p99 1/200",
            reached,
        );
        raw("M3", &format!("OR-Tools, a cold solve {}", cold.text()));
    }
    Ok(())
}

/// What an earlier edit did and a later one takes back.
enum Undo {
    Unlock(Pair),
    Include(Pair),
}

/// One random edit and how long it took.
fn one(
    planner: &mut Planner<Profiles>,
    numbers: &mut Numbers,
    undone: &mut Vec<Undo>,
) -> (f64, std::result::Result<(), EditError>) {
    let (students, mentors) = (
        planner.cohort().students().len(),
        planner.cohort().mentors().len(),
    );
    let pairs = planner.pairs();
    let made = pairs[numbers.index(pairs.len())];
    let any = planner
        .cohort()
        .pair(numbers.index(students), numbers.index(mentors));
    // Rarely so many locks and exclusions that the cohort is not the same any more.
    let kind = if undone.len() > 100 {
        5
    } else {
        numbers.index(6)
    };
    let (time, outcome) = match kind {
        0 => timed(|| {
            planner
                .exclude(made)
                .map(|_| undone.push(Undo::Include(made)))
        }),
        1 => timed(|| planner.lock(any).map(|_| undone.push(Undo::Unlock(any)))),
        2 => timed(|| planner.lock(made).map(|_| undone.push(Undo::Unlock(made)))),
        3 => {
            let mentor = planner.cohort().mentors()[numbers.index(mentors)];
            let more = numbers.below(2) == 0 || mentor.places == 0;
            let places = if more {
                mentor.places + 1
            } else {
                mentor.places - 1
            };
            timed(|| planner.set_mentor_places(mentor.id, places).map(drop))
        }
        4 => {
            let student = numbers.index(students);
            let mut profile = [0; TOPICS];
            profile.fill_with(|| u8::try_from(numbers.below(256)).unwrap_or_default());
            let id = planner.cohort().students()[student].id;
            // Whoever edits a profile has to make the new scores first.
            timed(|| {
                let mut scores = planner.scores().clone();
                scores.set_student(student, &profile);
                planner.rescore(scores, Rescored::Student(id)).map(drop)
            })
        }
        _ => match undone.pop() {
            Some(Undo::Unlock(pair)) => timed(|| planner.unlock(pair).map(drop)),
            Some(Undo::Include(pair)) => timed(|| planner.include(pair).map(drop)),
            None => timed(|| {
                planner
                    .exclude(made)
                    .map(|_| undone.push(Undo::Include(made)))
            }),
        },
    };
    (time, outcome)
}
