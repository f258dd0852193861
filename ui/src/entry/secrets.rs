//! New passwords with a word about their strength, and the sheet of a recovery code.

use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Kind, Meter, Mood, PasswordField};
use crate::dom;
use crate::form::Bound;

#[derive(Properties, PartialEq)]
pub(crate) struct NewPasswordProps {
    #[prop_or(AttrValue::Static("Password"))]
    pub(crate) label: AttrValue,
    pub(crate) bound: Bound,
    #[prop_or_default]
    pub(crate) focus: bool,
}

/// A password being chosen.
#[component]
pub(crate) fn NewPassword(props: &NewPasswordProps) -> Html {
    let strength = Strength::of(&props.bound.value);
    html! {
        <PasswordField label={props.label.clone()} bound={props.bound.clone()} autocomplete="new-password"
            hint={strength.hint()} focus={props.focus}>
            <Meter label={format!("Password strength: {}", strength.word())} value={strength.steps()} max={4}
                done={strength.steps() >= 3} />
        </PasswordField>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Nothing,
    Short,
    Monotonous,
    Good,
    Strong,
}

impl Strength {
    /// By length, which counts most, and against mere repetition. No list of leaked passwords fits into the window.
    fn of(password: &str) -> Self {
        let length = password.chars().count();
        let distinct = password
            .chars()
            .collect::<std::collections::BTreeSet<_>>()
            .len();
        match length {
            0 => Self::Nothing,
            _ if length < domain::secrets::SHORTEST_PASSWORD => Self::Short,
            _ if distinct < 6 => Self::Monotonous,
            _ if length < 16 => Self::Good,
            _ => Self::Strong,
        }
    }

    fn steps(self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Short => 1,
            Self::Monotonous => 2,
            Self::Good => 3,
            Self::Strong => 4,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing typed",
            Self::Short => "too short",
            Self::Monotonous => "easy to guess",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Nothing => {
                "At least 12 characters. Four ordinary words are easy to remember and hard to guess."
            }
            Self::Short => "Too short yet: at least 12 characters.",
            Self::Monotonous => "Easy to guess: use more different characters.",
            Self::Good => "Good. One more word makes it strong.",
            Self::Strong => "Strong. It opens the encrypted data on this computer.",
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
    fn length_counts_and_repetition_does_not() {
        assert_eq!(Strength::of(""), Strength::Nothing);
        assert_eq!(Strength::of("hunter2"), Strength::Short);
        assert_eq!(Strength::of("aaaaaaaaaaaaaaaaaaaa"), Strength::Monotonous);
        assert_eq!(Strength::of("three words 1"), Strength::Good);
        assert_eq!(Strength::of("four ordinary words here"), Strength::Strong);
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
