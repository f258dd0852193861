//! Charts: inline drawings with their numbers in words and, on demand, as a table.

use gloo::events::EventListener;
use yew::prelude::*;

use super::button::{Button, Kind, Size};
use super::page::Panel;
use crate::dom;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// Below the bar: "17 Nov".
    pub(crate) label: AttrValue,
    pub(crate) value: f64,
    /// The period is not over: drawn at half strength.
    pub(crate) unfinished: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct BarChartProps {
    /// The panel's title.
    pub(crate) title: AttrValue,
    /// The finding in words.
    pub(crate) description: AttrValue,
    /// The heads of the table's two columns: "Week from", "Sessions".
    pub(crate) heads: (AttrValue, AttrValue),
    pub(crate) bars: Vec<Bar>,
    /// How a value is written: "12", "8 h".
    #[prop_or(Callback::from(|value: f64| format!("{value:.0}")))]
    pub(crate) write: Callback<f64, String>,
    #[prop_or("chart-1")]
    pub(crate) class: &'static str,
}

/// The width before it was measured, and the widest a chart gets (`.chart` in the style sheet).
const WIDE: f64 = 576.0;
const HIGH: f64 = 160.0;
const LEFT: f64 = 32.0;
const FOOT: f64 = 20.0;

/// A panel with bars over time, from 0, and "Show as table".
#[component]
pub(crate) fn BarChart(props: &BarChartProps) -> Html {
    let as_table = use_state(|| false);
    let id = dom::use_id("chart");
    let node = use_node_ref();
    let wide = use_width(node.clone(), *as_table);
    let control = {
        let as_table = as_table.clone();
        let label = if *as_table {
            "Show as chart"
        } else {
            "Show as table"
        };
        html! {
            <Button {label} kind={Kind::Ghost} size={Size::Small}
                onclick={Callback::from(move |()| as_table.set(!*as_table))} />
        }
    };
    html! {
        <Panel title={props.title.clone()} control={Some(control)} padded={!*as_table}>
            <div ref={node}>
                if *as_table { { bar_table(props) } } else { { bar_drawing(props, &id, wide) } }
            </div>
        </Panel>
    }
}

fn bar_table(props: &BarChartProps) -> Html {
    html! {
        <div class="table-scroll"><table class="table-desk table-compact">
            <thead><tr>
                <th scope="col">{ props.heads.0.clone() }</th><th scope="col" class="is-num">{ props.heads.1.clone() }</th>
            </tr></thead>
            <tbody>
                { for props.bars.iter().map(|bar| html! {
                    <tr><td>{ bar.label.clone() }{ if bar.unfinished { " (not over)" } else { "" } }</td>
                        <td class="is-num">{ props.write.emit(bar.value) }</td></tr>
                }) }
            </tbody>
        </table></div>
    }
}

/// The width of an element in pixels, measured when it appears, when `shape` differs and when the window is resized: a
/// chart is drawn at its own size, so that its text stays 12 px.
#[hook]
fn use_width(node: NodeRef, shape: bool) -> f64 {
    let width = use_state(|| WIDE);
    {
        let width = width.setter();
        use_effect_with(shape, move |_| {
            let measure = move || {
                if let Some(element) = node.cast::<web_sys::HtmlElement>()
                    && element.client_width() > 0
                {
                    width.set(f64::from(element.client_width()).min(WIDE));
                }
            };
            measure();
            let listener = web_sys::window()
                .map(|window| EventListener::new(&window, "resize", move |_| measure()));
            move || drop(listener)
        });
    }
    *width
}

fn bar_drawing(props: &BarChartProps, id: &AttrValue, wide: f64) -> Html {
    let top = nice_top(props.bars.iter().map(|bar| bar.value).fold(0.0, f64::max));
    #[expect(clippy::cast_precision_loss, reason = "a chart has at most 52 bars")]
    let slot = (wide - LEFT) / props.bars.len().max(1) as f64;
    let bar_wide = (slot * 0.64).min(36.0);
    // Not more labels than there is room for.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number of slots"
    )]
    let every = (52.0 / slot).ceil().max(1.0) as usize;
    let last_full = props.bars.iter().rposition(|bar| !bar.unfinished);
    let plot = HIGH - FOOT - 14.0;
    let y = |value: f64| HIGH - FOOT - value / top * plot;
    html! {
        <svg class="chart" viewBox={format!("0 0 {wide} {HIGH}")} role="img" aria-labelledby={format!("{id}-t {id}-d")}>
            <title id={format!("{id}-t")}>{ props.title.clone() }</title>
            <desc id={format!("{id}-d")}>{ props.description.clone() }</desc>
            { for [0.0, 0.5, 1.0].into_iter().map(|part| {
                let at = y(top * part);
                html! {
                    <>
                        <line class="chart-grid" x1={LEFT.to_string()} x2={wide.to_string()} y1={at.to_string()} y2={at.to_string()} />
                        <text x={(LEFT - 6.0).to_string()} y={(at + 4.0).to_string()} text-anchor="end">{ props.write.emit(top * part) }</text>
                    </>
                }
            }) }
            { for props.bars.iter().enumerate().map(|(at, bar)| {
                #[expect(clippy::cast_precision_loss, reason = "a chart has at most 52 bars")]
                let x = LEFT + slot * at as f64 + (slot - bar_wide) / 2.0;
                let middle = x + bar_wide / 2.0;
                let height = HIGH - FOOT - y(bar.value);
                let written = props.write.emit(bar.value);
                html! {
                    <g key={at}>
                        <rect class={classes!(props.class, bar.unfinished.then_some("chart-soft"))} x={x.to_string()}
                            y={y(bar.value).to_string()} width={bar_wide.to_string()} height={height.to_string()} rx="2">
                            <title>{ format!("{}: {}", bar.label, props.write.emit(bar.value)) }</title>
                        </rect>
                        if last_full == Some(at) {
                            <text class="is-label" x={middle.to_string()} y={(y(highest_near(&props.bars, at, &written, slot)) - 5.0).to_string()} text-anchor="middle">
                                { written }
                            </text>
                        }
                        if (props.bars.len() - 1 - at).is_multiple_of(every) {
                            <text x={middle.to_string()} y={(HIGH - 4.0).to_string()} text-anchor="middle">{ bar.label.clone() }</text>
                        }
                    </g>
                }
            }) }
        </svg>
    }
}

/// The highest bar that a value written over the bar at `at` lies over: over it the value can be read.
fn highest_near(bars: &[Bar], at: usize, written: &str, slot: f64) -> f64 {
    /// A letter's width and some air, in units of the drawing.
    const LETTER: f64 = 7.0;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few letters and a few slots"
    )]
    let reach = (written.chars().count() as f64 * LETTER / 2.0 / slot).round() as usize;
    bars.iter()
        .skip(at.saturating_sub(reach))
        .take(at.min(reach) + reach + 1)
        .map(|bar| bar.value)
        .fold(0.0, f64::max)
}

/// The next round number at or above the highest value, an even one so that its half can be written.
fn nice_top(most: f64) -> f64 {
    if most <= 0.0 {
        return 2.0;
    }
    let unit = 10_f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * unit)
        .find(|top| *top >= most && (*top % 2.0 == 0.0 || *top < 1.0))
        .unwrap_or(most.ceil())
        .max(2.0)
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub(crate) label: AttrValue,
    pub(crate) value: u64,
    /// `chart-1` to `chart-6`.
    pub(crate) class: &'static str,
}

#[derive(Properties, PartialEq)]
pub(crate) struct StackedBarProps {
    pub(crate) title: AttrValue,
    /// The finding in words.
    pub(crate) description: AttrValue,
    pub(crate) segments: Vec<Segment>,
}

/// One part-to-whole: a bar with its legend, counts and percentages in the same order.
#[component]
pub(crate) fn StackedBar(props: &StackedBarProps) -> Html {
    let id = dom::use_id("stack");
    let total: u64 = props.segments.iter().map(|segment| segment.value).sum();
    let mut x = 0.0;
    let pieces: Vec<Html> = props
        .segments
        .iter()
        .filter(|segment| segment.value > 0)
        .map(|segment| {
            #[expect(clippy::cast_precision_loss, reason = "counts of people")]
            let wide = segment.value as f64 / total.max(1) as f64 * WIDE;
            let piece = html! {
                <rect class={segment.class} x={x.to_string()} width={(wide - 2.0).max(1.0).to_string()} height="12" rx="2" />
            };
            x += wide;
            piece
        })
        .collect();
    html! {
        <div class="page-stack">
            <svg class="chart" viewBox={format!("0 0 {WIDE} 12")} role="img" aria-labelledby={format!("{id}-t {id}-d")}>
                <title id={format!("{id}-t")}>{ props.title.clone() }</title>
                <desc id={format!("{id}-d")}>{ props.description.clone() }</desc>
                if total == 0 { <rect class="chart-track" width={WIDE.to_string()} height="12" rx="2" /> }
                { for pieces }
            </svg>
            <ul class="plain chart-legend">
                { for props.segments.iter().map(|segment| html! {
                    <li>
                        <svg class="chart-key" viewBox="0 0 10 10" aria-hidden="true"><rect class={segment.class} width="10" height="10" rx="2" /></svg>
                        { segment.label.clone() }
                        <b>{ segment.value }</b>
                        <span class="t-3">{ percent(segment.value, total) }</span>
                    </li>
                }) }
            </ul>
        </div>
    }
}

/// "87 %", and nothing of nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    (part * 100 + whole / 2)
        .checked_div(whole)
        .map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_round_and_its_half_too() {
        let tops: Vec<_> = [0.0, 1.0, 3.0, 7.0, 9.0, 12.0, 41.0, 130.0]
            .into_iter()
            .map(nice_top)
            .collect();
        assert_eq!(tops, [2.0, 2.0, 4.0, 8.0, 10.0, 20.0, 60.0, 200.0]);
    }

    #[test]
    fn a_value_is_written_over_the_bars_it_lies_over() {
        let bars: Vec<Bar> = [9.0, 8.0, 5.0, 2.0]
            .into_iter()
            .map(|value| Bar {
                label: AttrValue::default(),
                value,
                unfinished: false,
            })
            .collect();
        assert_eq!(highest_near(&bars, 2, "5", 40.0).to_string(), "5");
        assert_eq!(highest_near(&bars, 2, "5.0 h", 20.0).to_string(), "8");
        assert_eq!(highest_near(&bars, 0, "9.0 h", 20.0).to_string(), "9");
    }

    #[test]
    fn percentages_round_and_do_not_divide_by_nothing() {
        assert_eq!(percent(1, 3), "33 %");
        assert_eq!(percent(2, 3), "67 %");
        assert_eq!(percent(0, 0), "–");
    }
}
