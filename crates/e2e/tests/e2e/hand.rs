//! The same journey by mouse and by keyboard alone.

use e2e::{Desk, Key};

/// What is typed to go to a page of the sidebar, as the sheet of keys lists it.
const PAGE_KEYS: [(&str, &str); 15] = [
    ("Home", "gh"),
    ("Overview", "gh"),
    ("My mentor", "gm"),
    ("My students", "gp"),
    ("Sessions", "gs"),
    ("Goals", "go"),
    ("People", "gp"),
    ("Requests", "gr"),
    ("Matching", "gm"),
    ("Matches", "ga"),
    ("Reports", "ge"),
    ("Import", "gi"),
    ("One-time codes", "gc"),
    ("Fields", "gf"),
    ("Activity log", "gl"),
];

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

    /// Goes to a page of the sidebar.
    pub fn visit(self, desk: &Desk, page: &str) {
        let link = || {
            desk.find("complementary", "Main navigation")
                .find("link", page)
        };
        // Whoever has just signed in waits for the sidebar too.
        link();
        match self {
            Self::Mouse => link().click(),
            Self::Keyboard => {
                leave_field(desk);
                match PAGE_KEYS.iter().find(|(name, _)| *name == page) {
                    Some((_, keys)) => desk.type_text(keys),
                    None if page == "Settings" => desk.chord(&[Key::Control], ','),
                    None => panic!("no keys lead to {page}"),
                }
            }
        }
        desk.wait(&format!("the page {page}"), || {
            (link().attribute("aria-current").as_deref() == Some("page")).then_some(())
        });
    }

    /// Fills a field in.
    pub fn fill(self, desk: &Desk, label: &str, text: &str) {
        self.replace(desk, "textbox", label, text);
    }

    /// Types into a box for searching.
    pub fn search(self, desk: &Desk, label: &str, text: &str) {
        self.replace(desk, "searchbox", label, text);
    }

    /// Adds a word to a field that takes several.
    pub fn add(self, desk: &Desk, label: &str, word: &str) {
        self.replace(desk, "combobox", label, word);
        desk.press(&[Key::Enter]);
    }

    fn replace(self, desk: &Desk, role: &str, label: &str, text: &str) {
        match self {
            Self::Mouse => desk.find(role, label).fill(text),
            Self::Keyboard => {
                desk.find(role, label);
                if !is_focused(desk, role, label) {
                    desk.tab_to(role, label);
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

/// Runs a command of the palette.
pub fn command(desk: &Desk, name: &str) {
    desk.chord(&[Key::Control], 'k');
    desk.wait("the palette", || {
        is_focused(desk, "combobox", "Search or run a command").then_some(())
    });
    desk.type_text(name);
    desk.wait(&format!("{name} at hand"), || {
        let at_hand =
            "return document.querySelector('[role=option][aria-selected=true]')?.innerText ?? ''";
        let at_hand = desk.script(at_hand, Vec::new());
        at_hand.as_str()?.contains(name).then_some(())
    });
    desk.press(&[Key::Enter]);
    desk.wait_gone("combobox", "Search or run a command");
}

/// Out of a field, where letters would be text, to the next region of the window.
pub fn leave_field(desk: &Desk) {
    let fields = ["textbox", "searchbox", "combobox", "spinbutton"];
    if fields.contains(&desk.focused().0.as_str()) {
        desk.press(&[Key::F6]);
    }
}

fn is_focused(desk: &Desk, role: &str, name: &str) -> bool {
    let (focused, called) = desk.focused();
    focused == role && called.contains(name)
}
