//! One registry of what can be done: it feeds the palette, the keys and the sheet of keys.
//!
//! Pages and the shell register entries while they are on the screen. The keyboard reads the registry when a key is
//! pressed; the palette and the sheet follow it while they are open, so that the commands of a page that is still
//! loading turn up in them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use yew::prelude::*;

use crate::components::icon_paths::Glyph;

/// Under which heading an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// What the page at hand can do.
    Page,
    GoTo,
    Everywhere,
    Lists,
}

impl Group {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Page => "On this page",
            Self::GoTo => "Go to",
            Self::Everywhere => "Everywhere",
            Self::Lists => "Lists and tables",
        }
    }
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// `sessions.log`; the last one registered under an id counts.
    pub(crate) id: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) group: Group,
    pub(crate) glyph: Glyph,
    /// Such as "Ctrl K", "L", "G P" (one after the other), "Alt Left", "?"; empty for none.
    pub(crate) keys: &'static str,
    pub(crate) run: Callback<()>,
    /// Whether it is done here or only shown in the sheet (tables handle their own keys).
    pub(crate) listed_only: bool,
}

impl Entry {
    pub(crate) fn new(
        id: &'static str,
        label: impl Into<AttrValue>,
        group: Group,
        run: Callback<()>,
    ) -> Self {
        Self {
            id,
            label: label.into(),
            group,
            glyph: Glyph::ArrowRight,
            keys: "",
            run,
            listed_only: false,
        }
    }

    /// For the sheet of keys: a key that its component handles itself.
    pub(crate) fn listed(
        id: &'static str,
        label: &'static str,
        keys: &'static str,
        group: Group,
    ) -> Self {
        Self {
            listed_only: true,
            keys,
            ..Self::new(id, label, group, Callback::noop())
        }
    }

    #[must_use]
    pub(crate) fn icon(mut self, glyph: Glyph) -> Self {
        self.glyph = glyph;
        self
    }

    #[must_use]
    pub(crate) fn keys(mut self, keys: &'static str) -> Self {
        self.keys = keys;
        self
    }
}

#[derive(Default)]
struct Registry {
    next: u64,
    slots: BTreeMap<u64, Vec<Entry>>,
    /// Who draws the entries now.
    readers: BTreeMap<u64, Callback<()>>,
}

impl Registry {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
}

/// Registers entries while the component lives: `use_entries(vec![Entry::new("people.new", "Add a person", Group::Page,
/// on_new).icon(Glyph::Plus).keys("N")])`. Those of the last render count.
#[hook]
pub(crate) fn use_entries(entries: Vec<Entry>) {
    let slot = *use_memo((), |()| REGISTRY.with_borrow_mut(Registry::number));
    use_effect(move || {
        REGISTRY.with_borrow_mut(|registry| registry.slots.insert(slot, entries));
        tell_readers();
    });
    use_effect_with((), move |()| {
        move || {
            REGISTRY.with_borrow_mut(|registry| registry.slots.remove(&slot));
            tell_readers();
        }
    });
}

fn tell_readers() {
    let readers: Vec<_> =
        REGISTRY.with_borrow(|registry| registry.readers.values().cloned().collect());
    for reader in readers {
        reader.emit(());
    }
}

/// What is registered, drawn again whenever that changes.
#[hook]
pub(crate) fn use_registered() -> Vec<Entry> {
    let update = use_force_update();
    use_effect_with((), move |()| {
        // What was registered since the first drawing.
        update.force_update();
        let reader = REGISTRY.with_borrow_mut(|registry| {
            let reader = registry.number();
            let read = Callback::from(move |()| update.force_update());
            registry.readers.insert(reader, read);
            reader
        });
        move || {
            REGISTRY.with_borrow_mut(|registry| registry.readers.remove(&reader));
        }
    });
    entries()
}

/// What is registered now, by group; of entries with the same id the latest.
pub(crate) fn entries() -> Vec<Entry> {
    let by_id: BTreeMap<&'static str, (usize, Entry)> = REGISTRY.with_borrow(|registry| {
        registry
            .slots
            .values()
            .flatten()
            .cloned()
            .enumerate()
            .map(|(at, entry)| (entry.id, (at, entry)))
            .collect()
    });
    let mut list: Vec<_> = by_id.into_values().collect();
    list.sort_by_key(|(at, entry)| (entry.group, *at));
    list.into_iter().map(|(_, entry)| entry).collect()
}

/// A key press, without the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Press {
    pub(crate) key: String,
    /// Ctrl, or Cmd on a Mac.
    pub(crate) command: bool,
    pub(crate) shift: bool,
    pub(crate) alt: bool,
}

impl Press {
    /// As written in [`Entry::keys`].
    pub(crate) fn name(&self) -> String {
        let mut parts = Vec::new();
        if self.command {
            parts.push("Ctrl");
        }
        if self.alt {
            parts.push("Alt");
        }
        let mut characters = self.key.chars();
        let single = characters.next().filter(|_| characters.next().is_none());
        // Shift is part of "?"; with letters and names it counts by itself.
        if self.shift && single.is_none_or(char::is_alphabetic) {
            parts.push("Shift");
        }
        let key = match self.key.as_str() {
            "ArrowLeft" => "Left".to_owned(),
            "ArrowRight" => "Right".to_owned(),
            "ArrowUp" => "Up".to_owned(),
            "ArrowDown" => "Down".to_owned(),
            " " => "Space".to_owned(),
            "Escape" => "Esc".to_owned(),
            other if single.is_some() => other.to_uppercase(),
            other => other.to_owned(),
        };
        parts.push(&key);
        parts.join(" ")
    }

    /// Whether it is a mere letter or sign, which text fields need and settings can switch off.
    pub(crate) fn is_letter(&self) -> bool {
        !self.command && !self.alt && self.key.chars().count() == 1
    }
}

/// What a press does after `before` (the first key of a pair, such as G).
#[derive(Debug, PartialEq)]
pub(crate) enum Meaning<'a> {
    Run(&'a Entry),
    /// The first key of a pair.
    Wait(String),
    Nothing,
}

/// Finds what `press` means among `entries`. The last entry wins: a page's key before the shell's.
pub(crate) fn meaning<'a>(
    entries: &'a [Entry],
    press: &Press,
    before: Option<&str>,
) -> Meaning<'a> {
    let name = press.name();
    let wanted = before.map_or_else(|| name.clone(), |first| format!("{first} {name}"));
    let own = |entry: &&Entry| !entry.listed_only && !entry.keys.is_empty();
    if let Some(entry) = entries
        .iter()
        .filter(own)
        .find(|entry| entry.keys == wanted)
    {
        return Meaning::Run(entry);
    }
    if before.is_none()
        && press.is_letter()
        && entries
            .iter()
            .filter(own)
            .any(|entry| starts_pair(entry.keys, &name))
    {
        return Meaning::Wait(name);
    }
    Meaning::Nothing
}

fn starts_pair(keys: &str, first: &str) -> bool {
    keys.split_once(' ')
        .is_some_and(|(start, rest)| start == first && rest.chars().count() == 1)
}

/// The keys as the machine writes them.
pub(crate) fn shown_keys(keys: &str) -> String {
    if crate::dom::is_mac() {
        keys.replace("Ctrl ", "⌘")
            .replace("Alt ", "⌥")
            .replace("Shift ", "⇧")
    } else {
        keys.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &'static str, keys: &'static str) -> Entry {
        Entry::new(id, id, Group::Page, Callback::noop()).keys(keys)
    }

    fn press(key: &str) -> Press {
        Press {
            key: key.to_owned(),
            ..Press::default()
        }
    }

    #[test]
    fn presses_have_the_names_that_entries_use() {
        assert_eq!(press("l").name(), "L");
        assert_eq!(
            Press {
                command: true,
                ..press("k")
            }
            .name(),
            "Ctrl K"
        );
        assert_eq!(
            Press {
                shift: true,
                ..press("?")
            }
            .name(),
            "?"
        );
        assert_eq!(
            Press {
                alt: true,
                ..press("ArrowLeft")
            }
            .name(),
            "Alt Left"
        );
        assert_eq!(
            Press {
                shift: true,
                ..press("F6")
            }
            .name(),
            "Shift F6"
        );
    }

    #[test]
    fn pairs_wait_for_their_second_key() {
        let entries = [
            entry("log", "L"),
            entry("people", "G P"),
            entry("palette", "Ctrl K"),
        ];
        assert_eq!(
            meaning(&entries, &press("l"), None),
            Meaning::Run(&entries[0])
        );
        assert_eq!(
            meaning(&entries, &press("g"), None),
            Meaning::Wait("G".to_owned())
        );
        assert_eq!(
            meaning(&entries, &press("p"), Some("G")),
            Meaning::Run(&entries[1])
        );
        assert_eq!(meaning(&entries, &press("p"), None), Meaning::Nothing);
        assert_eq!(meaning(&entries, &press("c"), None), Meaning::Nothing);
    }
}
