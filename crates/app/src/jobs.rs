//! Long work: started by the gate, watched and cancelled by its owner.

use std::sync::{Arc, Mutex};

use contract::jobs::{Cancel, Get, JobState, Started};
use contract::{Command, Done, Event};
use domain::JobId;
use domain::policy::Who;

use crate::contexts::{Handle, Job, Local, Progress};
use crate::desk::{Inner, JobEntry, SignIn, lock};
use crate::fault::{Answer, Fault, not_found};

/// Starts the work and answers at once.
pub(crate) fn start<C>(desk: &Arc<Inner>, sign_in: Arc<SignIn>, who: Who, command: C) -> Started
where
    C: Command + Sync,
    Job: Handle<C>,
{
    let now = desk.setup.clock.now();
    let id = JobId(desk.ids.draw(now));
    let told = Arc::clone(desk);
    let report = Box::new(move |done, total| {
        told.emit(Event::Job {
            job: id,
            state: JobState::Running { done, total },
        });
    });
    let progress = Arc::new(Progress::new(id, report));
    let entry = Arc::new(JobEntry {
        progress: Arc::clone(&progress),
        owner: who.person,
        ended: Mutex::new(None),
    });
    lock(&sign_in.jobs).insert(id, Arc::clone(&entry));
    let job = Job {
        desk: Arc::clone(desk),
        sign_in,
        who,
        now,
        progress,
    };
    tokio::spawn(run(job, entry, command));
    Started { job: id }
}

async fn run<C>(job: Job, entry: Arc<JobEntry>, command: C)
where
    C: Command + Sync,
    Job: Handle<C>,
{
    let (desk, id) = (Arc::clone(&job.desk), entry.progress.job);
    // On a task of its own, so that a panic ends the job and not whoever waits for it.
    let asked = tokio::spawn(async move { job.handle(command).await });
    let answer = match asked.await {
        Ok(answer) => answer,
        Err(ended) => Err(Fault::Broken(ended.to_string())),
    };
    let refused = crate::gate::refusal(&answer);
    crate::gate::record_refusal(&desk, C::NAME, refused).await;
    let state = answer
        .and_then(|output| {
            serde_json::to_value(&output).map_err(|error| Fault::Broken(error.to_string()))
        })
        .map_or_else(
            |fault| JobState::Failed {
                error: fault.into_api_error(C::NAME),
            },
            |output| JobState::Ended { output },
        );
    *lock(&entry.ended) = Some(state.clone());
    desk.emit(Event::Job { job: id, state });
}

fn find(context: &Local<'_>, job: JobId) -> Answer<Arc<JobEntry>> {
    lock(&context.sign_in.jobs)
        .get(&job)
        .filter(|entry| entry.owner == context.who.person)
        .cloned()
        .ok_or_else(not_found)
}

impl Handle<Get> for Local<'_> {
    async fn handle(&self, command: Get) -> Answer<JobState> {
        let entry = find(self, command.job)?;
        let ended = lock(&entry.ended).clone();
        Ok(ended.unwrap_or_else(|| {
            let (done, total) = entry.progress.so_far();
            JobState::Running { done, total }
        }))
    }
}

impl Handle<Cancel> for Local<'_> {
    async fn handle(&self, command: Cancel) -> Answer<Done> {
        find(self, command.job)?.progress.cancel();
        Ok(Done {})
    }
}
