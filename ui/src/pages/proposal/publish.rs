//! The question before a proposal becomes matches: who will see what.

use std::rc::Rc;

use contract::proposals::{
    Difference, ProposalSummary, ProposalView, Publish, Published, Unpublish,
};
use yew::prelude::*;

use super::words::cost;
use crate::action::{use_action, use_action_with};
use crate::components::{Button, Callout, Dialog, ErrorCallout, Kind, Mood};
use crate::pages::matching::words::{goal_name, points};
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
    let (view, summary) = (&props.view, &props.view.summary);
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
    let matches = count(summary.pairs, "match", "matches");
    let foot = html! {
        <>
            <span class="grow t-xs t-3">{ "Can be undone until a pair has met" }</span>
            <span data-focus="true"><Button label="Not yet" onclick={props.on_close.clone()} /></span>
            <Button label={format!("Publish {matches}")} kind={Kind::Primary} busy={publish.busy}
                busy_label="Publishing" onclick={publish.run.reform(move |()| Publish { id })} />
        </>
    };
    let mut mentors: Vec<_> = view.pairs.iter().map(|pair| pair.mentor).collect();
    mentors.sort_unstable();
    mentors.dedup();
    html! {
        <Dialog title={format!("Publish {matches}?")} {foot} on_close={props.on_close.clone()}>
            <p>{ "From now on, both people in each pair see each other’s name, e-mail, profile, free times and the fields shown to the pair. Scores and reasons stay with administrators." }</p>
            <dl class="facts">
                <dt>{ "Scenario" }</dt><dd>{ scenario(summary) }</dd>
                <dt>{ "Total" }</dt><dd>{ format!("{} points", points(summary.total)) }</dd>
                <dt>{ "Matched" }</dt><dd>{ format!("{} with {}", count(summary.pairs, "student", "students"), count(mentors.len() as u64, "mentor", "mentors")) }</dd>
                if let Some(locks) = locks(view) { <dt>{ "Locks" }</dt><dd>{ locks }</dd> }
                if let Some(raises) = raises(view) { <dt>{ "Places" }</dt><dd>{ raises }</dd> }
                <dt>{ "Not matched" }</dt><dd>{ unmatched(view) }</dd>
            </dl>
            if summary.stale {
                <Callout mood={Mood::Warn} title="People, fields or factors changed since this was solved">{ "A pair that is no longer possible stops the publishing, and nothing is published then." }</Callout>
            }
            <ErrorCallout error={publish.error.clone()} />
        </Dialog>
    }
}

/// "Best total, proved optimal".
fn scenario(summary: &ProposalSummary) -> String {
    let name = goal_name(summary.goal);
    if summary.proved.is_some() && !summary.stale {
        let proved = if summary.goal == contract::proposals::Goal::Stable {
            "proved stable"
        } else {
            "proved optimal"
        };
        format!("{name}, {proved}")
    } else {
        name.to_owned()
    }
}

/// How many pairs are locked, and what that costs together where it is known of every one.
fn locks(view: &ProposalView) -> Option<String> {
    let holding: Vec<_> = view
        .rules
        .locks
        .iter()
        .filter(|lock| lock.lapsed.is_none())
        .collect();
    if holding.is_empty() {
        return None;
    }
    let pairs = count(holding.len() as u64, "pair", "pairs");
    // What each lock costs alone does not add up: one is told, of several only that they cost something.
    let costs: Option<Vec<&Difference>> = holding
        .iter()
        .map(|lock| lock.difference.as_ref())
        .collect();
    Some(match costs.as_deref() {
        Some([one]) => match cost(Some(one)) {
            Some(cost) => format!("{pairs}, {cost}"),
            None => pairs,
        },
        Some(all)
            if all
                .iter()
                .all(|one| cost(Some(one)).as_deref() == Some("costs nothing")) =>
        {
            format!("{pairs}, each costs nothing")
        }
        Some(_) | None => pairs,
    })
}

/// Whose number of places is raised.
fn raises(view: &ProposalView) -> Option<String> {
    let lines: Vec<String> = view
        .raises
        .iter()
        .map(|raise| format!("{} from {} to {}", raise.name, raise.from, raise.to))
        .collect();
    (!lines.is_empty()).then(|| format!("Raised in the profile: {}", join(&lines)))
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

#[cfg(test)]
mod tests {
    use contract::proposals::{LockView, MadeView, RaiseView};

    use super::super::samples::{person, view};
    use super::*;

    #[test]
    fn only_what_is_true_is_said() {
        let mut view = view(&[(1, 2, 9.0)]);
        assert_eq!(scenario(&view.summary), "Most people matched");
        assert_eq!((locks(&view), raises(&view)), (None, None));
        assert!(unmatched(&view).starts_with("Nobody"));
        view.rules.locks.push(LockView {
            student: person(1),
            student_name: String::new(),
            mentor: person(2),
            mentor_name: String::new(),
            made: MadeView {
                by: String::new(),
                at: chrono::DateTime::default(),
            },
            difference: Some(Difference {
                pairs: 0,
                points: -2.6,
            }),
            lapsed: None,
        });
        view.raises.push(RaiseView {
            mentor: person(2),
            name: "Solveig".to_owned(),
            from: 2,
            to: 3,
        });
        assert_eq!(locks(&view).as_deref(), Some("1 pair, costs 2.6"));
        assert_eq!(
            raises(&view).as_deref(),
            Some("Raised in the profile: Solveig from 2 to 3")
        );
    }
}
