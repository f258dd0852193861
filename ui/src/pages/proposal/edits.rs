//! Changes of a draft: one after the other, each solved at once, each with Undo.

use std::rc::Rc;

use contract::ApiError;
use contract::proposals::{Change, Edit, Edited, ProposalView};
use domain::PersonId;
use yew::prelude::*;

use super::bench::Two;
use super::words::{between, gain};
use crate::job::{Progress, use_job};
use crate::toasts::use_toasts;

/// Changes that go together, and what is said once they are done: "Mai Phạm locked with Solveig Berg".
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wish {
    changes: Vec<Change>,
    said: String,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Do,
    Undo,
    /// Solves with what is true now, without a change.
    Again,
}

impl Wish {
    pub(super) fn new(changes: Vec<Change>, said: impl Into<String>) -> Self {
        Self {
            changes,
            said: said.into(),
            how: How::Do,
        }
    }

    pub(super) fn again() -> Self {
        Self {
            how: How::Again,
            ..Self::new(Vec::new(), "Solved with what is true now")
        }
    }

    /// Two waiting wishes in one; `None` where the second must be carried out by itself.
    fn with(&self, next: &Self) -> Option<Self> {
        (self.how == How::Do && next.how == How::Do).then(|| {
            let changes = [self.changes.as_slice(), &next.changes].concat();
            let said = format!("{} changes", changes.len());
            Self::new(changes, said)
        })
    }
}

/// What was refused, and what was wanted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refused {
    pub(super) changes: Vec<Change>,
    pub(super) error: ApiError,
}

impl Refused {
    /// Why the change of this pair, or of its mentor's places, was refused.
    pub(super) fn at(&self, pair: Two) -> Option<&str> {
        let wrong = self.error.fields.iter().find_map(|(field, message)| {
            let number: usize = field
                .strip_prefix("edits.")?
                .split('.')
                .next()?
                .parse()
                .ok()?;
            let about = self.changes.get(number)?;
            (speaks_of(about, pair)).then_some(message)
        });
        wrong.map(String::as_str)
    }

    /// What is wrong with the last change's `student`, `mentor`, `reason`, `places` or `least`.
    pub(super) fn field(&self, name: &str) -> Option<AttrValue> {
        let fields = self.error.fields.iter();
        let mut wrong = fields.filter(|(field, _)| field.rsplit('.').next() == Some(name));
        wrong
            .next_back()
            .map(|(_, text)| AttrValue::from(text.clone()))
    }
}

/// Whether a change is about this pair, or about its mentor's places.
fn speaks_of(change: &Change, pair: Two) -> bool {
    match change {
        Change::Lock { student, mentor }
        | Change::Unlock { student, mentor }
        | Change::Exclude {
            student, mentor, ..
        }
        | Change::Include { student, mentor } => (*student, *mentor) == pair,
        Change::SetPlaces { mentor, .. } => *mentor == pair.1,
        Change::SetGoal { .. } => false,
    }
}

/// A draft's changes as the page sees them.
#[derive(Clone)]
pub(super) struct Edits {
    /// Carries changes out, after those that are on their way.
    pub(super) run: Callback<Wish>,
    pub(super) cancel: Callback<()>,
    /// What is on its way.
    pub(super) pending: Rc<Vec<Change>>,
    pub(super) progress: Progress,
    pub(super) refused: Option<Rc<Refused>>,
    /// Forgets what was refused.
    pub(super) clear: Callback<()>,
    /// What the last change did.
    pub(super) last: Option<Rc<Edited>>,
}

impl Edits {
    pub(super) fn is_busy(&self) -> bool {
        self.progress.is_busy() || !self.pending.is_empty()
    }

    /// Whether a pair is being locked (`true`) or unlocked.
    pub(super) fn locking(&self, pair: Two) -> Option<bool> {
        self.pending.iter().rev().find_map(|change| match change {
            Change::Lock { student, mentor } if (*student, *mentor) == pair => Some(true),
            Change::Unlock { student, mentor } if (*student, *mentor) == pair => Some(false),
            _ => None,
        })
    }

    /// How many places a mentor is being given.
    pub(super) fn placing(&self, wanted: PersonId) -> Option<u32> {
        self.pending.iter().rev().find_map(|change| match change {
            Change::SetPlaces {
                mentor,
                places: Some(places),
            } if *mentor == wanted => Some(*places),
            _ => None,
        })
    }
}

/// A wish on its way, with the proposal it found.
struct Sent {
    wish: Wish,
    before: Rc<ProposalView>,
}

#[derive(Default)]
struct Line {
    sent: Option<Sent>,
    waiting: Vec<Wish>,
}

impl Line {
    /// What to send next: of what waits, as much as goes together; nothing while something is on its way.
    fn take(&mut self) -> Option<Wish> {
        if self.sent.is_some() || self.waiting.is_empty() {
            return None;
        }
        let mut wish = self.waiting.remove(0);
        while let Some(both) = self.waiting.first().and_then(|more| wish.with(more)) {
            self.waiting.remove(0);
            wish = both;
        }
        Some(wish)
    }

    /// Everything that is on its way or waits.
    fn changes(&self) -> Vec<Change> {
        let sent = self.sent.iter().map(|sent| &sent.wish);
        sent.chain(&self.waiting)
            .flat_map(|wish| wish.changes.clone())
            .collect()
    }
}

/// `on_mark` gets the proposal that the marks of the table compare with: that before the change, none after Undo.
#[hook]
pub(super) fn use_edits(
    view: &Rc<ProposalView>,
    on_mark: Callback<Option<Rc<ProposalView>>>,
) -> Edits {
    let toasts = use_toasts();
    let line = use_mut_ref(Line::default);
    let pending = use_state(|| Rc::new(Vec::<Change>::new()));
    let refused = use_state(|| None::<Rc<Refused>>);
    let last = use_state(|| None::<Rc<Edited>>);
    let turn = use_state(|| 0_u32);
    let id = view.summary.id;

    let undo = use_mut_ref(Callback::<Wish>::noop);
    let job = use_job::<Edit>({
        let (line, last, undo, turn) = (line.clone(), last.clone(), undo.clone(), turn.clone());
        move |edited: Edited| {
            let Some(Sent { wish, before }) = line.borrow_mut().sent.take() else {
                return;
            };
            let difference = between(&edited.before, &edited.after);
            let text = format!("{}: {}", wish.said, gain(&difference));
            if wish.how == How::Do && !edited.inverse.is_empty() {
                let back = Wish {
                    how: How::Undo,
                    ..Wish::new(edited.inverse.clone(), "Undone")
                };
                let undo = undo.borrow().clone();
                toasts.undo(text, Callback::from(move |()| undo.emit(back.clone())));
            } else {
                toasts.say(text);
            }
            on_mark.emit((wish.how != How::Undo && edited.differ > 0).then_some(before));
            last.set(Some(Rc::new(edited)));
            turn.set(*turn + 1);
        }
    });
    // Sends what waits, all of one kind together.
    let next = {
        let (line, run, pending, view) = (
            line.clone(),
            job.run.clone(),
            pending.clone(),
            Rc::clone(view),
        );
        move || {
            let wish = line.borrow_mut().take();
            if let Some(wish) = &wish {
                line.borrow_mut().sent = Some(Sent {
                    wish: wish.clone(),
                    before: Rc::clone(&view),
                });
            }
            pending.set(Rc::new(line.borrow().changes()));
            if let Some(Wish { changes: edits, .. }) = wish {
                run.emit(Edit { id, edits });
            }
        }
    };
    {
        let (line, refused, next) = (line.clone(), refused.clone(), next.clone());
        use_effect_with(
            (job.progress.is_busy(), job.error.clone(), *turn),
            move |(busy, error, _)| {
                if *busy {
                    return;
                }
                // Still there: it failed or was stopped, and what waited behind it was meant to come after it.
                let failed = line.borrow_mut().sent.take();
                if let Some(Sent { wish, .. }) = failed {
                    line.borrow_mut().waiting.clear();
                    refused.set(error.clone().map(|error| {
                        Rc::new(Refused {
                            changes: wish.changes,
                            error,
                        })
                    }));
                }
                next();
            },
        );
    }
    let run = {
        let (line, refused) = (line.clone(), refused.clone());
        Callback::from(move |wish: Wish| {
            refused.set(None);
            line.borrow_mut().waiting.push(wish);
            next();
        })
    };
    *undo.borrow_mut() = run.clone();
    let clear = {
        let refused = refused.clone();
        Callback::from(move |()| refused.set(None))
    };
    Edits {
        run,
        cancel: job.cancel,
        pending: Rc::clone(&pending),
        progress: job.progress,
        refused: (*refused).clone(),
        clear,
        last: (*last).clone(),
    }
}

#[cfg(test)]
mod tests {
    use contract::Code;

    use super::super::samples::person;
    use super::*;

    fn lock(student: u128, mentor: u128) -> Change {
        Change::Lock {
            student: person(student),
            mentor: person(mentor),
        }
    }

    #[test]
    fn what_waits_goes_together_but_not_with_undo() {
        let one = Wish::new(vec![lock(1, 2)], "one");
        let other = Wish::new(vec![lock(3, 4)], "other");
        let both = one.with(&other).expect("both");
        assert_eq!(both.changes, [lock(1, 2), lock(3, 4)]);
        assert_eq!(both.said, "2 changes");
        assert_eq!(one.with(&Wish::again()), None);
    }

    #[test]
    fn a_refusal_is_told_at_the_pair_it_speaks_of() {
        let mut error = ApiError::new(Code::Invalid, "No");
        error
            .fields
            .insert("edits.1.mentor".to_owned(), "No place".to_owned());
        let refused = Refused {
            changes: vec![lock(1, 2), lock(3, 4)],
            error,
        };
        assert_eq!(refused.at((person(3), person(4))), Some("No place"));
        assert_eq!(refused.at((person(1), person(2))), None);
        assert_eq!(refused.field("mentor").as_deref(), Some("No place"));
        assert_eq!(refused.field("student"), None);
    }
}
