//! What a coordinator waits for at the workbench, from the click to the answer. Nobody ordered these targets: a second is
//! what one waits without losing the thread, and a proposal of thousands may take ten.

use std::time::{Duration, Instant};

use contract::proposals::{
    Change, Compare, Edit, Get, PairView, Places, ProposalView, Solve, Verify, WhyNot,
};

use crate::desk::Desk;
use crate::{Result, imports, report};

/// How often each step is measured.
const RUNS: usize = 5;
const STEP: Duration = Duration::from_secs(1);
const WHOLE: Duration = Duration::from_secs(10);

/// So many students and mentors, imported into a programme of their own.
pub(crate) async fn run(students: usize, mentors: usize) -> Result {
    let desk = Desk::founded().await?;
    imports::roster(&desk, students + mentors, mentors).await?;
    let bench = Bench {
        cohort: format!("{students} × {mentors}"),
        desk,
    };
    let summary = bench
        .time("propose", WHOLE, 1, async |desk, _| {
            desk.run(&Solve::default()).await
        })
        .await?;
    let id = summary.id;
    let shown: ProposalView = bench
        .time("show", STEP, RUNS, async |desk, _| {
            desk.ask(&Get { id }).await
        })
        .await?;
    let pair = |run: usize| -> Result<&PairView> {
        let at = run * (shown.pairs.len() / RUNS);
        Ok(shown.pairs.get(at).ok_or("nobody was matched")?)
    };
    bench
        .time("lock", STEP, RUNS, async |desk, run| {
            let PairView {
                student, mentor, ..
            } = *pair(run)?;
            edit(desk, id, Change::Lock { student, mentor }).await
        })
        .await?;
    bench
        .time("unlock", STEP, RUNS, async |desk, run| {
            let PairView {
                student, mentor, ..
            } = *pair(run)?;
            edit(desk, id, Change::Unlock { student, mentor }).await
        })
        .await?;
    bench
        .time("exclude", STEP, RUNS, async |desk, run| {
            let PairView {
                student, mentor, ..
            } = *pair(run)?;
            let reason = String::new();
            let change = Change::Exclude {
                student,
                mentor,
                reason,
            };
            edit(desk, id, change).await
        })
        .await?;
    bench
        .time("one place more", STEP, RUNS, async |desk, run| {
            let places = Some(pair(run)?.mentor_places + 1);
            let mentor = pair(run)?.mentor;
            edit(desk, id, Change::SetPlaces { mentor, places }).await
        })
        .await?;
    bench
        .time("why not", STEP, RUNS, async |desk, run| {
            let (student, mentor) = (pair(run)?.student, pair((run + 1) % RUNS)?.mentor);
            let question = WhyNot {
                id,
                student,
                mentor,
            };
            desk.run(&question).await
        })
        .await?;
    bench
        .time("what would help", STEP, RUNS, async |desk, _| {
            desk.run(&Places { id }).await
        })
        .await?;
    bench
        .time("verify", STEP, RUNS, async |desk, _| {
            desk.run(&Verify { id }).await
        })
        .await?;
    bench
        .time("compare", WHOLE, 1, async |desk, _| {
            desk.run(&Compare { id }).await
        })
        .await?;
    bench.desk.close().await;
    Ok(())
}

async fn edit(desk: &Desk, id: domain::ProposalId, change: Change) -> Result {
    let edits = vec![change];
    desk.run(&Edit { id, edits }).await?;
    Ok(())
}

struct Bench {
    cohort: String,
    desk: Desk,
}

impl Bench {
    /// Prints how long the step takes at most of the times it is done, and answers what the last of them did.
    async fn time<T>(
        &self,
        step: &str,
        target: Duration,
        runs: usize,
        work: impl AsyncFn(&Desk, usize) -> Result<T>,
    ) -> Result<T> {
        let mut times = Vec::with_capacity(runs);
        let mut last = None;
        for run in 0..runs {
            let start = Instant::now();
            last = Some(work(&self.desk, run).await?);
            times.push(start.elapsed());
        }
        let slowest = report::percentile(&mut times, 100);
        report::line(
            &format!("{} {step}", self.cohort),
            &report::milliseconds(slowest),
            &report::milliseconds(target),
            slowest <= target,
        );
        Ok(last.ok_or("nothing was measured")?)
    }
}
