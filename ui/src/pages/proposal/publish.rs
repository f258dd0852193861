//! The question before a proposal becomes matches: who will see what.

use std::rc::Rc;

use contract::proposals::{ProposalView, Publish, Published, Unpublish};
use yew::prelude::*;

use crate::action::{use_action, use_action_with};
use crate::components::{Button, Callout, Dialog, ErrorCallout, Kind, Mood};
use crate::pages::matching::words::points;
use crate::pages::people::words::join;
use crate::time::count;
use crate::toasts::use_toasts;

#[derive(Properties, PartialEq)]
pub(super) struct PublishDialogProps {
    pub(super) view: Rc<ProposalView>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn PublishDialog(props: &PublishDialogProps) -> Html {
    let toasts = use_toasts();
    let summary = &props.view.summary;
    let id = summary.id;
    let undo = {
        let toasts = toasts.clone();
        let refused = toasts.clone();
        use_action_with::<Unpublish>(
            move |_| toasts.say("Publishing undone"),
            move |error| refused.bad(error.message),
        )
    };
    let publish = use_action::<Publish>({
        let (toasts, undo, close) = (toasts.clone(), undo.run.clone(), props.on_close.clone());
        move |published: Published| {
            let text = format!(
                "{} published",
                count(published.matches.len() as u64, "match", "matches")
            );
            toasts.undo(text, undo.reform(move |()| Unpublish { id }));
            close.emit(());
        }
    });
    let title = format!("Publish {}?", count(summary.pairs, "match", "matches"));
    let foot = html! {
        <>
            <span class="grow t-xs t-3">{ "Can be undone until a pair has met" }</span>
            <span data-focus="true"><Button label="Not yet" onclick={props.on_close.clone()} /></span>
            <Button label={format!("Publish {}", count(summary.pairs, "match", "matches"))} kind={Kind::Primary} busy={publish.busy}
                busy_label="Publishing" onclick={publish.run.reform(move |()| Publish { id })} />
        </>
    };
    let mentors = {
        let mut mentors: Vec<_> = props.view.pairs.iter().map(|pair| pair.mentor).collect();
        mentors.sort_unstable();
        mentors.dedup();
        mentors.len() as u64
    };
    html! {
        <Dialog {title} {foot} on_close={props.on_close.clone()}>
            <p>{ "From now on, both people in each pair see each other’s name, e-mail, profile, free times and the fields shown to the pair. Scores and reasons stay with administrators." }</p>
            <dl class="facts">
                <dt>{ "Students" }</dt><dd>{ format!("{} get a mentor", summary.pairs) }</dd>
                <dt>{ "Mentors" }</dt><dd>{ format!("{mentors} get new students") }</dd>
                <dt>{ "Total" }</dt><dd>{ format!("{} points", points(summary.total)) }</dd>
                <dt>{ "Not matched" }</dt><dd>{ unmatched(&props.view) }</dd>
            </dl>
            if summary.stale {
                <Callout mood={Mood::Warn} title="People, fields or factors changed since this was made">{ "Pairs that are no longer possible stop the publishing, and nothing is published then." }</Callout>
            }
            <ErrorCallout error={publish.error.clone()} />
        </Dialog>
    }
}

/// Who stays without a mentor, by name where they are few.
fn unmatched(view: &ProposalView) -> String {
    const NAMED: usize = 4;
    let names: Vec<String> = view
        .unmatched
        .iter()
        .map(|person| person.name.clone())
        .collect();
    match names.len() {
        0 => "Nobody: every waiting student has a mentor".to_owned(),
        many if many <= NAMED => format!("{}. They go on waiting", join(&names)),
        many => {
            let mut some = names[..NAMED - 1].to_vec();
            some.push(format!("{} more", many + 1 - NAMED));
            format!("{}. They go on waiting", join(&some))
        }
    }
}
