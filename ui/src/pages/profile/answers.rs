//! The programme's own questions, each with the control of its kind.

use std::collections::BTreeMap;
use std::rc::Rc;

use contract::ApiError;
use contract::fields::FieldView;
use domain::FieldId;
use domain::fields::{FieldAudience, FieldKind, split_list};
use yew::prelude::*;

use super::draft::answer_error;
use crate::components::{CheckField, SelectField, TextField};
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(super) struct AnswersProps {
    pub(super) fields: Rc<Vec<FieldView>>,
    pub(super) answers: BTreeMap<FieldId, String>,
    pub(super) show_errors: bool,
    /// What the backend refused, under `answers.<id>`.
    pub(super) errors: Option<ApiError>,
    pub(super) on_change: Callback<BTreeMap<FieldId, String>>,
    pub(super) on_leave: Callback<()>,
}

#[component]
pub(super) fn Answers(props: &AnswersProps) -> Html {
    html! {
        <div class="page-stack">
            { for props.fields.iter().map(|field| {
                let text = props.answers.get(&field.id).cloned().unwrap_or_default();
                let on_change = {
                    let (answers, on_change, id) = (props.answers.clone(), props.on_change.clone(), field.id);
                    Callback::from(move |text: String| {
                        let mut answers = answers.clone();
                        answers.insert(id, text);
                        on_change.emit(answers);
                    })
                };
                let own = || props.show_errors.then(|| answer_error(field, &props.answers)).flatten().map(|error| error.to_string());
                let error = props
                    .errors
                    .as_ref()
                    .and_then(|error| error.fields.get(&format!("answers.{}", field.id)).cloned())
                    .or_else(own)
                    .map(AttrValue::from);
                html! { <div key={field.id.to_string()}>{ control(field, text, on_change, &props.on_leave, error) }</div> }
            }) }
        </div>
    }
}

fn seen_by(audience: FieldAudience) -> &'static str {
    match audience {
        FieldAudience::Pair => "Seen by the people you are matched with and the administrators",
        FieldAudience::Person => "Seen by you and the administrators",
        FieldAudience::Administrators => "Seen by the administrators",
    }
}

fn control(
    field: &FieldView,
    text: String,
    on_change: Callback<String>,
    on_leave: &Callback<()>,
    error: Option<AttrValue>,
) -> Html {
    let (label, hint) = (
        AttrValue::from(field.name.clone()),
        AttrValue::Static(seen_by(field.audience)),
    );
    match field.kind {
        FieldKind::Text | FieldKind::Number => {
            let inputmode = (field.kind == FieldKind::Number).then_some("decimal");
            let bound = Bound {
                value: text.into(),
                error,
                on_change,
                on_leave: on_leave.clone(),
            };
            html! { <TextField {label} {hint} {bound} {inputmode} optional=true /> }
        }
        FieldKind::Choice => {
            let mut options = vec![(String::new(), AttrValue::Static("Not said"))];
            options.extend(
                field
                    .options
                    .iter()
                    .map(|option| (option.clone(), AttrValue::from(option.clone()))),
            );
            html! { <SelectField<String> {label} {hint} {options} {error} value={text} {on_change} optional=true /> }
        }
        FieldKind::Choices => {
            let chosen = split_list(&text);
            html! {
                <fieldset class="field">
                    <legend class="field-label mb-0">{ label }<span class="t-3">{ "optional" }</span></legend>
                    <div class="check-set">
                        { for field.options.iter().map(|option| {
                            let toggle = {
                                let (chosen, options, option) = (chosen.clone(), field.options.clone(), option.clone());
                                on_change.reform(move |on: bool| toggled(&options, &chosen, &option, on))
                            };
                            html! { <CheckField key={option.clone()} label={option.clone()} checked={chosen.contains(option)} on_change={toggle} /> }
                        }) }
                    </div>
                    if let Some(error) = error { <span class="field-error" role="alert">{ error }</span> } else { <span class="field-hint">{ hint }</span> }
                </fieldset>
            }
        }
    }
}

/// The chosen options as they are written, in the order of the field; with a semicolon at the end of a single one that
/// has a comma in it, so that it is not taken apart.
fn toggled(options: &[String], chosen: &[String], option: &str, on: bool) -> String {
    let list: Vec<&str> = options
        .iter()
        .map(String::as_str)
        .filter(|candidate| {
            if *candidate == option {
                on
            } else {
                chosen.iter().any(|chosen| chosen == candidate)
            }
        })
        .collect();
    let text = list.join("; ");
    if text.contains(',') && !text.contains(';') {
        format!("{text};")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_keep_their_order_and_their_commas() {
        let options = ["Art, music".to_owned(), "Sport".to_owned()];
        assert_eq!(
            toggled(&options, &["Sport".to_owned()], "Art, music", true),
            "Art, music; Sport"
        );
        let single = toggled(
            &options,
            &["Sport".to_owned(), "Art, music".to_owned()],
            "Sport",
            false,
        );
        assert_eq!(split_list(&single), ["Art, music"]);
    }
}
