//! The first run: name the programme, the administrator, the recovery code, the first data.

use contract::accounts::SignedIn;
use contract::programmes::{Computer, Found, MakeRecoveryCode, RecoveryCodeView};
use contract::{ApiError, Code};
use domain::{Line, PersonName, SignInName, Zone};
use yew::prelude::*;

use super::first_data::FirstData;
use super::frame::Wizard;
use super::secrets::{CodeSheet, NewPassword};
use crate::action::{use_action, use_action_with};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Callout, Choices, ErrorCallout, Icon, Kind, Mood, PasswordField, Skeleton, TextField,
    ZoneField,
};
use crate::dom;
use crate::form::{Check, Errors, Form, use_form};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct FirstRunProps {
    pub(super) on_enter: Callback<(SignedIn, Option<Route>)>,
    pub(super) on_back: Callback<()>,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    programme: String,
    computer: Computer,
    zone: String,
    name: String,
    sign_in_name: String,
    password: String,
    again: String,
    typed: [String; 2],
}

const PROGRAMME: &[&str] = &["programme", "zone"];
const ADMINISTRATOR: &[&str] = &["name", "sign_in_name", "password", "again"];

fn check(draft: &Draft) -> Errors {
    Check::default()
        .field("programme", Line::parse(&draft.programme, 120))
        .field("zone", Zone::parse(&draft.zone))
        .field("name", PersonName::parse(&draft.name))
        .field("sign_in_name", SignInName::parse(&draft.sign_in_name))
        .field("password", domain::secrets::check_password(&draft.password))
        .when(
            draft.password != draft.again,
            "again",
            "The two passwords differ. Type it once more.",
        )
        .done()
}

/// Which step shows what the backend refused.
fn step_of(error: &ApiError) -> Option<usize> {
    let names = |fields: &[&str]| fields.iter().any(|field| error.fields.contains_key(*field));
    if names(PROGRAMME) {
        Some(0)
    } else if names(ADMINISTRATOR) {
        Some(1)
    } else {
        None
    }
}

#[component]
pub(super) fn FirstRun(props: &FirstRunProps) -> Html {
    let step = use_state(|| 0_usize);
    let code = use_state(|| None::<RecoveryCodeView>);
    let founded = use_state(|| None::<SignedIn>);
    let form = use_form(
        || Draft {
            programme: String::new(),
            computer: Computer::OnlyMe,
            zone: dom::own_zone().unwrap_or_else(|| "UTC".to_owned()),
            name: String::new(),
            sign_in_name: String::new(),
            password: String::new(),
            again: String::new(),
            typed: Default::default(),
        },
        check,
    );
    let draw = use_action::<MakeRecoveryCode>({
        let code = code.setter();
        move |drawn| code.set(Some(drawn))
    });
    let found = use_action_with::<Found>(
        {
            let (founded, step) = (founded.setter(), step.setter());
            move |me| {
                founded.set(Some(me));
                step.set(3);
            }
        },
        {
            let (refused, step) = (form.refused(), step.setter());
            move |error: ApiError| {
                if let Some(at) = step_of(&error) {
                    step.set(at);
                }
                refused.emit(error);
            }
        },
    );
    if let Some(me) = &*founded {
        return html! { <FirstData me={me.clone()} on_enter={props.on_enter.clone()} /> };
    }
    let back = {
        let (step, on_back) = (step.clone(), props.on_back.clone());
        Callback::from(move |()| match *step {
            0 => on_back.emit(()),
            at => step.set(at - 1),
        })
    };
    let on_submit = {
        let (form, step, code, draw, found) = (
            form.clone(),
            step.clone(),
            code.clone(),
            draw.clone(),
            found.clone(),
        );
        Callback::from(move |()| match *step {
            0 if form.check(PROGRAMME) => step.set(1),
            1 if form.check(ADMINISTRATOR) => {
                if code.is_none() {
                    draw.run.emit(MakeRecoveryCode {});
                }
                step.set(2);
            }
            2 => {
                let draft = form.draft();
                if draft
                    .typed
                    .iter()
                    .all(|group| group.trim().chars().count() == 4)
                {
                    found.run.emit(command(draft));
                }
            }
            _ => {}
        })
    };
    let ready = *step < 2
        || form
            .draft()
            .typed
            .iter()
            .all(|group| group.trim().chars().count() == 4);
    let foot = html! {
        <>
            <Button label="Back" kind={Kind::Ghost} onclick={back} />
            <span class="grow" />
            <Button label="Continue" kind={Kind::Primary} submit=true busy={found.busy}
                busy_label={(*step == 2).then_some("Making the programme")}
                blocked={(!ready).then_some("Type the two groups from the paper first")} />
        </>
    };
    let (title, sub, body) = match *step {
        0 => (
            "Name your programme",
            "You can change all of this later in Settings.",
            programme_step(&form),
        ),
        1 => (
            "Your administrator account",
            "This account can see people, matches and reports. It cannot read private notes.",
            administrator_step(&form),
        ),
        _ => (
            "Print your recovery code",
            "The only way back in if you forget the password. Keep it on paper, not on this computer.",
            code_step(
                &form,
                code.as_ref(),
                draw.error.as_ref().or(found.error.as_ref()),
            ),
        ),
    };
    html! { <Wizard step={*step} {title} {sub} {foot} {on_submit}>{ body }</Wizard> }
}

fn command(draft: &Draft) -> Found {
    Found {
        programme: draft.programme.clone(),
        computer: draft.computer,
        zone: draft.zone.clone(),
        name: draft.name.clone(),
        sign_in_name: draft.sign_in_name.clone(),
        password: draft.password.clone(),
        typed: draft.typed.clone().map(|group| group.trim().to_uppercase()),
        code: String::new(),
    }
}

fn programme_step(form: &Form<Draft>) -> Html {
    html! {
        <>
            <TextField label="Programme name" focus=true bound={form.text("programme", |d| &d.programme, |d, text| d.programme = text)} />
            <Choices<Computer> label="Who uses this computer?" show_label=true value={Some(form.draft().computer)}
                on_change={form.set("computer", |d, computer| d.computer = computer)}
                options={vec![
                    (Computer::OnlyMe, "Only me".into(), "The sign-in shows your name, and can keep you signed in".into()),
                    (Computer::Shared, "Several people".into(), "Nobody’s name is shown, and everybody signs in each time".into()),
                ]} />
            <ZoneField bound={form.text("zone", |d| &d.zone, |d, text| d.zone = text)}
                hint="Times are shown and weeks are counted in it, such as Europe/Berlin." />
        </>
    }
}

fn administrator_step(form: &Form<Draft>) -> Html {
    html! {
        <>
            <TextField label="Your name" focus=true autocomplete="name"
                bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />
            <TextField label="Sign-in name" autocomplete="username" hint="An e-mail or a name you choose."
                bound={form.text("sign_in_name", |d| &d.sign_in_name, |d, text| d.sign_in_name = text)} />
            <NewPassword words={vec![form.draft().name.clone(), form.draft().sign_in_name.clone()]} bound={form.text("password", |d| &d.password, |d, text| d.password = text)} />
            <PasswordField label="Password again" autocomplete="new-password"
                bound={form.text("again", |d| &d.again, |d, text| d.again = text)} />
            <Callout title="Nobody can reset this for you">
                { "There is no server. The next step gives you a recovery code to keep on paper." }
            </Callout>
        </>
    }
}

fn code_step(
    form: &Form<Draft>,
    code: Option<&RecoveryCodeView>,
    error: Option<&ApiError>,
) -> Html {
    let Some(code) = code else {
        return html! { <><ErrorCallout error={error.cloned()} /><Skeleton what="the recovery code" rows={2} /></> };
    };
    let [first, second] = code.asked.map(|at| at + 1);
    // A wrong group and a wrong field of another step are told apart by the code.
    let wrong = error
        .filter(|error| error.code == Code::WrongPassword || error.fields.contains_key("typed"));
    html! {
        <div class="page-stack">
            <CodeSheet groups={code.groups.clone()} programme={form.draft().programme.clone()} />
            <fieldset class="field">
                <legend class="field-label mb-0">{ format!("Type groups {first} and {second} from the paper") }</legend>
                <div class="field-row">
                    <TextField label={format!("Group {first}")} hide_label=true placeholder={format!("Group {first}")}
                        bound={form.text("typed.0", |d| &d.typed[0], |d, text| d.typed[0] = text)} />
                    <TextField label={format!("Group {second}")} hide_label=true placeholder={format!("Group {second}")}
                        bound={form.text("typed.1", |d| &d.typed[1], |d, text| d.typed[1] = text)} />
                </div>
                if let Some(error) = wrong {
                    <span class="field-error" role="alert">
                        <Icon glyph={Glyph::CircleExclamation} />
                        { error.fields.get("typed").cloned().unwrap_or_else(|| "These are not the two groups. Compare them with the paper.".to_owned()) }
                    </span>
                } else {
                    <span class="field-hint">{ "This makes sure the paper copy is readable." }</span>
                }
            </fieldset>
            if wrong.is_none() { <ErrorCallout error={error.cloned()} shown={vec!["typed.0", "typed.1"]} /> }
            <Callout mood={Mood::Warn} title="Without the password and this code, the data cannot be opened">
                { "Not by us, and not by anyone else." }
            </Callout>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_leads_back_to_the_step_of_its_field() {
        assert_eq!(step_of(&ApiError::field("zone", "no such zone")), Some(0));
        assert_eq!(step_of(&ApiError::field("password", "too short")), Some(1));
        assert_eq!(step_of(&ApiError::field("typed", "not these")), None);
    }
}
