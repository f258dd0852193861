//! Matching: what a good pair is made of, a proposal for the whole cohort, and the proposals so far.

mod earlier;
mod editor;
mod row;
mod run;
pub(crate) mod words;

use contract::proposals::{Factors, FactorsView, List, SetFactors, Solve};
use contract::{Feature, proposals};
use domain::factors::Factor;
use yew::prelude::*;

pub(crate) use self::earlier::{state as earlier_state, title as earlier_title};
use self::editor::FactorsEditor;
use super::people::workbench::use_go;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{Page, loaded};
use crate::job::use_job;
use crate::query::{use_query, use_query_with};
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::toasts::use_toasts;

#[component]
pub(crate) fn MatchingPage() -> Html {
    let toasts = use_toasts();
    let go = use_go();
    let factors = use_query_with(
        Some(Factors {}),
        &[Feature::People, Feature::Fields, Feature::Matches],
    );
    let earlier = use_query(List {});
    // The factors as edited and not saved yet.
    let draft = use_state(|| None::<Vec<Factor>>);
    let wish = use_state(run::RunWish::default);
    // A run that waits until the factors are saved.
    let then_run = use_mut_ref(|| false);

    let solve = use_job::<Solve>({
        let (go, toasts) = (go.clone(), toasts.clone());
        move |summary: proposals::ProposalSummary| {
            toasts.speak(format!("{} pairs proposed", summary.pairs));
            go.emit(Route::Proposal { id: summary.id });
        }
    });
    let run_now = {
        let (run, wish) = (solve.run.clone(), wish.clone());
        Callback::from(move |()| {
            if let Some(solve) = wish.solve() {
                run.emit(solve);
            }
        })
    };
    let save = use_action::<SetFactors>({
        let (draft, toasts, then_run, run_now, refresh) = (
            draft.clone(),
            toasts.clone(),
            then_run.clone(),
            run_now.clone(),
            factors.refresh.clone(),
        );
        move |_: FactorsView| {
            draft.set(None);
            refresh.emit(());
            if then_run.replace(false) {
                run_now.emit(());
            } else {
                toasts.say("Factors saved");
            }
        }
    });
    let on_save = {
        let (draft, run, then_run) = (draft.clone(), save.run.clone(), then_run.clone());
        Callback::from(move |and_run: bool| {
            if let Some(factors) = &*draft {
                then_run.replace(and_run);
                run.emit(SetFactors {
                    factors: factors.clone(),
                });
            }
        })
    };
    let on_run = {
        let (draft, on_save, run_now) = (draft.clone(), on_save.clone(), run_now.clone());
        Callback::from(move |()| {
            if draft.is_some() {
                on_save.emit(true);
            } else {
                run_now.emit(());
            }
        })
    };
    let on_defaults = {
        let (draft, run, then_run) = (draft.clone(), save.run.clone(), then_run.clone());
        Callback::from(move |()| {
            draft.set(None);
            then_run.replace(false);
            run.emit(SetFactors {
                factors: Vec::new(),
            });
        })
    };
    use_entries(vec![
        Entry::new(
            "matching.run",
            "Propose matches",
            Group::Page,
            on_run.clone(),
        )
        .icon(Glyph::Project)
        .keys("N"),
    ]);

    html! {
        <Page title="Matching" sub={html! { { "Pairs for everybody who waits, by what they have in common. You look at them before anybody sees one." } }}>
            { loaded(&factors, "matching", |view| html! {
                <div class="page-cols page-cols-fold">
                    <div class="page-stack">
                        <FactorsEditor view={view.clone()} draft={(*draft).clone()} error={save.error.clone()} busy={save.busy}
                            on_change={ let draft = draft.clone(); Callback::from(move |changed| draft.set(changed)) }
                            on_save={on_save.reform(|()| false)} {on_defaults} />
                    </div>
                    <div class="page-stack matching-side">
                        <run::RunPanel view={view.clone()} wish={(*wish).clone()} unsaved={draft.is_some()}
                            on_wish={ let wish = wish.clone(); Callback::from(move |changed| wish.set(changed)) }
                            progress={solve.progress} error={solve.error.clone()} {on_run} on_cancel={solve.cancel.clone()}
                            busy={save.busy} />
                        <earlier::EarlierPanel list={earlier.clone()} />
                    </div>
                </div>
            }) }
        </Page>
    }
}
