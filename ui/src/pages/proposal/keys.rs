//! What the workbench can do, for the palette, the keys and the sheet of keys.

use std::rc::Rc;

use contract::proposals::ProposalView;
use yew::prelude::*;

use super::bench::{Act, Ask, Bench, Filter, Rule, Tab, Two, two};
use super::edits::Edits;
use super::{pair, scenarios};
use crate::components::icon_paths::Glyph;
use crate::dom;
use crate::registry::{Entry, Group};

/// What the keys work with.
pub(super) struct Hands<'a> {
    pub(super) view: &'a Rc<ProposalView>,
    pub(super) edits: &'a Edits,
    pub(super) act: &'a UseReducerDispatcher<Bench>,
    /// The pair at hand, by its number.
    pub(super) pair: Option<usize>,
    pub(super) draft: bool,
    pub(super) on_lock: &'a Callback<Two>,
    pub(super) on_again: &'a Callback<()>,
}

impl Hands<'_> {
    fn entry(
        &self,
        id: &'static str,
        label: &'static str,
        keys: &'static str,
        glyph: Glyph,
        act: impl Fn() -> Act + 'static,
    ) -> Entry {
        let dispatcher = self.act.clone();
        let run = Callback::from(move |()| dispatcher.dispatch(act()));
        Entry::new(id, label, Group::Page, run)
            .icon(glyph)
            .keys(keys)
    }

    /// Something with the pair at hand; without one, the table gets the focus.
    fn with_pair(
        &self,
        id: &'static str,
        label: &'static str,
        keys: &'static str,
        glyph: Glyph,
        run: impl Fn(Two) + 'static,
    ) -> Entry {
        let pair = self.pair.map(|at| two(&self.view.pairs[at]));
        let run = Callback::from(move |()| match pair {
            Some(pair) => run(pair),
            None => to_table(),
        });
        Entry::new(id, label, Group::Page, run)
            .icon(glyph)
            .keys(keys)
    }

    /// One place more or fewer for the mentor at hand.
    fn place(&self, id: &'static str, keys: &'static str, more: bool) -> Entry {
        let label = if more {
            "One more place for this mentor"
        } else {
            "One place fewer for this mentor"
        };
        let found = self.pair.map(|at| {
            let pair = &self.view.pairs[at];
            let now = self
                .edits
                .placing(pair.mentor)
                .unwrap_or(pair.mentor_places);
            (pair.mentor, pair.mentor_name.clone(), now)
        });
        let edits = self.edits.run.clone();
        let run = Callback::from(move |()| {
            let Some((mentor, name, now)) = &found else {
                return to_table();
            };
            let places = if more {
                Some(now + 1)
            } else {
                now.checked_sub(1)
            };
            if let Some(places) = places {
                edits.emit(pair::give(*mentor, name, places));
            }
        });
        let glyph = if more { Glyph::Plus } else { Glyph::Minus };
        Entry::new(id, label, Group::Page, run)
            .icon(glyph)
            .keys(keys)
    }
}

/// Gives the focus to the table's row.
pub(super) fn to_table() {
    dom::focus(".work-rows tr[tabindex='0']");
}

pub(super) fn entries(hands: &Hands) -> Vec<Entry> {
    let rows = |id, label, keys, glyph| {
        Entry::new(id, label, Group::Page, Callback::from(|()| to_table()))
            .icon(glyph)
            .keys(keys)
    };
    let mut entries = vec![
        rows("row.next", "Next row", "J", Glyph::ChevronDown),
        rows("row.previous", "Previous row", "K", Glyph::ChevronUp),
        hands.entry(
            "proposal.changes",
            "Show the changes",
            "C",
            Glyph::Pen,
            || Act::Jump(Tab::Changes),
        ),
        hands.entry(
            "proposal.unmatched",
            "Show who is not matched",
            "U",
            Glyph::Circle,
            || Act::Show(Filter::NotMatched),
        ),
        hands.entry(
            "proposal.locked",
            "Show the locked pairs",
            "",
            Glyph::Lock,
            || Act::Show(Filter::Locked),
        ),
        hands.entry(
            "proposal.excluded",
            "Show the excluded pairs",
            "",
            Glyph::Ban,
            || Act::Show(Filter::Excluded),
        ),
    ];
    if hands.draft {
        entries.extend(of_draft(hands));
    } else {
        entries.push(hands.entry(
            "proposal.unpublish",
            "Undo the publishing…",
            "",
            Glyph::RotateLeft,
            || Act::Ask(Some(Ask::Unpublish)),
        ));
    }
    entries
}

fn of_draft(hands: &Hands) -> Vec<Entry> {
    let lock = hands.on_lock.clone();
    let never = hands.act.clone();
    let ask = |rule: Rule| move || Act::Ask(Some(Ask::Rule(rule, None)));
    vec![
        hands.with_pair(
            "proposal.lock",
            "Lock or unlock the pair",
            "L",
            Glyph::Lock,
            move |pair| lock.emit(pair),
        ),
        hands.with_pair(
            "proposal.never",
            "Never pair these two…",
            "X",
            Glyph::Ban,
            move |pair| never.dispatch(Act::Ask(Some(Ask::Rule(Rule::Never, Some(pair))))),
        ),
        hands.entry(
            "proposal.why_not",
            "Why not another one?",
            "W",
            Glyph::CircleQuestion,
            || Act::Jump(Tab::WhyNot),
        ),
        hands.place("proposal.more_places", "+", true),
        hands.place("proposal.fewer_places", "-", false),
        Entry::new(
            "proposal.scenarios",
            "Go to the scenarios",
            Group::Page,
            Callback::from(|()| {
                dom::focus(scenarios::STOP);
            }),
        )
        .icon(Glyph::Sliders)
        .keys("S"),
        hands.entry(
            "proposal.figures",
            "All figures of the scenarios",
            "",
            Glyph::Table,
            || Act::Figures,
        ),
        hands.entry(
            "proposal.lock_two",
            "Lock a pair…",
            "",
            Glyph::Lock,
            ask(Rule::Lock),
        ),
        hands.entry(
            "proposal.never_two",
            "Never pair two people…",
            "",
            Glyph::Ban,
            ask(Rule::Never),
        ),
        hands.entry(
            "proposal.change_places",
            "Change a mentor’s places…",
            "",
            Glyph::UserGroup,
            ask(Rule::Places),
        ),
        Entry::new(
            "proposal.again",
            "Run again with what is true now",
            Group::Page,
            hands.on_again.clone(),
        )
        .icon(Glyph::RotateRight)
        .keys("R"),
        hands.entry(
            "proposal.publish",
            "Publish the matches…",
            "P",
            Glyph::Check,
            || Act::Ask(Some(Ask::Publish)),
        ),
        hands.entry(
            "proposal.discard",
            "Discard this proposal…",
            "",
            Glyph::Trash,
            || Act::Ask(Some(Ask::Discard)),
        ),
    ]
}
