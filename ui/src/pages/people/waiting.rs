//! Long work in the place of what it will show: a bar, how far it is in words, and a way to stop.

use yew::prelude::*;

use crate::components::{Button, Meter};
use crate::job::Progress;

#[derive(Properties, PartialEq)]
pub(crate) struct WaitingProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) text: AttrValue,
    pub(crate) progress: Progress,
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
            <p class="t-xs t-3 num" role="status">{ words(done, total) }</p>
            <div class="empty-actions"><Button label="Stop" onclick={props.on_cancel.clone()} focus=true /></div>
        </div></section>
    }
}

/// "33 %", or that it has begun: what a job counts are steps of its own.
fn words(done: u64, total: u64) -> String {
    (done * 100)
        .checked_div(total)
        .map_or_else(|| "Starting".to_owned(), |percent| format!("{percent} %"))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn progress_is_said_in_percent() {
        assert_eq!(words(0, 0), "Starting");
        assert_eq!(words(29_700, 90_000), "33 %");
    }
}
