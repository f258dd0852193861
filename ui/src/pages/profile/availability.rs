//! The hours of a week, to be painted with the mouse or walked with the arrows.

use domain::Availability;
use gloo::events::EventListener;
use yew::prelude::*;

use crate::components::{Button, Kind, Size};
use crate::{dom, time};

const DAYS: [(&str, &str); 7] = [
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
];

#[derive(Properties, PartialEq)]
pub(super) struct AvailabilityGridProps {
    pub(super) value: Availability,
    pub(super) on_change: Callback<Availability>,
}

/// A column for each day, a row for each hour. Arrows walk, Space changes, Shift with an arrow paints on, and so does the
/// mouse when it is drawn over the hours.
#[component]
pub(super) fn AvailabilityGrid(props: &AvailabilityGridProps) -> Html {
    let id = dom::use_id("week");
    let active = use_state(|| {
        (0..Availability::HOURS)
            .find(|hour| props.value.is_free(*hour))
            .unwrap_or(9)
    });
    // What a press of the mouse paints, while it is down.
    let painting = use_mut_ref(|| None::<bool>);
    // The value of this render or of the paint since, so that quick strokes lose nothing.
    let latest = use_mut_ref(|| props.value);
    *latest.borrow_mut() = props.value;
    {
        let painting = painting.clone();
        use_effect_with((), move |()| {
            let listener = dom::document().map(|document| {
                EventListener::new(&document, "pointerup", move |_| {
                    painting.replace(None);
                })
            });
            move || drop(listener)
        });
    }
    let paint = {
        let (latest, on_change) = (latest.clone(), props.on_change.clone());
        Callback::from(move |(hour, free): (usize, bool)| {
            let value = latest.borrow().with(hour, free);
            latest.replace(value);
            on_change.emit(value);
        })
    };
    let onkeydown = {
        let (active, paint, id, value) = (active.clone(), paint.clone(), id.clone(), props.value);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == " " || event.key() == "Enter" {
                event.prevent_default();
                return paint.emit((*active, !value.is_free(*active)));
            }
            if let Some(next) = moved(*active, &event.key()) {
                event.prevent_default();
                if event.shift_key() {
                    paint.emit((next, value.is_free(*active)));
                }
                active.set(next);
                dom::focus(&format!("#{id}-{next}"));
            }
        })
    };
    let set = |value: Availability| props.on_change.reform(move |()| value);
    let cell = |hour: usize| {
        let free = props.value.is_free(hour);
        let (day, at) = (DAYS[hour / 24].1, hour % 24);
        let onpointerdown = {
            let (painting, paint, active) = (painting.clone(), paint.clone(), active.setter());
            Callback::from(move |event: PointerEvent| {
                event.prevent_default();
                painting.replace(Some(!free));
                active.set(hour);
                paint.emit((hour, !free));
            })
        };
        let onpointerenter = {
            let (painting, paint) = (painting.clone(), paint.clone());
            Callback::from(move |_: PointerEvent| {
                let stroke = *painting.borrow();
                if let Some(free) = stroke {
                    paint.emit((hour, free));
                }
            })
        };
        html! {
            <td key={hour} id={format!("{id}-{hour}")} role="gridcell" class="week-hour" tabindex={if *active == hour { "0" } else { "-1" }}
                aria-selected={if free { "true" } else { "false" }} aria-label={format!("{day} {at}:00")}
                {onpointerdown} {onpointerenter} />
        }
    };
    html! {
        <div class="week-box">
            <div class="d-flex gap-2 flex-wrap">
                <Button label="Weekdays 9 to 17" size={Size::Small} onclick={set(hours(0..5, 9..17))} />
                <Button label="Evenings" size={Size::Small} onclick={set(hours(0..5, 17..21))} />
                <Button label="Clear" size={Size::Small} kind={Kind::Ghost} onclick={set(Availability::default())} />
            </div>
            <p class="field-hint" id={format!("{id}-hint")}>{ "Draw over the hours, or walk with the arrows and press Space; Shift paints on." }</p>
            <table class="week" role="grid" aria-multiselectable="true" aria-label="Hours of the week" aria-describedby={format!("{id}-hint")} {onkeydown}>
                <thead><tr>
                    <th scope="col"><span class="visually-hidden">{ "Hour" }</span></th>
                    { for DAYS.iter().map(|(short, long)| html! { <th scope="col" abbr={*long}>{ *short }</th> }) }
                </tr></thead>
                <tbody>
                    { for (0..24).map(|at| html! {
                        <tr key={at}><th scope="row">{ format!("{at}:00") }</th>{ for (0..7).map(|day| cell(day * 24 + at)) }</tr>
                    }) }
                </tbody>
            </table>
            <p class="t-xs t-3" role="status">{ time::count(u64::from(props.value.hours()), "hour a week", "hours a week") }</p>
        </div>
    }
}

/// The hours `of_day` on the days `days` (0 is Monday).
fn hours(days: std::ops::Range<usize>, of_day: std::ops::Range<usize>) -> Availability {
    days.flat_map(|day| of_day.clone().map(move |hour| day * 24 + hour))
        .fold(Availability::default(), |value, hour| {
            value.with(hour, true)
        })
}

/// Where a key leads from `hour`; not beyond the edges.
fn moved(hour: usize, key: &str) -> Option<usize> {
    let (day, at) = (hour / 24, hour % 24);
    let (day, at) = match key {
        "ArrowUp" => (day, at.saturating_sub(1)),
        "ArrowDown" => (day, (at + 1).min(23)),
        "ArrowLeft" => (day.saturating_sub(1), at),
        "ArrowRight" => ((day + 1).min(6), at),
        "Home" => (0, at),
        "End" => (6, at),
        "PageUp" => (day, 0),
        "PageDown" => (day, 23),
        _ => return None,
    };
    Some(day * 24 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stay_inside_the_week() {
        assert_eq!(moved(0, "ArrowUp"), Some(0));
        assert_eq!(moved(0, "ArrowRight"), Some(24));
        assert_eq!(moved(167, "ArrowRight"), Some(167));
        assert_eq!(moved(9, "End"), Some(6 * 24 + 9));
        assert_eq!(moved(9, "x"), None);
    }

    #[test]
    fn quick_choices_fill_whole_hours() {
        assert_eq!(hours(0..5, 9..17).hours(), 40);
        assert!(hours(0..5, 9..17).is_free(9));
        assert!(!hours(0..5, 9..17).is_free(17));
    }
}
