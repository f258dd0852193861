//! New passwords with a word about their strength, and the sheet of a recovery code.

use contract::accounts::{JudgePassword, Judgement, SuggestPassphrase};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Kind, Meter, Mood, PasswordField, Size};
use crate::form::Bound;
use crate::{dom, rpc};

#[derive(Properties, PartialEq)]
pub(crate) struct NewPasswordProps {
    #[prop_or(AttrValue::Static("Password"))]
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) focus: bool,
    /// What others know of the person: no good password is made of it.
    #[prop_or_default]
    pub(crate) words: Vec<String>,
}

/// A password being chosen, judged by the program as it is typed, or drawn by it.
#[component]
pub(crate) fn NewPassword(props: &NewPasswordProps) -> Html {
    let judged = use_judgement(&props.bound.value, &props.words);
    let strength = Strength::of(&props.bound.value, judged.as_ref());
    let drawn = use_state(|| None::<String>);
    let draw = use_action::<SuggestPassphrase>({
        let (drawn, on_change) = (drawn.setter(), props.bound.on_change.clone());
        move |made| {
            on_change.emit(made.words.clone());
            drawn.set(Some(made.words));
        }
    });
    let shown = (*drawn)
        .clone()
        .filter(|words| **words == *props.bound.value);
    html! {
        <div>
            <PasswordField label={props.label.clone()} bound={props.bound.clone()} autocomplete="new-password"
                hint={strength.hint()} focus={props.focus}>
                <Meter label={format!("Password strength: {}", strength.word())} value={strength.steps()} max={4}
                    done={strength.steps() >= 3} />
            </PasswordField>
            <div class="draw-words" role="status">
                <Button label="Draw a passphrase" kind={Kind::Ghost} size={Size::Small} glyph={Glyph::Key} busy={draw.busy}
                    onclick={draw.run.reform(|()| SuggestPassphrase {})} />
                if let Some(words) = shown { <span class="t-sm">{ "Write it down: " }<strong>{ words }</strong></span> }
            </div>
        </div>
    }
}

/// How long the typing has to rest before it is judged, in milliseconds.
const REST: u32 = 250;

/// What the program says of the password, once the typing rests.
#[hook]
fn use_judgement(password: &AttrValue, words: &[String]) -> Option<Judgement> {
    let judged = use_state(|| None::<(AttrValue, Judgement)>);
    {
        let judged = judged.setter();
        use_effect_with(
            (password.clone(), words.to_vec()),
            move |(password, words)| {
                let (password, words) = (password.clone(), words.clone());
                let long = password.chars().count() >= domain::secrets::SHORTEST_PASSWORD;
                let timer = long.then(|| {
                    Timeout::new(REST, move || {
                        spawn_local(async move {
                            let ask = JudgePassword {
                                password: password.to_string(),
                                words,
                            };
                            // Unjudged, it is judged when it is sent.
                            if let Ok(judgement) = rpc::call(&ask).await {
                                judged.set(Some((password, judgement)));
                            }
                        });
                    })
                });
                move || drop(timer)
            },
        );
    }
    (*judged)
        .clone()
        .filter(|(of, _)| of == password)
        .map(|(_, judgement)| judgement)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Strength {
    Nothing,
    Short,
    /// Long enough, not judged yet.
    Waiting,
    Judged(Judgement),
}

impl Strength {
    fn of(password: &str, judged: Option<&Judgement>) -> Self {
        match (password.chars().count(), judged) {
            (0, _) => Self::Nothing,
            (length, _) if length < domain::secrets::SHORTEST_PASSWORD => Self::Short,
            (_, None) => Self::Waiting,
            (_, Some(judged)) => Self::Judged(judged.clone()),
        }
    }

    fn steps(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Short | Self::Waiting => 1,
            Self::Judged(judged) => u64::from(judged.strength.clamp(1, 4)),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing typed",
            Self::Short => "too short",
            Self::Waiting => "not judged yet",
            Self::Judged(judged) if !judged.accepted => "easy to guess",
            Self::Judged(judged) if judged.strength < 4 => "good",
            Self::Judged(_) => "strong",
        }
    }

    fn hint(&self) -> AttrValue {
        match self {
            Self::Nothing => AttrValue::Static(
                "At least 12 characters. Four ordinary words are easy to remember and hard to guess.",
            ),
            Self::Short => AttrValue::Static("Too short yet: at least 12 characters."),
            Self::Waiting => AttrValue::Static("Long enough."),
            Self::Judged(judged) => AttrValue::from(format!("{}.", judged.advice)),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct CodeSheetProps {
    /// Eight groups of four.
    pub(crate) groups: Vec<String>,
    pub(crate) programme: AttrValue,
}

/// A recovery code, shown once, with the ways to paper.
#[component]
pub(crate) fn CodeSheet(props: &CodeSheetProps) -> Html {
    let copied = use_state(|| None::<bool>);
    let copy = {
        let (copied, text) = (copied.clone(), props.groups.join(" "));
        Callback::from(move |()| {
            let copied = copied.clone();
            dom::copy(
                &text,
                Callback::from(move |worked| copied.set(Some(worked))),
            );
        })
    };
    html! {
        <>
            <div class="code-sheet print-sheet">
                <p class="print-only">{ format!("Recovery code of {}. Keep this sheet where only administrators find it.", props.programme) }</p>
                <ol class="plain code-groups" aria-label="Recovery code, 8 groups of 4">
                    { for props.groups.iter().enumerate().map(|(at, group)| html! {
                        <li><span><small>{ at + 1 }</small>{ " " }<span class="code-group">{ group }</span></span></li>
                    }) }
                </ol>
            </div>
            <div>
            <div class="d-flex gap-2 flex-wrap">
                <Button label="Print" glyph={Glyph::Print} onclick={Callback::from(|()| dom::print())} />
                <Button label="Copy" kind={Kind::Ghost} glyph={Glyph::Copy} onclick={copy} />
            </div>
            <div role="status">
                if let Some(worked) = *copied {
                    <div class="mt-3">
                    if worked {
                        <Callout mood={Mood::Warn} title="The code is on the clipboard">
                            { "Print it or write it down, then copy something else. Kept on this computer it protects nothing." }
                        </Callout>
                    } else {
                        <Callout mood={Mood::Bad} title="This window cannot use the clipboard">{ "Write the code down." }</Callout>
                    }
                    </div>
                }
            </div>
            </div>
        </>
    }
}

/// The 32 signs of a recovery code in groups of four, whatever was typed between them; `None` while it is not whole.
pub(super) fn whole_code(typed: &str, signs: usize) -> Option<String> {
    let plain: Vec<char> = typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    (plain.len() == signs).then(|| {
        plain
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_judges_what_is_long_enough() {
        let judged = |strength, accepted| Judgement {
            strength,
            accepted,
            advice: "So it is".to_owned(),
        };
        assert_eq!(Strength::of("", None), Strength::Nothing);
        assert_eq!(
            Strength::of("hunter2", Some(&judged(4, true))),
            Strength::Short
        );
        assert_eq!(Strength::of("passwordpassword", None), Strength::Waiting);
        let word = |strength, accepted| Strength::Judged(judged(strength, accepted)).word();
        assert_eq!(word(0, false), "easy to guess");
        assert_eq!(word(3, true), "good");
        assert_eq!(word(4, true), "strong");
        assert_eq!(
            Strength::Judged(judged(0, false)).steps(),
            1,
            "the bar shows something"
        );
    }

    #[test]
    fn a_code_is_read_whatever_stands_between_its_groups() {
        assert_eq!(
            whole_code("k7qm 2xfa-9rtc.h4wd", 16).as_deref(),
            Some("K7QM-2XFA-9RTC-H4WD")
        );
        assert_eq!(whole_code("k7qm", 16), None);
    }
}
