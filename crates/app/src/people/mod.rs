//! The people of the programme and their profiles.

use contract::people::{Get, List, PersonDetail, PersonView, Sort, Standing};
use contract::{Code, Page};
use store::people::{Group, Order, Wanted};

use crate::contexts::{Handle, Query};
use crate::fault::{Answer, Fault, refuse};
use crate::inputs::{self, Form};

mod erase;
pub(crate) mod erased;
mod profiles;
mod standing;
mod views;
pub(crate) mod wishes;
pub(crate) mod words;

pub(crate) use erase::Gone;
pub(crate) use profiles::parse_profile;
pub(crate) use views::detail;

impl Handle<List> for Query<'_> {
    async fn handle(&self, command: List) -> Answer<Page<PersonView>> {
        let mut form = Form::default();
        let Some(text) = form.take("text", inputs::search_text(&command.text)) else {
            return Err(form.refused());
        };
        let (offset, limit) = inputs::part(command.page);
        let wanted = Wanted {
            group: match command.standing {
                Standing::Active => Group::Active,
                Standing::Waiting => Group::Waiting,
                Standing::FreePlaces => Group::FreePlaces,
                Standing::NoAccount => Group::NoAccount,
                Standing::Inactive => Group::Inactive,
            },
            role: command.role,
            text,
            order: match command.sort {
                Sort::Name => Order::Name,
                Sort::Joined => Order::Joined,
            },
            offset,
            limit,
        };
        let (people, total) = store::people::list(&self.db, &wanted).await?;
        let rows = people
            .into_iter()
            .map(|person| views::for_administrators(person, self.now))
            .collect();
        Ok(Page { rows, total })
    }
}

impl Handle<Get> for Query<'_> {
    async fn handle(&self, command: Get) -> Answer<PersonDetail> {
        detail(self, command.id).await
    }
}

fn already_erased() -> Fault {
    refuse(
        Code::Conflict,
        "This person was erased. There is nothing left to change",
    )
}
