//! Counting down what has to be waited for after wrong passwords or codes. The program decides; this only shows it.

use contract::ApiError;
use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::dom;

/// What is left to wait after `error`, in words, for a button that is blocked meanwhile.
#[hook]
pub(crate) fn use_wait(error: Option<&ApiError>) -> Option<AttrValue> {
    // When it is over, in milliseconds since 1970, and what is left.
    let until = use_state(|| 0_i64);
    let left = use_state(|| 0_i64);
    let seconds = error.and_then(|error| error.wait_seconds);
    {
        let (until, left) = (until.setter(), left.setter());
        use_effect_with((seconds, error.cloned()), move |(seconds, _)| {
            if let Some(seconds) = seconds {
                until.set(dom::now().timestamp_millis() + i64::from(*seconds) * 1000);
                left.set((*seconds).into());
            }
        });
    }
    {
        let left = left.setter();
        use_effect_with(*until, move |until| {
            let until = *until;
            let timer = (until > 0).then(|| {
                Interval::new(500, move || {
                    let millis = until - dom::now().timestamp_millis();
                    left.set((millis.max(0) + 999) / 1000);
                })
            });
            move || drop(timer)
        });
    }
    (*left > 0).then(|| AttrValue::from(words(*left)))
}

fn words(seconds: i64) -> String {
    let time = match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    };
    format!("Wait {time} after several wrong tries")
}

/// The countdown as it stands below a form. Not announced at every second; the refusal was.
pub(crate) fn countdown(wait: Option<&AttrValue>) -> Html {
    match wait {
        Some(wait) => html! { <p class="field-hint" role="timer">{ wait.clone() }</p> },
        None => Html::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn minutes_and_seconds() {
        assert_eq!(words(5), "Wait 5 s after several wrong tries");
        assert_eq!(words(900), "Wait 15 min 0 s after several wrong tries");
    }
}
