//! Dialogs: only for choices that stop the work.
//!
//! The browser's own modal `<dialog>` keeps the focus inside, makes the rest inert and handles Esc; we only give the
//! focus back to where it came from.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use super::button::{Button, IconButton, Kind};
use super::icon_paths::Glyph;
use crate::dom;

#[derive(Properties, PartialEq)]
pub(crate) struct ModalProps {
    /// Esc, or a click outside where `dismiss_outside`.
    pub(crate) on_close: Callback<()>,
    /// The id of the title inside.
    #[prop_or_default]
    pub(crate) labelled_by: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) dismiss_outside: bool,
    pub(crate) children: Html,
}

/// The bare modal layer: [`Dialog`] and the palette stand in it. Draw it while it is open.
#[component]
pub(crate) fn Modal(props: &ModalProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let opener = dom::focused();
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                let _ = dialog.show_modal();
                // What should have the focus says so; otherwise the browser took the first control.
                if let Ok(Some(wanted)) = dialog.query_selector("[data-focus] input, input[data-focus], button[data-focus], [data-focus] button")
                    && let Ok(wanted) = wanted.dyn_into::<HtmlElement>()
                {
                    let _ = wanted.focus();
                }
            }
            move || {
                // Closed first: while it is open, everything outside is inert and takes no focus.
                if let Some(dialog) = dialog {
                    dialog.close();
                }
                if let Some(opener) = opener.filter(|opener| opener.is_connected()) {
                    let _ = opener.focus();
                }
            }
        });
    }
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            on_close.emit(());
        })
    };
    let onclick = {
        let (node, on_close, outside) =
            (node.clone(), props.on_close.clone(), props.dismiss_outside);
        Callback::from(move |event: MouseEvent| {
            let on_scrim = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Node>().ok())
                == node.get();
            if outside && on_scrim {
                on_close.emit(());
            }
        })
    };
    html! {
        <dialog ref={node} class={classes!("scrim", props.class.clone())} aria-labelledby={props.labelled_by.clone()}
            aria-label={props.label.clone()} {oncancel} {onclick} onclose={props.on_close.reform(|_: Event| ())}>
            { props.children.clone() }
        </dialog>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DialogProps {
    /// A question, or what it is about.
    pub(crate) title: AttrValue,
    pub(crate) on_close: Callback<()>,
    /// The buttons, the harmless one first.
    #[prop_or_default]
    pub(crate) foot: Option<Html>,
    #[prop_or_default]
    pub(crate) wide: bool,
    /// Makes the whole a form: Enter in a field sends it.
    #[prop_or_default]
    pub(crate) on_submit: Option<Callback<()>>,
    pub(crate) children: Html,
}

/// Draw it while it is open: `if *open { <Dialog title="…" on_close={…} foot={…}>…</Dialog> }`
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let title_id = dom::use_id("dialog");
    let onsubmit = {
        let on_submit = props.on_submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(on_submit) = &on_submit {
                on_submit.emit(());
            }
        })
    };
    html! {
        <Modal on_close={props.on_close.clone()} labelled_by={title_id.clone()}>
            <form class={classes!("dialog", props.wide.then_some("dialog-wide"))} novalidate=true {onsubmit}>
                <div class="dialog-head">
                    <h2 class="dialog-title grow" id={title_id}>{ props.title.clone() }</h2>
                    <IconButton glyph={Glyph::Xmark} label="Close" keys="Esc" small=true onclick={props.on_close.clone()} />
                </div>
                <div class="dialog-body">{ props.children.clone() }</div>
                if let Some(foot) = &props.foot { <div class="dialog-foot">{ foot.clone() }</div> }
            </form>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ConfirmProps {
    /// A question: "End this match?"
    pub(crate) title: AttrValue,
    /// The harmless verb: "Keep".
    #[prop_or(AttrValue::Static("Cancel"))]
    pub(crate) keep: AttrValue,
    /// The verb for what happens: "End match".
    pub(crate) act: AttrValue,
    #[prop_or(true)]
    pub(crate) danger: bool,
    #[prop_or_default]
    pub(crate) busy: bool,
    pub(crate) on_keep: Callback<()>,
    pub(crate) on_act: Callback<()>,
    /// What will happen.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Asks before something that cannot be undone; the focus starts on the harmless button.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let kind = if props.danger {
        Kind::Danger
    } else {
        Kind::Primary
    };
    let foot = html! {
        <>
            <span data-focus="true"><Button label={props.keep.clone()} onclick={props.on_keep.clone()} /></span>
            <Button label={props.act.clone()} {kind} busy={props.busy} onclick={props.on_act.clone()} />
        </>
    };
    html! {
        <Dialog title={props.title.clone()} on_close={props.on_keep.clone()} foot={Some(foot)}>
            { props.children.clone() }
        </Dialog>
    }
}
