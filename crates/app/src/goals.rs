//! What students work towards: seen and changed by the pair alone.

use chrono::NaiveDate;
use contract::goals::{Change, Create, Delete, GoalView, List, Restore};
use contract::{Done, Feature};
use domain::policy::{Action, Who, allows};
use domain::{GoalId, Invalid, Line, MatchId, Progress, Text};
use store::goals::{Goal, Told};

use crate::audit::differing;
use crate::contexts::{Handle, Mutation, Query};
use crate::fault::{Answer, changed_meanwhile, not_found};
use crate::inputs::Form;
use crate::sessions::{changeable, visible};

const LONGEST_TITLE: usize = 200;

impl Handle<List> for Query<'_> {
    async fn handle(&self, command: List) -> Answer<Vec<GoalView>> {
        if let Some(of) = command.of {
            let pair = store::matches::find(&self.db, of)
                .await?
                .ok_or_else(not_found)?
                .pair();
            visible(&self.who, Action::SeeGoals(pair))?;
        }
        let goals = store::goals::list(&self.db, self.who.person, command.of).await?;
        Ok(goals
            .into_iter()
            .map(|goal| view(&self.who, goal))
            .collect())
    }
}

impl Handle<Create> for Mutation<'_> {
    async fn handle(&self, command: Create) -> Answer<GoalView> {
        self.check_match(command.of).await?;
        let mut form = Form::default();
        let Some(told) = told(&mut form, &command.title, &command.detail, command.due) else {
            return Err(form.refused());
        };
        let id = GoalId(self.draw());
        store::goals::insert(&self.db, id, command.of, told, self.now).await?;
        self.goal_changed(id).await
    }
}

impl Handle<Change> for Mutation<'_> {
    async fn handle(&self, command: Change) -> Answer<GoalView> {
        let goal = self.as_query().goal(command.id).await?;
        changeable(&self.who, Action::ChangeGoals(goal.pair), goal.pair)?;
        if goal.revision != command.revision {
            return Err(changed_meanwhile());
        }
        let mut form = Form::default();
        let (Some(told), Some(progress)) = (
            told(&mut form, &command.title, &command.detail, command.due),
            form.take("progress", Progress::new(command.progress)),
        ) else {
            return Err(form.refused());
        };
        let reached_at =
            (progress.get() == Progress::MOST).then(|| goal.reached_at.unwrap_or(self.now));
        self.changed(differing([
            ("title", goal.title != told.title.as_str()),
            ("detail", goal.detail != told.detail.as_str()),
            ("due", goal.due != told.due),
            ("progress", goal.progress != progress.get()),
        ]));
        store::goals::change(&self.db, goal.id, told, progress, reached_at, self.now).await?;
        self.goal_changed(goal.id).await
    }
}

impl Handle<Delete> for Mutation<'_> {
    async fn handle(&self, command: Delete) -> Answer<Done> {
        let goal = self.as_query().goal(command.id).await?;
        changeable(&self.who, Action::ChangeGoals(goal.pair), goal.pair)?;
        store::goals::delete(&self.db, goal.id, self.now).await?;
        self.touch_goals(goal.id);
        Ok(Done {})
    }
}

impl Handle<Restore> for Mutation<'_> {
    async fn handle(&self, command: Restore) -> Answer<GoalView> {
        let found = store::goals::find_deleted(&self.db, self.who.person, command.id).await?;
        let goal = found.ok_or_else(not_found)?;
        changeable(&self.who, Action::ChangeGoals(goal.pair), goal.pair)?;
        store::goals::restore(&self.db, goal.id, self.now).await?;
        self.goal_changed(goal.id).await
    }
}

impl Query<'_> {
    /// A goal of the asking person's matches.
    async fn goal(&self, id: GoalId) -> Answer<Goal> {
        let goal = store::goals::find(&self.db, self.who.person, id)
            .await?
            .ok_or_else(not_found)?;
        visible(&self.who, Action::SeeGoals(goal.pair))?;
        Ok(goal)
    }
}

impl Mutation<'_> {
    async fn check_match(&self, of: MatchId) -> Answer<()> {
        let pair = store::matches::find(&self.db, of)
            .await?
            .ok_or_else(not_found)?
            .pair();
        visible(&self.who, Action::SeeGoals(pair))?;
        changeable(&self.who, Action::ChangeGoals(pair), pair)
    }

    async fn goal_changed(&self, id: GoalId) -> Answer<GoalView> {
        self.touch_goals(id);
        let goal = self.as_query().goal(id).await?;
        Ok(view(&self.who, goal))
    }

    /// Matches show how many goals are open.
    fn touch_goals(&self, id: GoalId) {
        self.touch(Feature::Goals);
        self.touch(Feature::Matches);
        self.about(id.0);
    }
}

fn told(form: &mut Form, title: &str, detail: &str, due: Option<NaiveDate>) -> Option<Told> {
    let title = form.take("title", Line::parse(title, LONGEST_TITLE));
    let detail = form.take("detail", Text::parse(detail));
    let due = form.take("due", due.map(check_due).transpose());
    Some(Told {
        title: title?,
        detail: detail?,
        due: due?,
    })
}

/// A year typed with a digit too many is a slip, not a plan.
fn check_due(due: NaiveDate) -> Result<NaiveDate, Invalid> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (first, last) = (day(2000, 1, 1), day(2199, 12, 31));
    if (first..=last).contains(&due) {
        Ok(due)
    } else {
        Err(Invalid::DateOutOfRange(first.to_string(), last.to_string()))
    }
}

fn view(who: &Who, goal: Goal) -> GoalView {
    GoalView {
        id: goal.id,
        of: goal.of,
        student_name: goal.student_name,
        title: goal.title,
        detail: goal.detail,
        due: goal.due,
        progress: goal.progress,
        reached_at: goal.reached_at,
        revision: goal.revision,
        may_change: allows(who, Action::ChangeGoals(goal.pair)),
    }
}
