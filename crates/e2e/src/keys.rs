//! The keyboard alone.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use crate::desk::Desk;

/// More stops than any page has: after so many Tabs the wanted one is not reachable.
const MOST_STOPS: usize = 200;

impl Desk {
    /// Presses keys one after the other, wherever the focus is.
    #[track_caller]
    pub fn press(&self, keys: &[Key]) {
        for key in keys {
            self.strike(&[], char::from(*key));
        }
    }

    /// Presses a key while others are held, such as `chord(&[Key::Control], 'k')`.
    #[track_caller]
    pub fn chord(&self, held: &[Key], key: impl Into<char>) {
        self.strike(held, key.into());
    }

    /// Types into whatever has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        for character in text.chars() {
            // The character of the Return key; a bare line feed is no key.
            let key = if character == '\n' {
                char::from(Key::Enter)
            } else {
                character
            };
            self.strike(&[], key);
        }
    }

    /// The role and the name of what has the focus.
    pub fn focused(&self) -> (String, String) {
        let found = self.script(include_str!("focused.js"), vec![]);
        let part = |at: usize| found[at].as_str().unwrap_or_default().to_owned();
        (part(0), part(1))
    }

    /// Presses Tab until the focus is on this role and name.
    #[track_caller]
    pub fn tab_to(&self, role: &str, name: &str) {
        self.travel(&[], role, name);
    }

    /// Presses Shift+Tab until the focus is on this role and name.
    #[track_caller]
    pub fn tab_back_to(&self, role: &str, name: &str) {
        self.travel(&[Key::Shift], role, name);
    }

    #[track_caller]
    fn travel(&self, held: &[Key], role: &str, name: &str) {
        // It must be there before the journey to it begins.
        self.find(role, name);
        let mut passed = Vec::new();
        for _ in 0..MOST_STOPS {
            let focused = self.focused();
            if focused.0 == role && focused.1.contains(name) {
                return;
            }
            passed.push(format!("{} \"{}\"", focused.0, focused.1));
            self.strike(held, char::from(Key::Tab));
        }
        passed.dedup();
        passed.truncate(40);
        panic!(
            "the keyboard does not reach {role} \"{name}\"; it came by:\n{}",
            passed.join("\n")
        );
    }

    #[track_caller]
    fn strike(&self, held: &[Key], key: char) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for held in held {
            actions = actions.then(KeyAction::Down {
                value: char::from(*held),
            });
        }
        actions = actions
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        for held in held.iter().rev() {
            actions = actions.then(KeyAction::Up {
                value: char::from(*held),
            });
        }
        self.block(self.client().perform_actions(actions))
            .unwrap_or_else(|error| panic!("cannot press a key: {error}"));
    }
}
