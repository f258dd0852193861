//! The administrator's part: fields, people, a roster, matches, a proposal.

use std::collections::BTreeMap;
use std::path::Path;

use contract::imports::{Apply, Check, Pick, Plan};
use contract::matches::{End, Make, Reopen};
use contract::people::{Change, Create, Deactivate, Profile, SetWishes};
use contract::proposals::{self, Edit, Solve};
use contract::{fields, people};
use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, PersonId, Role, Roles};

use super::{Pair, Stage, Teller};
use crate::Result;
use crate::rows::canaries::words::{ROSTER, word};

pub(super) async fn tell(teller: &mut Teller, stage: &Stage, roster: &Path) -> Result<Pair> {
    let (field, sensitive) = fields(teller, stage).await?;
    let student = person(teller, stage, Role::Student, &[field, sensitive]).await?;
    let mentor = person(teller, stage, Role::Mentor, &[]).await?;
    stage
        .desk
        .ask(SetWishes {
            student,
            mentors: vec![mentor],
        })
        .await?;
    leaves(teller, stage).await?;
    import(stage, roster).await?;
    let of = stage.desk.ask(Make { student, mentor }).await?.id;
    let reason = teller.text("why a match ended")?;
    stage.desk.ask(End { id: of, reason }).await?;
    propose(teller, stage, student, mentor).await?;
    stage.desk.ask(Reopen { id: of }).await?;
    Ok(Pair {
        of,
        student,
        mentor,
    })
}

async fn fields(teller: &mut Teller, stage: &Stage) -> Result<(FieldId, FieldId)> {
    let mut make = async |sensitive, audience, roles| {
        let field = fields::Create {
            name: teller.text("a field's name")?,
            kind: FieldKind::Text,
            options: Vec::new(),
            audience,
            sensitive,
            roles,
        };
        Result::Ok(stage.desk.ask(field).await?.id)
    };
    let roles = Roles::of(&[Role::Student, Role::Mentor]);
    let open = make(false, FieldAudience::Pair, roles).await?;
    let sensitive = make(true, FieldAudience::Administrators, roles).await?;
    let choice = fields::Create {
        name: "Grade".to_owned(),
        kind: FieldKind::Choice,
        options: vec![teller.text("an option")?, "Eleven".to_owned()],
        audience: FieldAudience::Person,
        sensitive: false,
        roles,
    };
    stage.desk.ask(choice).await?;
    Ok((open, sensitive))
}

async fn person(
    teller: &mut Teller,
    stage: &Stage,
    role: Role,
    fields: &[FieldId],
) -> Result<PersonId> {
    let mut answers = BTreeMap::new();
    for field in fields {
        answers.insert(*field, teller.text("an answer to a field")?);
    }
    let mut profile = Profile {
        name: teller.text("a name")?,
        email: format!("{}@example.org", teller.text("an e-mail")?),
        bio: format!("# About\n\n{}", teller.text("a bio")?),
        interests: vec![teller.text("an interest")?],
        expertise: vec![teller.text("an expertise")?],
        languages: vec![teller.text("a language")?],
        capacity: 3,
        ..Profile::default()
    };
    let create = Create {
        profile: profile.clone(),
        roles: vec![role],
        answers,
    };
    let made = stage.desk.ask(create).await?;
    profile.bio = teller.text("a changed bio")?;
    let change = Change {
        id: made.person.id,
        revision: made.revision,
        profile,
        answers: BTreeMap::new(),
    };
    stage.desk.ask(change).await?;
    Ok(made.person.id)
}

/// Somebody who does not stay.
async fn leaves(teller: &mut Teller, stage: &Stage) -> Result {
    let profile = Profile {
        name: teller.text("the name of somebody who left")?,
        ..Profile::default()
    };
    let create = Create {
        profile,
        roles: vec![Role::Student],
        answers: BTreeMap::new(),
    };
    let id = stage.desk.ask(create).await?.person.id;
    let reason = teller.text("why somebody left")?;
    stage.desk.ask(Deactivate { id, reason }).await?;
    let text = teller.text("what was searched for")?;
    let list = people::List {
        text,
        ..people::List::default()
    };
    stage.desk.ask(list).await?;
    Ok(())
}

async fn import(stage: &Stage, roster: &Path) -> Result {
    for number in ROSTER {
        Teller::tell("text", "a cell of a roster", word(number).as_bytes())?;
    }
    stage.desk.choose(roster);
    let picked = stage.desk.ask(Pick {}).await?.ok_or("nothing was picked")?;
    let plan = Plan {
        file: picked.file,
        targets: picked
            .columns
            .into_iter()
            .map(|column| column.target)
            .collect(),
        role: Role::Student,
    };
    let checked = stage.desk.run(Check { plan: plan.clone() }).await?;
    if checked.new == 0 {
        return Err("nobody of the roster is new".into());
    }
    let apply = Apply {
        plan,
        digest: checked.digest,
        skip_wrong: true,
    };
    stage.desk.run(apply).await?;
    Ok(())
}

async fn propose(
    teller: &mut Teller,
    stage: &Stage,
    student: PersonId,
    mentor: PersonId,
) -> Result {
    let name = teller.text("a proposal's name")?;
    let solve = Solve {
        name,
        ..Solve::default()
    };
    let id = stage.desk.run(solve).await?.id;
    let reason = teller.text("why a pair is excluded")?;
    let exclude = proposals::Change::Exclude {
        student,
        mentor,
        reason,
    };
    let edits = vec![exclude];
    stage.desk.run(Edit { id, edits }).await?;
    Ok(())
}
