//! Somebody chosen by name.

use std::rc::Rc;

use contract::PageRequest;
use contract::people::{List, PersonView};
use domain::{PersonId, Role};
use yew::prelude::*;

use crate::components::ComboField;
use crate::form::Bound;
use crate::query::use_query_with;

/// How many people are offered.
const OFFERED: u64 = 20;

/// Who was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chosen {
    pub(super) id: PersonId,
    pub(super) name: String,
}

#[derive(Properties, PartialEq)]
pub(super) struct PersonComboProps {
    pub(super) label: AttrValue,
    /// Whether students or mentors are offered.
    pub(super) role: Role,
    pub(super) chosen: Option<PersonId>,
    /// What the chosen person is called, where the page knows.
    #[prop_or_default]
    pub(super) name: Option<String>,
    /// `None` while the text names nobody.
    pub(super) on_choose: Callback<Option<Chosen>>,
    #[prop_or_default]
    pub(super) error: Option<AttrValue>,
}

#[component]
pub(super) fn PersonCombo(props: &PersonComboProps) -> Html {
    // What was typed, and the choice it stands for: a choice from elsewhere shows its own name.
    let typed = use_state(|| None::<(Option<PersonId>, String)>);
    let text = match &*typed {
        Some((choice, text)) if *choice == props.chosen => text.clone(),
        _ => props.name.clone().unwrap_or_default(),
    };
    let people = use_query_with(
        props.chosen.is_none().then(|| List {
            text: text.trim().to_owned(),
            role: Some(props.role),
            page: PageRequest {
                offset: 0,
                limit: OFFERED,
            },
            ..List::default()
        }),
        &[],
    );
    let offers = people
        .ready()
        .map(|page| offers(&page.rows))
        .unwrap_or_default();
    let options = Rc::new(
        offers
            .iter()
            .map(|(label, _)| label.clone())
            .collect::<Vec<_>>(),
    );
    let on_change = {
        let on_choose = props.on_choose.clone();
        Callback::from(move |text: String| {
            let choice = offers.iter().find(|(label, _)| *label == text);
            let choice = choice.map(|(_, chosen)| chosen.clone());
            typed.set(Some((choice.as_ref().map(|chosen| chosen.id), text)));
            on_choose.emit(choice);
        })
    };
    html! {
        <ComboField label={props.label.clone()} {options} bound={Bound::new(text, on_change).with_error(props.error.clone())} />
    }
}

/// What is offered, and whom it stands for; who shares a name is told by the e-mail address.
fn offers(people: &[PersonView]) -> Vec<(String, Chosen)> {
    people
        .iter()
        .map(|person| {
            let shared = people
                .iter()
                .any(|other| other.id != person.id && other.name == person.name);
            let label = if shared && !person.email.is_empty() {
                format!("{}, {}", person.name, person.email)
            } else {
                person.name.clone()
            };
            let chosen = Chosen {
                id: person.id,
                name: person.name.clone(),
            };
            (label, chosen)
        })
        .collect()
}
