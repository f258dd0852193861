//! Rosters through the boundary: pick, check, apply.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::fields::FieldView;
use contract::imports::{Applied, Apply, Check, Checked, Outcome, Pick, Picked, Plan, Target};
use contract::jobs::{Cancel, JobState, Started};
use contract::people::{PersonDetail, PersonView};
use contract::{ApiError, Code, Command, Event, Page, PageRequest};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Role, Roles};

use crate::world::{PASSWORD, World, code};

const BOTH: Roles = Roles::of(&[Role::Student, Role::Mentor]);

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/imports")
        .join(name)
}

/// A file with this text, gone with the world.
pub(crate) fn file(world: &World, name: &str, text: &str) -> PathBuf {
    let path = world.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn pick(world: &World, path: &Path) -> Result<Option<Picked>, ApiError> {
    *world.files.pick.lock().unwrap() = Some(path.to_owned());
    world.ask(Pick {}).await
}

/// Picks a file and takes every guess.
async fn plan(world: &World, path: &Path) -> Plan {
    let picked = pick(world, path).await.unwrap().unwrap();
    let targets = picked
        .columns
        .into_iter()
        .map(|column| column.target)
        .collect();
    Plan {
        file: picked.file,
        targets,
        role: picked.role.unwrap_or(Role::Student),
    }
}

async fn check(world: &World, plan: &Plan) -> Checked {
    world.run(Check { plan: plan.clone() }).await.unwrap()
}

async fn apply(world: &World, plan: &Plan, checked: &Checked) -> Result<Applied, ApiError> {
    world
        .run(Apply {
            plan: plan.clone(),
            digest: checked.digest.clone(),
            skip_wrong: false,
        })
        .await
}

/// Imports a file by the guesses, all the way.
pub(crate) async fn import(world: &World, path: &Path) -> (Checked, Applied) {
    let plan = plan(world, path).await;
    let checked = check(world, &plan).await;
    let applied = apply(world, &plan, &checked).await.unwrap();
    (checked, applied)
}

fn counts(checked: &Checked) -> [u64; 4] {
    [
        checked.new,
        checked.update,
        checked.unchanged,
        checked.wrong,
    ]
}

async fn people(world: &World) -> Vec<PersonView> {
    let page = PageRequest::first(PageRequest::MOST);
    let list: Page<PersonView> = world
        .ask(contract::people::List {
            page,
            ..Default::default()
        })
        .await
        .unwrap();
    list.rows
}

async fn detail(world: &World, name: &str) -> PersonDetail {
    let person = people(world)
        .await
        .into_iter()
        .find(|person| person.name == name)
        .unwrap();
    world
        .ask(contract::people::Get { id: person.id })
        .await
        .unwrap()
}

async fn fields(world: &World) -> BTreeMap<String, FieldView> {
    let fields = world.ask(contract::fields::List {}).await.unwrap();
    fields
        .into_iter()
        .map(|field| (field.name.clone(), field))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_comes_in_and_comes_in_again() {
    let world = World::founded().await;
    let picked = pick(&world, &fixture("lists.csv")).await.unwrap().unwrap();
    assert_eq!(
        (picked.encoding.as_str(), picked.separator.as_str()),
        ("UTF-8", "comma")
    );
    assert_eq!(
        (
            picked.file_name.as_str(),
            picked.rows,
            picked.remembered,
            picked.role
        ),
        ("lists.csv", 4, false, Some(Role::Student))
    );
    let characteristics = picked.columns.last().unwrap();
    assert_eq!(
        (
            characteristics.distinct,
            characteristics.examples.len(),
            characteristics.sure
        ),
        (3, 3, false)
    );

    let (checked, applied) = import(&world, &fixture("lists.csv")).await;
    assert_eq!(counts(&checked), [4, 0, 0, 0]);
    assert_eq!(
        applied,
        Applied {
            new: 4,
            updated: 0,
            unchanged: 0,
            skipped: 0,
            fields: 1
        }
    );
    let ada = detail(&world, "Ada Lovelace").await;
    assert_eq!(ada.person.roles, Roles::of(&[Role::Mentor]));
    assert_eq!(ada.profile.expertise, ["Algebra", "Writing"]);
    assert_eq!(ada.profile.languages, ["English", "French"]);
    assert_eq!(
        (ada.answers[0].name.as_str(), ada.answers[0].text.as_str()),
        ("Characteristics", "Gay; Non-binary")
    );
    let field = &fields(&world).await["Characteristics"];
    assert_eq!(
        (field.kind, field.audience, field.sensitive),
        (FieldKind::Choices, FieldAudience::Administrators, true)
    );
    assert_eq!((field.roles, field.answers), (BOTH, 3));

    // The second time the columns are remembered, and the new field is the field.
    let picked = pick(&world, &fixture("lists.csv")).await.unwrap().unwrap();
    assert!(picked.remembered && picked.columns.iter().all(|column| column.sure));
    assert_eq!(
        picked.columns.last().unwrap().target,
        Target::Field { id: field.id }
    );
    let (checked, applied) = import(&world, &fixture("lists.csv")).await;
    assert_eq!(counts(&checked), [0, 0, 4, 0]);
    assert_eq!(
        applied,
        Applied {
            new: 0,
            updated: 0,
            unchanged: 4,
            skipped: 0,
            fields: 0
        }
    );
    assert_eq!(people(&world).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_roster_updates() {
    let world = World::founded().await;
    let first = "Name,E-mail,Grade,Bio\nAda,ada@example.org,EO,Writes\nAlan,alan@example.org,AO,\n";
    import(&world, &file(&world, "students.csv", first)).await;
    let before = detail(&world, "Ada").await;
    let second = "Name,E-mail,Grade,Bio\nAda Lovelace,ADA@example.org,SEO,\nAlan,alan@example.org,ao,\nGrace,,,\n";
    let path = file(&world, "mentors.csv", second);
    let plan = plan(&world, &path).await;
    let checked = check(&world, &plan).await;
    assert_eq!(counts(&checked), [1, 2, 0, 0]);
    let changes = |at: usize| match &checked.rows[at].outcome {
        Outcome::Update { changes, .. } => changes.join(", "),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (changes(0).as_str(), changes(1).as_str()),
        ("Name, Role, Grade", "Role")
    );
    apply(&world, &plan, &checked).await.unwrap();
    let ada = detail(&world, "Ada Lovelace").await;
    assert_eq!((ada.person.id, ada.person.roles), (before.person.id, BOTH));
    assert_eq!(
        (ada.person.email.as_str(), ada.profile.bio.as_str()),
        ("ada@example.org", "Writes")
    );
    assert_eq!(ada.answers[0].text, "SEO");
    assert!(ada.revision > before.revision);
    assert_eq!(
        fields(&world).await["Grade"].options,
        ["AO", "EO", "HEO", "SEO"]
    );
    assert_eq!(fields(&world).await["Grade"].roles, BOTH);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_rows_stop_an_import_unless_they_are_left_out() {
    let world = World::founded().await;
    let plan = plan(&world, &fixture("odd-emails.csv")).await;
    let checked = check(&world, &plan).await;
    assert_eq!(counts(&checked), [3, 0, 0, 5]);
    // Wrong rows come first, then the others, each in the order of the file.
    let lines: Vec<u64> = checked.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 9, 6, 7, 8]);
    let refused = apply(&world, &plan, &checked).await.unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(refused.fields["skip_wrong"].starts_with("5 rows are wrong"));
    assert_eq!(people(&world).await.len(), 1);
    let skipping = Apply {
        plan,
        digest: checked.digest,
        skip_wrong: true,
    };
    let applied = world.run(skipping).await.unwrap();
    assert_eq!(
        applied,
        Applied {
            new: 3,
            updated: 0,
            unchanged: 0,
            skipped: 5,
            fields: 0
        }
    );
    assert_eq!(people(&world).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_applied_is_what_was_checked() {
    let world = World::founded().await;
    let path = file(&world, "roster.csv", "Name,E-mail\nAda,ada@example.org\n");
    let plan = plan(&world, &path).await;
    let checked = check(&world, &plan).await;
    // Another plan.
    let other = Plan {
        role: Role::Mentor,
        ..plan.clone()
    };
    assert_eq!(
        code(apply(&world, &other, &checked).await),
        Some(Code::Conflict)
    );
    // Another file behind the same name.
    file(&world, "roster.csv", "Name,E-mail\nAlan,alan@example.org\n");
    assert_eq!(
        code(apply(&world, &plan, &checked).await),
        Some(Code::Conflict)
    );
    file(&world, "roster.csv", "Name,E-mail\nAda,ada@example.org\n");
    // Another programme: somebody of that name is here now.
    world.person("Ada", &[Role::Student]).await;
    assert_eq!(
        code(apply(&world, &plan, &checked).await),
        Some(Code::Conflict)
    );
    assert_eq!(people(&world).await.len(), 2);
    let checked = check(&world, &plan).await;
    assert_eq!(counts(&checked), [0, 1, 0, 0]);
    assert_eq!(apply(&world, &plan, &checked).await.unwrap().updated, 1);
    // Twice the same is once too often: the rows say nothing new any more.
    assert_eq!(
        code(apply(&world, &plan, &checked).await),
        Some(Code::Conflict)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_plans_that_are_refused() {
    let world = World::founded().await;
    *world.files.pick.lock().unwrap() = None;
    assert_eq!(world.ask(Pick {}).await.unwrap(), None);
    let png = file(&world, "people.csv", "\u{0}");
    std::fs::write(&png, b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR").unwrap();
    let large = file(&world, "large.csv", "");
    std::fs::File::options()
        .write(true)
        .open(&large)
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    let refusals = [
        (png, "This is a picture (PNG)"),
        (large, "The file is larger than 20 MB"),
        (file(&world, "empty.csv", ""), "The file is empty"),
        (
            world.folder.path().join("absent.csv"),
            "The file could not be read",
        ),
        (
            fixture("unclosed-quote.csv"),
            "The quote that opens on line 3 never closes",
        ),
        (
            fixture("no-rows.csv"),
            "The file names its columns but has no rows",
        ),
        (
            fixture("no-headings.csv"),
            "The first row must name the columns",
        ),
    ];
    for (path, start) in refusals {
        let refused = pick(&world, &path).await.unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
        assert!(
            refused.fields["file"].starts_with(start),
            "{}: {refused}",
            path.display()
        );
    }

    let good = plan(&world, &fixture("one-column.csv")).await;
    assert_eq!(good.targets, [Target::Name]);
    let nameless = Plan {
        targets: vec![Target::Ignore],
        ..good.clone()
    };
    let refused = world.run(Check { plan: nameless }).await.unwrap_err();
    assert_eq!(
        refused.fields["plan.targets"],
        "Choose the column that holds people's names"
    );
    // A later pick voids the token, and so does the sign-out.
    plan(&world, &fixture("roles.csv")).await;
    let refused = world.run(Check { plan: good.clone() }).await.unwrap_err();
    assert_eq!(refused.fields["plan.file"], "Choose the file again");
    let again = plan(&world, &fixture("one-column.csv")).await;
    world.sign_in("ingrid").await;
    assert_eq!(
        code(world.run(Check { plan: again }).await),
        Some(Code::Invalid)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_import() {
    let world = World::founded().await;
    let path = file(&world, "roster.csv", "Name\nAda\n");
    let plan = plan(&world, &path).await;
    world.member("Mona", &[Role::Mentor, Role::Student]).await;
    world.sign_in("mona").await;
    assert_eq!(code(pick(&world, &path).await), Some(Code::Forbidden));
    assert_eq!(
        code(world.run(Check { plan: plan.clone() }).await),
        Some(Code::Forbidden)
    );
    let apply = Apply {
        plan,
        digest: String::new(),
        skip_wrong: true,
    };
    assert_eq!(code(world.run(apply).await), Some(Code::Forbidden));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_exported_comes_in_unchanged() {
    let world = World::founded().await;
    import(&world, &fixture("lists.csv")).await;
    import(&world, &fixture("formulas.csv")).await;
    let path = world.folder.path().join("people.csv");
    *world.files.save.lock().unwrap() = Some(path.clone());
    assert_eq!(
        world
            .ask(contract::reports::ExportPeople {
                password: PASSWORD.to_owned()
            })
            .await
            .unwrap()
            .rows,
        5
    );
    let answered = |fields: BTreeMap<String, FieldView>| {
        fields
            .into_iter()
            .map(|(name, field)| (name, field.options, field.answers))
            .collect::<Vec<_>>()
    };
    let before = answered(fields(&world).await);
    let (checked, applied) = import(&world, &path).await;
    assert_eq!(
        (counts(&checked), applied.fields),
        ([0, 0, 5, 0], 0),
        "{:?}",
        checked.rows
    );
    assert_eq!(answered(fields(&world).await), before);
}

/// A programme with a checked file of 5,000 rows, and the command that applies it.
async fn about_to_apply() -> (World, Apply) {
    let world = World::founded().await;
    let rows: Vec<String> = (0..5000)
        .map(|n| format!("Person {n},p{n}@example.org,Option {}", n % 9))
        .collect();
    let plan = plan(
        &world,
        &file(
            &world,
            "roster.csv",
            &format!("Name,E-mail,Colour\n{}\n", rows.join("\n")),
        ),
    )
    .await;
    let checked = check(&world, &plan).await;
    (
        world,
        Apply {
            plan,
            digest: checked.digest,
            skip_wrong: false,
        },
    )
}

async fn start(world: &World, command: &Apply) -> domain::JobId {
    let started = world
        .desk()
        .rpc(Apply::NAME, &serde_json::to_string(command).unwrap())
        .await
        .unwrap();
    let started: Started = serde_json::from_str(&started).unwrap();
    started.job
}

/// Imports, and cancels at the first news of more than `third` thirds of the work.
async fn cancelled_at(third: u64) {
    let (world, command) = about_to_apply().await;
    let mut events = world.desk().events();
    let job = start(&world, &command).await;
    let error = loop {
        match events.recv().await.unwrap() {
            Event::Job {
                job: which,
                state: JobState::Running { done, total },
            } if which == job && done * 3 > total * third => {
                world.ask(Cancel { job }).await.unwrap();
            }
            Event::Job {
                job: which,
                state: JobState::Failed { error },
            } if which == job => break error,
            Event::Job {
                state: JobState::Ended { output },
                ..
            } => panic!("not cancelled: {output}"),
            _ => {}
        }
    };
    assert_eq!(
        (error.code, error.message.as_str()),
        (Code::Cancelled, "Cancelled. Nothing was changed")
    );
    assert_eq!(people(&world).await.len(), 1);
    // Nothing stands in the way of doing it after all.
    assert_eq!(world.run(command).await.unwrap().new, 5000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_changes_nothing() {
    cancelled_at(0).await;
}

/// The last third of the work writes, and holds the file: to cancel must not wait for it.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_cancelled_while_it_writes() {
    cancelled_at(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_the_program_closes_on_changes_nothing() {
    let (mut world, command) = about_to_apply().await;
    let mut events = world.desk().events();
    start(&world, &command).await;
    // The last third of the work writes, in a transaction that then never was.
    loop {
        match events.recv().await.unwrap() {
            Event::Job {
                state: JobState::Running { done, total },
                ..
            } if done * 3 > total * 2 => break,
            Event::Job {
                state: JobState::Ended { output },
                ..
            } => panic!("ended too early: {output}"),
            _ => {}
        }
    }
    world.restart().await;
    world.sign_in("ingrid").await;
    assert_eq!(people(&world).await.len(), 1);
    assert!(fields(&world).await.is_empty());
}

/// The rosters of a real programme, where they are present (they are not ours to commit).
#[tokio::test(flavor = "multi_thread")]
async fn real_rosters() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/civil-service");
    if !folder.exists() {
        eprintln!("skipped: no {} here", folder.display());
        return;
    }
    for (size, people) in [("small", 50), ("large", 500)] {
        let world = World::founded().await;
        let (checked, applied) = import(&world, &folder.join(format!("{size}-mentors.csv"))).await;
        assert_eq!((counts(&checked), applied.new), ([people, 0, 0, 0], people));
        let (checked, applied) = import(&world, &folder.join(format!("{size}-mentees.csv"))).await;
        assert_eq!((counts(&checked), applied.new), ([people, 0, 0, 0], people));
        // Both files have their grades in one field, whose options grew.
        let fields = fields(&world).await;
        let grades = [
            "AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4",
        ];
        assert_eq!(
            (fields["Grade"].options.as_slice(), fields["Grade"].roles),
            (&grades.map(str::to_owned)[..], BOTH)
        );
        assert_eq!(fields["Grade"].answers, people * 2);
        assert!(fields["Characteristics"].sensitive && fields["Identity to match"].sensitive);
        for name in ["mentors", "mentees"] {
            let (checked, _) = import(&world, &folder.join(format!("{size}-{name}.csv"))).await;
            assert_eq!(counts(&checked), [0, 0, people, 0], "{name} again");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_come_with_the_roster_and_change_with_the_next_one() {
    let world = World::founded().await;
    let ravi = world.person("Ravi Menon", &[Role::Mentor]).await;
    let roster = |wishes: &str| {
        format!(
            "Name,E-mail,Role,Preferred mentors\nLinh,linh@example.org,student,{wishes}\nAna,ana@example.org,mentor,\n"
        )
    };
    let path = file(&world, "roster.csv", &roster("Ana; Ravi Menon"));
    let (_, applied) = import(&world, &path).await;
    assert_eq!(applied.new, 2);
    let linh = people(&world)
        .await
        .into_iter()
        .find(|person| person.name == "Linh")
        .unwrap()
        .id;
    let wished = async || -> Vec<String> {
        let wishes = world.ask(contract::people::Wishes { student: linh }).await;
        wishes.unwrap().into_iter().map(|wish| wish.name).collect()
    };
    assert_eq!(wished().await, ["Ana", "Ravi Menon"]);

    let path = file(&world, "roster.csv", &roster("Ravi Menon"));
    let (checked, applied) = import(&world, &path).await;
    assert_eq!(counts(&checked), [0, 1, 1, 0]);
    assert_eq!(applied.updated, 1);
    assert_eq!(wished().await, ["Ravi Menon"]);

    // Whoever was erased since is nobody.
    let erase = contract::people::Erase {
        id: ravi,
        password: PASSWORD.to_owned(),
    };
    world.ask(erase).await.unwrap();
    assert_eq!(wished().await, [""; 0]);
    let plan = plan(&world, &path).await;
    let checked = check(&world, &plan).await;
    assert_eq!(counts(&checked), [0, 0, 1, 1]);
}
