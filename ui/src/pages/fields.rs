//! What this programme asks of its people beyond the built-in profile.

mod form;

use std::rc::Rc;

use contract::fields::{FieldView, List, Remove};
use domain::Roles;
use domain::fields::FieldKind;
use yew::prelude::*;

use self::form::FieldForm;
use super::import::{audience_name, kind_name};
use super::people::words;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Column, Confirm, Empty, ErrorCallout, Icon, Kind, MenuButton, MenuItem, Page, Panel,
    RouteLink, State, StateMark, Table, TableRow, loaded,
};
use crate::desk::role_name;
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time::count;
use crate::toasts::use_toasts;

/// What is on top of the page.
#[derive(Debug, Clone, PartialEq)]
enum Ask {
    New,
    Edit(FieldView),
    Remove(FieldView),
}

#[component]
pub(crate) fn FieldsPage() -> Html {
    let toasts = use_toasts();
    let fields = use_query(List {});
    let ask = use_state(|| None::<Ask>);
    let asking = {
        let ask = ask.clone();
        Callback::from(move |what: Option<Ask>| ask.set(what))
    };
    let remove = use_action::<Remove>({
        let asking = asking.clone();
        move |_| {
            asking.emit(None);
            toasts.say("Field removed");
        }
    });
    let on_new = asking.reform(|()| Some(Ask::New));
    use_entries(vec![
        Entry::new("fields.new", "New field", Group::Page, on_new.clone())
            .icon(Glyph::Plus)
            .keys("N"),
    ]);
    let actions = html! { <Button label="New field" kind={Kind::Primary} glyph={Glyph::Plus} keys="N" onclick={on_new.clone()} /> };
    let close = asking.reform(|()| None);
    html! {
        <Page title="Fields" {actions} sub={html! { { "Questions of this programme, besides name, e-mail, interests, expertise, languages, time zone and free times" } }}>
            { loaded(&fields, "fields", |list| if list.is_empty() {
                html! {
                    <section class="panel"><Empty glyph={Glyph::ListCheck} title="No fields yet"
                        text="Ask for a grade, a profession or an organisation. Columns of an imported file can become fields too.">
                        <Button label="New field" glyph={Glyph::Plus} onclick={on_new} />
                        <RouteLink to={Route::Import} class="btn btn-ghost">{ "Import people" }</RouteLink>
                    </Empty></section>
                }
            } else {
                table(list, &asking)
            }) }
            { match &*ask {
                None => Html::default(),
                Some(Ask::New) => html! { <FieldForm field={None} on_close={close} /> },
                Some(Ask::Edit(field)) => html! { <FieldForm field={Some(field.clone())} on_close={close} /> },
                Some(Ask::Remove(field)) => {
                    let (id, clear) = (field.id, remove.clear.clone());
                    html! {
                        <Confirm title={format!("Remove {}?", field.name)} keep="Keep it" act="Remove field" busy={remove.busy}
                            on_keep={close.reform(move |()| clear.emit(()))} on_act={remove.run.reform(move |()| Remove { id })}>
                            <p>{ if field.answers == 0 {
                                "Nobody answered it. It disappears from the profiles and from the matching.".to_owned()
                            } else {
                                format!("{} for good. This cannot be undone.", deleted(field.answers))
                            } }</p>
                            <ErrorCallout error={remove.error.clone()} />
                        </Confirm>
                    }
                }
            } }
        </Page>
    }
}

/// "The answers of 41 people are deleted".
fn deleted(answers: u64) -> String {
    if answers == 1 {
        "The answer of 1 person is deleted".to_owned()
    } else {
        format!("The answers of {answers} people are deleted")
    }
}

fn table(list: &Rc<Vec<FieldView>>, asking: &Callback<Option<Ask>>) -> Html {
    let row = {
        let (list, asking) = (Rc::clone(list), asking.clone());
        Callback::from(move |at: usize| table_row(&list[at], &asking))
    };
    let on_open = {
        let list = Rc::clone(list);
        asking.reform(move |at: usize| Some(Ask::Edit(list[at].clone())))
    };
    let columns = vec![
        Column::new("Field", "name-cell"),
        Column::new("Answer", "pair-cell"),
        Column::new("Who may see it", "is-tight hide-md"),
        Column::new("Asked of", "is-tight hide-md"),
        Column::new("Answers", "is-num is-tight"),
        Column::new("Actions", "is-tight menu-cell").unseen(),
    ];
    html! {
        <Panel title="Fields" count={list.len().to_string()}>
            <Table label="Fields" {columns} count={list.len()} {row} {on_open} />
        </Panel>
    }
}

fn table_row(field: &FieldView, asking: &Callback<Option<Ask>>) -> TableRow {
    let open = |what: fn(FieldView) -> Ask| {
        let field = field.clone();
        asking.reform(move |()| Some(what(field.clone())))
    };
    let items = vec![
        MenuItem::new("Change…", Glyph::Pen, open(Ask::Edit)),
        MenuItem::Line,
        MenuItem::new("Remove…", Glyph::Trash, open(Ask::Remove)),
    ];
    TableRow {
        key: field.id.to_string(),
        selected: false,
        cells: vec![
            html! {
                <div>
                    <span class="t-med text-body d-block">{ field.name.clone() }</span>
                    if field.sensitive { <State mark={StateMark::Waiting} word="Sensitive" /> }
                </div>
            },
            html! {
                <div class="cell-lines">
                    <span class="d-block">{ kind_name(field.kind) }</span>
                    if let Some(options) = options(field) { <span class="t-xs t-3 d-block t-cut field-options" title={field.options.join(", ")}>{ options }</span> }
                </div>
            },
            html! { { audience_name(field.audience) } },
            html! { { asked_of(field.roles) } },
            html! { { field.answers } },
            html! { <MenuButton label={format!("Actions for {}", field.name)} trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> },
        ],
    }
}

fn asked_of(roles: Roles) -> String {
    if roles == Roles::EVERYBODY {
        return "Everybody".to_owned();
    }
    let plural = |(at, role)| {
        if at == 0 {
            format!("{}s", role_name(role))
        } else {
            format!("{}s", role_name(role).to_lowercase())
        }
    };
    words::join(&roles.iter().enumerate().map(plural).collect::<Vec<_>>())
}

/// "3 options: AO, EO, HEO".
fn options(field: &FieldView) -> Option<String> {
    match field.kind {
        FieldKind::Text | FieldKind::Number => None,
        FieldKind::Choice | FieldKind::Choices => Some(format!(
            "{}: {}",
            count(field.options.len() as u64, "option", "options"),
            field.options.join(", ")
        )),
    }
}
