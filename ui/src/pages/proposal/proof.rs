//! Whether the cohort is the best there is: the badge, and what stands behind it.

use contract::proposals::{Goal, ProposalSummary, ProvedView, Verified, Verify};
use yew::prelude::*;

use super::answer::use_late;
use super::words::took;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, ErrorCallout, Icon, Kind, Mood, Popover, Size};
use crate::job::use_job;
use crate::pages::matching::words::{goal_name, points};
use crate::registry::{Entry, Group, use_entries};
use crate::time::{count, grouped};
use crate::toasts::use_toasts;

#[derive(Properties, PartialEq)]
pub(super) struct ProofProps {
    pub(super) summary: ProposalSummary,
    /// Whether a change is on its way.
    pub(super) busy: bool,
    /// Solves again with what is true now.
    pub(super) on_again: Callback<()>,
    /// Whether the proposal can be checked and solved: a published one cannot.
    pub(super) draft: bool,
}

/// What is known of the answer's quality.
enum Standing<'a> {
    Working,
    Stale,
    Proved(&'a ProvedView),
    Unproved,
}

#[component]
pub(super) fn Proof(props: &ProofProps) -> Html {
    let toasts = use_toasts();
    let summary = &props.summary;
    // What the last check said, of which solving.
    let checked = use_state(|| None::<(chrono::DateTime<chrono::Utc>, Verified)>);
    let verify = use_job::<Verify>({
        let (checked, solved) = (checked.clone(), summary.solved_at);
        move |verified: Verified| {
            toasts.speak(said(&verified));
            checked.set(Some((solved, verified)));
        }
    });
    let standing = if props.busy {
        Standing::Working
    } else if summary.stale {
        Standing::Stale
    } else {
        match &summary.proved {
            Some(proved) => Standing::Proved(proved),
            None => Standing::Unproved,
        }
    };
    let late = use_late(verify.progress.is_busy());
    let id = summary.id;
    let on_verify = verify.run.reform(move |()| Verify { id });
    let mut entries = Vec::new();
    if props.draft && matches!(standing, Standing::Proved(_)) {
        entries.push(
            Entry::new(
                "proposal.verify",
                "Check the proof again",
                Group::Page,
                on_verify.clone(),
            )
            .icon(Glyph::CircleCheck)
            .keys("V"),
        );
    }
    use_entries(entries);
    let (class, glyph, word) = badge(&standing, summary.goal);
    let trigger = html! { <><Icon {glyph} />{ word }</> };
    let outcome = checked
        .as_ref()
        .filter(|(solved, _)| *solved == summary.solved_at)
        .map(|(_, verified)| outcome(verified));
    let body = match standing {
        Standing::Working => {
            html! { <><p class="t-semi t-sm mb-1">{ "Not checked after changes" }</p><p>{ "The change is being worked out. What comes of it is proved again." }</p></> }
        }
        Standing::Stale => html! {
            <>
                <p class="t-semi t-sm mb-1">{ "People changed since" }</p>
                <p class="mb-2">{ "People, fields, factors or places changed after this was solved. What was proved then says nothing about now." }</p>
                if props.draft { <Button label="Run again" glyph={Glyph::RotateRight} size={Size::Small} onclick={props.on_again.clone()} /> }
            </>
        },
        Standing::Unproved => html! {
            <>
                <p class="t-semi t-sm mb-1">{ "Solved, not proved" }</p>
                <p>{ format!("{} was solved exactly, but so large a cohort has no certificate that can be checked by itself.", goal_name(summary.goal)) }</p>
            </>
        },
        Standing::Proved(proved) => html! {
            <>
                <p class="t-semi t-sm mb-1">{ claim(summary.goal) }</p>
                <p class="mb-2">{ explained(summary) }</p>
                <dl class="facts facts-proof">
                    <dt>{ "This proposal" }</dt><dd>{ points(summary.total) }</dd>
                    <dt>{ "Highest possible" }</dt><dd>{ points(proved.highest) }</dd>
                    <dt>{ "Pairs checked" }</dt><dd>{ grouped(proved.pairs) }</dd>
                    <dt>{ "Took" }</dt><dd>{ took(proved.took) }</dd>
                </dl>
                <ErrorCallout error={verify.error.clone()} />
                { outcome }
                if props.draft {
                    <div class="d-flex gap-2 mt-3">
                        <Button label="Check again" size={Size::Small} keys="V" busy={verify.progress.is_busy()} busy_label="Checking" onclick={on_verify} />
                        if late { <Button label="Stop" kind={Kind::Ghost} size={Size::Small} onclick={verify.cancel.clone()} /> }
                    </div>
                }
            </>
        },
    };
    html! {
        <Popover label={word} {trigger} class={classes!("proof", class)}>{ body }</Popover>
    }
}

/// The badge's colour, shape and word.
fn badge(standing: &Standing, goal: Goal) -> (Option<&'static str>, Glyph, &'static str) {
    match standing {
        Standing::Working => (Some("proof-off"), Glyph::Clock, "Not checked after changes"),
        Standing::Stale => (
            Some("proof-warn"),
            Glyph::Triangle,
            "People changed since: run again",
        ),
        Standing::Proved(_) if goal == Goal::Stable => (None, Glyph::CircleCheck, "Proved stable"),
        Standing::Proved(_) => (None, Glyph::CircleCheck, "Proved optimal"),
        Standing::Unproved => (Some("proof-off"), Glyph::Circle, "Not proved"),
    }
}

fn claim(goal: Goal) -> &'static str {
    match goal {
        Goal::Stable => "No two people would rather swap",
        Goal::BestTotal | Goal::MostMatched | Goal::Fairest | Goal::Preferences => {
            "No better cohort exists"
        }
    }
}

/// What is proved, with the numbers.
fn explained(summary: &ProposalSummary) -> String {
    let kept = "With these factors, locks and places,";
    let matched = count(summary.pairs, "pair", "pairs");
    let total = points(summary.total);
    match summary.goal {
        Goal::BestTotal => {
            format!("{kept} no other set of pairs for these people scores more than {total}.")
        }
        Goal::MostMatched => format!(
            "{kept} no more than {matched} can be made, and no other choice of them scores more than {total}."
        ),
        Goal::Fairest => format!(
            "{kept} no more than {matched} can be made, no other choice of them has a better lowest pair, and of those none scores more than {total}."
        ),
        Goal::Preferences => format!(
            "{kept} no other set of pairs gives more students their first wish, then their second, and of those none scores more than {total}."
        ),
        Goal::Stable => format!(
            "{kept} no student and mentor would both rather have each other than whom they got."
        ),
    }
}

fn said(verified: &Verified) -> String {
    match verified {
        Verified::Proved {
            pairs, took: time, ..
        } => format!("Checked again: {} pairs, {}", grouped(*pairs), took(*time)),
        Verified::Changed => "People changed since: run again".to_owned(),
        Verified::Wrong { what } => format!("The check failed: {what}"),
    }
}

fn outcome(verified: &Verified) -> Html {
    let mood = match verified {
        Verified::Proved { .. } => Mood::Ok,
        Verified::Changed => Mood::Warn,
        Verified::Wrong { .. } => Mood::Bad,
    };
    html! { <div class="mt-2"><Callout {mood} title={said(verified)} /></div> }
}

#[cfg(test)]
mod tests {
    use super::super::samples::view;
    use super::*;

    #[test]
    fn a_claim_is_no_larger_than_what_was_proved() {
        let mut summary = view(&[(1, 2, 9.0)]).summary;
        assert_eq!(
            explained(&summary),
            "With these factors, locks and places, no more than 1 pair can be made, and no other choice of them scores more than 9.0."
        );
        summary.goal = Goal::Stable;
        assert!(!explained(&summary).contains("9.0"));
        assert_eq!(claim(Goal::Stable), "No two people would rather swap");
    }
}
