//! Icons, drawn inline so that they take the colour of their text.

use yew::prelude::*;

use super::icon_paths::Glyph;

#[derive(Properties, PartialEq)]
pub(crate) struct IconProps {
    pub(crate) glyph: Glyph,
    /// Further classes: `icon-lg`, `icon-sm`, `t-warn`.
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// An icon beside words; silent for screen readers.
#[component]
pub(crate) fn Icon(props: &IconProps) -> Html {
    let (view_box, path) = props.glyph.drawing();
    html! {
        <svg class={classes!("icon", props.class.clone())} viewBox={view_box} aria-hidden="true"><path d={path} /></svg>
    }
}
