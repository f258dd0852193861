//! The frames of the screens before sign-in: a card in the middle, and the wizard with its steps.

use yew::prelude::*;

use crate::components::Icon;
use crate::components::icon_paths::Glyph;
use crate::title::use_title;

#[component]
pub(super) fn Brand() -> Html {
    html! {
        <div class="auth-brand"><span class="sidebar-mono" aria-hidden="true">{ "MD" }</span>{ "Mentorship Desk" }</div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct CardProps {
    pub(super) title: AttrValue,
    #[prop_or_default]
    pub(super) sub: AttrValue,
    #[prop_or_default]
    pub(super) wide: bool,
    pub(super) children: Html,
}

/// A card in the middle of the window.
#[component]
pub(super) fn Card(props: &CardProps) -> Html {
    use_title(&props.title);
    html! {
        <Plain>
            <div class={classes!("auth-card", props.wide.then_some("auth-card-wide"))}>
                <Brand />
                <h1 class="auth-title">{ props.title.clone() }</h1>
                <p class="auth-sub">{ props.sub.clone() }</p>
                { props.children.clone() }
            </div>
        </Plain>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct PlainProps {
    pub(super) children: Html,
}

/// The middle and the two promises below it.
#[component]
pub(super) fn Plain(props: &PlainProps) -> Html {
    html! {
        <div class="auth">
            <main class="auth-mid" id="main" tabindex="-1">{ props.children.clone() }</main>
            <footer class="auth-foot">
                <span><Icon glyph={Glyph::Lock} />{ "Encrypted on this computer" }</span>
                <span><Icon glyph={Glyph::CircleCheck} />{ "Works without the internet" }</span>
            </footer>
        </div>
    }
}

const STEPS: [&str; 4] = ["Programme", "Administrator", "Recovery code", "First data"];

#[derive(Properties, PartialEq)]
pub(super) struct WizardProps {
    /// 0 to 3.
    pub(super) step: usize,
    pub(super) title: AttrValue,
    pub(super) sub: AttrValue,
    /// The buttons below.
    pub(super) foot: Html,
    pub(super) on_submit: Callback<()>,
    pub(super) children: Html,
}

/// A step of the first run: one question, Continue at the lower right.
#[component]
pub(super) fn Wizard(props: &WizardProps) -> Html {
    use_title(&props.title);
    let onsubmit = props
        .on_submit
        .reform(|event: SubmitEvent| event.prevent_default());
    // Every step starts with its heading, for those who listen.
    use_effect_with(props.step, |step| {
        if *step > 0 && crate::dom::focused().is_none_or(|focused| focused.tag_name() == "BODY") {
            crate::dom::focus("#main");
        }
    });
    html! {
        <form class="wizard" novalidate=true {onsubmit}>
            <aside class="wizard-side" aria-label="Set-up">
                <Brand />
                <ol class="plain steps" aria-label="Set-up steps">
                    { for STEPS.iter().enumerate().map(|(at, name)| html! {
                        <li class={classes!("steps-item", (at < props.step).then_some("is-done"))}
                            aria-current={(at == props.step).then_some("step")}>
                            <span class="steps-dot">
                                if at < props.step {
                                    <Icon glyph={Glyph::Check} class="icon-sm" /><span class="visually-hidden">{ "Done:" }</span>
                                } else { { at + 1 } }
                            </span>
                            { *name }
                        </li>
                    }) }
                </ol>
                <p class="sidebar-status mt-auto px-0 mb-0">
                    <Icon glyph={Glyph::Lock} /><span>{ "Everything stays on this computer, encrypted." }</span>
                </p>
            </aside>
            <div class="wizard-main">
                <main class="wizard-body" id="main" tabindex="-1" key={props.step}>
                    <p class="section-label mb-1">{ format!("Step {} of {}", props.step + 1, STEPS.len()) }</p>
                    <h1 class="auth-title">{ props.title.clone() }</h1>
                    <p class="auth-sub">{ props.sub.clone() }</p>
                    <div class="auth-form form-lg">{ props.children.clone() }</div>
                </main>
                <div class="wizard-foot">{ props.foot.clone() }</div>
            </div>
        </form>
    }
}

/// A link that is a button: to another way in.
pub(super) fn way_link(label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="link-quiet" {onclick}>{ label }</button> }
}
