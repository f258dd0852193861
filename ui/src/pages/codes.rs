//! One-time codes: who gets one, and the sheet to hand out.

mod issuing;
mod sheet;

use std::collections::BTreeMap;
use std::rc::Rc;

use contract::accounts::{CodeRequest, CodeView};
use contract::people::{List, PersonView, Standing};
use contract::{Page as Part, PageRequest};
use domain::PersonId;
use yew::prelude::*;
use yew_router::prelude::*;

use self::issuing::use_issuing;
use self::sheet::CodeSheet;
use super::people::words;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Callout, CheckField, Column, Confirm, Empty, ErrorCallout, Kind, Meter, Mood, Page,
    Panel, PersonLine, SearchField, Size, State, StateMark, Table, TableRow, loaded,
};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::time::count;
use crate::toasts::use_toasts;

/// Somebody chosen to get a code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) email: String,
    mark: StateMark,
    state: &'static str,
    /// Whether a password works now, which a code ends.
    signs_in: bool,
}

impl Chosen {
    pub(crate) fn of(person: &PersonView) -> Self {
        let (mark, state) = words::account(&person.account);
        Self {
            id: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            mark,
            state,
            signs_in: matches!(
                person.account,
                contract::accounts::AccountState::Active { .. }
            ),
        }
    }
}

#[component]
pub(crate) fn CodesPage() -> Html {
    let toasts = use_toasts();
    // Chosen under People, on the way here.
    let brought = use_location().and_then(|location| location.state::<Vec<Chosen>>());
    let chosen = use_state(|| -> BTreeMap<PersonId, Chosen> {
        brought
            .as_deref()
            .into_iter()
            .flatten()
            .map(|chosen| (chosen.id, chosen.clone()))
            .collect()
    });
    let text = use_state(String::new);
    let asking = use_state(|| false);
    let sheet = use_state(|| None::<Rc<Vec<CodeView>>>);
    let people = use_query(List {
        standing: Standing::NoAccount,
        text: (*text).clone(),
        page: PageRequest::first(PageRequest::MOST),
        ..List::default()
    });
    let issuing = use_issuing({
        let (sheet, asking, chosen) = (sheet.clone(), asking.clone(), chosen.clone());
        move |codes: Vec<CodeView>| {
            toasts.speak(format!(
                "{} issued",
                count(codes.len() as u64, "code", "codes")
            ));
            asking.set(false);
            let mut left = (*chosen).clone();
            for code in &codes {
                left.remove(&code.person);
            }
            chosen.set(left);
            sheet.set(Some(Rc::new(codes)));
        }
    });
    let ask = |open: bool| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(open))
    };
    let on_issue = {
        let (start, chosen) = (issuing.start.clone(), chosen.clone());
        Callback::from(move |()| {
            let people = chosen
                .keys()
                .map(|person| CodeRequest {
                    person: *person,
                    sign_in_name: String::new(),
                })
                .collect();
            start.emit(people);
        })
    };
    let on_all = {
        let (people, chosen) = (people.clone(), chosen.clone());
        Callback::from(move |()| {
            if let Some(page) = people.ready() {
                let mut all = (*chosen).clone();
                all.extend(
                    page.rows
                        .iter()
                        .map(|person| (person.id, Chosen::of(person))),
                );
                chosen.set(all);
            }
        })
    };
    let on_toggle = {
        let chosen = chosen.clone();
        Callback::from(move |person: Chosen| {
            let mut changed = (*chosen).clone();
            if changed.remove(&person.id).is_none() {
                changed.insert(person.id, person);
            }
            chosen.set(changed);
        })
    };
    let mut entries = vec![
        Entry::new(
            "codes.all",
            "Choose everybody without an account",
            Group::Page,
            on_all.clone(),
        )
        .icon(Glyph::CheckSquare),
    ];
    if !chosen.is_empty() {
        entries.push(
            Entry::new("codes.issue", "Issue the codes…", Group::Page, ask(true))
                .icon(Glyph::Key)
                .keys("N"),
        );
    }
    use_entries(entries);

    if let Some(codes) = &*sheet {
        let on_done = {
            let sheet = sheet.clone();
            Callback::from(move |()| sheet.set(None))
        };
        return html! { <CodeSheet codes={codes.clone()} error={issuing.error.clone()} {on_done} /> };
    }
    let busy = issuing.progress.is_some();
    let label = if chosen.is_empty() {
        "Issue codes…".to_owned()
    } else {
        format!("Issue {}…", count(chosen.len() as u64, "code", "codes"))
    };
    let actions = html! {
        <Button {label} kind={Kind::Primary} glyph={Glyph::Key} keys="N" onclick={ask(true)}
            blocked={chosen.is_empty().then_some(AttrValue::Static("Choose who gets one first"))} />
    };
    html! {
        <Page title="One-time codes" {actions} sub={html! { { "With a code, a person chooses a password and signs in on this computer. Each code works once. Whoever had a password before keeps everything, but their private notes, drafts and notes for the administrators stay sealed until the recovery code opens them. An administrator gets the administrators’ key again when you sign in next." } }}>
            <div class="page-stack">
                if !busy { { brought_panel(&chosen, people.ready(), &on_toggle) } }
                { waiting_panel(&people, &chosen, &text, on_all, &on_toggle) }
            </div>
            if *asking {
                <Confirm title={format!("Issue {}?", count(chosen.len() as u64, "code", "codes"))} keep={if busy { "Stop" } else { "Not yet" }}
                    act="Issue and show" danger=false {busy} on_keep={if busy { issuing.stop.clone() } else { ask(false) }} on_act={on_issue}>
                    <ul class="happens">
                        <li>{ "The codes are shown once, on the next page, to print or copy. Afterwards nobody can look them up." }</li>
                        <li>{ "Earlier codes of these people stop working." }</li>
                        if let Some(text) = signing_in(&chosen) { <li>{ text }</li> }
                    </ul>
                    if let Some((done, total)) = issuing.progress {
                        <div class="page-stack waiting-small mt-3">
                            <Meter label="Issuing" value={done as u64} max={total as u64} />
                            <p class="t-xs t-3" role="status">{ format!("{done} of {total} issued") }</p>
                        </div>
                    }
                    <ErrorCallout error={issuing.error.clone()} />
                </Confirm>
            }
        </Page>
    }
}

/// Whose password stops working.
fn signing_in(chosen: &BTreeMap<PersonId, Chosen>) -> Option<String> {
    let names: Vec<String> = chosen
        .values()
        .filter(|person| person.signs_in)
        .map(|person| person.name.clone())
        .collect();
    match names.len() {
        0 => None,
        1..=3 => Some(format!(
            "The password of {} stops working at once.",
            words::join(&names)
        )),
        many => Some(format!(
            "The passwords of {many} people stop working at once."
        )),
    }
}

/// Those who were chosen elsewhere and are not in the list below.
fn brought_panel(
    chosen: &BTreeMap<PersonId, Chosen>,
    listed: Option<&Rc<Part<PersonView>>>,
    on_toggle: &Callback<Chosen>,
) -> Html {
    let in_list =
        |id: PersonId| listed.is_some_and(|page| page.rows.iter().any(|person| person.id == id));
    let others: Vec<Chosen> = chosen
        .values()
        .filter(|person| !in_list(person.id))
        .cloned()
        .collect();
    if others.is_empty() || listed.is_none() {
        return Html::default();
    }
    html! {
        <Panel title="Chosen under People" count={others.len().to_string()}>
            <ul class="plain rows">
                { for others.into_iter().map(|person| {
                    let label = format!("Take {} out", person.name);
                    let take_out = { let person = person.clone(); on_toggle.reform(move |()| person.clone()) };
                    html! {
                        <li key={person.id.to_string()} class="code-person">
                            <span class="grow"><PersonLine id={person.id} name={person.name.clone()} meta={person.email.clone()} /></span>
                            <State mark={person.mark} word={person.state} />
                            <crate::components::IconButton glyph={Glyph::Xmark} small=true {label} onclick={take_out} />
                        </li>
                    }
                }) }
            </ul>
        </Panel>
    }
}

fn waiting_panel(
    people: &crate::query::Query<Part<PersonView>>,
    chosen: &UseStateHandle<BTreeMap<PersonId, Chosen>>,
    text: &UseStateHandle<String>,
    on_all: Callback<()>,
    on_toggle: &Callback<Chosen>,
) -> Html {
    let total = people
        .ready()
        .map(|page| AttrValue::from(page.total.to_string()));
    let control = html! { <Button label="Choose all" size={Size::Small} kind={Kind::Ghost} onclick={on_all} /> };
    html! {
        <Panel title="People without an account" count={total} control={Some(control)}>
            <div class="panel-tools">
                <SearchField label="Name or e-mail" value={(**text).clone()} on_change={ let text = text.clone(); Callback::from(move |typed| text.set(typed)) } />
                <span class="filters-result" role="status">{ format!("{} chosen", chosen.len()) }</span>
            </div>
            { loaded(people, "people without an account", |page| {
                if page.rows.is_empty() {
                    let title = if text.is_empty() { "Everybody has an account" } else { "Nobody found" };
                    return html! { <Empty glyph={Glyph::CircleCheck} {title} text="A forgotten password? Choose the person under People and issue a code there." /> };
                }
                let row = {
                    let (page, chosen, on_toggle) = (Rc::clone(page), (**chosen).clone(), on_toggle.clone());
                    Callback::from(move |at: usize| table_row(&page.rows[at], &chosen, &on_toggle))
                };
                let toggle = { let (page, on_toggle) = (Rc::clone(page), on_toggle.clone()); Callback::from(move |at: usize| on_toggle.emit(Chosen::of(&page.rows[at]))) };
                html! { <Table label="People without an account" count={page.rows.len()} {row} on_select={toggle.clone()} on_open={toggle}
                    columns={vec![Column::new("Choose", "is-tight select-cell").unseen(), Column::new("Name", "name-cell"), Column::new("Role", "hide-md"), Column::new("Account", "is-tight")]} /> }
            }) }
        </Panel>
    }
}

fn table_row(
    person: &PersonView,
    chosen: &BTreeMap<PersonId, Chosen>,
    on_toggle: &Callback<Chosen>,
) -> TableRow {
    let selected = chosen.contains_key(&person.id);
    let (mark, word) = words::account(&person.account);
    let toggle = {
        let person = Chosen::of(person);
        on_toggle.reform(move |_: bool| person.clone())
    };
    let meta = (!person.email.is_empty()).then(|| AttrValue::from(person.email.clone()));
    TableRow {
        key: person.id.to_string(),
        selected,
        cells: vec![
            html! { <CheckField label={format!("Choose {}", person.name)} bare=true checked={selected} on_change={toggle} /> },
            html! { <PersonLine id={person.id} name={person.name.clone()} {meta} to={Route::Person { id: person.id }} /> },
            html! { { words::roles(person.roles) } },
            html! { <State {mark} {word} /> },
        ],
    }
}

/// The warning that stands over codes.
fn once() -> Html {
    html! {
        <Callout mood={Mood::Warn} title="These codes are shown only now">
            { "Print or copy them before you leave this page. Give each person only their own." }
        </Callout>
    }
}
