//! Words that people trust us with: written through every form that takes them, found nowhere that a thief of files would
//! look, and gone for good when their time has come.

mod circles;
mod rooms;
mod safety;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use db::{Address, Direct, Engine, args};
use seal::{KeyId, Keyring, Place, RootKey};
use support::{conversation::Conversation, message, note::Note, request::Request};
use tokio::task::block_in_place;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    program::Folder,
    socket::Socket,
    standing::{Keys, assemble, filled},
    talk::fresh_id,
    town::{Town, in_town},
};

/// What every canary begins with.
const CANARY: &str = "quokkacanary";

/// Everything that this test run logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn start() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).init();
            log
        })
    }

    fn text(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Writes a fresh canary into one form of one person.
struct Pen<'a> {
    town: &'a Town,
    keys: Keys,
    written: Vec<String>,
}

impl Pen<'_> {
    fn canary(&mut self, what: &str) -> String {
        let word = format!("{CANARY}{}{}", what, self.written.len());
        self.written.push(word.clone());
        word
    }

    async fn post(&mut self, name: &str, path: &str, field: &str, more: &[(&str, &str)]) -> String {
        let word = if field.is_empty() { String::new() } else { self.canary(field) };
        let mut form = more.to_vec();
        if !field.is_empty() {
            form.push((field, &word));
        }
        let answer = self.town.as_(name).await.post(&filled(path, &self.keys), &form).await;
        answer.is(303);
        answer.location().unwrap()
    }
}

#[test]
fn what_people_write_is_found_in_no_file_no_table_and_no_log() {
    let log = Log::start();
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let mut pen = Pen { town: &town, keys, written: Vec::new() };
        write_everywhere(&mut pen).await;
        let written = pen.written.clone();
        assert!(written.len() >= 64, "{} forms", written.len());

        // They are kept: who may read them, reads them.
        let amina = town.as_("Amina").await.get(&filled("/conversations/{talk}", &pen.keys)).await;
        assert!(amina.body.contains(CANARY), "the conversation shows what was said");

        let tables = |word: &'static str| {
            let address = town.ground.address.clone();
            block_in_place(move || in_tables(&address, word))
        };
        assert!(!tables("Amina").is_empty(), "the search finds what is not sealed");
        assert_eq!(tables(CANARY), Vec::<String>::new(), "tables hold what was written");
        if town.ground.engine == Engine::Sqlite {
            assert!(
                town.ground.dir.join("main.db-wal").metadata().unwrap().len() > 0,
                "the log of the database is in use"
            );
            files_are_silent(&town.ground.dir);
            block_in_place(|| {
                for file in ["main.db", "keys.db"] {
                    Direct::open(&Address::Sqlite(town.ground.dir.join(file))).unwrap().scrub().unwrap();
                }
            });
            files_are_silent(&town.ground.dir);
        }
        tracing::info!("the log is listened to");
        let said = log.text();
        assert!(holds(&said, b"the log is listened to"));
        assert!(!holds(&said, CANARY.as_bytes()), "the log holds what people wrote");
        println!("{:?}: {} canaries, none found", town.ground.engine, written.len());
    });
}

async fn write_everywhere(pen: &mut Pen<'_>) {
    let ask = [("kind", "heard"), ("language", "en"), ("pace", "sooner")];
    pen.post("Maya", "/support/requests", "words", &ask).await;
    pen.post("Sam of the hill", "/support/requests/{request}/note", "words", &[]).await;
    pen.post("Kofi", "/duty/notes/{note}/taking", "", &[]).await;
    pen.post("Kofi", "/duty/notes/{note}/answer", "answer", &[]).await;
    let id = fresh_id().to_string();
    pen.post("Amina", "/conversations/{talk}/messages", "text", &[("id", &id)]).await;
    let id = fresh_id();
    let words = pen.canary("socket");
    let address = pen.town.serve().await;
    let token = pen.town.token("Elena").await;
    let mut socket = Socket::open(address, &filled("/conversations/{talk}/live", &pen.keys), &token).await.unwrap();
    assert!(socket.send(&serde_json::json!({ "t": "send", "id": id, "text": words })).await);
    while socket.next().await.expect("an answer")["t"] != "saved" {}
    // Refused for the way to reach somebody that it holds: kept nowhere at all.
    let nudged = pen.canary("nudged");
    let form =
        [("id", &*fresh_id().to_string()), ("text", &format!("{nudged} 07700 900123"))].map(|(a, b)| (a, b.to_owned()));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    pen.town.as_("Amina").await.post(&filled("/conversations/{talk}/messages", &pen.keys), &form).await.is(422);
    pen.post("Elena", "/conversations/{talk}/side-notes", "note", &[]).await;
    let id = fresh_id().to_string();
    pen.post("Leo", "/practice/{played_talk}/messages", "text", &[("id", &id)]).await;
    pen.post("Theo", "/training/booked/{practised}/words", "words", &[]).await;
    pen.post("Leo", "/conversations/{past}/afterwards", "remark", &[("overall", "2"), ("meet", "again")]).await;
    pen.post("Leo", "/conversations/{past}/afterwards", "thanks", &[("overall", "2"), ("meet", "again")]).await;
    pen.post("Theo", "/conversations/{past}/afterwards", "reflection", &[("overall", "2"), ("meet", "again")]).await;
    pen.post("Theo", "/conversations/{past}/afterwards", "remark", &[("overall", "2"), ("meet", "again")]).await;
    pen.post("Leo", "/support/pairings/{pairing}/proposal", "purpose", &[("rhythm", "weekly"), ("weeks", "4")]).await;
    pen.post("Leo", "/support/pairings/{pairing}/ending", "goodbye", &[]).await;
    pen.post("Leo", "/conversations/{past}/report", "words", &[("reason", "unkind")]).await;
    pen.post("Amina", "/conversations/{talk}/report", "words", &[("reason", "not-safe")]).await;
    pen.post("Idris", "/members/{maya}/suspension", "suspend_reason", &[("until", "2027-01-01")]).await;
    // A passphrase is a secret too, and so is the key that is shown once.
    let passphrase = pen.canary("passphrase");
    let mut visitor = pen.town.visitor();
    let joined = visitor
        .post(
            "/join",
            &[
                ("step", "details"),
                ("year", "1990"),
                ("pick", "own"),
                ("pseudonym", "Wandering finch"),
                ("passphrase", &passphrase),
                ("language", "en"),
                ("zone", "Europe/London"),
                ("limits", "harm"),
                ("agree", "yes"),
            ],
        )
        .await;
    joined.is(200);
    circles::write(pen).await;
    safety::write(pen).await;
    rooms::write(pen).await;
    let wrong = pen.canary("mistyped");
    visitor.post("/sign-in", &[("pseudonym", "Wandering finch"), ("passphrase", &wrong)]).await.is(422);
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|it| it.eq_ignore_ascii_case(word))
}

fn files_are_silent(folder: &Path) {
    let mut names = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!holds(&bytes, CANARY.as_bytes()), "{} holds what people wrote", path.display());
        names.insert(path.file_name().unwrap().to_owned(), bytes);
    }
    assert!(names.len() >= 2, "{names:?}");
    let open = names.values().any(|bytes| holds(bytes, b"Amina"));
    assert!(open, "the search finds what is not sealed");
    // The embedded engine's own temporary files.
    for file in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        if file.file_name().to_string_lossy().starts_with("etilqs_") {
            let bytes = fs::read(file.path()).unwrap_or_default();
            assert!(!holds(&bytes, CANARY.as_bytes()), "{} holds what people wrote", file.path().display());
        }
    }
}

/// Tables and columns in which a word stands, as text or as the bytes of it.
fn in_tables(address: &Address, word: &str) -> Vec<String> {
    let mut direct = Direct::open(address).unwrap();
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut found = Vec::new();
    for (table, column) in direct.columns().unwrap() {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE LOWER(CAST({column} AS TEXT)) LIKE $1 OR LOWER(CAST({column} AS TEXT)) LIKE $2"
        );
        let patterns = (format!("%{}%", word.to_lowercase()), format!("%{hex}%"));
        let count: i64 = direct.read(|tx| tx.value(&sql, args![patterns.0, patterns.1])).unwrap();
        if count > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}

/// Opens what stood sealed in a copy of the old database.
type Opener = fn(&mut db::Tx<'_>, &Sealed) -> db::Result<Vec<String>>;

/// What is looked for in the copy.
#[derive(Clone)]
struct Sealed {
    talk: support::kind::ConversationId,
    sam: ::words::Actor,
    jonas: ::words::Actor,
}

const OPENERS: &[(&str, Opener)] = &[
    ("a transcript", |tx, sealed| Ok(message::since(tx, sealed.talk, 0)?.into_iter().map(|it| it.words).collect())),
    ("the words of a request", |tx, sealed| {
        let id: support::kind::RequestId = tx.value(
            "SELECT id FROM support_requests WHERE member_id = $1 AND words IS NOT NULL",
            args![sealed.sam.id],
        )?;
        let words = Request::own(tx, &sealed.sam, id)?.words(tx)?;
        Ok(Some(words).filter(|it| !it.is_empty()).into_iter().collect())
    }),
    ("a note", |tx, sealed| {
        let words = Note::all_own(tx, &sealed.jonas)?.remove(0).words(tx)?;
        Ok(Some(words).filter(|it| !it.is_empty()).into_iter().collect())
    }),
];

#[test]
fn what_was_erased_cannot_be_read_even_in_an_old_copy() {
    in_town(|town| async move {
        let amina = town.id("Amina");
        let talk =
            town.ground.db.read(move |tx| Ok(Conversation::open_of_asker(tx, amina)?.unwrap().id)).await.unwrap();
        let sealed = Sealed { talk, sam: town.actor("Sam of the hill").await, jonas: town.actor("Jonas").await };
        let rows: Vec<(db::Uuid, Vec<u8>)> = town
            .ground
            .db
            .read(move |tx| {
                tx.all("SELECT id, words FROM support_messages WHERE conversation_id = $1", args![talk], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .await
            .unwrap();
        let opened = |keyring: &Keyring| {
            let place = |row| Place::new("support_messages", "words", row);
            rows.iter()
                .filter(|(row, bytes)| keyring.open_sealed(KeyId(talk.0), place(*row), bytes).unwrap().is_some())
                .count()
        };
        assert_eq!(block_in_place(|| opened(&town.ground.keyring)), rows.len());
        let old = Folder::new();
        if town.ground.engine == Engine::Sqlite {
            block_in_place(|| Direct::open(&town.ground.address).unwrap().copy_to(&old.join("main.db")).unwrap());
            for (what, found) in readable(&old, &town.ground.dir, &sealed) {
                assert!(!found.is_empty(), "{what} can be read while its key is there");
            }
        }

        // They say goodbye; two people leave for good; a month goes by.
        town.as_("Amina").await.post(&format!("/conversations/{talk}/ending"), &[]).await.is(303);
        for name in ["Sam of the hill", "Jonas"] {
            let member = town.id(name);
            town.write(move |tx| people::ask_to_leave(tx, member)).await;
        }
        town.ground.clock.pass(Duration::from_secs(29 * 86_400));
        alongside::wiring::jobs().run_due(&town.ground.db).await.unwrap();
        seal::shred(&town.ground.db, &town.ground.keyring).await.unwrap();
        assert_eq!(
            block_in_place(|| opened(&town.ground.keyring)),
            rows.len(),
            "a transcript is kept as long as was promised"
        );
        town.ground.clock.pass(Duration::from_secs(2 * 86_400));
        alongside::wiring::jobs().run_due(&town.ground.db).await.unwrap();
        seal::shred(&town.ground.db, &town.ground.keyring).await.unwrap();

        assert_eq!(block_in_place(|| opened(&town.ground.keyring)), 0, "the key of a transcript is destroyed");
        if town.ground.engine == Engine::Sqlite {
            for (what, found) in readable(&old, &town.ground.dir, &sealed) {
                assert_eq!(found, Vec::<String>::new(), "{what} can be read in an old copy");
            }
            block_in_place(|| Direct::open(&town.ground.address).unwrap().scrub().unwrap());
            for name in ["Sam of the hill", "Jonas"] {
                let bytes = fs::read(town.ground.dir.join("main.db")).unwrap();
                assert!(!holds(&bytes, name.as_bytes()), "the name of {name} is still in the file");
            }
        }
    });
}

/// What the old database and a copy of today's keys, with the right root key, still give away.
fn readable(old: &Folder, today: &Path, sealed: &Sealed) -> Vec<(&'static str, Vec<String>)> {
    block_in_place(|| {
        let keys = old.join("keys.db");
        drop(fs::remove_file(&keys));
        Direct::open(&Address::Sqlite(today.join("keys.db"))).unwrap().copy_to(&keys).unwrap();
        let keyring =
            Keyring::open(RootKey::from_bytes([42; 32]), Direct::open(&Address::Sqlite(keys)).unwrap()).unwrap();
        let mut direct = Direct::open(&Address::Sqlite(old.join("main.db"))).unwrap();
        direct.lend(Arc::new(keyring));
        OPENERS.iter().map(|(what, open)| (*what, direct.read(|tx| open(tx, sealed)).unwrap())).collect()
    })
}
