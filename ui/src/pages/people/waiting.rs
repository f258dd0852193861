//! Long work in the place of what it will show: a bar, its numbers in words, and a way to stop.

use yew::prelude::*;

use crate::components::{Button, Meter};
use crate::job::Progress;

#[derive(Properties, PartialEq)]
pub(crate) struct WaitingProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) text: AttrValue,
    pub(crate) progress: Progress,
    /// What is counted: "row", "rows".
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
    pub(crate) on_cancel: Callback<()>,
}

#[component]
pub(crate) fn Waiting(props: &WaitingProps) -> Html {
    let (done, total) = match props.progress {
        Progress::Running { done, total } => (done, total),
        Progress::Idle | Progress::Starting => (0, 0),
    };
    html! {
        <section class="panel"><div class="empty waiting">
            <h2 class="empty-title">{ props.title.clone() }</h2>
            if !props.text.is_empty() { <p class="empty-text">{ props.text.clone() }</p> }
            <Meter label={props.title.clone()} value={done} max={total} />
            <p class="t-xs t-3 num" role="status">{ words(done, total, props.one, props.many) }</p>
            <div class="empty-actions"><Button label="Stop" onclick={props.on_cancel.clone()} focus=true /></div>
        </div></section>
    }
}

/// "120 of 500 rows", or that it has begun.
fn words(done: u64, total: u64, one: &str, many: &str) -> String {
    if total == 0 {
        "Starting".to_owned()
    } else {
        format!("{done} of {}", crate::time::count(total, one, many))
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn progress_is_said_in_numbers() {
        assert_eq!(words(0, 0, "row", "rows"), "Starting");
        assert_eq!(words(3, 60, "row", "rows"), "3 of 60 rows");
    }
}
