//! A goal in words. Pure: today is passed in.

use chrono::NaiveDate;
use contract::goals::{Change, GoalView};

use crate::components::StateMark;
use crate::time;

/// How many days ahead a due date is pointed out.
const SOON: i64 = 1;

/// When a goal is due, as words, and as a shape where it wants attention.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Due {
    pub(crate) mark: Option<StateMark>,
    pub(crate) word: String,
}

/// `None` without a due date, and for what is reached.
pub(crate) fn due(goal: &GoalView, today: NaiveDate) -> Option<Due> {
    let due = goal.due.filter(|_| !is_reached(goal))?;
    let ahead = due.signed_duration_since(today).num_days();
    let word = match ahead {
        ..0 => format!("{} late", time::count(ahead.unsigned_abs(), "day", "days")),
        0 => "Due today".to_owned(),
        1 => "Due tomorrow".to_owned(),
        _ => format!("Due {}", time::date(due, today)),
    };
    let mark = match ahead {
        ..0 => Some(StateMark::Bad),
        0..=SOON => Some(StateMark::Waiting),
        _ => None,
    };
    Some(Due { mark, word })
}

pub(crate) fn is_reached(goal: &GoalView) -> bool {
    goal.progress >= domain::Progress::MOST
}

/// How many are not reached yet.
pub(crate) fn open_count<'a>(goals: impl IntoIterator<Item = &'a GoalView>) -> u64 {
    goals.into_iter().filter(|goal| !is_reached(goal)).count() as u64
}

/// The command that moves a goal's progress and leaves the rest.
pub(crate) fn moved(goal: &GoalView, progress: u32) -> Change {
    Change {
        id: goal.id,
        revision: goal.revision,
        title: goal.title.clone(),
        detail: goal.detail.clone(),
        due: goal.due,
        progress: progress.into(),
    }
}

/// What is said after the progress was moved; without the title, which the privacy curtain hides.
pub(crate) fn said(goal: &GoalView) -> String {
    if is_reached(goal) {
        "Goal reached".to_owned()
    } else {
        format!("Goal moved to {} %", goal.progress)
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    use super::*;
    use crate::pages::sessions::words::fixture::id;

    pub(crate) fn goal(due: Option<NaiveDate>, progress: u32) -> GoalView {
        GoalView {
            id: id(9),
            of: id(2),
            student_name: "Linh Trần".to_owned(),
            title: "Apply for nursing".to_owned(),
            detail: String::new(),
            due,
            progress,
            reached_at: None,
            revision: 4,
            may_change: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::goal;
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
    }

    #[test]
    fn due_dates_are_said_from_today() {
        let said = |due_on: u32| {
            let due = due(&goal(Some(day(due_on)), 40), day(17)).expect("a due date");
            (due.mark, due.word)
        };
        assert_eq!(said(14), (Some(StateMark::Bad), "3 days late".to_owned()));
        assert_eq!(said(16), (Some(StateMark::Bad), "1 day late".to_owned()));
        assert_eq!(said(17), (Some(StateMark::Waiting), "Due today".to_owned()));
        assert_eq!(
            said(18),
            (Some(StateMark::Waiting), "Due tomorrow".to_owned())
        );
        assert_eq!(said(27), (None, "Due Fri 27 Nov".to_owned()));
    }

    #[test]
    fn what_is_reached_is_not_late() {
        assert_eq!(due(&goal(Some(day(1)), 100), day(17)), None);
        assert_eq!(due(&goal(None, 0), day(17)), None);
        assert_eq!(open_count(&[goal(None, 100), goal(None, 99)]), 1);
    }

    #[test]
    fn moving_the_progress_changes_nothing_else() {
        let change = moved(&goal(Some(day(27)), 40), 60);
        assert_eq!(
            (change.progress, change.revision, change.due),
            (60, 4, Some(day(27)))
        );
        assert_eq!(said(&goal(None, 60)), "Goal moved to 60 %");
        assert_eq!(said(&goal(None, 100)), "Goal reached");
    }
}
