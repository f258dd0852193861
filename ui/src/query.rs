//! Asking for what a page shows, and asking again when it changed.

use std::rc::Rc;

use contract::{ApiError, Command, Event, Feature};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::events::use_event;
use crate::rpc;

/// Where an answer stands.
pub(crate) enum Load<T> {
    Pending,
    Ready(Rc<T>),
    Failed(ApiError),
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Pending => Self::Pending,
            Self::Ready(value) => Self::Ready(Rc::clone(value)),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

impl<T> PartialEq for Load<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pending, Self::Pending) => true,
            (Self::Ready(a), Self::Ready(b)) => Rc::ptr_eq(a, b),
            (Self::Failed(a), Self::Failed(b)) => a == b,
            (Self::Pending | Self::Ready(_) | Self::Failed(_), _) => false,
        }
    }
}

/// An answer with the way to ask again. Show it with [`crate::components::loaded`].
pub(crate) struct Query<T> {
    pub(crate) load: Load<T>,
    /// Asks again, keeping what is shown.
    pub(crate) refresh: Callback<()>,
    /// Whether an answer is on its way; what is shown may be the answer to an earlier command.
    pub(crate) fetching: bool,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self {
            load: self.load.clone(),
            refresh: self.refresh.clone(),
            fetching: self.fetching,
        }
    }
}

impl<T> PartialEq for Query<T> {
    fn eq(&self, other: &Self) -> bool {
        self.load == other.load && self.fetching == other.fetching
    }
}

impl<T> Query<T> {
    /// The answer, where there is one.
    pub(crate) fn ready(&self) -> Option<&Rc<T>> {
        match &self.load {
            Load::Ready(value) => Some(value),
            Load::Pending | Load::Failed(_) => None,
        }
    }
}

/// Asks `command` when the component appears, whenever `command` differs, and whenever its own feature changes.
/// The earlier answer stays until the new one is there.
#[hook]
pub(crate) fn use_query<C>(command: C) -> Query<C::Output>
where
    C: Command + Clone + PartialEq,
{
    use_query_with(Some(command), &[])
}

/// As [`use_query`], asking nothing for `None`, and asking again when one of `also` changes too.
#[hook]
pub(crate) fn use_query_with<C>(command: Option<C>, also: &'static [Feature]) -> Query<C::Output>
where
    C: Command + Clone + PartialEq,
{
    let load = use_state(|| Load::<C::Output>::Pending);
    let fetching = use_state(|| true);
    // Numbers the questions: only the answer to the last one counts.
    let asked = use_mut_ref(|| 0_u64);
    let again = use_state(|| 0_u64);

    let refresh = {
        let again = again.clone();
        let count = use_mut_ref(|| 0_u64);
        use_callback((), move |(), ()| {
            *count.borrow_mut() += 1;
            again.set(*count.borrow());
        })
    };
    {
        let (load, fetching) = (load.clone(), fetching.clone());
        use_effect_with((command, *again), move |(command, _)| {
            *asked.borrow_mut() += 1;
            let number = *asked.borrow();
            fetching.set(command.is_some());
            if let Some(command) = command.clone() {
                spawn_local(async move {
                    let answer = rpc::call(&command).await;
                    if *asked.borrow() == number {
                        fetching.set(false);
                        load.set(match answer {
                            Ok(value) => Load::Ready(Rc::new(value)),
                            Err(error) => Load::Failed(error),
                        });
                    }
                });
            }
        });
    }
    {
        let refresh = refresh.clone();
        use_event(move |event| {
            if concerns(&event, C::NAME, also) {
                refresh.emit(());
            }
        });
    }
    Query {
        load: (*load).clone(),
        refresh,
        fetching: *fetching,
    }
}

/// Whether `event` changes what the command called `name` answers.
fn concerns(event: &Event, name: &str, also: &[Feature]) -> bool {
    match event {
        Event::Changed { features } => {
            let own = name.split_once('.').map_or(name, |(feature, _)| feature);
            features.iter().any(|feature| {
                feature.as_str() == own || also.contains(feature) || derived(own).contains(feature)
            })
        }
        Event::Job { .. } | Event::Locking | Event::Closed => false,
    }
}

/// The features a feature's answers are made of besides its own rows: names of people are everywhere.
fn derived(feature: &str) -> &'static [Feature] {
    match feature {
        "people" => &[Feature::Matches, Feature::Accounts, Feature::Fields],
        "matches" => &[Feature::People, Feature::Sessions, Feature::Goals],
        "sessions" | "goals" => &[Feature::Matches, Feature::People],
        "proposals" => &[Feature::People, Feature::Fields, Feature::Matches],
        "reports" => &Feature::ALL,
        "accounts" | "programmes" => &[Feature::People],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(features: &[Feature]) -> Event {
        Event::Changed {
            features: features.to_vec(),
        }
    }

    #[test]
    fn a_query_asks_again_for_its_own_feature_and_those_it_is_made_of() {
        assert!(concerns(
            &changed(&[Feature::Sessions]),
            "sessions.list",
            &[]
        ));
        assert!(concerns(
            &changed(&[Feature::Sessions]),
            "matches.list",
            &[]
        ));
        assert!(concerns(
            &changed(&[Feature::Goals]),
            "reports.overview",
            &[]
        ));
        assert!(!concerns(
            &changed(&[Feature::Proposals]),
            "sessions.list",
            &[]
        ));
        assert!(concerns(
            &changed(&[Feature::Proposals]),
            "sessions.list",
            &[Feature::Proposals]
        ));
        assert!(!concerns(&Event::Closed, "sessions.list", &[]));
    }
}
