//! Readings of many rows at once, on as many threads as were asked for.

use crate::problem::STEP;
use crate::scores::INELIGIBLE;
use crate::{Scores, SolveError};
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Told of each student who is read.
pub(crate) type Step<'a> = dyn FnMut(usize) -> Result<(), SolveError> + 'a;

/// The open pairs of students; mentors without places are there as well.
pub(crate) trait Source {
    /// Reads the rows of these students, in rising order, and lets `work` look at each. There is one part for each
    /// thread; what is made of all parts together must not depend on who read what.
    fn fold<P: Send>(
        &mut self,
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError>;

    /// Whether reading a row again costs about as little as copying it.
    fn is_quick(&self) -> bool {
        true
    }

    /// The same of some mentors only, in rows as long as there are of them.
    fn fold_some<P: Send>(
        &mut self,
        mentors: &[usize],
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        picked(self, mentors, students, step, begin, work)
    }
}

/// [`Source::fold_some`] from whole rows.
pub(crate) fn picked<P: Send>(
    source: &mut (impl Source + ?Sized),
    mentors: &[usize],
    students: &[usize],
    step: &mut Step<'_>,
    begin: impl Fn() -> P + Sync,
    work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
) -> Result<Vec<P>, SolveError> {
    let begin = || (begin(), vec![INELIGIBLE; mentors.len()]);
    let work = |(part, some): &mut (P, Vec<i32>), student: usize, row: &mut [i32]| {
        for (score, mentor) in some.iter_mut().zip(mentors) {
            *score = row[*mentor];
        }
        work(part, student, some);
    };
    let parts = source.fold(students, step, begin, work)?;
    Ok(parts.into_iter().map(|(part, _)| part).collect())
}

/// Scores that several threads may read.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) scores: &'a (dyn Scores + Sync),
    pub(crate) threads: NonZeroUsize,
}

/// Lets threads read the rows of these students, `width` wide, and work on them.
pub(crate) fn fold<P: Send>(
    threads: NonZeroUsize,
    students: &[usize],
    width: usize,
    read: impl Fn(usize, &mut [i32]) -> Result<(), SolveError> + Sync,
    step: &mut Step<'_>,
    begin: impl Fn() -> P + Sync,
    work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
) -> Result<Vec<P>, SolveError> {
    let (taken, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    // The error of the first student who has one: whoever was taken before is read to the end.
    let error: Mutex<Option<(usize, SolveError)>> = Mutex::new(None);
    let run = |step: &mut Step<'_>| {
        let (mut part, mut row) = (begin(), vec![INELIGIBLE; width]);
        while !failed.load(Ordering::Relaxed) {
            let from = taken.fetch_add(STEP, Ordering::Relaxed);
            let Some(some) = students.get(from..students.len().min(from + STEP)) else {
                break;
            };
            let mut one = |student: usize| {
                read(student, &mut row)?;
                work(&mut part, student, &mut row);
                Ok(())
            };
            let read = step(from).map_err(|error| (0, error)).and_then(|()| {
                some.iter()
                    .try_for_each(|student| one(*student).map_err(|error| (*student, error)))
            });
            if let Err((student, found)) = read {
                failed.store(true, Ordering::Relaxed);
                let mut error = error.lock().expect("nobody panics with it");
                if error.is_none_or(|(first, _)| student < first) {
                    *error = Some((student, found));
                }
            }
        }
        part
    };
    let parts = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.get())
            .map(|_| scope.spawn(|| run(&mut |_| Ok(()))))
            .collect();
        let mut parts = vec![run(step)];
        for other in others {
            parts.push(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        parts
    });
    let error = error.into_inner().expect("nobody panics with it");
    error.map_or(Ok(parts), |(_, error)| Err(error))
}
