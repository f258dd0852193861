//! People in lines: initials, name, state.

use domain::PersonId;
use yew::prelude::*;

use super::icon::Icon;
use super::icon_paths::Glyph;
use super::page::RouteLink;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(crate) struct AvatarProps {
    pub(crate) name: AttrValue,
    /// Chooses the tint; without one the name does.
    #[prop_or_default]
    pub(crate) id: Option<PersonId>,
    /// `avatar-sm`, `avatar-lg`, `avatar-xl`.
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// Initials beside a name.
#[component]
pub(crate) fn Avatar(props: &AvatarProps) -> Html {
    let seed = props
        .id
        .map_or_else(|| props.name.to_string(), |id| id.to_string());
    html! {
        <span class={classes!("avatar", format!("avatar-{}", tint(&seed)), props.class.clone())} aria-hidden="true">
            { initials(&props.name) }
        </span>
    }
}

/// 1 to 6, the same for the same text on every computer (FNV-1a).
fn tint(seed: &str) -> u32 {
    let hash = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The low bits of FNV mix worst.
    (hash >> 16) % 6 + 1
}

/// The first letters of the first and the last word.
pub(crate) fn initials(name: &str) -> String {
    let letter = |word: &str| {
        word.chars()
            .find(|c| c.is_alphanumeric())
            .map(|c| c.to_uppercase().to_string())
    };
    let mut words = name.split(|c: char| c.is_whitespace()).filter_map(letter);
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    format!("{first}{last}")
}

#[derive(Properties, PartialEq)]
pub(crate) struct PersonLineProps {
    pub(crate) id: PersonId,
    pub(crate) name: AttrValue,
    #[prop_or_default]
    pub(crate) meta: Option<AttrValue>,
    /// Where the name leads; without it the name is text.
    #[prop_or_default]
    pub(crate) to: Option<Route>,
    #[prop_or_default]
    pub(crate) small: bool,
}

/// Initials, name, a line about the person.
#[component]
pub(crate) fn PersonLine(props: &PersonLineProps) -> Html {
    html! {
        <div class="person">
            <Avatar name={props.name.clone()} id={props.id} class={classes!(props.small.then_some("avatar-sm"))} />
            <div class="person-text">
                if let Some(to) = &props.to {
                    <RouteLink to={to.clone()} class="person-name">{ props.name.clone() }</RouteLink>
                } else {
                    <span class="person-name">{ props.name.clone() }</span>
                }
                if let Some(meta) = &props.meta { <span class="person-meta">{ meta.clone() }</span> }
            </div>
        </div>
    }
}

/// An address in a narrow column: where it must break it breaks before the "@" first.
pub(crate) fn email_text(address: &str) -> Html {
    match address.split_once('@') {
        Some((name, place)) => html! { <>{ name }<wbr />{ "@" }{ place }</> },
        None => html! { { address } },
    }
}

/// A state's colour and shape; the word is said beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateMark {
    /// A check: active, done.
    Ok,
    /// A clock: waiting, due.
    Waiting,
    /// A triangle: late, failed.
    Bad,
    /// A ring: not started, invited.
    New,
    Paused,
    Ended,
}

#[derive(Properties, PartialEq)]
pub(crate) struct StateProps {
    pub(crate) mark: StateMark,
    pub(crate) word: AttrValue,
    #[prop_or_default]
    pub(crate) pill: bool,
}

/// `<State mark={StateMark::Ok} word="Active" pill=true />`
#[component]
pub(crate) fn State(props: &StateProps) -> Html {
    let (class, glyph) = match props.mark {
        StateMark::Ok => ("state-ok", Glyph::CircleCheck),
        StateMark::Waiting => ("state-warn", Glyph::Clock),
        StateMark::Bad => ("state-bad", Glyph::Triangle),
        StateMark::New => ("state-info", Glyph::Circle),
        StateMark::Paused => ("state-off", Glyph::CirclePause),
        StateMark::Ended => ("state-off", Glyph::CircleStop),
    };
    html! {
        <span class={classes!("state", class, props.pill.then_some("state-pill"))}>
            <Icon {glyph} />{ props.word.clone() }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ana"), "A");
        assert_eq!(initials("ana maria petrović"), "AP");
        assert_eq!(initials("  (Dr.) Åsa Öberg "), "DÖ");
        assert_eq!(initials("  "), "");
    }

    #[test]
    fn tints_are_stable_and_in_range() {
        assert_eq!(tint("a"), tint("a"));
        assert!((0..100).all(|n| (1..=6).contains(&tint(&n.to_string()))));
        let seen: std::collections::BTreeSet<_> = (0..100).map(|n| tint(&n.to_string())).collect();
        assert_eq!(seen.len(), 6);
    }
}
