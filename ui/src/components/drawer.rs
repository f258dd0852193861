//! Details of the current row, beside the table, which keeps working.

use yew::prelude::*;

use super::button::IconButton;
use super::icon_paths::Glyph;
use crate::dom;
use crate::registry::{Entry, Group, use_entries};

#[derive(Properties, PartialEq)]
pub(crate) struct DrawerProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) sub: Option<Html>,
    pub(crate) on_close: Callback<()>,
    /// At most one primary button.
    #[prop_or_default]
    pub(crate) foot: Option<Html>,
    /// Between head and body.
    #[prop_or_default]
    pub(crate) tabs: Option<Html>,
    /// Before the title: an avatar.
    #[prop_or_default]
    pub(crate) lead: Option<Html>,
    pub(crate) children: Html,
}

/// Stands as the second child of `.work-split`. Esc closes it; the focus goes back to where it came from.
#[component]
pub(crate) fn Drawer(props: &DrawerProps) -> Html {
    let title_id = dom::use_id("drawer");
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let (opener, drawer) = (dom::focused(), node.get());
            move || {
                // Only when the focus was inside: who works in the table is left there.
                let inside = dom::focused().is_none_or(|focused| {
                    focused.tag_name() == "BODY"
                        || drawer.is_some_and(|drawer| drawer.contains(Some(&focused)))
                });
                if let Some(opener) = opener.filter(|opener| inside && opener.is_connected()) {
                    let _ = opener.focus();
                }
            }
        });
    }
    // Also while the table has the focus.
    use_entries(vec![
        Entry::new(
            "drawer.close",
            "Close the details",
            Group::Page,
            props.on_close.clone(),
        )
        .icon(Glyph::Xmark)
        .keys("Esc"),
    ]);
    html! {
        <aside ref={node} class="drawer" data-region="details" tabindex="-1" aria-labelledby={title_id.clone()}>
            <div class="drawer-head">
                if let Some(lead) = &props.lead { { lead.clone() } }
                <div class="grow">
                    <h2 class="drawer-title" id={title_id}>{ props.title.clone() }</h2>
                    if let Some(sub) = &props.sub { <div class="t-xs t-3">{ sub.clone() }</div> }
                </div>
                <IconButton glyph={Glyph::Xmark} label="Close" keys="Esc" small=true onclick={props.on_close.clone()} />
            </div>
            if let Some(tabs) = &props.tabs { <div class="drawer-tabs">{ tabs.clone() }</div> }
            <div class="drawer-body">{ props.children.clone() }</div>
            if let Some(foot) = &props.foot { <div class="drawer-foot">{ foot.clone() }</div> }
        </aside>
    }
}
