//! Menus and popovers: small layers that a button opens.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

use super::button::truth;
use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::dom;
use crate::registry::shown_keys;

/// A line of a menu.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum MenuItem {
    Do {
        label: AttrValue,
        glyph: Option<Glyph>,
        keys: &'static str,
        run: Callback<()>,
    },
    /// One of several, of which one is chosen.
    Choose {
        label: AttrValue,
        chosen: bool,
        run: Callback<()>,
    },
    Line,
}

impl MenuItem {
    pub(crate) fn new(label: impl Into<AttrValue>, glyph: Glyph, run: Callback<()>) -> Self {
        Self::Do {
            label: label.into(),
            glyph: Some(glyph),
            keys: "",
            run,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct MenuButtonProps {
    /// The accessible name of the button and of the menu.
    pub(crate) label: AttrValue,
    /// What the button shows.
    pub(crate) trigger: Html,
    #[prop_or(classes!("btn", "btn-ghost", "btn-icon", "btn-sm"))]
    pub(crate) class: Classes,
    pub(crate) items: Vec<MenuItem>,
    /// Above the items: who is signed in.
    #[prop_or_default]
    pub(crate) head: Option<Html>,
    #[prop_or_default]
    pub(crate) menu_class: Classes,
    /// Whether the button's content already is its name.
    #[prop_or_default]
    pub(crate) named_by_content: bool,
}

/// A button with a menu: `<MenuButton label="More about …" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} items={…} />`
#[component]
pub(crate) fn MenuButton(props: &MenuButtonProps) -> Html {
    let id = dom::use_id("menu");
    let open = use_state(|| false);
    let (anchor, menu) = (use_node_ref(), use_node_ref());
    use_layer(*open, anchor.clone(), menu.clone(), {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    });
    {
        let menu = menu.clone();
        use_effect_with(*open, move |open| {
            if *open {
                focus_item(&menu, 0);
            }
        });
    }
    let close = {
        let (open, anchor) = (open.clone(), anchor.clone());
        Callback::from(move |()| {
            open.set(false);
            focus_button(&anchor);
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            open.set(!*open);
        })
    };
    let onkeydown = menu_keys(menu.clone(), *open, open.setter(), close.clone());
    html! {
        <span class="menu-anchor" ref={anchor} {onkeydown}>
            <button type="button" class={props.class.clone()} aria-haspopup="menu" aria-expanded={truth(*open)}
                aria-label={(!props.named_by_content).then(|| props.label.clone())}
                title={(!props.named_by_content).then(|| props.label.clone())} onclick={toggle}>
                { props.trigger.clone() }
            </button>
            if *open {
                <div class={classes!("menu", "menu-fixed", props.menu_class.clone())} ref={menu}>
                    if let Some(head) = &props.head { <div class="menu-head">{ head.clone() }</div><hr class="menu-sep" /> }
                    <div role="menu" {id} aria-label={props.label.clone()}>
                        { for props.items.iter().enumerate().map(|(at, item)| item_view(at, item, &close)) }
                    </div>
                </div>
            }
        </span>
    }
}

fn item_view(at: usize, item: &MenuItem, close: &Callback<()>) -> Html {
    let press = |run: &Callback<()>| {
        let (run, close) = (run.clone(), close.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            close.emit(());
            run.emit(());
        })
    };
    match item {
        MenuItem::Do {
            label,
            glyph,
            keys,
            run,
        } => html! {
            <button key={at} type="button" class="menu-item" role="menuitem" tabindex="-1" onclick={press(run)}>
                if let Some(glyph) = glyph { <Icon glyph={*glyph} /> }
                { label.clone() }
                if !keys.is_empty() { <kbd>{ shown_keys(keys) }</kbd> }
            </button>
        },
        MenuItem::Choose { label, chosen, run } => html! {
            <button key={at} type="button" class="menu-item" role="menuitemradio" aria-checked={truth(*chosen)}
                tabindex="-1" onclick={press(run)}>
                <Icon glyph={Glyph::Check} class={classes!((!chosen).then_some("invisible"))} />
                { label.clone() }
            </button>
        },
        MenuItem::Line => html! { <hr key={at} class="menu-sep" /> },
    }
}

/// Arrows, Home, End, first letters and Esc; an arrow opens a closed menu.
fn menu_keys(
    menu: NodeRef,
    is_open: bool,
    open: UseStateSetter<bool>,
    close: Callback<()>,
) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        if !is_open {
            if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
                event.prevent_default();
                open.set(true);
            }
            return;
        }
        let items = items_of(&menu);
        let focused = dom::focused();
        let at = items.iter().position(|item| Some(item) == focused.as_ref());
        let count = items.len();
        let next = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| (at + 1) % count.max(1)),
            "ArrowUp" => at.map_or(count.saturating_sub(1), |at| {
                (at + count - 1) % count.max(1)
            }),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                return close.emit(());
            }
            "Tab" => return open.set(false),
            key if key.chars().count() == 1
                && !event.ctrl_key()
                && !event.meta_key()
                && key != " " =>
            {
                let key = key.to_lowercase();
                let starts = |item: &HtmlElement| {
                    item.text_content()
                        .is_some_and(|text| text.trim().to_lowercase().starts_with(&key))
                };
                let from = at.map_or(0, |at| at + 1);
                let Some(found) = (0..count)
                    .map(|n| (from + n) % count)
                    .find(|at| starts(&items[*at]))
                else {
                    return;
                };
                found
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        focus_item(&menu, next);
    })
}

fn items_of(menu: &NodeRef) -> Vec<HtmlElement> {
    let Some(list) = menu
        .cast::<HtmlElement>()
        .and_then(|menu| menu.query_selector_all("[role^='menuitem']").ok())
    else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.get(at)?.dyn_into().ok())
        .collect()
}

fn focus_item(menu: &NodeRef, at: usize) {
    if let Some(item) = items_of(menu).get(at) {
        let _ = item.focus();
    }
}

fn focus_button(anchor: &NodeRef) {
    let button = anchor
        .cast::<HtmlElement>()
        .and_then(|anchor| anchor.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// Places an open layer beside its anchor, inside the window, and closes it on a press outside.
#[hook]
pub(crate) fn use_layer(open: bool, anchor: NodeRef, layer: NodeRef, close: Callback<()>) {
    use_effect_with(open, move |open| {
        let listeners = open.then(|| {
            place(&anchor, &layer);
            let document = dom::document()?;
            let outside = {
                let (anchor, close) = (anchor.clone(), close.clone());
                EventListener::new(&document, "pointerdown", move |event| {
                    let target = event
                        .target()
                        .and_then(|target| target.dyn_into::<Node>().ok());
                    if !anchor
                        .get()
                        .is_some_and(|anchor| anchor.contains(target.as_ref()))
                    {
                        close.emit(());
                    }
                })
            };
            let window = web_sys::window()?;
            let resized = EventListener::new(&window, "resize", move |_| close.emit(()));
            Some((outside, resized))
        });
        move || drop(listeners)
    });
}

/// Below the anchor if there is room, else above; never out of the window. Set through the object model, which the
/// content security policy allows, unlike style attributes.
fn place(anchor: &NodeRef, layer: &NodeRef) {
    let (Some(anchor), Some(layer), Some(window)) = (
        anchor.cast::<HtmlElement>(),
        layer.cast::<HtmlElement>(),
        web_sys::window(),
    ) else {
        return;
    };
    let size = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
    };
    let (wide, high) = (size(window.inner_width()), size(window.inner_height()));
    let (from, own) = (
        anchor.get_bounding_client_rect(),
        layer.get_bounding_client_rect(),
    );
    let margin = 8.0;
    let left = if from.left() + own.width() + margin <= wide {
        from.left()
    } else {
        from.right() - own.width()
    };
    let below = from.bottom() + 4.0;
    let top = if below + own.height() + margin <= high {
        below
    } else {
        from.top() - own.height() - 4.0
    };
    let style = layer.style();
    let _ = style.set_property(
        "left",
        &format!(
            "{}px",
            left.clamp(margin, (wide - own.width() - margin).max(margin))
        ),
    );
    let _ = style.set_property(
        "top",
        &format!(
            "{}px",
            top.clamp(margin, (high - own.height() - margin).max(margin))
        ),
    );
}

#[derive(Properties, PartialEq)]
pub(crate) struct PopoverProps {
    /// The accessible name of the layer.
    pub(crate) label: AttrValue,
    pub(crate) trigger: Html,
    #[prop_or(classes!("btn", "btn-ghost", "btn-sm"))]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// A button that opens an explanation; not modal, closed by Esc or a press outside.
#[component]
pub(crate) fn Popover(props: &PopoverProps) -> Html {
    let open = use_state(|| false);
    let (anchor, layer) = (use_node_ref(), use_node_ref());
    use_layer(*open, anchor.clone(), layer.clone(), {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    });
    {
        let layer = layer.clone();
        use_effect_with(*open, move |open| {
            if *open && let Some(layer) = layer.cast::<HtmlElement>() {
                let _ = layer.focus();
            }
        });
    }
    let onkeydown = {
        let (open, anchor) = (open.clone(), anchor.clone());
        Callback::from(move |event: KeyboardEvent| {
            if *open && event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
                focus_button(&anchor);
            }
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <span class="menu-anchor" ref={anchor} {onkeydown}>
            <button type="button" class={props.class.clone()} aria-haspopup="dialog" aria-expanded={truth(*open)} onclick={toggle}>
                { props.trigger.clone() }
            </button>
            if *open {
                <div class="menu menu-fixed popover-body" role="dialog" tabindex="-1" ref={layer} aria-label={props.label.clone()}>
                    { props.children.clone() }
                </div>
            }
        </span>
    }
}
