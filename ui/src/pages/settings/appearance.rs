//! How things look on this computer.

use contract::preferences::{Density, LetterKeys, Preferences, Theme};
use yew::prelude::*;

use super::Row;
use crate::components::{Panel, Segmented, Switch};
use crate::desk::use_looks;
use crate::dom;

#[component]
pub(super) fn Appearance() -> Html {
    let looks = use_looks();
    let preferences = looks.preferences.clone();
    // One setter for all: each control says only what it changes.
    let with = |change: fn(&mut Preferences, bool)| {
        let (preferences, set) = (preferences.clone(), looks.set.clone());
        Callback::from(move |on: bool| {
            let mut preferences = preferences.clone();
            change(&mut preferences, on);
            set.emit(preferences);
        })
    };
    let density = {
        let (preferences, set) = (preferences.clone(), looks.set.clone());
        Callback::from(move |density: Density| {
            set.emit(Preferences {
                density,
                ..preferences.clone()
            });
        })
    };
    let theme = {
        let (preferences, set) = (preferences.clone(), looks.set.clone());
        Callback::from(move |theme: Theme| {
            set.emit(Preferences {
                theme,
                ..preferences.clone()
            });
        })
    };
    html! {
        <>
            <Panel title="Theme">
                <div class="rows">
                    <Row name="Colours" text="System follows the computer’s own setting.">
                        <Themes value={preferences.theme} on_change={theme} />
                    </Row>
                    <Row name="More contrast" text="Stronger lines and text. Follows the computer unless you turn it on here.">
                        <Switch label="More contrast" on={preferences.more_contrast}
                            on_change={with(|preferences, on| preferences.more_contrast = on)} />
                    </Row>
                </div>
            </Panel>
            <Panel title="Tables and keys">
                <div class="rows">
                    <Row name="Row height in tables" text="Compact shows about a fifth more rows.">
                        <Segmented<Density> label="Row height" value={preferences.density} on_change={density}
                            options={vec![(Density::Comfortable, "Comfortable".into()), (Density::Compact, "Compact".into())]} />
                    </Row>
                    <Row name="Single-letter keys" text="Keys such as L and G P work outside text fields. Keys with Ctrl always work.">
                        <Switch label="Single-letter keys" on={preferences.letter_keys == LetterKeys::On}
                            on_change={with(|preferences, on| {
                                preferences.letter_keys = if on { LetterKeys::On } else { LetterKeys::Off };
                            })} />
                    </Row>
                </div>
            </Panel>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ThemesProps {
    value: Theme,
    on_change: Callback<Theme>,
}

const THEMES: [(Theme, &str); 3] = [
    (Theme::System, "System"),
    (Theme::Dark, "Dark"),
    (Theme::Light, "Light"),
];

/// Three small pictures of the window.
#[component]
fn Themes(props: &ThemesProps) -> Html {
    let id = dom::use_id("theme");
    let onkeydown = {
        let (id, value, on_change) = (id.clone(), props.value, props.on_change.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = THEMES
                .iter()
                .position(|(theme, _)| *theme == value)
                .unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => (at + 1) % THEMES.len(),
                "ArrowLeft" | "ArrowUp" => (at + THEMES.len() - 1) % THEMES.len(),
                _ => return,
            };
            event.prevent_default();
            dom::focus(&format!("#{id}-{next}"));
            on_change.emit(THEMES[next].0);
        })
    };
    html! {
        <div class="themes" role="radiogroup" aria-label="Theme" {onkeydown}>
            { for THEMES.iter().enumerate().map(|(at, (theme, name))| {
                let (theme, chosen) = (*theme, *theme == props.value);
                html! {
                    <button key={at} id={format!("{id}-{at}")} type="button" class="theme" role="radio"
                        aria-checked={if chosen { "true" } else { "false" }} tabindex={if chosen { "0" } else { "-1" }}
                        onclick={props.on_change.reform(move |_: MouseEvent| theme)}>
                        <svg viewBox="0 0 88 56" aria-hidden="true">
                            { picture(if theme == Theme::Light { "light" } else { "dark" }) }
                            if theme == Theme::System { <g class="theme-half">{ picture("light") }</g> }
                        </svg>
                        { *name }
                    </button>
                }
            }) }
        </div>
    }
}

/// The window in the colours of `theme`, whatever theme is on.
fn picture(theme: &'static str) -> Html {
    html! {
        <g data-bs-theme={theme}>
            <rect class="theme-page" width="88" height="56" />
            <rect class="theme-word" x="8" y="12" width="12" height="4" rx="2" />
            <rect class="theme-word" x="8" y="20" width="12" height="4" rx="2" />
            <rect class="theme-word" x="28" y="12" width="28" height="6" rx="2" />
            <rect class="theme-panel" x="28" y="24" width="52" height="24" rx="3" />
        </g>
    }
}
