//! The five figures at the top, each the way to its list.

use chrono::{Datelike, NaiveDate};
use contract::people::Standing;
use contract::reports::OverviewView;
use domain::Role;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Icon, RouteLink};
use crate::pages::people::workbench::{ListLink, Start};
use crate::route::Route;
use crate::time::{count, grouped};

pub(super) fn row(view: &OverviewView, today: NaiveDate) -> Html {
    let waiting = Start {
        standing: Standing::Waiting,
        role: None,
    };
    let places = Start {
        standing: Standing::FreePlaces,
        role: Some(Role::Mentor),
    };
    html! {
        <div class="stat-row">
            <RouteLink to={Route::Matches} class="stat">
                { stat("Active matches", grouped(view.active_matches), paused(view)) }
            </RouteLink>
            <ListLink start={waiting} class="stat">
                { stat("Waiting for a mentor", grouped(view.waiting), html! { { longest(view) } }) }
            </ListLink>
            <RouteLink to={Route::Sessions} class="stat">
                { stat(&format!("Sessions in {}", month(today.month())), grouped(view.sessions_this_month), trend(view, today)) }
            </RouteLink>
            <RouteLink to={Route::Matches} class="stat">
                { stat("Met in the last 28 days", met(view).unwrap_or_else(|| "–".to_owned()), html! { { format!("of {}", count(view.active_matches, "active match", "active matches")) } }) }
            </RouteLink>
            <ListLink start={places} class="stat">
                { stat("Free places", grouped(view.free_places), html! { { format!("of {}", count(view.mentors, "mentor", "mentors")) } }) }
            </ListLink>
        </div>
    }
}

fn stat(label: &str, figure: String, text: Html) -> Html {
    html! {
        <>
            <span class="stat-label">{ label.to_owned() }</span>
            <span class="stat-value d-block">{ figure }</span>
            <span class="stat-note d-block">{ text }</span>
        </>
    }
}

fn paused(view: &OverviewView) -> Html {
    html! { { if view.paused_matches == 0 { "None paused".to_owned() } else { format!("{} paused", view.paused_matches) } } }
}

fn longest(view: &OverviewView) -> String {
    match view.longest_wait {
        Some(days) if view.waiting > 0 => format!("Longest: {}", count(days, "day", "days")),
        _ => format!("of {}", count(view.students, "student", "students")),
    }
}

fn month(month: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS[(month.clamp(1, 12) - 1) as usize]
}

/// "86 %" of the active matches; nothing where there are none.
fn met(view: &OverviewView) -> Option<String> {
    let seen = view.contact.within_14_days + view.contact.within_28_days;
    let all = seen + view.contact.longer + view.contact.none;
    (all > 0).then(|| format!("{} %", (seen * 100 + all / 2) / all))
}

/// How this month compares with the same days of the month before.
fn trend(view: &OverviewView, today: NaiveDate) -> Html {
    let before = month(if today.month() == 1 {
        12
    } else {
        today.month() - 1
    });
    let days = if today.day() == 1 {
        format!("1 {before}")
    } else {
        format!("1–{} {before}", today.day())
    };
    match change(view.sessions_this_month, view.sessions_month_before) {
        None => html! { { format!("None on {days}") } },
        Some(0) => html! { { format!("As many as on {days}") } },
        Some(percent) if percent > 0 => html! {
            <><Icon glyph={Glyph::ArrowUp} class="icon-sm t-ok" /><span class="t-ok">{ format!(" {percent} %") }</span>{ format!(" on {days}") }</>
        },
        Some(percent) => html! {
            <><Icon glyph={Glyph::ArrowDown} class="icon-sm" />{ format!(" {} % on {days}", -percent) }</>
        },
    }
}

/// The change in percent; `None` where there was nothing before.
fn change(now: u64, before: u64) -> Option<i64> {
    let (now, before) = (i64::try_from(now).ok()?, i64::try_from(before).ok()?);
    (before > 0).then(|| ((now - before) * 100 + (now - before).signum() * before / 2) / before)
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn changes_are_rounded_percentages_of_what_was() {
        assert_eq!(change(121, 112), Some(8));
        assert_eq!(change(90, 112), Some(-20));
        assert_eq!(change(5, 5), Some(0));
        assert_eq!(change(5, 0), None);
    }
}
