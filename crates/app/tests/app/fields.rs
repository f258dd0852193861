//! Fields: who is asked what, and what becomes of the answers.

use std::collections::BTreeMap;

use contract::fields::{Change, Create, FieldView, List, Remove};
use contract::people::{self, PersonDetail, Profile};
use contract::proposals::SetFactors;
use contract::{ApiError, Code};
use domain::factors::{Factor, Rule, Source};
use domain::fields::{FieldAudience, FieldKind};
use domain::{FieldId, PersonId, Role, Roles};
use uuid::Uuid;

use crate::world::{World, code};

fn choice(name: &str, options: &[&str]) -> Create {
    Create {
        name: name.to_owned(),
        kind: FieldKind::Choice,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    }
}

fn changed(field: &FieldView) -> Change {
    Change {
        id: field.id,
        name: field.name.clone(),
        options: field.options.clone(),
        audience: field.audience,
        sensitive: field.sensitive,
        roles: field.roles,
    }
}

fn with_options(field: &FieldView, options: &[&str]) -> Change {
    Change {
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        ..changed(field)
    }
}

async fn names(world: &World) -> Vec<String> {
    world
        .ask(List {})
        .await
        .unwrap()
        .into_iter()
        .map(|field| field.name)
        .collect()
}

async fn person(
    world: &World,
    name: &str,
    answers: &[(FieldId, &str)],
) -> Result<PersonDetail, ApiError> {
    let profile = Profile {
        name: name.to_owned(),
        ..Profile::default()
    };
    let answers: BTreeMap<FieldId, String> = answers
        .iter()
        .map(|(id, text)| (*id, (*text).to_owned()))
        .collect();
    world
        .ask(people::Create {
            profile,
            roles: vec![Role::Student],
            answers,
        })
        .await
}

async fn answers(world: &World, id: PersonId) -> Vec<String> {
    let detail = world.ask(people::Get { id }).await.unwrap();
    detail
        .answers
        .into_iter()
        .map(|answer| answer.text)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_listed_in_their_order_with_the_number_of_answers() {
    let world = World::founded().await;
    assert!(names(&world).await.is_empty());
    let grade = world
        .ask(choice("Grade", &[" Year 10 ", "", "Year 11", "year 11"]))
        .await
        .unwrap();
    assert_eq!(grade.options, ["Year 10", "Year 11"]);
    world.ask(choice("Age group", &["Young"])).await.unwrap();
    person(&world, "Linh", &[(grade.id, "YEAR 11")])
        .await
        .unwrap();

    let fields = world.ask(List {}).await.unwrap();
    assert_eq!(
        fields
            .iter()
            .map(|field| field.name.as_str())
            .collect::<Vec<_>>(),
        ["Grade", "Age group"]
    );
    assert_eq!(
        fields.iter().map(|field| field.answers).collect::<Vec<_>>(),
        [1, 0]
    );
    assert_eq!(
        fields[0],
        FieldView {
            answers: 1,
            ..grade
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_part_of_a_field_is_named() {
    let world = World::founded().await;
    let wrong = Create {
        name: "\n".to_owned(),
        options: vec![" ".to_owned()],
        sensitive: true,
        roles: Roles::NONE,
        ..choice("", &[])
    };
    let refused = world.refused(wrong).await;
    let wrong: Vec<&str> = refused.fields.keys().map(String::as_str).collect();
    assert_eq!(wrong, ["audience", "name", "options", "roles"]);
    let long = Create {
        name: "x".repeat(61),
        ..choice("", &["A"])
    };
    assert!(world.refused(long).await.fields.contains_key("name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_taken_in_any_case_and_with_any_accents() {
    let world = World::founded().await;
    let first = world.ask(choice("École", &["A"])).await.unwrap();
    let other = world.ask(choice("Year", &["A"])).await.unwrap();
    assert_eq!(
        world.refused(choice("ecole", &["A"])).await.fields["name"],
        "This name is taken"
    );
    let renamed = Change {
        name: "ÉCOLE".to_owned(),
        ..changed(&other)
    };
    assert_eq!(
        world.refused(renamed).await.fields["name"],
        "This name is taken"
    );
    let respelled = Change {
        name: "Ecole".to_owned(),
        ..changed(&first)
    };
    assert_eq!(world.ask(respelled).await.unwrap().name, "Ecole");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_shown_what_they_are_asked_and_may_see() {
    let world = World::founded().await;
    world.ask(choice("For students", &["A"])).await.unwrap();
    let mentors = Create {
        roles: Roles::of(&[Role::Mentor]),
        ..choice("For mentors", &["A"])
    };
    world.ask(mentors).await.unwrap();
    let own = Create {
        roles: Roles::EVERYBODY,
        kind: FieldKind::Number,
        audience: FieldAudience::Person,
        ..choice("Everybody", &["dropped"])
    };
    assert!(
        world.ask(own).await.unwrap().options.is_empty(),
        "numbers have no options"
    );
    let office = Create {
        roles: Roles::EVERYBODY,
        audience: FieldAudience::Administrators,
        ..choice("Office", &["A"])
    };
    let office = world.ask(office).await.unwrap();
    world.member("Linh", &[Role::Student]).await;
    world.member("Amara", &[Role::Mentor]).await;

    assert_eq!(
        names(&world).await,
        ["For students", "For mentors", "Everybody", "Office"]
    );
    world.sign_in("linh").await;
    assert_eq!(names(&world).await, ["For students", "Everybody"]);
    assert!(
        world
            .ask(List {})
            .await
            .unwrap()
            .iter()
            .all(|field| field.answers == 0)
    );
    assert_eq!(
        code(world.ask(choice("Mine", &["A"])).await),
        Some(Code::Forbidden)
    );
    assert_eq!(
        code(world.ask(changed(&office)).await),
        Some(Code::Forbidden)
    );
    assert_eq!(
        code(world.ask(Remove { id: office.id }).await),
        Some(Code::Forbidden)
    );
    world.sign_in("amara").await;
    assert_eq!(names(&world).await, ["For mentors", "Everybody"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_that_somebody_chose_stays_but_can_be_respelled() {
    let world = World::founded().await;
    let grade = world
        .ask(choice("Grade", &["year 10", "year 11", "year 12"]))
        .await
        .unwrap();
    let several = Create {
        kind: FieldKind::Choices,
        ..choice("Days", &["monday", "tuesday"])
    };
    let days = world.ask(several).await.unwrap();
    let linh = person(
        &world,
        "Linh",
        &[(grade.id, "Year 11"), (days.id, "Monday; tuesday")],
    )
    .await
    .unwrap()
    .person
    .id;

    let refused = world
        .refused(with_options(&grade, &["year 10", "year 12"]))
        .await;
    assert_eq!(
        refused.fields["options"],
        "Somebody chose year 11: keep it, or change their answers first"
    );
    let refused = world.refused(with_options(&days, &["Sunday"])).await;
    assert_eq!(
        refused.fields["options"],
        "Somebody chose monday and tuesday: keep it, or change their answers first"
    );
    assert_eq!(answers(&world, linh).await, ["year 11", "monday; tuesday"]);

    let kept = world
        .ask(with_options(&grade, &["Année", "Year 11"]))
        .await
        .unwrap();
    assert_eq!(
        (kept.options, kept.answers),
        (vec!["Année".to_owned(), "Year 11".to_owned()], 1)
    );
    world
        .ask(with_options(&days, &["Tuesday", "Monday"]))
        .await
        .unwrap();
    assert_eq!(answers(&world, linh).await, ["Year 11", "Monday; Tuesday"]);
    let refused = person(&world, "Yusuf", &[(grade.id, "year 10")])
        .await
        .unwrap_err();
    assert_eq!(
        refused.fields[&format!("answers.{}", grade.id)],
        "Choose one of the options"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn making_a_field_sensitive_hides_it() {
    let world = World::founded().await;
    let field = world.ask(choice("Identity", &["A", "B"])).await.unwrap();
    let refused = world
        .refused(Change {
            sensitive: true,
            ..changed(&field)
        })
        .await;
    assert_eq!(
        refused.fields["audience"],
        "Sensitive answers are for administrators only"
    );
    let hidden = Change {
        sensitive: true,
        audience: FieldAudience::Administrators,
        ..changed(&field)
    };
    assert!(world.ask(hidden).await.unwrap().sensitive);
    world.member("Linh", &[Role::Student]).await;
    world.sign_in("linh").await;
    assert!(names(&world).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_goes_with_its_answers_unless_a_factor_compares_it() {
    let world = World::founded().await;
    let grade = world.ask(choice("Grade", &["A"])).await.unwrap();
    let linh = person(&world, "Linh", &[(grade.id, "a")])
        .await
        .unwrap()
        .person
        .id;
    let source = Source::Field(grade.id);
    let factor = Factor {
        student: source,
        mentor: source,
        rule: Rule::Same,
        weight: 10,
        required: 0,
    };
    world
        .ask(SetFactors {
            factors: vec![factor],
        })
        .await
        .unwrap();

    let refused = world.refused(Remove { id: grade.id }).await;
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.message.contains("Grade"), "{refused}");
    world
        .ask(SetFactors {
            factors: Vec::new(),
        })
        .await
        .unwrap();
    world.ask(Remove { id: grade.id }).await.unwrap();
    assert!(names(&world).await.is_empty());
    assert!(answers(&world, linh).await.is_empty());

    assert_eq!(
        code(world.ask(Remove { id: grade.id }).await),
        Some(Code::NotFound)
    );
    let absent = Change {
        id: FieldId(Uuid::from_u128(3)),
        ..changed(&grade)
    };
    assert_eq!(code(world.ask(absent).await), Some(Code::NotFound));
}
