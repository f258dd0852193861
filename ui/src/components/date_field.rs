//! Dates and times: a text field that understands people, and a month to choose from (the ARIA date picker dialog).

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::button::{IconButton, truth};
use super::field::{FieldFrame, described_by};
use super::icon_paths::Glyph;
use super::menu::use_layer;
use crate::form::Bound;
use crate::{dom, when};

#[derive(Properties, PartialEq)]
pub(crate) struct DateFieldProps {
    pub(crate) label: AttrValue,
    /// The text as typed; read it with [`when::parse`] or [`when::parse_date`].
    pub(crate) bound: Bound,
    /// Now, on the clock of the programme's zone: [`when::to_local`].
    pub(crate) now: NaiveDateTime,
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) optional: bool,
}

/// A day: "17 Nov", "next friday".
#[component]
pub(crate) fn DateField(props: &DateFieldProps) -> Html {
    html! {
        <Field label={props.label.clone()} bound={props.bound.clone()} now={props.now} hint={props.hint.clone()}
            optional={props.optional} with_time=false />
    }
}

/// A day and a time: "yesterday 3pm".
#[component]
pub(crate) fn WhenField(props: &DateFieldProps) -> Html {
    html! {
        <Field label={props.label.clone()} bound={props.bound.clone()} now={props.now} hint={props.hint.clone()}
            optional={props.optional} with_time=true />
    }
}

#[derive(Properties, PartialEq)]
struct FieldProps {
    label: AttrValue,
    bound: Bound,
    now: NaiveDateTime,
    hint: Option<AttrValue>,
    optional: bool,
    with_time: bool,
}

#[component]
fn Field(props: &FieldProps) -> Html {
    let id = dom::use_id("date");
    let open = use_state(|| false);
    let (anchor, layer, input) = (use_node_ref(), use_node_ref(), use_node_ref());
    let read = when::parse(&props.bound.value, props.now).ok();
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    use_layer(*open, anchor.clone(), layer.clone(), close.clone());
    let shut = {
        let (close, input) = (close.clone(), input.clone());
        Callback::from(move |()| {
            close.emit(());
            if let Some(input) = input.cast::<HtmlElement>() {
                let _ = input.focus();
            }
        })
    };
    // What was understood is written out, so that a misreading is seen at once.
    let onblur = {
        let (bound, with_time, now) = (props.bound.clone(), props.with_time, props.now);
        Callback::from(move |_: FocusEvent| {
            if let Ok(when) = when::parse(&bound.value, now)
                && let Some(text) = written(when.date, when.time, with_time, now)
                && *text != *bound.value
            {
                bound.on_change.emit(text);
            }
            bound.on_leave.emit(());
        })
    };
    let onkeydown = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() && event.key() == "ArrowDown" {
                event.prevent_default();
                open.set(true);
            }
        })
    };
    let choose = {
        let (on_change, shut, with_time, now) = (
            props.bound.on_change.clone(),
            shut.clone(),
            props.with_time,
            props.now,
        );
        let time = read.and_then(|when| when.time);
        Callback::from(move |date: NaiveDate| {
            let time = time.unwrap_or(now.time());
            let text = if with_time {
                when::write(date.and_time(time))
            } else {
                when::write_date(date)
            };
            on_change.emit(text);
            shut.emit(());
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |()| open.set(!*open))
    };
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={props.hint.clone()} error={props.bound.error.clone()}
            optional={props.optional}>
            <div class="date-field" ref={anchor}>
                <div class="field-affix field-date">
                    <input ref={input} class="form-control" id={id.clone()} type="text" autocomplete="off" spellcheck="false"
                        value={props.bound.value.clone()} {onblur} {onkeydown}
                        aria-invalid={props.bound.error.is_some().then_some("true")}
                        aria-describedby={described_by(&id, props.bound.error.as_ref(), props.hint.as_ref())}
                        oninput={props.bound.on_change.reform(|event: InputEvent| dom::value_of(&event))} />
                    <IconButton glyph={Glyph::Calendar} label="Choose a date" keys="Alt Down" small=true
                        expanded={Some(*open)} onclick={toggle} />
                </div>
                if *open {
                    <div class="menu menu-fixed cal-layer" ref={layer} role="dialog" aria-modal="false" aria-label="Choose a date">
                        <Month chosen={read.map(|when| when.date)} today={props.now.date()} on_choose={choose} on_close={shut} />
                    </div>
                }
            </div>
        </FieldFrame>
    }
}

/// The text that replaces what was typed; a missing time is the time now.
fn written(
    date: NaiveDate,
    time: Option<NaiveTime>,
    with_time: bool,
    now: NaiveDateTime,
) -> Option<String> {
    match (with_time, time) {
        (true, time) => Some(when::write(date.and_time(time.unwrap_or(now.time())))),
        (false, None) => Some(when::write_date(date)),
        (false, Some(_)) => None,
    }
}

#[derive(Properties, PartialEq)]
struct MonthProps {
    chosen: Option<NaiveDate>,
    today: NaiveDate,
    on_choose: Callback<NaiveDate>,
    on_close: Callback<()>,
}

const WEEK: [(&str, &str); 7] = [
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
];

/// A month: arrows by day, Page Up and Down by month (with Shift by year), Home and End by week, Enter chooses.
#[component]
fn Month(props: &MonthProps) -> Html {
    let id = dom::use_id("month");
    let focus = use_state(|| props.chosen.unwrap_or(props.today));
    let node = use_node_ref();
    let by_key = use_mut_ref(|| true);
    {
        let (node, by_key) = (node.clone(), by_key.clone());
        use_effect_with(*focus, move |_| {
            if by_key.replace(false)
                && let Some(grid) = node.cast::<HtmlElement>()
                && let Ok(Some(day)) = grid.query_selector("[tabindex='0']")
                && let Ok(day) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(day)
            {
                let _ = day.focus();
            }
        });
    }
    let onkeydown = {
        let (focus, on_close, by_key) = (focus.clone(), props.on_close.clone(), by_key.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                return on_close.emit(());
            }
            if let Some(next) = moved(*focus, &event.key(), event.shift_key()) {
                event.prevent_default();
                event.stop_propagation();
                by_key.replace(true);
                focus.set(next);
            }
        })
    };
    let turn = |months: i32| {
        let focus = focus.clone();
        Callback::from(move |()| focus.set(shifted(*focus, months)))
    };
    let weeks = weeks_of(*focus);
    html! {
        <div class="cal" {onkeydown}>
            <div class="cal-head">
                <b id={id.clone()} aria-live="polite">{ focus.format("%B %Y").to_string() }</b>
                <IconButton glyph={Glyph::ChevronLeft} label="Previous month" small=true onclick={turn(-1)} />
                <IconButton glyph={Glyph::ChevronRight} label="Next month" small=true onclick={turn(1)} />
            </div>
            <table class="cal-grid" role="grid" aria-labelledby={id} ref={node}>
                <thead><tr>{ for WEEK.iter().map(|(short, long)| html! { <th scope="col" abbr={*long}>{ *short }</th> }) }</tr></thead>
                <tbody>
                    { for weeks.into_iter().map(|week| html! {
                        <tr>{ for week.into_iter().map(|day| day_view(day, *focus, props)) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn day_view(day: NaiveDate, focus: NaiveDate, props: &MonthProps) -> Html {
    let chosen = props.chosen == Some(day);
    let onclick = props.on_choose.reform(move |_: MouseEvent| day);
    html! {
        <td aria-selected={chosen.then_some("true")}>
            <button type="button" {onclick} tabindex={if day == focus { "0" } else { "-1" }}
                class={classes!("cal-day", (day.month() != focus.month()).then_some("is-out"), (day == props.today).then_some("is-today"))}
                aria-pressed={truth(chosen)} aria-label={day.format("%A %-d %B %Y").to_string()}
                aria-current={(day == props.today).then_some("date")}>
                { day.day() }
            </button>
        </td>
    }
}

fn shifted(date: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    let moved = if months < 0 {
        date.checked_sub_months(by)
    } else {
        date.checked_add_months(by)
    };
    moved.unwrap_or(date)
}

/// Where a key leads from `date`.
fn moved(date: NaiveDate, key: &str, shift: bool) -> Option<NaiveDate> {
    let in_week = u64::from(date.weekday().num_days_from_monday());
    match key {
        "ArrowLeft" => date.checked_sub_days(Days::new(1)),
        "ArrowRight" => date.checked_add_days(Days::new(1)),
        "ArrowUp" => date.checked_sub_days(Days::new(7)),
        "ArrowDown" => date.checked_add_days(Days::new(7)),
        "Home" => date.checked_sub_days(Days::new(in_week)),
        "End" => date.checked_add_days(Days::new(6 - in_week)),
        "PageUp" => Some(shifted(date, if shift { -12 } else { -1 })),
        "PageDown" => Some(shifted(date, if shift { 12 } else { 1 })),
        _ => None,
    }
}

/// The weeks that show the month of `date`, Monday first.
fn weeks_of(date: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let Some(first) = date.with_day(1) else {
        return Vec::new();
    };
    let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    (0..6)
        .map(|week| std::array::from_fn(|day| monday + Days::new(week * 7 + day as u64)))
        .filter(|week: &[NaiveDate; 7]| week.iter().any(|day| day.month() == date.month()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn keys_move_by_day_week_and_month() {
        let tuesday = date(2026, 11, 17);
        assert_eq!(moved(tuesday, "ArrowLeft", false), Some(date(2026, 11, 16)));
        assert_eq!(moved(tuesday, "Home", false), Some(date(2026, 11, 16)));
        assert_eq!(moved(tuesday, "End", false), Some(date(2026, 11, 22)));
        assert_eq!(
            moved(date(2026, 3, 31), "PageUp", false),
            Some(date(2026, 2, 28))
        );
        assert_eq!(moved(tuesday, "PageDown", true), Some(date(2027, 11, 17)));
        assert_eq!(moved(tuesday, "a", false), None);
    }

    #[test]
    fn a_month_shows_whole_weeks() {
        let weeks = weeks_of(date(2026, 11, 17));
        assert_eq!(weeks.first().map(|week| week[0]), Some(date(2026, 10, 26)));
        assert_eq!(weeks.last().map(|week| week[6]), Some(date(2026, 12, 6)));
        // A February that fills four weeks exactly.
        assert_eq!(weeks_of(date(2027, 2, 1)).len(), 4);
    }
}
