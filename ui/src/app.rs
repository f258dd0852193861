//! Which of the window's worlds is on the screen: the entry screens or the desk.

use std::rc::Rc;

use contract::accounts::{Lock, Me, SignInRemembered, SignOut, SignedIn};
use contract::programmes::{Status, StatusView};
use contract::{ApiError, Event};
use domain::Role;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{ErrorBlock, Skeleton};
use crate::desk::{Desk, Looks, first_role};
use crate::entry::Entrance;
use crate::events::use_event;
use crate::looks::use_looks_provider;
use crate::rpc;
use crate::shell::Shell;
use crate::toasts::Toaster;

/// Where the window stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Starting,
    /// The state of the file could not even be asked.
    Stuck(ApiError),
    /// Before sign-in. `kept` is who locked the desk.
    Outside {
        status: StatusView,
        kept: Option<Rc<SignedIn>>,
    },
    Inside {
        me: Rc<SignedIn>,
    },
}

#[component]
pub(crate) fn App() -> Html {
    let looks = use_looks_provider();
    html! {
        <ContextProvider<Looks> context={looks}>
            <Toaster>
                <HashRouter><Stages /></HashRouter>
            </Toaster>
        </ContextProvider<Looks>>
    }
}

#[component]
fn Stages() -> Html {
    let stage = use_state(|| Stage::Starting);
    let role = use_state(|| None::<Role>);
    // Who locked the desk: kept until somebody signs in or signs out.
    let kept = use_mut_ref(|| None::<Rc<SignedIn>>);

    let check = {
        let (stage, kept) = (stage.setter(), kept.clone());
        use_callback((), move |first: bool, ()| {
            let (stage, kept) = (stage.clone(), kept.borrow().clone());
            spawn_local(async move { stage.set(whereabouts(first, kept).await) });
        })
    };
    {
        let check = check.clone();
        use_effect_with((), move |()| check.emit(true));
    }
    {
        let check = check.clone();
        use_event(move |event| match event {
            Event::Closed => check.emit(false),
            Event::Changed { .. } | Event::Job { .. } => {}
        });
    }

    let navigator = use_navigator();
    let enter = {
        let (stage, role, kept, navigator) = (
            stage.setter(),
            role.setter(),
            kept.clone(),
            navigator.clone(),
        );
        Callback::from(
            move |(me, start): (SignedIn, Option<crate::route::Route>)| {
                // Somebody else than who locked starts at home, not on the other one's page.
                let same = kept
                    .borrow_mut()
                    .take()
                    .is_some_and(|kept| kept.person == me.person);
                if !same {
                    role.set(None);
                }
                if let Some(navigator) = navigator.as_ref().filter(|_| !same || start.is_some()) {
                    navigator.replace(&start.unwrap_or(crate::route::Route::Home));
                }
                stage.set(Stage::Inside { me: Rc::new(me) });
            },
        )
    };
    let leave = |lock: bool| {
        let (kept, check, stage) = (kept.clone(), check.clone(), stage.clone());
        Callback::from(move |()| {
            if let Stage::Inside { me } = &*stage {
                *kept.borrow_mut() = lock.then(|| Rc::clone(me));
            }
            let check = check.clone();
            spawn_local(async move {
                // Refused means that the desk is closed already.
                if lock {
                    let _ = rpc::call(&Lock {}).await;
                } else {
                    let _ = rpc::call(&SignOut {}).await;
                }
                check.emit(false);
            });
        })
    };
    let recheck = {
        let (kept, check) = (kept.clone(), check.clone());
        Callback::from(move |forget: bool| {
            if forget {
                kept.replace(None);
            }
            check.emit(false);
        })
    };
    let refresh = {
        let stage = stage.setter();
        use_callback((), move |(), ()| {
            let stage = stage.clone();
            spawn_local(async move {
                if let Ok(me) = rpc::call(&Me {}).await {
                    stage.set(Stage::Inside { me: Rc::new(me) });
                }
            });
        })
    };

    match &*stage {
        Stage::Starting => html! { <div class="auth"><Skeleton what="the desk" rows={3} /></div> },
        Stage::Stuck(error) => html! {
            <main class="auth"><ErrorBlock error={error.clone()} retry={Some(check.reform(|()| true))} /></main>
        },
        Stage::Outside { status, kept } => html! {
            <Entrance status={status.clone()} kept={kept.clone()} on_enter={enter} on_recheck={recheck} />
        },
        Stage::Inside { me } => {
            let desk = Desk {
                me: Rc::clone(me),
                role: (*role)
                    .filter(|role| me.roles.contains(*role))
                    .unwrap_or_else(|| first_role(me.roles)),
                set_role: {
                    let (role, navigator) = (role.setter(), navigator);
                    Callback::from(move |chosen| {
                        role.set(Some(chosen));
                        if let Some(navigator) = &navigator {
                            navigator.push(&crate::route::Route::Home);
                        }
                    })
                },
                lock: leave(true),
                sign_out: leave(false),
                refresh,
            };
            html! { <ContextProvider<Desk> context={desk}><Shell /></ContextProvider<Desk>> }
        }
    }
}

/// Asks where things stand. At the first time somebody who is remembered is signed in without asking.
async fn whereabouts(first: bool, kept: Option<Rc<SignedIn>>) -> Stage {
    let status = match rpc::call(&Status {}).await {
        Ok(status) => status,
        Err(error) => return Stage::Stuck(error),
    };
    match &status {
        StatusView::SignedIn => match rpc::call(&Me {}).await {
            Ok(me) => Stage::Inside { me: Rc::new(me) },
            Err(error) => Stage::Stuck(error),
        },
        StatusView::Locked {
            remembered: true, ..
        } if first => match rpc::call(&SignInRemembered {}).await {
            Ok(me) => Stage::Inside { me: Rc::new(me) },
            // The password works without the keyring: the sign-in says what the keyring's state is.
            Err(_) => Stage::Outside { status, kept },
        },
        StatusView::Locked { .. }
        | StatusView::NoProgramme
        | StatusView::RecoveryNeeded { .. }
        | StatusView::Newer
        | StatusView::Damaged { .. } => Stage::Outside { status, kept },
    }
}
