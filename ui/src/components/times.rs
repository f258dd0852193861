//! Times on the page.

use chrono::{DateTime, Utc};
use yew::prelude::*;

use crate::desk::use_zone;
use crate::{dom, time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TimeStyle {
    /// "Today, 15:00", "Tue 17 Nov, 15:00".
    #[default]
    DayTime,
    /// "Today", "Tue 17 Nov".
    Day,
    /// "24 days ago".
    Ago,
}

#[derive(Properties, PartialEq)]
pub(crate) struct TimeProps {
    pub(crate) at: DateTime<Utc>,
    #[prop_or_default]
    pub(crate) style: TimeStyle,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// A time in the programme's zone, with the full date as its tip.
#[component]
pub(crate) fn Time(props: &TimeProps) -> Html {
    let zone = use_zone();
    let now = dom::now();
    let text = match props.style {
        TimeStyle::DayTime => time::day_time(props.at, now, zone),
        TimeStyle::Day => time::day(props.at, now, zone),
        TimeStyle::Ago => time::ago(props.at, now, zone),
    };
    html! {
        <time class={props.class.clone()} datetime={props.at.to_rfc3339()} title={time::absolute(props.at, zone)}>{ text }</time>
    }
}
