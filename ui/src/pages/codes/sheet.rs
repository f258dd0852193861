//! The codes, once: on the screen as a table, on paper as slips to cut out.

use std::rc::Rc;

use contract::ApiError;
use contract::accounts::CodeView;
use domain::Zone;
use yew::prelude::*;

use super::once;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Confirm, ErrorCallout, Kind, Page, Panel, Time};
use crate::desk::{use_desk, use_zone};
use crate::dom;
use crate::registry::{Entry, Group, use_entries};
use crate::time::{absolute, count};
use crate::toasts::use_toasts;

#[derive(Properties, PartialEq)]
pub(super) struct CodeSheetProps {
    pub(super) codes: Rc<Vec<CodeView>>,
    /// Why there are no more of them.
    pub(super) error: Option<ApiError>,
    pub(super) on_done: Callback<()>,
}

#[component]
pub(super) fn CodeSheet(props: &CodeSheetProps) -> Html {
    let toasts = use_toasts();
    let zone = use_zone();
    let programme = use_desk().me.programme.clone();
    // Whether they were printed or copied, so that leaving loses nothing.
    let kept = use_state(|| false);
    let leaving = use_state(|| false);
    let on_print = {
        let kept = kept.clone();
        Callback::from(move |()| {
            kept.set(true);
            dom::print();
        })
    };
    let on_copy = {
        let (kept, codes) = (kept.clone(), Rc::clone(&props.codes));
        Callback::from(move |()| {
            let (kept, toasts) = (kept.clone(), toasts.clone());
            dom::copy(
                &as_text(&codes, zone),
                Callback::from(move |worked: bool| {
                    if worked {
                        kept.set(true);
                        toasts.say("Codes copied");
                    } else {
                        toasts.bad("The codes could not be copied: print them, or select them in the table");
                    }
                }),
            );
        })
    };
    let on_done = {
        let (kept, leaving, done) = (kept.clone(), leaving.clone(), props.on_done.clone());
        Callback::from(move |()| {
            if *kept {
                done.emit(());
            } else {
                leaving.set(true);
            }
        })
    };
    let stay = {
        let leaving = leaving.clone();
        Callback::from(move |()| leaving.set(false))
    };
    use_entries(vec![
        Entry::new(
            "codes.print",
            "Print the codes",
            Group::Page,
            on_print.clone(),
        )
        .icon(Glyph::Print)
        .keys("Ctrl P"),
        Entry::new("codes.copy", "Copy the codes", Group::Page, on_copy.clone()).icon(Glyph::Copy),
    ]);
    let actions = html! {
        <>
            <Button label="Done" kind={Kind::Ghost} onclick={on_done} />
            <Button label="Copy" glyph={Glyph::Copy} onclick={on_copy} />
            <Button label="Print" kind={Kind::Primary} glyph={Glyph::Print} keys="Ctrl P" focus=true onclick={on_print} />
        </>
    };
    html! {
        <Page title={count(props.codes.len() as u64, "one-time code", "one-time codes")} {actions}>
            <div class="page-stack no-print">
                <ErrorCallout error={props.error.clone()} />
                { once() }
                <Panel title="Codes">
                    <div class="table-scroll"><table class="table-desk" aria-label="One-time codes">
                        <thead><tr><th scope="col">{ "Name" }</th><th scope="col">{ "Sign-in name" }</th><th scope="col">{ "Code" }</th><th scope="col" class="is-tight">{ "Valid until" }</th></tr></thead>
                        <tbody>
                            { for props.codes.iter().map(|code| html! {
                                <tr key={code.person.to_string()}>
                                    <td data-label="Name"><span class="t-med text-body">{ code.name.clone() }</span></td>
                                    <td data-label="Sign-in name"><span class="t-break">{ code.sign_in_name.clone() }</span></td>
                                    <td data-label="Code"><code class="one-code">{ code.code.clone() }</code></td>
                                    <td data-label="Valid until" class="is-tight"><Time at={code.expires_at} /></td>
                                </tr>
                            }) }
                        </tbody>
                    </table></div>
                </Panel>
            </div>
            <div class="slips" aria-hidden="true">
                { for props.codes.iter().map(|code| slip(code, &programme, zone)) }
            </div>
            if *leaving {
                <Confirm title="Leave without the codes?" keep="Stay here" act="Leave" on_keep={stay} on_act={props.on_done.clone()}>
                    <p>{ "They were neither printed nor copied here, and they are not shown again. New codes can be issued at any time." }</p>
                </Confirm>
            }
        </Page>
    }
}

/// What one person gets in the hand.
fn slip(code: &CodeView, programme: &str, zone: Zone) -> Html {
    html! {
        <div class="slip" key={code.person.to_string()}>
            <p class="slip-programme">{ programme.to_owned() }</p>
            <p class="slip-name">{ code.name.clone() }</p>
            <dl>
                <dt>{ "Sign-in name" }</dt><dd>{ code.sign_in_name.clone() }</dd>
                <dt>{ "One-time code" }</dt><dd class="slip-code">{ code.code.clone() }</dd>
                <dt>{ "Valid until" }</dt><dd>{ absolute(code.expires_at, zone) }</dd>
            </dl>
            <p class="slip-how">{ "Open Mentorship Desk, choose “I have a one-time code”, type the sign-in name and the code, and choose a password of your own. The code works once." }</p>
        </div>
    }
}

/// For a spreadsheet or a mail merge: tabs between, one person a line.
fn as_text(codes: &[CodeView], zone: Zone) -> String {
    let mut text = "Name\tSign-in name\tCode\tValid until\n".to_owned();
    for code in codes {
        let cells = [
            code.name.as_str(),
            &code.sign_in_name,
            &code.code,
            &absolute(code.expires_at, zone),
        ]
        .map(plain);
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// A cell that no spreadsheet takes for a formula or for two.
fn plain(cell: &str) -> String {
    let flat = cell.replace(['\t', '\n', '\r'], " ");
    if flat.starts_with(['=', '+', '-', '@']) {
        format!("'{flat}")
    } else {
        flat
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_copied_name_is_no_formula() {
        assert_eq!(plain("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(plain("Ana\tB"), "Ana B");
    }
}
