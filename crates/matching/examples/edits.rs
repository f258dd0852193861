//! Random edits of a cohort of profiles from a folder, each followed by a planner: how long they take.
//!
//! Usage: `edits FOLDER [EDITS [EVERY]]`. The folder is that of the example `cohort`. After `EVERY` edits the pairs are
//! compared with those of a cold solve; 1 compares after each.

use matching::scores::Profiles;
use matching::{Cohort, Leaving, Mentor, Pair, PersonId, Planner, Rescored, Student, solve};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

const TOPICS: usize = 24;
const KINDS: [&str; 8] = [
    "lock",
    "unlock",
    "exclude",
    "include",
    "place more",
    "place less",
    "student",
    "mentor",
];

/// Numbers that look random: the state of a linear congruential generator (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    /// Few strong topics, many weak ones.
    fn profile(&mut self) -> [u8; TOPICS] {
        std::array::from_fn(|_| {
            let share = self.below(256);
            u8::try_from(share * share / 255 * share / 255).unwrap_or(u8::MAX)
        })
    }
}

#[expect(clippy::too_many_lines, reason = "a script, read from top to bottom")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("usage: edits FOLDER [EDITS [EVERY]]")?;
    let edits = arguments
        .next()
        .map_or(Ok(10_000), |edits| edits.parse::<usize>())?;
    let every = arguments
        .next()
        .map_or(Ok(500), |every| every.parse::<usize>())?;
    let read = |name: &str| std::fs::read(Path::new(&folder).join(name));
    let (students, mentors) = (read("students.u8")?, read("mentors.u8")?);
    let capacities = read("capacities.u32")?;
    let (width, height) = (mentors.len() / TOPICS, students.len() / TOPICS);
    let people = (0..height).map(|index| Student {
        id: PersonId(index as u128),
        places: 1,
    });
    let places = capacities
        .as_chunks()
        .0
        .iter()
        .map(|places| u32::from_le_bytes(*places));
    let offers = places.zip(height..).map(|(places, index)| Mentor {
        id: PersonId(index as u128),
        places,
    });
    let cohort = Cohort::new(people.collect(), offers.collect())?;
    let mut profiles = Profiles::new(TOPICS, &students, &mentors).ok_or("not 24 bytes a person")?;
    let start = Instant::now();
    let leaving = Leaving::Price(2_000_000);
    let mut planner = Planner::new(cohort, profiles.clone(), leaving, &mut |_| {
        ControlFlow::Continue(())
    })?;
    println!("begun in {:?}", start.elapsed());

    let mut numbers = Numbers(7);
    let (mut locks, mut exclusions): (Vec<Pair>, Vec<Pair>) = (Vec::new(), Vec::new());
    let mut times: [Vec<_>; KINDS.len()] = Default::default();
    let mut compared = 0;
    for edit in 1..=edits {
        let kind = numbers.below(KINDS.len());
        let (student, mentor) = (numbers.below(height), numbers.below(width));
        let mut pair = planner.cohort().pair(student, mentor);
        if numbers.below(2) == 0 {
            let pairs = planner.pairs();
            pair = pairs[numbers.below(pairs.len())];
        }
        let offer = planner.cohort().mentors()[mentor];
        // Profiles are copied before the clock starts: how they are kept is not the planner's affair.
        match kind {
            6 => profiles.set_student(student, &numbers.profile()),
            7 => profiles.set_mentor(mentor, &numbers.profile()),
            _ => {}
        }
        let copy = profiles.clone();
        let start = Instant::now();
        let done = match kind {
            0 => planner.lock(pair).inspect(|_| locks.push(pair)),
            1 if locks.is_empty() => continue,
            1 => planner.unlock(locks.swap_remove(numbers.below(locks.len()))),
            2 => planner.exclude(pair).inspect(|_| exclusions.push(pair)),
            3 if exclusions.is_empty() => continue,
            3 => planner.include(exclusions.swap_remove(numbers.below(exclusions.len()))),
            4 => planner.set_mentor_places(offer.id, offer.places + 1),
            5 => planner.set_mentor_places(offer.id, offer.places.saturating_sub(1)),
            6 => planner.rescore(
                copy,
                Rescored::Student(planner.cohort().students()[student].id),
                &mut |_| ControlFlow::Continue(()),
            ),
            _ => planner.rescore(copy, Rescored::Mentor(offer.id), &mut |_| {
                ControlFlow::Continue(())
            }),
        };
        let took = start.elapsed();
        if done.is_ok() {
            times[kind].push(took);
        }
        locks.sort_unstable();
        locks.dedup();
        exclusions.sort_unstable();
        exclusions.dedup();
        if edit % every == 0 {
            let cold = solve(&planner.problem(), &mut |_| ControlFlow::Continue(()))?;
            let pairs = cold.pairs.iter().map(|pair| Pair {
                student: pair.student,
                mentor: pair.mentor,
            });
            if !pairs.eq(planner.pairs()) {
                return Err(format!(
                    "edit {edit} ({}) is not what a cold solve finds",
                    KINDS[kind]
                )
                .into());
            }
            compared += 1;
        }
    }
    let mut all: Vec<_> = times.iter().flatten().copied().collect();
    for (kind, times) in KINDS.iter().zip(&mut times) {
        tell(kind, times);
    }
    tell("all", &mut all);
    println!("compared with a cold solve {compared} times");
    let start = Instant::now();
    let gains = planner.one_more_place_each();
    let helped = gains.iter().filter(|gain| gain.total > 0).count();
    println!(
        "one more place helps at {helped} mentors, found in {:?}",
        start.elapsed()
    );
    let start = Instant::now();
    let asked = 100;
    for _ in 0..asked {
        let pair = planner
            .cohort()
            .pair(numbers.below(height), numbers.below(width));
        // What is excluded, locked away or made has no answer to time.
        let _ = planner.why_not(pair.student, pair.mentor);
    }
    println!("why not: {:?} each", start.elapsed() / asked);
    let start = Instant::now();
    let solution = planner.solution();
    println!("the whole solution in {:?}", start.elapsed());
    matching::verify(&planner.problem(), &solution, &mut |_| {
        ControlFlow::Continue(())
    })?;
    Ok(())
}

fn tell(what: &str, times: &mut [std::time::Duration]) {
    times.sort_unstable();
    let Some(last) = times.last() else { return };
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{what:>10}: {:>5} edits, p50 {:?}, p99 {:?}, longest {last:?}",
        times.len(),
        at(50),
        at(99)
    );
}
