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
use crate::events::{self, use_event};
use crate::looks::use_looks_provider;
use crate::presence::use_presence;
use crate::shell::Shell;
use crate::toasts::Toaster;
use crate::{dom, rpc};

/// Where the window stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Starting,
    /// The state of the file could not even be asked.
    Stuck(ApiError),
    /// Before sign-in.
    Outside {
        status: StatusView,
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
    // Leaving has begun: what is refused from now on is no news.
    let leaving = use_mut_ref(|| false);

    let check = {
        let stage = stage.setter();
        use_callback((), move |first: bool, ()| {
            let stage = stage.clone();
            spawn_local(async move { stage.set(whereabouts(first).await) });
        })
    };
    {
        let check = check.clone();
        use_effect_with((), move |()| check.emit(true));
    }
    let inside = matches!(&*stage, Stage::Inside { .. });
    let leave = {
        let leaving = leaving.clone();
        use_callback((), move |lock: bool, ()| {
            if leaving.replace(true) {
                return;
            }
            // What was being written is saved first; then nothing of the desk stays in this page.
            events::save_drafts(move || {
                spawn_local(async move {
                    // Refused means that the desk is closed already.
                    if lock {
                        let _ = rpc::call(&Lock {}).await;
                    } else {
                        let _ = rpc::call(&SignOut {}).await;
                    }
                    dom::reload();
                });
            });
        })
    };
    {
        let (check, leave) = (check.clone(), leave.clone());
        use_event(move |event| match event {
            Event::Locking if inside => leave.emit(true),
            Event::Closed if *leaving.borrow() => {}
            Event::Closed if inside => dom::reload(),
            Event::Closed => check.emit(false),
            Event::Changed { .. } | Event::Job { .. } | Event::Locking => {}
        });
    }
    use_presence(inside);

    let navigator = use_navigator();
    let locked_by = match &*stage {
        Stage::Outside {
            status: StatusView::Locked { locked_by, .. },
        } => locked_by.as_ref().map(|by| by.person),
        _ => None,
    };
    let enter = {
        let (stage, navigator) = (stage.setter(), navigator.clone());
        Callback::from(
            move |(me, start): (SignedIn, Option<crate::route::Route>)| {
                // Somebody else than who locked starts at home, not on the other one's page.
                let same = locked_by == Some(me.person);
                if let Some(navigator) = navigator.as_ref().filter(|_| !same || start.is_some()) {
                    navigator.replace(&start.unwrap_or(crate::route::Route::Home));
                }
                stage.set(Stage::Inside { me: Rc::new(me) });
            },
        )
    };
    let recheck = check.reform(|()| false);
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
        Stage::Outside { status } => html! {
            <Entrance status={status.clone()} on_enter={enter} on_recheck={recheck} />
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
                lock: leave.reform(|()| true),
                sign_out: leave.reform(|()| false),
                refresh,
            };
            html! { <ContextProvider<Desk> context={desk}><Shell /></ContextProvider<Desk>> }
        }
    }
}

/// Asks where things stand. At the first time somebody who is remembered is signed in without asking.
async fn whereabouts(first: bool) -> Stage {
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
            Err(_) => Stage::Outside { status },
        },
        StatusView::Locked { .. }
        | StatusView::NoProgramme
        | StatusView::RecoveryNeeded { .. }
        | StatusView::Newer
        | StatusView::Damaged { .. } => Stage::Outside { status },
    }
}
