//! Long work: started, followed by its events, cancelled.

use std::cell::RefCell;
use std::rc::Rc;

use contract::jobs::{self, JobState};
use contract::{ApiError, Code, Command, Event};
use domain::JobId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::events::use_event;
use crate::rpc;

/// Where a job of this component stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Idle,
    Starting,
    /// `done` of `total` units; `total` 0 while unknown.
    Running {
        done: u64,
        total: u64,
    },
}

impl Progress {
    pub(crate) fn is_busy(self) -> bool {
        match self {
            Self::Idle => false,
            Self::Starting | Self::Running { .. } => true,
        }
    }
}

/// A job that a control starts.
pub(crate) struct Job<C> {
    /// Starts it; ignored while one runs.
    pub(crate) run: Callback<C>,
    /// Asks it to stop.
    pub(crate) cancel: Callback<()>,
    pub(crate) progress: Progress,
    /// Why it failed; being cancelled is no failure.
    pub(crate) error: Option<ApiError>,
}

/// `use_job::<imports::Check>(move |checked| …)`: the closure gets what the job's end reports.
#[hook]
pub(crate) fn use_job<C: Command>(done: impl Fn(C::Output) + 'static) -> Job<C> {
    let progress = use_state(|| Progress::Idle);
    let error = use_state(|| None::<ApiError>);
    let current = use_mut_ref(|| None::<JobId>);
    let starting = use_mut_ref(|| false);
    let latest: Rc<RefCell<Option<Callback<C::Output>>>> = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(Callback::from(done));

    // One way for what events tell and for what is asked after the start: whichever comes first ends the job.
    let follow = {
        let (progress, error, current, latest) = (
            progress.clone(),
            error.clone(),
            Rc::clone(&current),
            Rc::clone(&latest),
        );
        use_callback((), move |(job, state): (JobId, JobState), ()| {
            if *current.borrow() != Some(job) {
                return;
            }
            match state {
                JobState::Running { done, total } => {
                    progress.set(Progress::Running { done, total });
                }
                JobState::Ended { output } => {
                    current.replace(None);
                    progress.set(Progress::Idle);
                    match serde_json::from_value::<C::Output>(output) {
                        Ok(output) => {
                            let listener = latest.borrow().clone();
                            if let Some(listener) = listener {
                                listener.emit(output);
                            }
                        }
                        Err(fault) => error.set(Some(ApiError::new(
                            Code::Internal,
                            format!("The answer could not be read: {fault}"),
                        ))),
                    }
                }
                JobState::Failed { error: failure } => {
                    current.replace(None);
                    progress.set(Progress::Idle);
                    error.set((failure.code != Code::Cancelled).then_some(failure));
                }
            }
        })
    };
    {
        let follow = follow.clone();
        use_event(move |event| match event {
            Event::Job { job, state } => follow.emit((job, state)),
            Event::Changed { .. } | Event::Locking | Event::Closed => {}
        });
    }
    let run = {
        let (progress, error, current) = (progress.clone(), error.clone(), Rc::clone(&current));
        use_callback((), move |command: C, ()| {
            if current.borrow().is_some() || starting.replace(true) {
                return;
            }
            progress.set(Progress::Starting);
            error.set(None);
            let (progress, error, current, starting, follow) = (
                progress.clone(),
                error.clone(),
                Rc::clone(&current),
                Rc::clone(&starting),
                follow.clone(),
            );
            spawn_local(async move {
                let started = rpc::start(&command).await;
                starting.replace(false);
                match started {
                    Ok(jobs::Started { job }) => {
                        current.replace(Some(job));
                        // A short job's events may have come before its id was known.
                        if let Ok(state) = rpc::call(&jobs::Get { job }).await {
                            follow.emit((job, state));
                        }
                    }
                    Err(refusal) => {
                        progress.set(Progress::Idle);
                        error.set(Some(refusal));
                    }
                }
            });
        })
    };
    let cancel = use_callback((), move |(), ()| {
        if let Some(job) = *current.borrow() {
            spawn_local(async move {
                // A job that ended meanwhile has nothing to cancel.
                let _ = rpc::call(&jobs::Cancel { job }).await;
            });
        }
    });
    Job {
        run,
        cancel,
        progress: *progress,
        error: (*error).clone(),
    }
}
