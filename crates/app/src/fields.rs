//! What this programme asks of its people beyond the built-in profile.

use std::collections::{BTreeMap, BTreeSet};

use contract::fields::{Change, Create, FieldView, List, Remove};
use contract::{Code, Done, Feature};
use domain::factors::Source;
use domain::fields::{FieldAudience, FieldKind, Value, check_options};
use domain::names::search_key;
use domain::policy::{Action, allows};
use domain::{FieldId, Invalid, Line, Roles};
use store::fields::{Field, Wanted};
use store::people::{NewAnswer, Origin};

use crate::audit::differing;
use crate::contexts::{Handle, Mutation, Query};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs::Form;

/// The longest name of a field, in characters: it heads columns and labels inputs.
const LONGEST_NAME: usize = 60;

impl Handle<List> for Query<'_> {
    async fn handle(&self, _command: List) -> Answer<Vec<FieldView>> {
        if allows(&self.who, Action::Administer) {
            let fields = store::fields::list(&self.db, Wanted::All).await?;
            let answered = store::fields::answered(&self.db).await?;
            let answers = |field: &Field| answered.get(&field.id).copied().unwrap_or_default();
            return Ok(fields
                .into_iter()
                .map(|field| view(answers(&field), field))
                .collect());
        }
        // How many others answered is for administrators.
        let fields = store::fields::list(&self.db, Wanted::AskedOf(self.who.roles)).await?;
        Ok(fields.into_iter().map(|field| view(0, field)).collect())
    }
}

impl Handle<Create> for Mutation<'_> {
    async fn handle(&self, command: Create) -> Answer<FieldView> {
        let id = FieldId(self.draw());
        self.about(id.0);
        let typed = Typed {
            name: command.name,
            options: command.options,
            audience: command.audience,
            sensitive: command.sensitive,
            roles: command.roles,
        };
        let field = typed.parse(id, command.kind)?;
        store::fields::insert(&self.db, &field, Origin::Programme).await?;
        self.touch(Feature::Fields);
        Ok(view(0, field))
    }
}

impl Handle<Change> for Mutation<'_> {
    async fn handle(&self, command: Change) -> Answer<FieldView> {
        let before = store::fields::find(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        self.about(command.id.0);
        let typed = Typed {
            name: command.name,
            options: command.options,
            audience: command.audience,
            sensitive: command.sensitive,
            roles: command.roles,
        };
        let field = typed.parse(before.id, before.kind)?;
        let answers = store::fields::answers(&self.db, field.id).await?;
        let answered = u64::try_from(answers.len()).unwrap_or_default();
        let respelled = respell(answers, &field.options)?;
        if !respelled.is_empty() {
            store::people::insert_answers(&self.db, respelled).await?;
            self.touch(Feature::People);
        }
        self.changed(differing([
            ("name", before.name != field.name),
            ("options", before.options != field.options),
            ("audience", before.audience != field.audience),
            ("sensitive", before.sensitive != field.sensitive),
            ("roles", before.roles != field.roles),
        ]));
        store::fields::change(&self.db, &field).await?;
        self.touch(Feature::Fields);
        Ok(view(answered, field))
    }
}

impl Handle<Remove> for Mutation<'_> {
    async fn handle(&self, command: Remove) -> Answer<Done> {
        let field = store::fields::find(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        self.about(field.id.0);
        if used_by_factor(self, field.id).await? {
            return Err(refuse(
                Code::Conflict,
                format!(
                    "A factor of the proposals compares {}. Take it out of the factors first",
                    field.name
                ),
            ));
        }
        store::fields::remove(&self.db, field.id).await?;
        self.touch(Feature::Fields);
        self.touch(Feature::People);
        Ok(Done {})
    }
}

/// What was typed of a field, new or not.
struct Typed {
    name: String,
    options: Vec<String>,
    audience: FieldAudience,
    sensitive: bool,
    roles: Roles,
}

impl Typed {
    fn parse(self, id: FieldId, kind: FieldKind) -> Answer<Field> {
        let mut form = Form::default();
        let (name, options, audience, roles) = (
            form.take("name", Line::parse(&self.name, LONGEST_NAME)),
            form.take("options", check_options(kind, &self.options)),
            form.take("audience", check_audience(self.audience, self.sensitive)),
            form.take(
                "roles",
                if self.roles.is_empty() {
                    Err(Invalid::NoRole)
                } else {
                    Ok(self.roles)
                },
            ),
        );
        let (Some(name), Some(options), Some(audience), Some(roles)) =
            (name, options, audience, roles)
        else {
            return Err(form.refused());
        };
        Ok(Field {
            id,
            name: name.into_string(),
            kind,
            options,
            audience,
            sensitive: self.sensitive,
            roles,
        })
    }
}

fn check_audience(audience: FieldAudience, sensitive: bool) -> Result<FieldAudience, &'static str> {
    if sensitive && audience != FieldAudience::Administrators {
        Err("Sensitive answers are for administrators only")
    } else {
        Ok(audience)
    }
}

/// The answers that chose an option now spelled differently. Refused when a chosen option is no longer there.
fn respell(answers: Vec<NewAnswer>, options: &[String]) -> Answer<Vec<NewAnswer>> {
    let spelled: BTreeMap<String, &String> = options
        .iter()
        .map(|option| (search_key(option), option))
        .collect();
    let mut missing: BTreeSet<String> = BTreeSet::new();
    let mut respelled = Vec::new();
    for answer in answers {
        let mut spell = |option: &String| {
            if let Some(spelled) = spelled.get(&search_key(option)) {
                return (*spelled).clone();
            }
            missing.insert(option.clone());
            option.clone()
        };
        let value = match &answer.value {
            Value::Choice(option) => Value::Choice(spell(option)),
            Value::Choices(chosen) => Value::Choices(chosen.iter().map(spell).collect()),
            Value::Text(_) | Value::Number(_) => continue,
        };
        if value != answer.value {
            respelled.push(NewAnswer { value, ..answer });
        }
    }
    if missing.is_empty() {
        return Ok(respelled);
    }
    let missing = crate::people::words::listed(missing.iter().map(String::as_str));
    let mut form = Form::default();
    form.wrong(
        "options",
        format!("Somebody chose {missing}: keep it, or change their answers first"),
    );
    Err(form.refused())
}

async fn used_by_factor(m: &Mutation<'_>, id: FieldId) -> Answer<bool> {
    // A source is written in one way only, wherever the factors keep it.
    let source = Source::Field(id).to_string();
    let factors = store::programmes::factors(&m.db).await?;
    Ok(factors.is_some_and(|factors| factors.to_string().contains(&source)))
}

fn view(answers: u64, field: Field) -> FieldView {
    FieldView {
        id: field.id,
        name: field.name,
        kind: field.kind,
        options: field.options,
        audience: field.audience,
        sensitive: field.sensitive,
        roles: field.roles,
        answers,
    }
}
