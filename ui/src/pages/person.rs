//! One person, on a page of their own.

use domain::PersonId;
use yew::prelude::*;

use super::people::detail::{PersonActions, about, answers, matched, profile, use_person};
use super::people::dialogs::{Ask, Dialogs};
use super::people::words;
use super::people::workbench::use_go;
use crate::components::{Avatar, Page, RouteLink, State, loaded};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(crate) struct PersonProps {
    pub(crate) id: PersonId,
}

#[component]
pub(crate) fn PersonPage(props: &PersonProps) -> Html {
    let known = use_person(props.id);
    let ask = use_state(|| None::<Ask>);
    let asking = {
        let ask = ask.clone();
        Callback::from(move |what: Ask| ask.set(Some(what)))
    };
    let on_close = {
        let ask = ask.clone();
        Callback::from(move |_: Option<PersonId>| ask.set(None))
    };
    let on_gone = use_go().reform(|()| Route::People);
    let crumbs = html! { <RouteLink to={Route::People}>{ "People" }</RouteLink> };
    let Some(detail) = known.detail.ready().cloned() else {
        return html! { <Page title="Person" {crumbs}>{ loaded(&known.detail, "this person", |_| Html::default()) }</Page> };
    };
    let (mark, word) = words::standing(&detail.person);
    let sub = html! {
        <span class="person-sub">
            <Avatar name={detail.person.name.clone()} id={props.id} class="avatar-sm" />
            { words::roles(detail.person.roles) }
            <State {mark} {word} pill=true />
        </span>
    };
    html! {
        <Page title={detail.person.name.clone()} {sub} {crumbs}
            actions={html! { <PersonActions detail={detail.clone()} on_ask={asking} /> }}>
            <div class="page-cols page-cols-fold person-page">
                <div class="page-stack">
                    <h2 class="visually-hidden">{ "What they tell" }</h2>
                    <section class="panel"><div class="panel-body">{ profile(&detail) }{ answers(&detail) }</div></section>
                </div>
                <div class="page-stack">
                    <h2 class="visually-hidden">{ "In the programme" }</h2>
                    <section class="panel"><div class="panel-body">{ matched(&detail, &known.matches) }</div></section>
                    <section class="panel"><div class="panel-body">{ about(&detail) }</div></section>
                </div>
            </div>
            if let Some(ask) = *ask { <Dialogs {ask} detail={Some(detail)} {on_close} {on_gone} /> }
        </Page>
    }
}
