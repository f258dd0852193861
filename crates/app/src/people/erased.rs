//! Who was erased, remembered outside the database: a restored file is from before, and they are erased in it again.
//!
//! The list has ids and nothing else. It lies beside the vault, in the folder of backups and in the second one. Each
//! copy is sealed with a key of the programme's file, so that nobody without it makes people disappear by writing to a
//! plain file; a copy that is missing or damaged counts as empty, and is written anew from the others and from the
//! database. An id that was in any of them once stays.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::{Code, Feature};
use domain::policy::Who;
use domain::{AccountId, PersonId};
use serde::{Deserialize, Serialize};
use store::audit::{Ended, Entry};
use store::people::Erasing;
use store::programmes::Programme;
use store::{Database, Db};

use super::erase::noted;
use crate::backups;
use crate::contexts::{Effect, Mutation};
use crate::desk::{Inner, off_thread};
use crate::fault::{Answer, refuse};
use crate::gate::{Author, change};

/// Beside the vault. Elsewhere the name tells the programme, because two may share a second folder.
const FILE: &str = "erased.json";
const VERSION: u32 = 1;
/// Four hundred thousand people; a larger file is not ours.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Whose rows an erasing changes.
pub(super) const TOUCHED: [Feature; 5] = [
    Feature::People,
    Feature::Accounts,
    Feature::Matches,
    Feature::Sessions,
    Feature::Goals,
];

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    version: u32,
    people: BTreeSet<PersonId>,
    /// Hexadecimal.
    seal: String,
}

/// The copies of one programme's list.
struct Copies {
    programme: Programme,
    /// Beside the vault.
    first: PathBuf,
    shelves: Vec<PathBuf>,
}

impl Copies {
    fn of(desk: &Inner, programme: Programme) -> Self {
        Self {
            first: desk.programme_folder(),
            shelves: backups::shelves(desk),
            programme,
        }
    }

    fn name(&self) -> String {
        format!("erased-{}.json", self.programme.id)
    }

    /// Everybody whom any of them names.
    fn read(&self) -> BTreeSet<PersonId> {
        let name = self.name();
        let mut people = read(&self.first.join(FILE), &self.programme);
        for shelf in &self.shelves {
            people.append(&mut read(&shelf.join(&name), &self.programme));
        }
        people
    }

    /// Brings every copy up to date. One beside the backups that cannot be written is written at the next sign-in.
    fn write(&self, people: &BTreeSet<PersonId>) -> io::Result<()> {
        let name = self.name();
        for shelf in self.shelves.iter().filter(|shelf| shelf.is_dir()) {
            if let Err(error) = write(shelf, &name, &self.programme, people) {
                tracing::warn!(%error, "a copy of the list of erased people is not up to date");
            }
        }
        write(&self.first, FILE, &self.programme, people)
    }
}

fn seal(programme: &Programme, people: &BTreeSet<PersonId>) -> String {
    use std::fmt::Write;
    let seal = store::people::seal(&programme.private_key, people);
    seal.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read(path: &Path, programme: &Programme) -> BTreeSet<PersonId> {
    let Ok(facts) = fs::metadata(path) else {
        return BTreeSet::new();
    };
    let bytes = (facts.len() <= MOST_BYTES)
        .then(|| fs::read(path).ok())
        .flatten();
    let list = bytes.and_then(|bytes| serde_json::from_slice::<List>(&bytes).ok());
    match list {
        Some(list) if list.version == VERSION && list.seal == seal(programme, &list.people) => {
            list.people
        }
        Some(_) | None => {
            tracing::warn!("a list of erased people is damaged, or of another programme");
            BTreeSet::new()
        }
    }
}

/// A list that says the same already is left alone; there is none of nobody.
fn write(
    folder: &Path,
    name: &str,
    programme: &Programme,
    people: &BTreeSet<PersonId>,
) -> io::Result<()> {
    if *people == read(&folder.join(name), programme) {
        return Ok(());
    }
    let list = List {
        version: VERSION,
        people: people.clone(),
        seal: seal(programme, people),
    };
    vault::write_atomically(folder, name, &serde_json::to_vec_pretty(&list)?)
}

/// Writes the list down as the database has it, and overwrites what is left of them in the file. What is refused is done
/// at the next sign-in. The caller holds the door.
pub(crate) async fn keep(desk: &Inner, database: &Database) -> Answer<()> {
    let (people, copies) = {
        let db = database.executor();
        let programme = store::programmes::get(&db).await?;
        (
            store::people::erased(&db).await?,
            Copies::of(desk, programme),
        )
    };
    let written = off_thread(move || copies.write(&people)).await?;
    let swept = sweep(database).await;
    written?;
    swept
}

async fn sweep(database: &Database) -> Answer<()> {
    if !store::people::is_swept(&database.executor()).await? {
        database.sweep().await?;
    }
    Ok(())
}

/// At sign-in: finishes what was interrupted, and erases again whom the file has back, because somebody put an older one
/// in its place by hand. Whoever enters and is among them has no account afterwards.
pub(crate) async fn settle(
    desk: &Arc<Inner>,
    database: &Database,
    who: Who,
    account: AccountId,
) -> Answer<()> {
    let db = database.executor();
    let copies = Copies::of(desk, store::programmes::get(&db).await?);
    let listed = off_thread(move || copies.read()).await?;
    let missing: BTreeSet<PersonId> = listed
        .difference(&store::people::erased(&db).await?)
        .copied()
        .collect();
    drop(db);
    if !missing.is_empty() {
        let author = Author::Entering(who, account);
        change(desk, database, author, Again(missing)).await?;
    }
    keep(desk, database).await
}

/// People are erased who were erased before.
struct Again(BTreeSet<PersonId>);

impl Effect for Again {
    const NAME: &'static str = AGAIN;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        let there = store::people::there(&m.db, &self.0).await?;
        keep_an_administrator(&m.db, &there).await?;
        store::people::remember_erased(&m.db, &self.0, m.now).await?;
        for person in there {
            let outcome = store::people::erase(&m.db, again(person, m.now)).await?;
            m.about(person.0);
            noted(m, &outcome);
        }
        Ok(())
    }
}

const AGAIN: &str = "people.erase_again";

fn again(person: PersonId, at: chrono::DateTime<chrono::Utc>) -> Erasing {
    Erasing {
        person,
        at,
        by: None,
    }
}

/// A file without an administrator could not be opened again by anybody.
async fn keep_an_administrator(db: &Db<'_>, leaving: &BTreeSet<PersonId>) -> Answer<()> {
    if !leaving.is_empty() && store::people::administrators_besides(db, leaving).await? == 0 {
        return Err(refuse(
            Code::Conflict,
            "Every administrator of that time was erased since: nobody could administer the programme. Choose a later \
             backup. Nothing was changed",
        ));
    }
    Ok(())
}

/// Whom the present programme knows to be erased, as far as it reads.
pub(crate) async fn present(database: Option<&Database>) -> BTreeSet<PersonId> {
    match database {
        Some(database) => store::people::erased(&database.executor())
            .await
            .unwrap_or_default(),
        None => BTreeSet::new(),
    }
}

/// Those who are erased, of a file that is about to be restored: as its programme's lists say, `present` and the list
/// beside the backup included.
pub(crate) async fn known(
    desk: &Inner,
    db: &Db<'_>,
    present: BTreeSet<PersonId>,
    shelf: Option<&Path>,
) -> Answer<BTreeSet<PersonId>> {
    let mut copies = Copies::of(desk, store::programmes::get(db).await?);
    copies.shelves.extend(shelf.map(Path::to_owned));
    let mut people = off_thread(move || copies.read()).await?;
    people.extend(present);
    Ok(people)
}

/// Erases people again in a file that is about to be restored, in the caller's transaction; answers how many were there.
pub(crate) async fn erase_again(
    desk: &Inner,
    db: &Db<'_>,
    people: &BTreeSet<PersonId>,
) -> Answer<u64> {
    let earlier = store::people::erased(db).await?;
    let people: BTreeSet<PersonId> = people.difference(&earlier).copied().collect();
    let there = store::people::there(db, &people).await?;
    keep_an_administrator(db, &there).await?;
    let now = desk.setup.clock.now();
    store::people::remember_erased(db, &people, now).await?;
    for person in &there {
        store::people::erase(db, again(*person, now)).await?;
    }
    let number = there.len() as u64;
    if number > 0 {
        let features = TOUCHED.into_iter().chain([Feature::Proposals]);
        let entry = Entry {
            items: Some(number),
            ..Entry::new(now, None, AGAIN, Ended::Done)
        };
        store::audit::append_change(db, entry, features.map(Feature::as_str)).await?;
    }
    Ok(number)
}

/// The list beside a file that is about to be restored, and the file swept.
pub(crate) async fn keep_beside(folder: &Path, database: &Database) -> Answer<()> {
    sweep(database).await?;
    let db = database.executor();
    let copies = Copies {
        programme: store::programmes::get(&db).await?,
        first: folder.to_owned(),
        shelves: Vec::new(),
    };
    let people = store::people::erased(&db).await?;
    off_thread(move || copies.write(&people)).await??;
    Ok(())
}
