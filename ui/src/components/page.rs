//! A page's frame: title, actions, panels, links.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;
use crate::title::use_title;

#[derive(Properties, PartialEq)]
pub(crate) struct PageProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) sub: Option<Html>,
    /// Buttons at the right of the title.
    #[prop_or_default]
    pub(crate) actions: Option<Html>,
    /// Links above the title: where this page belongs.
    #[prop_or_default]
    pub(crate) crumbs: Option<Html>,
    pub(crate) children: Html,
}

/// Every page in the shell: its head, and what it shows.
#[component]
pub(crate) fn Page(props: &PageProps) -> Html {
    html! {
        <div class="page"><div class="page-wide">
            <PageHead title={props.title.clone()} sub={props.sub.clone()} actions={props.actions.clone()} crumbs={props.crumbs.clone()} />
            { props.children.clone() }
        </div></div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PageHeadProps {
    pub(crate) title: AttrValue,
    pub(crate) sub: Option<Html>,
    pub(crate) actions: Option<Html>,
    pub(crate) crumbs: Option<Html>,
}

/// The head of a page: sets the window's title, has it announced, and draws it with the page's buttons.
#[component]
pub(crate) fn PageHead(props: &PageHeadProps) -> Html {
    use_title(&props.title);
    html! {
        <>
            if let Some(crumbs) = &props.crumbs {
                <nav class="page-crumbs" aria-label="Where this belongs">{ crumbs.clone() }</nav>
            }
            <div class="page-head">
                <div class="grow">
                    <h1 class="page-title">{ props.title.clone() }</h1>
                    if let Some(sub) = &props.sub { <p class="page-sub">{ sub.clone() }</p> }
                </div>
                if let Some(actions) = &props.actions { <div class="page-actions">{ actions.clone() }</div> }
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PanelProps {
    pub(crate) title: AttrValue,
    /// Quiet words after the title: a count.
    #[prop_or_default]
    pub(crate) count: Option<AttrValue>,
    /// One control at the right.
    #[prop_or_default]
    pub(crate) control: Option<Html>,
    #[prop_or_default]
    pub(crate) foot: Option<Html>,
    /// Puts the content into `.panel-body`; leave it off for rows and tables, which go to the edge.
    #[prop_or_default]
    pub(crate) padded: bool,
    #[prop_or_default]
    pub(crate) class: Classes,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A quiet surface with a heading.
#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    html! {
        <section class={classes!("panel", props.class.clone())}>
            <div class="panel-head">
                <h2 class="panel-title">{ props.title.clone() }</h2>
                if let Some(count) = &props.count { <span class="panel-count">{ count.clone() }</span> }
                <span class="grow" />
                if let Some(control) = &props.control { { control.clone() } }
            </div>
            if props.padded {
                <div class="panel-body">{ props.children.clone() }</div>
            } else {
                { props.children.clone() }
            }
            if let Some(foot) = &props.foot { <div class="panel-foot">{ foot.clone() }</div> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct RouteLinkProps {
    pub(crate) to: Route,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Marks the page we are on.
    #[prop_or_default]
    pub(crate) current: bool,
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) onclick: Callback<()>,
    pub(crate) children: Html,
}

/// A link to a page: `<RouteLink to={Route::People} class="btn btn-secondary">{ "All people" }</RouteLink>`
#[component]
pub(crate) fn RouteLink(props: &RouteLinkProps) -> Html {
    let navigator = use_navigator();
    let onclick = {
        let (to, onclick) = (props.to.clone(), props.onclick.clone());
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            onclick.emit(());
            if let Some(navigator) = &navigator {
                navigator.push(&to);
            }
        })
    };
    html! {
        <a href={format!("#{}", props.to.to_path())} class={props.class.clone()} title={props.title.clone()}
            aria-label={props.name.clone()} aria-current={props.current.then_some("page")} {onclick}>
            { props.children.clone() }
        </a>
    }
}
