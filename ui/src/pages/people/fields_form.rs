//! Answering a field of the programme, by its kind.

use contract::fields::FieldView;
use domain::fields::{FieldKind, split_list};
use yew::prelude::*;

use crate::components::{FilterChip, SelectField, TagInput, TextField};
use crate::form::Bound;

/// Up to this many options are all shown.
const FEW: usize = 12;

#[derive(Properties, PartialEq)]
pub(super) struct AnswerFieldProps {
    pub(super) field: FieldView,
    /// As typed.
    pub(super) value: String,
    pub(super) wrong: Option<String>,
    pub(super) on_change: Callback<String>,
}

#[component]
pub(super) fn AnswerField(props: &AnswerFieldProps) -> Html {
    let field = &props.field;
    let error = props.wrong.clone().map(AttrValue::from);
    let label = AttrValue::from(field.name.clone());
    match field.kind {
        FieldKind::Text | FieldKind::Number => {
            let bound = Bound::new(props.value.clone(), props.on_change.clone()).with_error(error);
            let inputmode = (field.kind == FieldKind::Number).then_some("decimal");
            html! { <TextField {label} optional=true {bound} {inputmode} /> }
        }
        FieldKind::Choice => {
            let mut options = vec![(String::new(), AttrValue::from("Not answered"))];
            options.extend(
                field
                    .options
                    .iter()
                    .map(|option| (option.clone(), AttrValue::from(option.clone()))),
            );
            html! { <SelectField<String> {label} {options} value={props.value.clone()} on_change={props.on_change.clone()} {error} optional=true /> }
        }
        FieldKind::Choices => {
            let chosen = split_list(&props.value);
            if field.options.len() > FEW {
                return html! {
                    <TagInput {label} optional=true values={chosen} suggestions={field.options.clone()} {error}
                        on_change={props.on_change.reform(|list: Vec<String>| list.join("; "))} />
                };
            }
            html! {
                <fieldset class="field">
                    <legend class="field-label">{ label }<span class="t-3">{ "optional" }</span></legend>
                    <div class="chip-set">
                        { for field.options.iter().map(|option| {
                            let (option, chosen, all) = (option.clone(), chosen.clone(), field.options.clone());
                            let on = chosen.contains(&option);
                            let (key, label) = (option.clone(), option.clone());
                            html! {
                                <FilterChip {key} {label} {on}
                                    on_change={props.on_change.reform(move |on: bool| toggled(&all, &chosen, &option, on))} />
                            }
                        }) }
                    </div>
                    if let Some(error) = error { <span class="field-error" role="alert">{ error }</span> }
                </fieldset>
            }
        }
    }
}

/// The chosen options with one more or one fewer, in the order of the field.
fn toggled(all: &[String], chosen: &[String], option: &str, on: bool) -> String {
    let holds = |candidate: &&String| {
        if candidate.as_str() == option {
            on
        } else {
            chosen.contains(candidate)
        }
    };
    all.iter()
        .filter(holds)
        .cloned()
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::toggled;

    #[test]
    fn options_keep_their_order() {
        let all = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(toggled(&all, &["C".to_owned()], "A", true), "A; C");
        assert_eq!(
            toggled(&all, &["A".to_owned(), "C".to_owned()], "A", false),
            "C"
        );
    }
}
