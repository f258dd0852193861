//! Who asked to join, and the answer.

use contract::accounts::{Approve, Refuse, RequestView, Requests};
use domain::Role;
use yew::prelude::*;

use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Button, Confirm, Empty, ErrorCallout, Icon, Kind, Page, Panel, RouteLink, SelectField,
    Size, Time, TimeStyle, loaded,
};
use crate::desk::role_name;
use crate::query::use_query;
use crate::route::Route;
use crate::toasts::use_toasts;

#[component]
pub(crate) fn RequestsPage() -> Html {
    let requests = use_query(Requests {});
    let refresh = requests.refresh.clone();
    html! {
        <Page title="Requests" sub={html! { { "People who asked for an account on this computer. Nobody gets in before you approve." } }}>
            { loaded(&requests, "requests", |list| {
                if list.is_empty() {
                    return html! {
                        <section class="panel"><Empty glyph={Glyph::Inbox} title="No requests"
                            text="Whoever chooses “Create an account” on the sign-in screen appears here. You can also hand out one-time codes.">
                            <RouteLink to={Route::Codes} class="btn btn-secondary"><Icon glyph={Glyph::Key} />{ "Issue one-time codes" }</RouteLink>
                        </Empty></section>
                    };
                }
                html! {
                    <Panel title="Waiting for you" count={list.len().to_string()}>
                        <ul class="plain rows">
                            { for list.iter().map(|request| html! { <Request key={request.id.to_string()} request={request.clone()} on_done={refresh.clone()} /> }) }
                        </ul>
                    </Panel>
                }
            }) }
        </Page>
    }
}

#[derive(Properties, PartialEq)]
struct RequestProps {
    request: RequestView,
    on_done: Callback<()>,
}

#[component]
fn Request(props: &RequestProps) -> Html {
    let toasts = use_toasts();
    let request = &props.request;
    let role = use_state(|| props.request.role);
    let refusing = use_state(|| false);
    let (id, name) = (request.id, request.name.clone());
    let approve = use_action::<Approve>({
        let (toasts, done, name) = (toasts.clone(), props.on_done.clone(), name.clone());
        move |_| {
            toasts.say(format!("{name} can sign in now"));
            done.emit(());
        }
    });
    let refuse = use_action::<Refuse>({
        let (done, refusing, name) = (props.on_done.clone(), refusing.clone(), name.clone());
        move |_| {
            refusing.set(false);
            toasts.say(format!("The request of {name} was refused"));
            done.emit(());
        }
    });
    let on_approve = {
        let role = *role;
        approve.run.reform(move |()| Approve { request: id, role })
    };
    let ask = |open: bool| {
        let refusing = refusing.clone();
        Callback::from(move |()| refusing.set(open))
    };
    let roles: Vec<_> = [Role::Student, Role::Mentor]
        .into_iter()
        .map(|role| (role, AttrValue::from(role_name(role))))
        .collect();
    html! {
        <li class="request">
            <Avatar name={request.name.clone()} />
            <div class="grow request-who">
                <p class="t-sm t-semi">{ request.name.clone() }</p>
                <p class="t-xs t-3 t-break">
                    { format!("Asked as {} · signs in as {}", role_name(request.role).to_lowercase(), request.sign_in_name) }
                    if !request.email.is_empty() { { format!(" · {}", request.email) } }
                    { " · " }<Time at={request.made_at} style={TimeStyle::DayTime} />
                </p>
                if !request.message.is_empty() { <blockquote class="reflect">{ request.message.clone() }</blockquote> }
                if let Some(person) = request.same_person {
                    <p class="t-xs request-same">
                        <Icon glyph={Glyph::CircleInfo} />
                        { "Already in the programme with this e-mail: approving gives " }
                        <RouteLink to={Route::Person { id: person }}>{ "this person" }</RouteLink>{ " the account." }
                    </p>
                }
                <ErrorCallout error={approve.error.clone()} />
            </div>
            <div class="request-acts">
                <SelectField<Role> label={format!("Role of {}", request.name)} hide_label=true options={roles} value={*role}
                    on_change={ let role = role.clone(); Callback::from(move |chosen| role.set(chosen)) } />
                <Button label="Approve" name={format!("Approve {}", request.name)} glyph={Glyph::Check} busy={approve.busy} busy_label="Approving" onclick={on_approve} />
                <Button label="Refuse…" name={format!("Refuse {}…", request.name)} kind={Kind::Ghost} size={Size::Usual} onclick={ask(true)} />
            </div>
            if *refusing {
                <Confirm title={format!("Refuse {name}?")} keep="Keep the request" act="Refuse" busy={refuse.busy} on_keep={ask(false)}
                    on_act={refuse.run.reform(move |()| Refuse { request: id })}>
                    <p>{ "The request and the password chosen with it are deleted. They are not told why, and can ask again." }</p>
                    <ErrorCallout error={refuse.error.clone()} />
                </Confirm>
            }
        </li>
    }
}
