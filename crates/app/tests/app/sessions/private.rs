//! Texts that only their author reads: sealed in the file, whoever has it open.

use contract::accounts::{
    CodeRequest, IssueCodes, Redeem, RenewRecovery, ReopenTexts, Reopened, SealedTexts,
};
use contract::sessions::Seal;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::*;
use crate::world::PASSWORD;

pub(super) const CANARY: &str = "Zwetschgenkuchen am Donnerstag";

impl Stage {
    /// A session with a text for Amara alone.
    async fn private(&self) -> SessionView {
        let log = Log {
            notes: vec![note(Audience::Author, CANARY)],
            ..self.log()
        };
        self.world.ask(log).await.unwrap()
    }

    pub(super) async fn seen(&self, id: SessionId) -> Vec<(String, Seal)> {
        let session = self.get(id).await;
        let notes = session.notes.into_iter();
        notes.map(|note| (note.text, note.seal)).collect()
    }

    /// Amara forgot her password: she gets a code, and chooses another.
    pub(super) async fn reset(&self) {
        self.world.sign_in("ingrid").await;
        let request = CodeRequest {
            person: self.amara,
            sign_in_name: String::new(),
        };
        let people = vec![request];
        let codes = self.world.ask(IssueCodes { people }).await.unwrap();
        let redeem = Redeem {
            name: "amara".to_owned(),
            code: codes[0].code.clone(),
            password: PASSWORD.to_owned(),
        };
        self.world.ask(redeem).await.unwrap();
    }

    pub(super) async fn locked(&self) -> u64 {
        self.world.ask(SealedTexts {}).await.unwrap().locked
    }

    pub(super) async fn reopen(&self, code: &str) -> Result<Reopened, contract::ApiError> {
        let code = code.to_owned();
        self.world.ask(ReopenTexts { code }).await
    }
}

pub(super) fn open(text: &str) -> Vec<(String, Seal)> {
    vec![(text.to_owned(), Seal::Open)]
}

/// Every value of every table, with the file open as the administrator: as text, and as bytes.
pub(super) async fn values(world: &World) -> Vec<Vec<u8>> {
    let database = world.database().await;
    let db = database.executor();
    let ask = async |sql: String| {
        db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await
            .unwrap()
    };
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'";
    let mut values = Vec::new();
    for table in ask(tables.to_owned()).await {
        let table: String = table.try_get("", "name").unwrap();
        for column in ask(format!("SELECT name FROM pragma_table_info('{table}')")).await {
            let column: String = column.try_get("", "name").unwrap();
            let sql = format!(
                "SELECT CAST(\"{column}\" AS BLOB) AS value FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"
            );
            for row in ask(sql).await {
                values.push(row.try_get("", "value").unwrap());
            }
        }
    }
    drop(db);
    database.close().await.unwrap();
    values
}

pub(super) fn has(values: &[Vec<u8>], word: &str) -> bool {
    let word = word.to_lowercase().into_bytes();
    values.iter().any(|value| {
        let value = value.to_ascii_lowercase();
        value.windows(word.len()).any(|part| part == word)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elses_key_of_the_file_shows_a_private_text() {
    let mut stage = Stage::make().await;
    let session = stage.private().await;
    assert_eq!(stage.seen(session.id).await, open(CANARY));
    let log = Log {
        notes: vec![note(Audience::Pair, "Rhabarber for both")],
        ..stage.log()
    };
    stage.world.ask(log).await.unwrap();
    stage.world.stop().await;
    let values = values(&stage.world).await;
    assert!(has(&values, "Rhabarber"), "this looks at everything");
    for word in ["Zwetschgenkuchen", "Donnerstag"] {
        // Also not in the index for searching, which keeps words in small letters.
        assert!(!has(&values, word), "{word}");
    }
    stage.world.start();
    stage.world.sign_in("amara").await;
    assert_eq!(stage.seen(session.id).await, open(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_finds_it_and_nobody_else() {
    let stage = Stage::make().await;
    stage.private().await;
    let find = async |text: &str| {
        let list = List {
            text: text.to_owned(),
            ..List::default()
        };
        stage.world.ask(list).await.unwrap().total
    };
    for text in [
        "zwetsch",
        "DONNERSTAG",
        "am donn",
        "linh zwetschgen",
        "library zwetschgen",
    ] {
        let expected = u64::from(!text.contains("library"));
        assert_eq!(find(text).await, expected, "{text}");
    }
    assert_eq!(
        find("kuchen").await,
        0,
        "words are found from their beginnings"
    );
    stage.world.sign_in("linh").await;
    assert_eq!(find("zwetsch").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rewriting_and_removing_go_on_as_before() {
    let stage = Stage::make().await;
    let session = stage.private().await;
    let edit =
        |session: &SessionView, text: &str| change(session, vec![note(Audience::Author, text)]);
    let same = stage.world.ask(edit(&session, CANARY)).await.unwrap();
    assert_eq!(same.notes, session.notes);
    let other = stage
        .world
        .ask(edit(&same, "Something else"))
        .await
        .unwrap();
    assert_eq!(stage.seen(session.id).await, open("Something else"));
    stage.world.ask(edit(&other, "")).await.unwrap();
    assert_eq!(stage.seen(session.id).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_bit_is_an_error_and_no_other_text() {
    let mut stage = Stage::make().await;
    let session = stage.private().await;
    stage.world.stop().await;
    let database = stage.world.database().await;
    let db = database.executor();
    let select = "SELECT sealed FROM notes WHERE sealed IS NOT NULL";
    let select = Statement::from_string(DbBackend::Sqlite, select);
    let row = db.query_one_raw(select).await.unwrap().unwrap();
    let mut sealed: Vec<u8> = row.try_get("", "sealed").unwrap();
    sealed[40] ^= 1;
    let update = "UPDATE notes SET sealed = ? WHERE sealed IS NOT NULL";
    let update = Statement::from_sql_and_values(DbBackend::Sqlite, update, [sealed.into()]);
    db.execute_raw(update).await.unwrap();
    drop(db);
    database.close().await.unwrap();
    stage.world.start();
    stage.world.sign_in("amara").await;
    assert_eq!(
        stage.seen(session.id).await,
        [(String::new(), Seal::Damaged)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_leaves_it_sealed_until_the_recovery_code_opens_it() {
    let stage = Stage::make().await;
    let session = stage.private().await;
    stage.reset().await;
    assert_eq!(stage.locked().await, 1);
    assert_eq!(
        stage.seen(session.id).await,
        [(String::new(), Seal::Locked)]
    );
    // An editor that shows nothing deletes nothing, and nothing is written over it.
    let now = stage.get(session.id).await;
    let empty = stage
        .world
        .ask(change(&now, vec![note(Audience::Author, "")]))
        .await;
    let now = empty.unwrap();
    let over = change(&now, vec![note(Audience::Author, "New")]);
    assert_eq!(code(stage.world.ask(over).await), Some(Code::Conflict));

    let wrong = vault::RecoveryCode::make().text();
    assert_eq!(code(stage.reopen(&wrong).await), Some(Code::WrongPassword));
    assert_eq!(stage.locked().await, 1);
    let reopened = stage.reopen(&stage.world.recovery).await.unwrap();
    assert_eq!((reopened.opened, reopened.still), (1, 0));
    assert_eq!(stage.locked().await, 0);
    assert_eq!(stage.seen(session.id).await, open(CANARY));
    // It stays so, and the log says that it was done.
    stage.world.sign_out().await;
    stage.world.sign_in("amara").await;
    assert_eq!(stage.seen(session.id).await, open(CANARY));
    stage.world.sign_in("ingrid").await;
    let log = stage
        .world
        .ask(contract::audit::List::default())
        .await
        .unwrap();
    assert!(
        log.rows
            .iter()
            .any(|line| line.action == "accounts.reopen_texts" && line.items == Some(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_keeps_it_open() {
    let stage = Stage::make().await;
    let session = stage.private().await;
    stage
        .world
        .ask(contract::accounts::ChangePassword {
            current: PASSWORD.to_owned(),
            new: "another horse battery".to_owned(),
            compromised: false,
        })
        .await
        .unwrap();
    stage.world.sign_out().await;
    stage
        .world
        .try_sign_in("amara", "another horse battery")
        .await
        .unwrap();
    assert_eq!(stage.seen(session.id).await, open(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_recovery_code_opens_what_was_sealed_to_the_earlier_one() {
    let stage = Stage::make().await;
    let session = stage.private().await;
    stage.world.sign_in("ingrid").await;
    let password = PASSWORD.to_owned();
    let renewed = stage.world.ask(RenewRecovery { password }).await.unwrap();
    // Her own key is at hand when she comes in next.
    stage.world.sign_in("amara").await;
    stage.reset().await;
    assert_eq!(stage.locked().await, 1);
    let earlier = stage.reopen(&stage.world.recovery).await;
    assert_eq!(code(earlier), Some(Code::WrongPassword));
    stage.reopen(&renewed.groups.join("-")).await.unwrap();
    assert_eq!(stage.seen(session.id).await, open(CANARY));
}

impl Stage {
    async fn save_draft(&self, key: &str, body: &str) {
        let (key, body) = (key.to_owned(), body.to_owned());
        self.world.ask(drafts::Save { key, body }).await.unwrap();
    }

    async fn draft(&self, key: &str) -> Option<String> {
        let key = key.to_owned();
        let draft = self.world.ask(drafts::Get { key }).await.unwrap();
        draft.map(|draft| draft.body)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_bytes_for_everybody_else() {
    let mut stage = Stage::make().await;
    stage.save_draft("sessions.log", "Rhabarber").await;
    stage.save_draft("sessions.log", CANARY).await;
    stage.world.stop().await;
    let values = values(&stage.world).await;
    assert!(has(&values, "sessions.log"), "this looks at everything");
    for word in ["Rhabarber", "Zwetschgenkuchen"] {
        assert!(!has(&values, word), "{word}");
    }
    stage.world.start();
    stage.world.sign_in("amara").await;
    assert_eq!(stage.draft("sessions.log").await.as_deref(), Some(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_leaves_drafts_sealed_until_the_recovery_code_opens_them() {
    let stage = Stage::make().await;
    stage.save_draft("one", CANARY).await;
    stage.save_draft("two", "begun before").await;
    stage.reset().await;
    assert_eq!((stage.draft("one").await, stage.locked().await), (None, 2));
    // What is begun anew stands beside the earlier one.
    stage.save_draft("two", "begun anew").await;
    stage.reopen(&stage.world.recovery).await.unwrap();
    assert_eq!(stage.draft("one").await.as_deref(), Some(CANARY));
    assert_eq!(stage.draft("two").await.as_deref(), Some("begun anew"));
    let key = "two".to_owned();
    stage.world.ask(drafts::Drop { key }).await.unwrap();
    stage.reopen(&stage.world.recovery).await.unwrap();
    assert_eq!(stage.draft("two").await.as_deref(), Some("begun before"));
    assert_eq!(stage.locked().await, 0);
}
