//! What every row of the table is tried with.

use contract::{
    Scope, accounts, audit, backups, drafts, fields, goals, imports, jobs, matches, people,
    preferences, programmes, proposals, reports, sessions,
};
use domain::factors::Factor;
use domain::fields::{FieldAudience, FieldKind};
use domain::{Audience, JobId, Role, Roles};

use super::Actor::{Amara, Ingrid, Nobody, Ravi, Yusuf};
use super::stage::{INGRIDS_JOB, MY_JOB, Stage, absent};
use super::{Case, Cases, hidden, own, wrong};
use crate::world::PASSWORD;

macro_rules! cases {
    ($($command:ty: |$stage:ident| [$($case:expr),* $(,)?];)*) => {$(
        impl Cases for $command {
            fn cases($stage: &Stage) -> Vec<Case<Self>> {
                let _ = &$stage;
                vec![$($case),*]
            }
        }
    )*};
}

cases! {
    programmes::Status: |s| [own(Nobody, Self {})];
    programmes::MakeRecoveryCode: |s| [own(Nobody, Self {})];
    programmes::Get: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    programmes::Change: |s| [own(Ingrid, Self { name: "New name".to_owned(), zone: "UTC".to_owned() })];
    programmes::LoadSample: |s| [own(Ingrid, Self {})];
    programmes::RemoveSample: |s| [own(Ingrid, Self {})];

    accounts::SignIn: |s| [own(Nobody, Self { name: "yusuf".to_owned(), password: PASSWORD.to_owned(), remember: false })];
    accounts::JudgePassword: |s| [own(Nobody, Self { password: PASSWORD.to_owned(), words: Vec::new() })];
    accounts::SuggestPassphrase: |s| [own(Nobody, Self {})];
    accounts::Register: |s| [own(Nobody, Self {
        name: "Kwame".to_owned(),
        sign_in_name: "kwame".to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::Mentor,
        email: String::new(),
        message: String::new(),
    })];
    accounts::Redeem: |s| [own(Nobody, Self {
        name: "siosaia".to_owned(),
        code: s.code.clone(),
        password: PASSWORD.to_owned(),
    })];
    accounts::CheckRecovery: |s| [own(Nobody, Self { code: s.recovery.clone() })];
    accounts::Recover: |s| [own(Nobody, Self {
        code: s.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
    })];
    accounts::Me: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    accounts::SignOut: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    accounts::Lock: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    accounts::Touch: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    accounts::ChangePassword: |s| [own(Yusuf, Self { current: PASSWORD.to_owned(), new: PASSWORD.to_owned(), compromised: false })];
    accounts::Remember: |s| [own(Yusuf, Self { remember: false })];
    accounts::GetRemembering: |s| [own(Yusuf, Self {})];
    accounts::Requests: |s| [own(Ingrid, Self {})];
    accounts::Approve: |s| [
        own(Ingrid, Self { request: s.request, role: Role::Student }),
        hidden(Ingrid, Self { request: domain::RequestId(absent()), role: Role::Student }),
    ];
    accounts::Refuse: |s| [
        own(Ingrid, Self { request: s.request }),
        hidden(Ingrid, Self { request: domain::RequestId(absent()) }),
    ];
    accounts::IssueCodes: |s| [
        own(Ingrid, Self { people: vec![accounts::CodeRequest { person: s.noah, sign_in_name: String::new() }] }),
        hidden(Ingrid, Self {
            people: vec![accounts::CodeRequest { person: domain::PersonId(absent()), sign_in_name: String::new() }],
        }),
    ];
    accounts::RenewRecovery: |s| [own(Ingrid, Self { password: PASSWORD.to_owned() })];
    accounts::RenewKey: |s| [own(Ingrid, Self { password: PASSWORD.to_owned() })];

    accounts::SealedTexts: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    accounts::ReopenTexts: |s| [own(Yusuf, Self { code: s.recovery.clone() }), own(Amara, Self { code: s.recovery.clone() })];

    people::List: |s| [own(Ingrid, Self::default())];
    people::Get: |s| [
        own(Yusuf, Self { id: s.yusuf }),
        own(Yusuf, Self { id: s.amara }),
        own(Amara, Self { id: s.yusuf }),
        own(Amara, Self { id: s.noah }),
        own(Ingrid, Self { id: s.linh }),
        hidden(Yusuf, Self { id: s.linh }),
        hidden(Yusuf, Self { id: s.noah }),
        hidden(Amara, Self { id: s.linh }),
        hidden(Yusuf, Self { id: domain::PersonId(absent()) }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()) }),
    ];
    people::Create: |s| [own(Ingrid, Self {
        profile: profile("Hana"),
        roles: vec![Role::Student],
        answers: std::collections::BTreeMap::default(),
    })];
    people::Change: |s| [
        own(Yusuf, change(s.yusuf)),
        own(Amara, change(s.amara)),
        own(Ingrid, change(s.linh)),
        hidden(Yusuf, change(s.amara)),
        hidden(Amara, change(s.yusuf)),
        hidden(Ravi, change(s.ingrid)),
        hidden(Yusuf, change(domain::PersonId(absent()))),
        hidden(Ingrid, change(domain::PersonId(absent()))),
    ];
    people::SetRoles: |s| [
        own(Ingrid, Self { id: s.noah, roles: vec![Role::Student, Role::Mentor], password: PASSWORD.to_owned() }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()), roles: vec![Role::Student], password: PASSWORD.to_owned() }),
    ];
    people::Deactivate: |s| [
        own(Ingrid, Self { id: s.yusuf, reason: String::new() }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()), reason: String::new() }),
    ];
    people::Reactivate: |s| [
        own(Ingrid, Self { id: s.eleni }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()) }),
    ];
    people::Erasure: |s| [
        own(Ingrid, Self { id: s.yusuf }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()) }),
    ];
    people::Erase: |s| [
        own(Ingrid, Self { id: s.yusuf, password: PASSWORD.to_owned() }),
        own(Ingrid, Self { id: s.nadia, password: PASSWORD.to_owned() }),
        hidden(Ingrid, Self { id: domain::PersonId(absent()), password: PASSWORD.to_owned() }),
    ];
    people::Wishes: |s| [
        own(Ingrid, Self { student: s.noah }),
        hidden(Ingrid, Self { student: domain::PersonId(absent()) }),
    ];
    people::SetWishes: |s| [
        own(Ingrid, Self { student: s.noah, mentors: vec![s.nadia, s.amara] }),
        hidden(Ingrid, Self { student: domain::PersonId(absent()), mentors: Vec::new() }),
        wrong(Ingrid, "mentors.1", Self { student: s.noah, mentors: vec![s.nadia, domain::PersonId(absent())] }),
    ];

    backups::List: |s| [own(Ingrid, Self {})];
    backups::Make: |s| [own(Ingrid, Self {})];
    backups::Verify: |s| [
        own(Ingrid, Self { id: s.backup.clone() }),
        hidden(Ingrid, Self { id: "20200101T000000Z-daily".to_owned() }),
        hidden(Ingrid, Self { id: "../programme".to_owned() }),
    ];
    backups::Restore: |s| [
        own(Ingrid, Self { backup: listed(&s.backup), password: PASSWORD.to_owned() }),
        hidden(Ingrid, Self { backup: listed("../programme"), password: PASSWORD.to_owned() }),
        hidden(Ingrid, Self {
            backup: backups::Source::Picked { file: "never given".to_owned() },
            password: PASSWORD.to_owned(),
        }),
    ];
    backups::PickFolder: |s| [own(Ingrid, Self {})];
    backups::SetFolder: |s| [
        own(Ingrid, Self { folder: None }),
        hidden(Ingrid, Self { folder: Some("never given".to_owned()) }),
    ];
    backups::Pick: |s| [own(Nobody, Self {})];
    backups::Choices: |s| [own(Nobody, Self {})];
    backups::Recover: |s| [
        own(Nobody, Self {
            backup: listed(&s.backup),
            with: backups::With::RecoveryCode { code: s.recovery.clone() },
        }),
        own(Nobody, Self {
            backup: listed(&s.backup),
            with: backups::With::Administrator { name: "ingrid".to_owned(), password: PASSWORD.to_owned() },
        }),
        hidden(Nobody, Self {
            backup: listed("20200101T000000Z-daily"),
            with: backups::With::RecoveryCode { code: s.recovery.clone() },
        }),
    ];

    fields::List: |s| [own(Yusuf, Self {}), own(Amara, Self {}), own(Ingrid, Self {})];
    fields::Create: |s| [own(Ingrid, Self {
        name: "School".to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience: FieldAudience::Person,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    })];
    fields::Change: |s| [
        own(Ingrid, change_field(s.field)),
        hidden(Ingrid, change_field(domain::FieldId(absent()))),
    ];
    fields::Remove: |s| [
        own(Ingrid, Self { id: s.field }),
        hidden(Ingrid, Self { id: domain::FieldId(absent()) }),
    ];

    matches::List: |s| [
        own(Yusuf, Self::default()),
        own(Amara, Self::default()),
        own(Ingrid, Self { scope: Scope::Programme, ..Self::default() }),
    ];
    matches::Get: |s| [
        own(Yusuf, Self { id: s.pair }),
        own(Amara, Self { id: s.pair }),
        own(Amara, Self { id: s.ended }),
        own(Ingrid, Self { id: s.other_pair }),
        hidden(Yusuf, Self { id: s.other_pair }),
        hidden(Ravi, Self { id: s.pair }),
        hidden(Yusuf, Self { id: domain::MatchId(absent()) }),
        hidden(Ingrid, Self { id: domain::MatchId(absent()) }),
    ];
    matches::Make: |s| [
        own(Ingrid, Self { student: s.noah, mentor: s.amara }),
        hidden(Ingrid, Self { student: s.noah, mentor: domain::PersonId(absent()) }),
        hidden(Ingrid, Self { student: domain::PersonId(absent()), mentor: s.nadia }),
    ];
    matches::Pause: |s| [own(Ingrid, Self { id: s.pair }), hidden(Ingrid, Self { id: domain::MatchId(absent()) })];
    matches::Resume: |s| [own(Ingrid, Self { id: s.paused }), hidden(Ingrid, Self { id: domain::MatchId(absent()) })];
    matches::End: |s| [
        own(Ingrid, Self { id: s.pair, reason: "Moved away".to_owned() }),
        hidden(Ingrid, Self { id: domain::MatchId(absent()), reason: String::new() }),
    ];
    matches::Reopen: |s| [own(Ingrid, Self { id: s.ended }), hidden(Ingrid, Self { id: domain::MatchId(absent()) })];

    sessions::List: |s| [
        own(Yusuf, Self::default()),
        own(Amara, Self::default()),
        own(Ingrid, Self { scope: Scope::Programme, ..Self::default() }),
    ];
    sessions::Get: |s| [
        own(Yusuf, Self { id: s.session }),
        own(Amara, Self { id: s.session }),
        own(Ingrid, Self { id: s.session }),
        hidden(Yusuf, Self { id: s.other_session }),
        hidden(Amara, Self { id: s.other_session }),
        hidden(Amara, Self { id: s.deleted_session }),
        hidden(Yusuf, Self { id: domain::SessionId(absent()) }),
        hidden(Ingrid, Self { id: domain::SessionId(absent()) }),
    ];
    sessions::Log: |s| [
        own(Amara, log(s.pair)),
        own(Ingrid, log(s.other_pair)),
        hidden(Amara, log(s.other_pair)),
        hidden(Amara, log(domain::MatchId(absent()))),
        hidden(Ingrid, log(domain::MatchId(absent()))),
    ];
    sessions::Change: |s| [
        own(Amara, change_session(s.session)),
        own(Ingrid, change_session(s.session)),
        hidden(Amara, change_session(s.other_session)),
        hidden(Amara, change_session(domain::SessionId(absent()))),
        hidden(Ingrid, change_session(domain::SessionId(absent()))),
    ];
    sessions::Delete: |s| [
        own(Amara, Self { id: s.session }),
        own(Ingrid, Self { id: s.session }),
        hidden(Amara, Self { id: s.other_session }),
        hidden(Amara, Self { id: domain::SessionId(absent()) }),
    ];
    sessions::Restore: |s| [
        own(Amara, Self { id: s.deleted_session }),
        own(Ingrid, Self { id: s.deleted_session }),
        hidden(Amara, Self { id: s.other_deleted_session }),
        hidden(Amara, Self { id: domain::SessionId(absent()) }),
    ];
    sessions::Reflect: |s| [
        own(Yusuf, reflect(s.session)),
        hidden(Yusuf, reflect(s.other_session)),
        hidden(Yusuf, reflect(domain::SessionId(absent()))),
    ];
    sessions::DeleteReflection: |s| [
        own(Yusuf, Self { id: s.session }),
        hidden(Yusuf, Self { id: s.other_session }),
        hidden(Yusuf, Self { id: domain::SessionId(absent()) }),
    ];

    goals::List: |s| [own(Yusuf, Self::default()), own(Amara, Self::default())];
    goals::Create: |s| [
        own(Yusuf, goal(s.pair)),
        own(Amara, goal(s.pair)),
        hidden(Yusuf, goal(s.other_pair)),
        hidden(Amara, goal(s.other_pair)),
        hidden(Yusuf, goal(domain::MatchId(absent()))),
    ];
    goals::Change: |s| [
        own(Yusuf, change_goal(s.goal)),
        own(Amara, change_goal(s.goal)),
        hidden(Yusuf, change_goal(s.other_goal)),
        hidden(Amara, change_goal(s.other_goal)),
        hidden(Yusuf, change_goal(domain::GoalId(absent()))),
    ];
    goals::Delete: |s| [
        own(Yusuf, Self { id: s.goal }),
        hidden(Yusuf, Self { id: s.other_goal }),
        hidden(Amara, Self { id: domain::GoalId(absent()) }),
    ];
    goals::Restore: |s| [
        own(Yusuf, Self { id: s.deleted_goal }),
        hidden(Yusuf, Self { id: s.other_deleted_goal }),
        hidden(Amara, Self { id: domain::GoalId(absent()) }),
    ];

    imports::Pick: |s| [own(Ingrid, Self {})];
    // The file that was picked and the digest of its check are filled in by the stage.
    imports::Check: |s| [own(Ingrid, Self { plan: plan() })];
    imports::Apply: |s| [own(Ingrid, Self { plan: plan(), digest: String::new(), skip_wrong: false })];

    proposals::Factors: |s| [own(Ingrid, Self {})];
    proposals::SetFactors: |s| [
        own(Ingrid, Self { factors: Factor::defaults() }),
        own(Ingrid, Self { factors: vec![compares(s.field)] }),
        wrong(Ingrid, "factors.0.mentor", Self { factors: vec![compares(domain::FieldId(absent()))] }),
    ];
    proposals::List: |s| [own(Ingrid, Self {})];
    proposals::Get: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];
    proposals::Solve: |s| [own(Ingrid, Self { name: "Autumn".to_owned(), ..Self::default() })];
    proposals::Edit: |s| [
        own(Ingrid, Self { id: s.draft, edits: Vec::new() }),
        own(Ingrid, Self { id: s.draft, edits: vec![proposals::Change::Exclude {
            student: s.noah,
            mentor: s.amara,
            reason: "They know each other".to_owned(),
        }] }),
        hidden(Ingrid, Self { id: domain::ProposalId(absent()), edits: Vec::new() }),
        wrong(Ingrid, "edits.0.student", Self { id: s.draft, edits: vec![proposals::Change::Exclude {
            student: domain::PersonId(absent()),
            mentor: domain::PersonId(absent()),
            reason: String::new(),
        }] }),
    ];
    proposals::WhyNot: |s| [
        own(Ingrid, Self { id: s.draft, student: s.noah, mentor: s.amara }),
        own(Ingrid, Self { id: s.draft, student: s.yusuf, mentor: s.ingrid }),
        hidden(Ingrid, Self { id: s.draft, student: s.noah, mentor: domain::PersonId(absent()) }),
        hidden(Ingrid, Self { id: s.draft, student: domain::PersonId(absent()), mentor: s.amara }),
        hidden(Ingrid, Self { id: domain::ProposalId(absent()), student: s.noah, mentor: s.amara }),
    ];
    proposals::Places: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];
    proposals::Compare: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];
    proposals::Verify: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];
    proposals::Publish: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];
    proposals::Unpublish: |s| [
        own(Ingrid, Self { id: s.published }),
        hidden(Ingrid, Self { id: domain::ProposalId(absent()) }),
    ];
    proposals::Discard: |s| [own(Ingrid, Self { id: s.draft }), hidden(Ingrid, Self { id: domain::ProposalId(absent()) })];

    reports::Overview: |s| [own(Ingrid, Self::default())];
    reports::ExportSessions: |s| [own(Ingrid, Self { password: PASSWORD.to_owned() })];
    reports::ExportPeople: |s| [own(Ingrid, Self { password: PASSWORD.to_owned() })];

    audit::List: |s| [own(Ingrid, Self::default())];
    audit::Verify: |s| [own(Ingrid, Self {})];

    drafts::Get: |s| [own(Yusuf, Self { key: "goal".to_owned() })];
    drafts::Save: |s| [own(Yusuf, Self { key: "goal".to_owned(), body: "half a".to_owned() })];
    drafts::Drop: |s| [own(Yusuf, Self { key: "goal".to_owned() })];

    // The stage puts the ids of jobs in.
    jobs::Get: |s| [
        own(Ingrid, Self { job: JobId(MY_JOB) }),
        hidden(Yusuf, Self { job: JobId(INGRIDS_JOB) }),
        hidden(Yusuf, Self { job: JobId(absent()) }),
        hidden(Ingrid, Self { job: JobId(absent()) }),
    ];
    jobs::Cancel: |s| [
        own(Ingrid, Self { job: JobId(MY_JOB) }),
        hidden(Yusuf, Self { job: JobId(INGRIDS_JOB) }),
        hidden(Yusuf, Self { job: JobId(absent()) }),
        hidden(Ingrid, Self { job: JobId(absent()) }),
    ];

    preferences::Get: |s| [own(Nobody, Self {})];
    preferences::Set: |s| [own(Nobody, Self { preferences: preferences::Preferences::default() })];
}

// Founding and the remembered sign-in need a world of their own: see the tests of programmes and accounts.

impl Cases for programmes::Found {
    fn cases(_stage: &Stage) -> Vec<Case<Self>> {
        Vec::new()
    }
}

impl Cases for accounts::SignInRemembered {
    fn cases(_stage: &Stage) -> Vec<Case<Self>> {
        Vec::new()
    }
}

fn profile(name: &str) -> people::Profile {
    people::Profile {
        name: name.to_owned(),
        capacity: 2,
        ..people::Profile::default()
    }
}

fn change(id: domain::PersonId) -> people::Change {
    people::Change {
        id,
        revision: 0,
        profile: profile("Renamed"),
        answers: std::collections::BTreeMap::default(),
    }
}

fn change_field(id: domain::FieldId) -> fields::Change {
    fields::Change {
        id,
        name: "Stage".to_owned(),
        options: vec!["One".to_owned(), "Two".to_owned()],
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    }
}

fn compares(field: domain::FieldId) -> Factor {
    let source = domain::factors::Source::Field(field);
    Factor {
        student: source,
        mentor: source,
        rule: domain::factors::Rule::Same,
        weight: 10,
        required: 0,
    }
}

fn log(of: domain::MatchId) -> sessions::Log {
    sessions::Log {
        of,
        starts_at: "2026-11-16T15:00:00Z".parse().unwrap(),
        minutes: 30,
        place: String::new(),
        topics: Vec::new(),
        notes: vec![sessions::NoteDraft {
            text: "Went well".to_owned(),
            audience: Audience::Pair,
        }],
        draft: None,
    }
}

fn change_session(id: domain::SessionId) -> sessions::Change {
    sessions::Change {
        id,
        revision: 0,
        starts_at: "2026-11-10T16:00:00Z".parse().unwrap(),
        minutes: 60,
        place: String::new(),
        topics: Vec::new(),
        notes: Vec::new(),
        draft: None,
    }
}

fn reflect(id: domain::SessionId) -> sessions::Reflect {
    sessions::Reflect {
        id,
        text: "I thought about it".to_owned(),
        draft: None,
    }
}

fn goal(of: domain::MatchId) -> goals::Create {
    goals::Create {
        of,
        title: "Ask a question".to_owned(),
        detail: String::new(),
        due: None,
    }
}

fn change_goal(id: domain::GoalId) -> goals::Change {
    goals::Change {
        id,
        revision: 0,
        title: "Ask twice".to_owned(),
        detail: String::new(),
        due: None,
        progress: 50,
    }
}

fn plan() -> imports::Plan {
    imports::Plan {
        file: "none".to_owned(),
        targets: Vec::new(),
        role: Role::Student,
    }
}

fn listed(id: &str) -> backups::Source {
    backups::Source::Listed { id: id.to_owned() }
}
