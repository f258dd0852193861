//! The same journey by mouse and by keyboard alone.

use e2e::{Desk, Key};

/// How a person works the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Mouse,
    Keyboard,
}

impl Hand {
    /// Presses a button, a link or a checkbox.
    pub fn press(self, desk: &Desk, role: &str, name: &str) {
        match self {
            Self::Mouse => desk.find(role, name).click(),
            Self::Keyboard => {
                desk.find(role, name);
                if role == "menuitem" {
                    // A menu is one stop; its first or last entry has the focus.
                    for _ in 0..12 {
                        if is_focused(desk, role, name) {
                            break;
                        }
                        desk.press(&[Key::Down]);
                    }
                } else if !is_focused(desk, role, name) {
                    desk.tab_to(role, name);
                }
                desk.press(&[if role == "checkbox" {
                    Key::Space
                } else {
                    Key::Enter
                }]);
            }
        }
    }

    /// Fills a field in.
    pub fn fill(self, desk: &Desk, label: &str, text: &str) {
        match self {
            Self::Mouse => desk.find("textbox", label).fill(text),
            Self::Keyboard => {
                desk.find("textbox", label);
                if !is_focused(desk, "textbox", label) {
                    desk.tab_to("textbox", label);
                }
                desk.chord(&[Key::Control], 'a');
                desk.type_text(text);
            }
        }
    }

    /// Chooses one of a group of choices.
    pub fn choose(self, desk: &Desk, name: &str) {
        match self {
            Self::Mouse => desk.find("radio", name).click(),
            Self::Keyboard => {
                desk.find("radio", name);
                // Tab stops once at a group; the arrows go through it.
                for _ in 0..40 {
                    let (role, _) = desk.focused();
                    if role == "radio" {
                        break;
                    }
                    desk.press(&[Key::Tab]);
                }
                for arrow in [[Key::Down; 4], [Key::Up; 4], [Key::Up; 4]].concat() {
                    if is_focused(desk, "radio", name) {
                        break;
                    }
                    desk.press(&[arrow]);
                }
                assert!(
                    is_focused(desk, "radio", name),
                    "no arrow leads to {name}: {:?}",
                    desk.focused()
                );
                desk.press(&[Key::Space]);
            }
        }
    }
}

fn is_focused(desk: &Desk, role: &str, name: &str) -> bool {
    let (focused, called) = desk.focused();
    focused == role && called.contains(name)
}
