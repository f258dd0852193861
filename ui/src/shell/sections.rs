//! What the sidebar offers to each role.

use domain::Role;

use crate::components::icon_paths::Glyph;
use crate::route::Route;

pub(super) struct Section {
    /// Empty for the first one.
    pub(super) title: &'static str,
    pub(super) items: &'static [Item],
}

pub(super) struct Item {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) glyph: Glyph,
    pub(super) keys: &'static str,
    pub(super) route: fn() -> Route,
}

const fn item(
    id: &'static str,
    label: &'static str,
    glyph: Glyph,
    keys: &'static str,
    route: fn() -> Route,
) -> Item {
    Item {
        id,
        label,
        glyph,
        keys,
        route,
    }
}

const STUDENT: &[Section] = &[Section {
    title: "",
    items: &[
        item("home", "Home", Glyph::House, "G H", || Route::Home),
        item("mentor", "My mentor", Glyph::UserGroup, "G M", || {
            Route::Mentor
        }),
        item("sessions", "Sessions", Glyph::Comments, "G S", || {
            Route::Sessions
        }),
        item("goals", "Goals", Glyph::Bullseye, "G O", || Route::Goals),
    ],
}];

const MENTOR: &[Section] = &[Section {
    title: "",
    items: &[
        item("home", "Home", Glyph::House, "G H", || Route::Home),
        item("students", "My students", Glyph::UserGroup, "G P", || {
            Route::Students
        }),
        item("sessions", "Sessions", Glyph::Comments, "G S", || {
            Route::Sessions
        }),
        item("goals", "Goals", Glyph::Bullseye, "G O", || Route::Goals),
    ],
}];

const ADMINISTRATOR: &[Section] = &[
    Section {
        title: "",
        items: &[item("home", "Overview", Glyph::Gauge, "G H", || {
            Route::Home
        })],
    },
    Section {
        title: "Programme",
        items: &[
            item("people", "People", Glyph::Users, "G P", || Route::People),
            item("requests", "Requests", Glyph::UserPlus, "G R", || {
                Route::Requests
            }),
            item("matching", "Matching", Glyph::Project, "G M", || {
                Route::Matching
            }),
            item("matches", "Matches", Glyph::Handshake, "G A", || {
                Route::Matches
            }),
            item("sessions", "Sessions", Glyph::Comments, "G S", || {
                Route::Sessions
            }),
        ],
    },
    Section {
        title: "Records",
        items: &[
            item("reports", "Reports", Glyph::Chart, "G E", || Route::Reports),
            item("import", "Import", Glyph::FileImport, "G I", || {
                Route::Import
            }),
            item("codes", "One-time codes", Glyph::Key, "G C", || {
                Route::Codes
            }),
            item("fields", "Fields", Glyph::ListCheck, "G F", || {
                Route::Fields
            }),
            item("activity", "Activity log", Glyph::List, "G L", || {
                Route::Activity
            }),
        ],
    },
];

pub(super) fn sections(role: Role) -> &'static [Section] {
    match role {
        Role::Student => STUDENT,
        Role::Mentor => MENTOR,
        Role::Administrator => ADMINISTRATOR,
    }
}

/// Whether `item` is where `route` belongs: a person's page belongs to People.
pub(super) fn is_current(item: &Item, route: &Route) -> bool {
    let home = match route {
        Route::Person { .. } => Route::People,
        Route::Proposal { .. } => Route::Matching,
        Route::Session { .. }
        | Route::EditSession { .. }
        | Route::LogSession
        | Route::LogSessionOf { .. } => Route::Sessions,
        other => other.clone(),
    };
    (item.route)() == home
}
