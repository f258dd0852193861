//! The child's part of R5: a programme's life, told with words that stand nowhere else.

mod keys;
mod people;
mod refused;
mod sessions;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use contract::Event;
use contract::accounts::{CodeRequest, IssueCodes, Lock, Redeem, Remember, SignOut};
use contract::backups;
use contract::programmes::{Computer, Found, MakeRecoveryCode};
use domain::{MatchId, PersonId};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use vault::MemoryKeyring;

use super::words::{self, word};
use crate::Result;
use crate::child::say;
use crate::desk::{Desk, NAME};

const MENTOR: &str = "amara";
const STUDENT: &str = "yusuf";

/// Tells each word to whoever looks for it, before it is used.
struct Teller {
    texts: usize,
    passwords: usize,
}

impl Teller {
    /// The next text.
    fn text(&mut self, of: &str) -> Result<String> {
        let word = word(self.texts);
        self.texts += 1;
        Self::tell("text", of, word.as_bytes())?;
        Ok(word)
    }

    /// The next password.
    fn password(&mut self, of: &str) -> Result<String> {
        let password = format!("{} and {}", word(60 + self.passwords), word(75));
        self.passwords += 1;
        Self::tell("secret", of, password.as_bytes())?;
        Ok(password)
    }

    fn secret(of: &str, bytes: &[u8]) -> Result {
        Self::tell("secret", of, bytes)
    }

    /// A printed code, with dashes, without, and by its symbols.
    fn code(of: &str, code: &str) -> Result {
        const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let plain = code.replace('-', "");
        let symbols: Option<Vec<u8>> = plain
            .chars()
            .map(|symbol| u8::try_from(SYMBOLS.find(symbol)?).ok())
            .collect();
        Self::secret(of, code.as_bytes())?;
        Self::secret(of, plain.as_bytes())?;
        Self::secret(
            of,
            &symbols.ok_or("a code of other symbols")?[..plain.len() - 2],
        )
    }

    fn tell(kind: &str, of: &str, bytes: &[u8]) -> Result {
        let hex = String::from_utf8(super::hex(bytes))?;
        say(&format!("{kind}\t{of}\t{hex}"))
    }

    /// Waits while everything is looked at.
    fn look(when: &str) -> Result {
        say(&format!("look\t{when}"))?;
        std::io::stdin().read_line(&mut String::new())?;
        Ok(())
    }
}

/// Where the story is.
struct Stage {
    desk: Desk,
    programme: PathBuf,
    data: PathBuf,
    /// The administrator's password of now.
    password: String,
    keyring: Arc<MemoryKeyring>,
}

struct Pair {
    of: MatchId,
    student: PersonId,
    mentor: PersonId,
}

pub async fn tell(root: &Path, roster: &Path) -> Result {
    log_everything(&root.join("logs").join("desk.log"))?;
    // Seen only by whoever sees what is written.
    let gone = root.join("tmp").join("gone");
    std::fs::write(&gone, word(words::GONE))?;
    std::fs::remove_file(gone)?;

    let mut teller = Teller {
        texts: 0,
        passwords: 0,
    };
    let teller = &mut teller;
    let mut stage = found(teller, &root.join("data")).await?;
    keys::before(teller, &stage).await?;
    let pair = people::tell(teller, &stage, roster).await?;
    second_folder(&stage, &root.join("second")).await?;
    stage.desk.run(backups::Make {}).await?;
    let codes = codes(&stage, &pair).await?;
    stage.desk.ask(SignOut {}).await?;

    sessions::mentor(teller, &stage, &pair, &codes[1]).await?;
    Teller::look("while the mentor works")?;
    stage.desk.ask(SignOut {}).await?;
    sessions::student(teller, &stage, &pair, &codes[0]).await?;
    stage.lock().await?;
    Teller::look("locked")?;

    refused::at_the_door(teller, &stage).await?;
    stage.sign_in().await?;
    keys::renew(teller, &mut stage).await?;
    refused::by_the_disk(teller, &stage, &pair).await?;
    stage.desk.run(backups::Make {}).await?;
    // Open, so that the log of what was written last lies beside the file.
    sessions::last(teller, &stage, &pair).await?;
    Teller::look(words::END)
}

impl Stage {
    async fn sign_in(&self) -> Result {
        self.desk.sign_in(&self.password).await?;
        Ok(())
    }

    /// Locks, and waits until the file is closed: first drafts are saved.
    async fn lock(&self) -> Result {
        let mut events = self.desk.events();
        self.desk.ask(Lock {}).await?;
        while events.recv().await? != Event::Closed {}
        Ok(())
    }
}

/// Every line of every library, at every level, and where spans begin and end.
fn log_everything(path: &Path) -> Result {
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_span_events(FmtSpan::FULL)
        .with_writer(Mutex::new(File::create(path)?))
        .with_filter(LevelFilter::TRACE);
    tracing_subscriber::registry().with(layer).try_init()?;
    Ok(())
}

async fn found(teller: &mut Teller, data: &Path) -> Result<Stage> {
    let keyring = Arc::new(MemoryKeyring::default());
    let kdf = vault::Kdf::new(19 * 1024, 2, 1)?;
    let desk = Desk::open_with(data, kdf, Arc::clone(&keyring) as _)?;
    let drawn = desk.ask(MakeRecoveryCode {}).await?;
    Teller::code("the recovery code", &drawn.groups.join("-"))?;
    let password = teller.password("the administrator's first password")?;
    desk.ask(Found {
        programme: "Harbour Bridge".to_owned(),
        computer: Computer::OnlyMe,
        zone: "Europe/Berlin".to_owned(),
        name: teller.text("the administrator's name")?,
        sign_in_name: NAME.to_owned(),
        password: password.clone(),
        typed: drawn.asked.map(|at| drawn.groups[at].clone()),
        code: String::new(),
    })
    .await?;
    desk.ask(Remember { remember: true }).await?;
    Ok(Stage {
        desk,
        programme: data.join("programme"),
        data: data.to_owned(),
        password,
        keyring,
    })
}

async fn second_folder(stage: &Stage, folder: &Path) -> Result {
    stage.desk.choose(folder);
    let picked = stage.desk.ask(backups::PickFolder {}).await?;
    let picked = picked.ok_or("no folder was picked")?;
    let folder = Some(picked.folder);
    stage.desk.ask(backups::SetFolder { folder }).await?;
    Ok(())
}

/// The student's and the mentor's.
async fn codes(stage: &Stage, pair: &Pair) -> Result<Vec<String>> {
    let request = |person, name: &str| CodeRequest {
        person,
        sign_in_name: name.to_owned(),
    };
    let people = vec![request(pair.student, STUDENT), request(pair.mentor, MENTOR)];
    let made = stage.desk.ask(IssueCodes { people }).await?;
    for view in &made {
        Teller::code(
            &format!("the one-time code of {}", view.sign_in_name),
            &view.code,
        )?;
    }
    let of = |name: &str| {
        let view = made.iter().find(|view| view.sign_in_name == name);
        view.map(|view| view.code.clone())
            .ok_or("a code is missing")
    };
    Ok(vec![of(STUDENT)?, of(MENTOR)?])
}

async fn redeem(teller: &mut Teller, stage: &Stage, name: &str, code: &str) -> Result {
    let password = teller.password(&format!("the password of {name}"))?;
    stage
        .desk
        .ask(Redeem {
            name: name.to_owned(),
            code: code.to_owned(),
            password: password.clone(),
        })
        .await?;
    keys::of_account(stage, name, &password)
}
