//! Somebody is at the window: the program is told now and then, and locks the desk when it hears nothing for long.

use contract::accounts::Touch;
use gloo::events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{dom, rpc};

/// Often enough for a setting in minutes, in milliseconds.
const PAUSE: i64 = 5_000;

/// What a person at the window does.
const SIGNS: [&str; 4] = ["keydown", "pointerdown", "pointermove", "wheel"];

/// Tells while `inside`, as long as the component lives.
#[hook]
pub(crate) fn use_presence(inside: bool) {
    use_effect_with(inside, |inside| {
        let listeners: Vec<EventListener> = match dom::document().filter(|_| *inside) {
            None => Vec::new(),
            Some(document) => {
                let told = std::rc::Rc::new(std::cell::Cell::new(0));
                SIGNS
                    .into_iter()
                    .map(|sign| {
                        let told = std::rc::Rc::clone(&told);
                        EventListener::new(&document, sign, move |_| {
                            let now = dom::now().timestamp_millis();
                            // A clock that was set back must not make the window silent.
                            if (now - told.get()).abs() < PAUSE {
                                return;
                            }
                            told.set(now);
                            spawn_local(async {
                                // Refused means that the desk is closed already, which is told to everybody.
                                let _ = rpc::call(&Touch {}).await;
                            });
                        })
                    })
                    .collect()
            }
        };
        move || drop(listeners)
    });
}
