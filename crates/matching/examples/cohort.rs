//! Solves a cohort of profiles from a folder and prints what it took.
//!
//! Usage: `cohort FOLDER [ROUNDS [THREADS]]`. The folder holds `students.u8` and `mentors.u8` (row-major, 24 unsigned bytes a
//! person), and `capacities.u32` (little endian, one for each mentor). A student left without a mentor costs 2,000,000:
//! the total printed has that much for each pair besides its score.

use matching::scores::Profiles;
use matching::{
    Cohort, Leaving, Mentor, PersonId, Phase, Problem, Student, solve, solve_on, verify,
};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

const TOPICS: usize = 24;
const BONUS: i64 = 2_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: cohort FOLDER [ROUNDS]")?;
    let rounds = arguments
        .next()
        .map_or(Ok(5), |rounds| rounds.parse::<usize>())?;
    let threads = arguments
        .next()
        .map(|threads| threads.parse::<NonZeroUsize>())
        .transpose()?;
    let read = |name: &str| std::fs::read(Path::new(&folder).join(name));
    let (students, mentors) = (read("students.u8")?, read("mentors.u8")?);
    let capacities = read("capacities.u32")?;

    let people = (0..students.len() / TOPICS).map(|index| Student {
        id: PersonId(index as u128),
        places: 1,
    });
    let places = capacities
        .as_chunks()
        .0
        .iter()
        .map(|places| u32::from_le_bytes(*places));
    let offers = places
        .zip(students.len() / TOPICS..)
        .map(|(places, index)| Mentor {
            id: PersonId(index as u128),
            places,
        });
    let cohort = Cohort::new(people.collect(), offers.collect())?;
    let mut times = Vec::new();
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        let scores = Profiles::new(TOPICS, &students, &mentors)
            .ok_or("the files do not hold 24 bytes a person")?;
        let problem = Problem {
            cohort: &cohort,
            scores: &scores,
            leaving: Leaving::Price(BONUS),
        };
        let mut phases: Vec<(Phase, Duration)> = Vec::new();
        let mut told = |progress: matching::Progress| {
            if phases
                .last()
                .is_none_or(|(phase, _)| *phase != progress.phase)
            {
                phases.push((progress.phase, start.elapsed()));
            }
            ControlFlow::Continue(())
        };
        let solution = match threads {
            Some(threads) => solve_on(threads, &cohort, &scores, problem.leaving, &mut told)?,
            None => solve(&problem, &mut told)?,
        };
        let solved = start.elapsed();
        times.push(solved);
        let checked = Instant::now();
        let proof = verify(&problem, &solution, &mut |_| ControlFlow::Continue(()))?;
        let verified = checked.elapsed();
        let total = solution.total + BONUS * i64::try_from(solution.pairs.len())?;
        println!(
            "total {total}, pairs {}, proved over {} pairs",
            solution.pairs.len(),
            proof.pairs
        );
        println!("  solved {solved:?}, verified in {verified:?}, phases {phases:?}");
    }
    times.sort_unstable();
    println!(
        "median from profiles to certificate: {:?}",
        times[times.len() / 2]
    );
    // The peak of resident memory, where the system tells it.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("{line}"));
    }
    Ok(())
}
