//! The administrator's figures.

use chrono::{DateTime, Utc};
use contract::accounts::Requests;
use contract::reports::{Contact, Overview, OverviewView, Week};
use domain::Invalid;
use store::Db;
use store::reports::{People, Span, Tally};

use super::calendar;
use crate::contexts::{Handle, Local};
use crate::fault::Answer;
use crate::inputs::Form;

const FEWEST_WEEKS: u32 = 4;
const MOST_WEEKS: u32 = 52;

/// The requests to join lie in the vault, so this is a matter of this computer.
impl Handle<Overview> for Local<'_> {
    async fn handle(&self, command: Overview) -> Answer<OverviewView> {
        let weeks = parse_weeks(command.weeks)?;
        let requests = self.handle(Requests {}).await?.len() as u64;
        let transaction = self.sign_in.database.read().await?;
        let view = self.view(&transaction.db(), weeks, requests).await;
        transaction.rollback().await?;
        view
    }
}

impl Local<'_> {
    async fn view(&self, db: &Db<'_>, weeks: u32, requests: u64) -> Answer<OverviewView> {
        let zone = store::reports::zone(db).await?;
        let today = calendar::day(zone, self.now);
        let mondays = calendar::mondays(today, weeks);
        let mut spans: Vec<Span> = mondays
            .iter()
            .map(|monday| calendar::week(zone, *monday))
            .collect();
        spans.extend([
            calendar::month(zone, today),
            calendar::month_before(zone, today),
        ]);

        let tallies = store::reports::tallies(db, &spans).await?;
        let (weekly, monthly) = tallies.split_at(mondays.len());
        let in_month = |at: usize| monthly.get(at).map_or(0, |tally| tally.sessions);
        let people = store::reports::people(db).await?;
        let matches = store::reports::matches(db).await?;
        let contact = store::reports::contact(db, self.now).await?;
        Ok(OverviewView {
            students: people.students,
            mentors: people.mentors,
            administrators: people.administrators,
            active_matches: matches.active,
            paused_matches: matches.paused,
            ended_matches: matches.ended,
            matched: people.matched,
            waiting: people.waiting,
            longest_wait: longest_wait(&people, self.now),
            free_places: people.free_places,
            sessions_this_month: in_month(0),
            sessions_month_before: in_month(1),
            sessions: matches.sessions,
            minutes: matches.minutes,
            contact: contact_view(contact),
            weeks: mondays.into_iter().zip(weekly).map(week_view).collect(),
            requests,
        })
    }
}

fn parse_weeks(weeks: u32) -> Answer<u32> {
    let mut form = Form::default();
    if !(FEWEST_WEEKS..=MOST_WEEKS).contains(&weeks) {
        form.wrong(
            "weeks",
            Invalid::OutOfRange(FEWEST_WEEKS.into(), MOST_WEEKS.into()),
        );
    }
    form.check()?;
    Ok(weeks)
}

fn longest_wait(people: &People, now: DateTime<Utc>) -> Option<u64> {
    // A clock that was set back makes no negative wait.
    people
        .waiting_since
        .map(|since| u64::try_from((now - since).num_days()).unwrap_or_default())
}

fn contact_view(contact: store::reports::Contact) -> Contact {
    Contact {
        within_14_days: contact.within_14_days,
        within_28_days: contact.within_28_days,
        longer: contact.longer,
        none: contact.none,
    }
}

fn week_view((starts, tally): (chrono::NaiveDate, &Tally)) -> Week {
    Week {
        starts,
        sessions: tally.sessions,
        minutes: tally.minutes,
    }
}
