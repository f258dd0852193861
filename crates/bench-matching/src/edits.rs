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
use std::time::Duration;

const EDITS: u32 = 10_000;

/// After each edit the pairs are compared with those of a cold solve, as long as that takes no more than its share of this
/// time: each comparison is a whole solve, so that all of them can take most of an hour. Those that are left out are spread
/// evenly.
const COMPARING: Duration = Duration::from_mins(20);

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
    let mut comparing = 0.0;
    let mut undone = Vec::new();
    for edit in 1..=EDITS {
        let (time, outcome) = one(&mut planner, &mut numbers, &mut undone);
        match outcome {
            Ok(()) => times.add(time),
            // Refused in no time; it must not make the figure better.
            Err(_) => refused += 1,
        }
        let share = f64::from(edit) / f64::from(EDITS);
        if comparing <= COMPARING.as_secs_f64() * share {
            let (time, cold) =
                timed(|| solve(&planner.problem(), &mut |_| ControlFlow::Continue(())));
            let cold = cold?;
            comparing += time;
            let pair = |pair: &matching::Matched| Pair {
                student: pair.student,
                mentor: pair.mentor,
            };
            compared += 1;
            equal += usize::from(cold.pairs.iter().map(pair).eq(planner.pairs()));
        }
    }
    let told = format!(
        "p50 {}, p99 {}, {equal} of {compared} compared edits equal to a cold solve",
        seconds(times.percentile(50)),
        seconds(times.percentile(99))
    );
    raw(
        "M3",
        &format!(
            "{told}; longest {}; {refused} of {EDITS} edits refused; {} of cold solves to compare with",
            seconds(times.percentile(100)),
            seconds(comparing)
        ),
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
        6
    } else {
        numbers.index(7)
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
        // Whoever edits a profile has to make the new scores first.
        4 => {
            let (student, profile) = (numbers.index(students), profile(numbers));
            let id = planner.cohort().students()[student].id;
            timed(|| {
                let mut scores = planner.scores().clone();
                scores.set_student(student, &profile);
                rescore(planner, scores, Rescored::Student(id))
            })
        }
        5 => {
            let (mentor, profile) = (numbers.index(mentors), profile(numbers));
            let id = planner.cohort().mentors()[mentor].id;
            timed(|| {
                let mut scores = planner.scores().clone();
                scores.set_mentor(mentor, &profile);
                rescore(planner, scores, Rescored::Mentor(id))
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

/// A profile as the cohort's are: few strong topics, many weak ones. Others would soon make another cohort of it.
fn profile(numbers: &mut Numbers) -> [u8; TOPICS] {
    std::array::from_fn(|_| {
        let share = numbers.below(256);
        u8::try_from(share * share * share / (255 * 255)).unwrap_or(u8::MAX)
    })
}

fn rescore(
    planner: &mut Planner<Profiles>,
    scores: Profiles,
    rescored: Rescored,
) -> std::result::Result<(), EditError> {
    let told = &mut |_| ControlFlow::Continue(());
    planner.rescore(scores, rescored, told).map(drop)
}
