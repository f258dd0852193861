//! What every page may need to know: who is signed in, in which role, in which zone, and how things should look.

use std::rc::Rc;

use contract::accounts::SignedIn;
use contract::preferences::Preferences;
use domain::{PersonId, Role, Zone};
use yew::prelude::*;

/// Who is signed in, for pages inside the shell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Desk {
    pub(crate) me: Rc<SignedIn>,
    /// The role that chooses home and menu; rights are the union of all roles.
    pub(crate) role: Role,
    pub(crate) set_role: Callback<Role>,
    /// Closes the file; the lock screen keeps the name.
    pub(crate) lock: Callback<()>,
    pub(crate) sign_out: Callback<()>,
    /// Asks again who is signed in, after a change of the own name or of the programme.
    pub(crate) refresh: Callback<()>,
}

impl Desk {
    pub(crate) fn person(&self) -> PersonId {
        self.me.person
    }

    /// Whether the person holds `role`, whatever role is active.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.me.roles.contains(role)
    }

    /// The programme's zone, in which all times are shown.
    pub(crate) fn zone(&self) -> Zone {
        Zone::parse(&self.me.zone).unwrap_or(Zone::UTC)
    }
}

/// Who is signed in. Only inside the shell, where somebody is.
#[hook]
pub(crate) fn use_desk() -> Desk {
    use_context::<Desk>().expect("pages are drawn inside the shell, which provides the desk")
}

/// The zone times are shown in, also outside the shell.
#[hook]
pub(crate) fn use_zone() -> Zone {
    use_context::<Desk>().map_or(Zone::UTC, |desk| desk.zone())
}

/// How things look on this computer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Looks {
    pub(crate) preferences: Preferences,
    /// Applies and keeps them.
    pub(crate) set: Callback<Preferences>,
}

impl Looks {
    /// Hides texts, or shows them again.
    pub(crate) fn toggle_curtain(&self) -> Callback<()> {
        let this = self.clone();
        Callback::from(move |()| {
            this.set.emit(Preferences {
                curtain: !this.preferences.curtain,
                ..this.preferences.clone()
            });
        })
    }
}

#[hook]
pub(crate) fn use_looks() -> Looks {
    use_context::<Looks>().expect("the app provides the looks")
}

/// The role people start with: what they look after most.
pub(crate) fn first_role(roles: domain::Roles) -> Role {
    [Role::Administrator, Role::Mentor, Role::Student]
        .into_iter()
        .find(|role| roles.contains(*role))
        .unwrap_or(Role::Student)
}

/// The word for a role, as it begins a line.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Student => "Student",
        Role::Mentor => "Mentor",
        Role::Administrator => "Administrator",
    }
}
