//! What pages are built of. Each file is a section of the style sheet `components.css`; components show, pages fetch.

mod button;
mod chart;
mod choice;
mod combo;
mod date_field;
mod dialog;
mod drawer;
mod field;
mod icon;
pub(crate) mod icon_paths;
mod loading;
mod markdown;
mod menu;
mod message;
mod note;
mod page;
mod password_again;
mod person;
mod select;
mod table;
mod tags;
mod times;

pub(crate) use button::{Button, IconButton, Kind, Size};
pub(crate) use chart::{Bar, BarChart, Segment, StackedBar};
pub(crate) use choice::{ChipRadios, Choices, FilterChip, Segmented, Tabs};
pub(crate) use combo::ComboField;
pub(crate) use date_field::{DateField, WhenField};
pub(crate) use dialog::{Confirm, Dialog, Modal};
pub(crate) use drawer::Drawer;
pub(crate) use field::{CheckField, PasswordField, SearchField, Switch, TextArea, TextField};
pub(crate) use icon::Icon;
pub(crate) use loading::{Meter, Skeleton, loaded};
pub(crate) use markdown::Markdown;
pub(crate) use menu::{MenuButton, MenuItem, Popover};
pub(crate) use message::{Callout, Empty, ErrorBlock, ErrorCallout, Mood};
pub(crate) use note::{
    AudienceLabel, AudiencePicker, NoteEditor, ONLY_YOU, YOU_AND_ADMINISTRATORS,
};
pub(crate) use page::{Page, PageHead, Panel, RouteLink};
pub(crate) use password_again::PasswordAgain;
pub(crate) use person::{Avatar, PersonLine, State, StateMark, email_text, initials};
pub(crate) use select::{SelectField, ZoneField};
pub(crate) use table::{Column, Order, Table, TableRow};
pub(crate) use tags::TagInput;
pub(crate) use times::{Time, TimeStyle};

#[allow(
    unused_imports,
    reason = "part of the component sheet; pages take what they need"
)]
pub(crate) use field::FieldFrame;
