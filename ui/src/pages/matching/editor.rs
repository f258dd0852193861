//! The factors of the score: what is compared, how, and what it is worth.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::FactorsView;
use domain::factors::{Factor, Rule, Source};
use yew::prelude::*;

use super::row::FactorRow;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Confirm, Empty, Kind, Mood, Panel, Size};

#[derive(Properties, PartialEq)]
pub(super) struct FactorsEditorProps {
    pub(super) view: Rc<FactorsView>,
    /// `None`: as saved.
    pub(super) draft: Option<Vec<Factor>>,
    pub(super) error: Option<ApiError>,
    pub(super) busy: bool,
    pub(super) on_change: Callback<Option<Vec<Factor>>>,
    pub(super) on_save: Callback<()>,
    pub(super) on_defaults: Callback<()>,
}

#[component]
pub(super) fn FactorsEditor(props: &FactorsEditorProps) -> Html {
    let asking = use_state(|| false);
    let factors = props.draft.as_ref().unwrap_or(&props.view.factors);
    let total: u32 = factors.iter().map(|factor| factor.weight).sum();
    let change = {
        let (factors, saved, on_change) = (
            factors.clone(),
            props.view.factors.clone(),
            props.on_change.clone(),
        );
        Callback::from(move |edit: Edit| {
            let changed = edit.apply(factors.clone());
            // Back to what is saved is no change.
            on_change.emit((changed != saved).then_some(changed));
        })
    };
    let ask = |open: bool| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(open))
    };
    let foot = html! {
        <>
            <Button label="Add a factor" glyph={Glyph::Plus} size={Size::Small} onclick={change.reform(|()| Edit::Add)} />
            <span class="grow" />
            if props.draft.is_some() {
                <Button label="Discard changes" kind={Kind::Ghost} size={Size::Small} onclick={props.on_change.reform(|()| None)} />
                <Button label="Save factors" size={Size::Small} busy={props.busy} busy_label="Saving" onclick={props.on_save.clone()} />
            } else if props.view.set {
                <Button label="Back to the defaults…" kind={Kind::Ghost} size={Size::Small} onclick={ask(true)} />
            } else {
                <span>{ "These are the defaults for your fields" }</span>
            }
        </>
    };
    html! {
        <>
            { refusal(props.error.as_ref()) }
            <Panel title="What makes a good pair" count={format!("{total} points at most")} foot={foot} class="factors-panel">
                if factors.is_empty() {
                    <Empty glyph={Glyph::Sliders} title="No factors" text="Every pair would be as good as any other. Add what should count." />
                } else {
                    <ol class="plain rows factor-list">
                        { for factors.iter().enumerate().map(|(at, factor)| html! {
                            <FactorRow key={at} {at} factor={*factor} total={total.max(1)} view={props.view.clone()} on_edit={change.clone()} error={props.error.clone()} />
                        }) }
                    </ol>
                }
            </Panel>
            if *asking {
                <Confirm title="Go back to the defaults?" keep="Keep mine" act="Use the defaults" danger=false on_keep={ask(false)}
                    on_act={ let (close, on_defaults) = (ask(false), props.on_defaults.clone());
                        Callback::from(move |()| { close.emit(()); on_defaults.emit(()); }) }>
                    <p>{ "Your factors are replaced by the ones that suit the profile and the fields of this programme. Proposals made before stay as they are." }</p>
                </Confirm>
            }
        </>
    }
}

/// What was refused; what is wrong with a factor stands at the factor.
fn refusal(error: Option<&ApiError>) -> Html {
    let Some(error) = error else {
        return Html::default();
    };
    html! { <Callout mood={Mood::Bad} title={error.message.clone()} alert=true /> }
}

/// A change of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Edit {
    Add,
    Remove(usize),
    Set(usize, Factor),
}

impl Edit {
    fn apply(self, mut factors: Vec<Factor>) -> Vec<Factor> {
        match self {
            Self::Add => factors.push(Factor {
                student: Source::Interests,
                mentor: Source::Expertise,
                rule: Rule::Overlap,
                weight: 10,
                required: 0,
            }),
            Self::Remove(at) if at < factors.len() => {
                factors.remove(at);
            }
            Self::Set(at, factor) if at < factors.len() => factors[at] = factor,
            Self::Remove(_) | Self::Set(..) => {}
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_change_one_factor() {
        let factors = Factor::defaults();
        let more = Edit::Add.apply(factors.clone());
        assert_eq!(more.len(), factors.len() + 1);
        assert_eq!(Edit::Remove(more.len() - 1).apply(more), factors);
        assert_eq!(Edit::Remove(99).apply(factors.clone()), factors);
        let heavier = Factor {
            weight: 99,
            ..factors[0]
        };
        assert_eq!(Edit::Set(0, heavier).apply(factors)[0].weight, 99);
    }
}
