//! Readings of many rows at once, on as many threads as were asked for.

use crate::instance::Instance;
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
}

/// Scores that several threads may read.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) scores: &'a (dyn Scores + Sync),
    pub(crate) threads: NonZeroUsize,
}

impl Shared<'_> {
    pub(crate) fn fold<P: Send>(
        &self,
        instance: &Instance<'_>,
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        let open = instance.open();
        let width = instance.mentors.len();
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
                let mut read = |student: usize| {
                    open.read(self.scores, student, &mut row)?;
                    work(&mut part, student, &mut row);
                    Ok(())
                };
                let read = step(from).map_err(|error| (0, error)).and_then(|()| {
                    some.iter()
                        .try_for_each(|student| read(*student).map_err(|error| (*student, error)))
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
            let others: Vec<_> = (1..self.threads.get())
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
}
