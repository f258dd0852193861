//! Drafts that save themselves: after a second of rest, when the page is left, and before a command can take it away.
//!
//! What is written last wins. A draft that equals what the page started from is no draft: it is dropped.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use contract::drafts::{self, DraftView};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Icon, IconButton};
use crate::desk::use_zone;
use crate::{dom, rpc, time};

/// How long nothing is typed before the draft is saved, in milliseconds.
const REST: u32 = 1_000;

/// How long after a failure it is tried again, in milliseconds.
const AGAIN: u32 = 5_000;

/// Where the draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saved {
    /// Nothing was written, or nothing is left of it.
    Nothing,
    Saving,
    At(DateTime<Utc>),
    Failed,
}

/// What has to happen so that the stored draft is the written one.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Nothing,
    Save,
    Drop,
}

fn wanted(body: &str, baseline: &str, stored: Option<&str>) -> Wanted {
    match stored {
        Some(stored) if stored == body => Wanted::Nothing,
        Some(_) if body == baseline => Wanted::Drop,
        None if body == baseline => Wanted::Nothing,
        Some(_) | None => Wanted::Save,
    }
}

struct Keeper {
    key: String,
    body: String,
    baseline: String,
    stored: Option<String>,
    timer: Option<Timeout>,
    /// A request is on its way; another one follows if the text changed meanwhile.
    running: bool,
    /// The text is being saved for good.
    held: bool,
}

impl Keeper {
    fn wanted(&self) -> Wanted {
        wanted(&self.body, &self.baseline, self.stored.as_deref())
    }
}

/// An autosaved draft of a component.
#[derive(Clone)]
pub(crate) struct Autosave {
    pub(crate) saved: Saved,
    keeper: Rc<RefCell<Keeper>>,
    tell: UseStateSetter<Saved>,
}

impl Autosave {
    /// Saves now what waits for a rest.
    pub(crate) fn flush(&self) {
        flush(&self.keeper, &self.tell);
    }

    /// Keeps still while the text is saved for good.
    pub(crate) fn hold(&self) {
        let mut keeper = self.keeper.borrow_mut();
        keeper.held = true;
        keeper.timer = None;
    }

    /// Goes on: saving for good failed.
    pub(crate) fn go_on(&self) {
        self.keeper.borrow_mut().held = false;
        self.flush();
    }

    /// For `onfocusout` of what is written in: the next press may lock the desk.
    pub(crate) fn on_leave(&self) -> Callback<FocusEvent> {
        let this = self.clone();
        Callback::from(move |_: FocusEvent| this.flush())
    }

    /// For `onkeydown` of what is written in: a key with Ctrl may lock the desk, so the text is put away first.
    pub(crate) fn before_commands(&self) -> Callback<KeyboardEvent> {
        let this = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Control" | "Meta" | "Alt") {
                this.flush();
            }
        })
    }
}

/// Keeps `body` under `key` while it differs from `baseline`; `stored` is the draft the page was restored from.
#[hook]
pub(crate) fn use_autosave(
    key: String,
    body: String,
    baseline: String,
    stored: Option<&DraftView>,
) -> Autosave {
    let saved = use_state(|| stored.map_or(Saved::Nothing, |draft| Saved::At(draft.saved_at)));
    let keeper = use_mut_ref(|| Keeper {
        key,
        body: body.clone(),
        baseline,
        stored: stored.map(|draft| draft.body.clone()),
        timer: None,
        running: false,
        held: false,
    });
    {
        let (keeper, tell) = (Rc::clone(&keeper), saved.setter());
        use_effect_with(body, move |body| {
            let again = Rc::clone(&keeper);
            let mut keeper = keeper.borrow_mut();
            keeper.body.clone_from(body);
            let rests = !keeper.held && keeper.wanted() != Wanted::Nothing;
            keeper.timer = rests.then(|| Timeout::new(REST, move || flush(&again, &tell)));
        });
    }
    {
        let (keeper, tell) = (Rc::clone(&keeper), saved.setter());
        use_effect_with((), move |()| {
            let listeners = web_sys::window().map(|window| {
                ["blur", "pagehide"].map(|event| {
                    let (keeper, tell) = (Rc::clone(&keeper), tell.clone());
                    EventListener::new(&window, event, move |_| flush(&keeper, &tell))
                })
            });
            move || {
                drop(listeners);
                flush(&keeper, &tell);
            }
        });
    }
    Autosave {
        saved: *saved,
        keeper,
        tell: saved.setter(),
    }
}

fn flush(keeper: &Rc<RefCell<Keeper>>, tell: &UseStateSetter<Saved>) {
    {
        let mut keeper = keeper.borrow_mut();
        keeper.timer = None;
        if keeper.held || keeper.running || keeper.wanted() == Wanted::Nothing {
            return;
        }
        keeper.running = true;
    }
    let (keeper, tell) = (Rc::clone(keeper), tell.clone());
    spawn_local(async move {
        let mut failed = false;
        while !failed {
            let (key, body, what) = {
                let keeper = keeper.borrow();
                (keeper.key.clone(), keeper.body.clone(), keeper.wanted())
            };
            if keeper.borrow().held {
                break;
            }
            let kept = match what {
                Wanted::Nothing => break,
                Wanted::Save => {
                    tell.set(Saved::Saving);
                    let save = drafts::Save {
                        key,
                        body: body.clone(),
                    };
                    rpc::call(&save)
                        .await
                        .map(|draft| (Some(body), Saved::At(draft.saved_at)))
                }
                Wanted::Drop => rpc::call(&drafts::Drop { key })
                    .await
                    .map(|_| (None, Saved::Nothing)),
            };
            if let Ok((stored, saved)) = kept {
                keeper.borrow_mut().stored = stored;
                tell.set(saved);
            } else {
                failed = true;
                tell.set(Saved::Failed);
            }
        }
        settle(&keeper, &tell, failed).await;
    });
}

/// After the last request: tries again later, or takes back a draft that a text saved for good meanwhile left behind.
async fn settle(keeper: &Rc<RefCell<Keeper>>, tell: &UseStateSetter<Saved>, failed: bool) {
    let left_behind = {
        let mut keeper = keeper.borrow_mut();
        keeper.running = false;
        (keeper.held && keeper.stored.is_some()).then(|| keeper.key.clone())
    };
    if let Some(key) = left_behind {
        // A refusal leaves a draft that says when it was written; nothing is lost.
        if rpc::call(&drafts::Drop { key }).await.is_ok() {
            keeper.borrow_mut().stored = None;
        }
    } else if failed {
        let (again, tell) = (Rc::clone(keeper), tell.clone());
        let timer = Timeout::new(AGAIN, move || flush(&again, &tell));
        keeper.borrow_mut().timer = Some(timer);
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SaveStateProps {
    pub(crate) saved: Saved,
    /// What "Copy my text" puts on the clipboard after a failure.
    pub(crate) text: AttrValue,
}

/// "Saving…", "Saved 15:52", "Not saved. Trying again".
#[component]
pub(crate) fn SaveState(props: &SaveStateProps) -> Html {
    let zone = use_zone();
    let copied = use_state(|| false);
    if props.saved == Saved::Failed {
        let copy = {
            let (text, copied) = (props.text.clone(), copied.setter());
            Callback::from(move |()| {
                let copied = copied.clone();
                dom::copy(&text, Callback::from(move |done| copied.set(done)));
            })
        };
        return html! {
            <span class="autosave autosave-bad" role="alert">
                <Icon glyph={Glyph::CircleExclamation} />{ "Not saved. Trying again" }
                <IconButton glyph={if *copied { Glyph::Check } else { Glyph::Copy }} small=true onclick={copy}
                    label={if *copied { "Copied" } else { "Copy my text" }} />
            </span>
        };
    }
    html! {
        <span class="autosave" role="status">
            { match props.saved {
                Saved::Nothing | Saved::Failed => Html::default(),
                Saved::Saving => html! { "Saving…" },
                Saved::At(at) => html! { <><Icon glyph={Glyph::Check} />{ format!("Saved {}", time::clock(at, zone)) }</> },
            } }
        </span>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct RestoredProps {
    pub(crate) at: DateTime<Utc>,
    pub(crate) on_discard: Callback<()>,
}

/// "Draft restored from Today, 15:40", with the way out.
#[component]
pub(crate) fn Restored(props: &RestoredProps) -> Html {
    let zone = use_zone();
    html! {
        <div class="restored" role="status">
            <Icon glyph={Glyph::RotateLeft} />
            <span>{ format!("Draft restored from {}", time::day_time(props.at, dom::now(), zone)) }</span>
            <button type="button" class="link-quiet" onclick={props.on_discard.reform(|_: MouseEvent| ())}>{ "Discard" }</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_while_it_differs_from_the_start() {
        assert_eq!(wanted("", "", None), Wanted::Nothing);
        assert_eq!(wanted("a", "", None), Wanted::Save);
        assert_eq!(wanted("a", "", Some("a")), Wanted::Nothing);
        assert_eq!(wanted("ab", "", Some("a")), Wanted::Save);
        // Everything was taken out again.
        assert_eq!(wanted("", "", Some("a")), Wanted::Drop);
        // The baseline itself was stored once, as by an older version: it is left alone.
        assert_eq!(wanted("", "", Some("")), Wanted::Nothing);
    }
}
