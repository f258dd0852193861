//! How long it took: a press for the usual lengths, a number for others.

use yew::prelude::*;

use crate::components::{ChipRadios, TextField};
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(crate) struct MinutesFieldProps {
    /// The minutes as typed.
    pub(crate) bound: Bound,
    /// What a press chooses.
    pub(crate) lengths: &'static [u32],
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// `None` stands for another length.
fn chosen(text: &str, lengths: &[u32]) -> Option<u32> {
    text.trim()
        .parse()
        .ok()
        .filter(|minutes| lengths.contains(minutes))
}

#[component]
pub(crate) fn MinutesField(props: &MinutesFieldProps) -> Html {
    // "Other" stays open while a usual length is being typed into it.
    let other = use_state(|| chosen(&props.bound.value, props.lengths).is_none());
    // Only a press moves the focus, not the first drawing.
    let pressed = use_state(|| false);
    let value = if *other {
        None
    } else {
        chosen(&props.bound.value, props.lengths)
    };
    let mut options: Vec<(Option<u32>, AttrValue)> = props
        .lengths
        .iter()
        .map(|minutes| (Some(*minutes), minutes.to_string().into()))
        .collect();
    options.push((None, "Other".into()));
    let on_change = {
        let (other, pressed, on_change) = (
            other.setter(),
            pressed.setter(),
            props.bound.on_change.clone(),
        );
        Callback::from(move |minutes: Option<u32>| {
            pressed.set(true);
            other.set(minutes.is_none());
            if let Some(minutes) = minutes {
                on_change.emit(minutes.to_string());
            }
        })
    };
    html! {
        <div class={classes!("field", props.class.clone())}>
            <span class="field-label" aria-hidden="true">{ "Minutes" }</span>
            <div class="minutes">
                <ChipRadios<Option<u32>> label="Minutes" class="chip-tight" {options} {value} {on_change} />
                if value.is_none() {
                    <TextField label="Minutes, other" hide_label=true inputmode="numeric" class="minutes-other"
                        bound={props.bound.clone()} focus={*pressed} />
                }
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn what_is_no_usual_length_is_another() {
        assert_eq!(chosen(" 45 ", &[30, 45]), Some(45));
        assert_eq!(chosen("50", &[30, 45]), None);
        assert_eq!(chosen("", &[30, 45]), None);
    }
}
