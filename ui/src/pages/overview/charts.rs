//! Weeks and states, drawn.

use contract::reports::OverviewView;
use yew::prelude::*;

use crate::components::{Bar, BarChart, Panel, RouteLink, Segment, StackedBar};
use crate::route::Route;
use crate::time::count;

/// Sessions and hours, week by week.
pub(in crate::pages) fn weeks(view: &OverviewView) -> Html {
    let last = view.weeks.len().saturating_sub(1);
    let bars = |value: fn(&contract::reports::Week) -> f64| -> Vec<Bar> {
        view.weeks
            .iter()
            .enumerate()
            .map(|(at, week)| Bar {
                label: week.starts.format("%-d %b").to_string().into(),
                value: value(week),
                unfinished: at == last,
            })
            .collect()
    };
    #[expect(clippy::cast_precision_loss, reason = "sessions of one week")]
    let sessions = bars(|week| week.sessions as f64);
    #[expect(clippy::cast_precision_loss, reason = "minutes of one week")]
    let hours = bars(|week| week.minutes as f64 / 60.0);
    html! {
        <div class="page-stack charts-wide">
            <BarChart title="Sessions per week" description={finding(view, |week| week.sessions, "sessions")} bars={sessions}
                heads={(AttrValue::Static("Week from"), AttrValue::Static("Sessions"))} />
            <BarChart title="Hours per week" class="chart-3" description={finding(view, |week| week.minutes / 60, "hours")} bars={hours}
                heads={(AttrValue::Static("Week from"), AttrValue::Static("Hours"))} write={Callback::from(hours_written)} />
        </div>
    }
}

/// "8 h", "7.5 h".
fn hours_written(hours: f64) -> String {
    if (hours - hours.round()).abs() < 0.05 {
        format!("{hours:.0} h")
    } else {
        format!("{hours:.1} h")
    }
}

/// The last full week, and the range.
fn finding(view: &OverviewView, value: fn(&contract::reports::Week) -> u64, what: &str) -> String {
    let full = &view.weeks[..view.weeks.len().saturating_sub(1)];
    let values = || full.iter().map(value);
    match (full.last(), values().min(), values().max()) {
        (Some(week), Some(least), Some(most)) => {
            format!(
                "{} {what} in the last full week; between {least} and {most} in the {} weeks shown",
                value(week),
                full.len()
            )
        }
        _ => format!("No full week of {what} yet"),
    }
}

/// Contact, states and who is matched.
pub(super) fn states(view: &OverviewView) -> Html {
    let contact = view.contact;
    let met = contact.within_14_days + contact.within_28_days;
    let segment = |label: &'static str, value: u64, class: &'static str| Segment {
        label: label.into(),
        value,
        class,
    };
    let all = view.active_matches + view.paused_matches + view.ended_matches;
    html! {
        <>
            <Panel title="Contact health" count={format!("{} active", view.active_matches)} padded=true>
                <StackedBar title="Contact health" description={format!("{met} of {} met in the last 28 days", count(view.active_matches, "active match", "active matches"))}
                    segments={vec![
                        segment("Met within 14 days", contact.within_14_days, "chart-3"),
                        segment("Within 28 days", contact.within_28_days, "chart-1"),
                        segment("Longer ago", contact.longer, "chart-2"),
                        segment("Not met yet", contact.none, "chart-4"),
                    ]} />
            </Panel>
            <Panel title="Match states" count={all.to_string()} padded=true>
                <StackedBar title="Match states" description={format!("{} of {} active", view.active_matches, count(all, "match", "matches"))}
                    segments={vec![
                        segment("Active", view.active_matches, "chart-1"),
                        segment("Paused", view.paused_matches, "chart-4"),
                        segment("Ended", view.ended_matches, "chart-6"),
                    ]} />
            </Panel>
            <Panel title="Students" count={view.students.to_string()} padded=true
                foot={html! { <><span class="grow">{ format!("{} · {}", count(view.mentors, "mentor", "mentors"), count(view.administrators, "administrator", "administrators")) }</span>
                    <RouteLink to={Route::People} class="link-quiet">{ "All people" }</RouteLink></> }}>
                <StackedBar title="Students with and without a mentor" description={format!("{} of {} have a mentor", view.matched, count(view.students, "student", "students"))}
                    segments={vec![segment("Matched", view.matched, "chart-1"), segment("Waiting", view.waiting, "chart-2")]} />
            </Panel>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::hours_written;

    #[test]
    fn hours_have_a_decimal_only_where_it_says_something() {
        assert_eq!(hours_written(8.0), "8 h");
        assert_eq!(hours_written(7.5), "7.5 h");
    }
}
