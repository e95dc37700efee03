//! Copying a community and putting it back, with the real commands.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use alongside::town;
use db::{Address, Direct, args};
use support::{kind::ConversationId, message};

use crate::{
    program::{Folder, Program, command, http, open, run, said},
    talk::fresh_id,
};

/// The open conversation of the town, and a session of the one who asked.
fn amina(tx: &mut db::Tx<'_>) -> db::Result<(ConversationId, String)> {
    let people = town::settle(tx)?;
    let amina = people.iter().find(|it| it.name == "Amina").unwrap().id;
    let talk = support::conversation::Conversation::open_of_asker(tx, amina)?.unwrap();
    Ok((talk.id, people::session::open(tx, amina, false)?))
}

fn copy_key(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    // The mode goes along.
    fs::copy(from.join("root.key"), to.join("root.key")).unwrap();
}

#[test]
fn a_backup_made_while_people_write_is_whole_and_can_be_put_back() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = Folder::new();
        let (data, log) = (folder.join("data"), folder.join("log"));
        let ground = open(&data);
        let (talk, token) = ground.db.write(amina).await.unwrap();
        drop(ground);
        let program = Program::serve(&data, &log).await;
        let path = format!("/conversations/{talk}/messages");
        for number in 0..3 {
            let form = format!("id={}&text=before+the+copy+{number}", fresh_id());
            assert_eq!(http(program.address, "POST", &path, Some(&token), &form).await.unwrap().status, 303);
        }
        let done = Arc::new(AtomicBool::new(false));
        let writer = tokio::spawn({
            let (done, address) = (Arc::clone(&done), program.address);
            async move {
                let mut written = 0;
                while !done.load(Ordering::SeqCst) {
                    let form = format!("id={}&text=during+the+copy+{written}", fresh_id());
                    let answer = http(address, "POST", &path, Some(&token), &form).await.unwrap();
                    assert_eq!(answer.status, 303, "writing is not held up by a backup: {}", answer.body);
                    written += 1;
                }
                written
            }
        });
        let (to, keys_to) = (folder.join("copy"), folder.join("copy-of-keys"));
        let arguments = ["backup", "--to", to.to_str().unwrap(), "--keys-to", keys_to.to_str().unwrap()];
        let output = run(&data, &arguments);
        assert!(output.status.success(), "{}", said(&output));
        done.store(true, Ordering::SeqCst);
        assert!(writer.await.unwrap() > 0, "nobody wrote while the copy was made");
        drop(program);

        // Never over what is there.
        let again = run(&data, &arguments);
        assert!(!again.status.success() && said(&again).contains("already there"), "{}", said(&again));
        let together = run(&data, &["backup", "--to", to.to_str().unwrap(), "--keys-to", to.to_str().unwrap()]);
        assert!(!together.status.success() && said(&together).contains("apart"), "{}", said(&together));

        let (copy, keys) = (to.join("alongside.db"), keys_to.join("alongside-keys.db"));
        for file in [&copy, &keys] {
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
        }
        let restore = ["restore", "--from", copy.to_str().unwrap(), "--keys-from", keys.to_str().unwrap()];
        let elsewhere = folder.join("elsewhere");

        let keyless = run(&elsewhere, &restore);
        assert!(!keyless.status.success() && said(&keyless).contains("root key"), "{}", said(&keyless));

        copy_key(&data, &elsewhere);
        let output = run(&elsewhere, &restore);
        assert!(output.status.success(), "{}", said(&output));
        let ground = open(&elsewhere);
        let words: Vec<String> = ground
            .db
            .read(move |tx| Ok(message::since(tx, talk, 0)?.into_iter().map(|it| it.words).collect()))
            .await
            .unwrap();
        for number in 0..3 {
            assert!(words.contains(&format!("before the copy {number}")), "{words:?}");
        }
        assert!(words.contains(&"أنا متعبة جداً 😔".to_owned()), "{words:?}");
        drop(ground);
        let over = run(&elsewhere, &restore);
        assert!(!over.status.success() && said(&over).contains("never overwrites"), "{}", said(&over));

        // A key that belongs to another community opens nothing, and says so.
        let wrong = folder.join("wrong");
        copy_key(&data, &wrong);
        fs::remove_file(wrong.join("root.key")).unwrap();
        fs::write(wrong.join("root.key"), "ab".repeat(32)).unwrap();
        fs::set_permissions(wrong.join("root.key"), fs::Permissions::from_mode(0o400)).unwrap();
        let output = run(&wrong, &restore);
        assert!(!output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("does not belong to this key database"), "{}", said(&output));
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
    });
}

#[test]
fn data_of_a_newer_program_is_refused() {
    let folder = Folder::new();
    let data = folder.join("data");
    drop(open(&data));
    let again = run(&data, &["migrate"]);
    assert!(again.status.success() && said(&again).contains("was up to date"), "{}", said(&again));
    let mut direct = Direct::open(&Address::Sqlite(data.join("main.db"))).unwrap();
    direct
        .write(|tx| {
            tx.execute(
                "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ('support', 999, 'tomorrow', 0)",
                args![],
            )
        })
        .unwrap();
    drop(direct);
    for words in ["migrate", "serve", "doctor"] {
        let output = run(&data, &[words]);
        assert!(!output.status.success(), "{words}: {}", said(&output));
        assert!(said(&output).contains("newer Alongside"), "{words}: {}", said(&output));
    }
}

#[test]
fn migrate_makes_every_table_and_says_which() {
    let folder = Folder::new();
    let data = folder.join("data");
    fs::create_dir(&data).unwrap();
    let output = run(&data, &["migrate"]);
    assert!(output.status.success(), "{}", said(&output));
    for room in ["jobs", "seal", "organisation", "people", "support"] {
        assert!(said(&output).contains(&format!("{room} 1 ")), "{}", said(&output));
    }
}

#[test]
fn the_doctor_says_what_to_mend_and_is_content_afterwards() {
    let folder = Folder::new();
    let data = folder.join("data");
    let ground = open(&data);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(ground.db.write(|tx| town::settle(tx).map(drop))).unwrap();
    drop(ground);
    let examine = |url: &str| command(&data, &["doctor"]).env("ALONGSIDE_PUBLIC_URL", url).output().unwrap();

    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(data.join("root.key"), fs::Permissions::from_mode(0o440)).unwrap();
    let output = examine("http://peers.example");
    let words = said(&output);
    assert!(!output.status.success(), "{words}");
    for remedy in ["TLS in front", "chmod 0700", "chmod 0400"] {
        assert!(words.contains(remedy), "{remedy} is missing in\n{words}");
    }

    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(data.join("root.key"), fs::Permissions::from_mode(0o400)).unwrap();
    let output = examine("https://peers.example");
    assert!(output.status.success() && !said(&output).contains("MEND"), "{}", said(&output));
}
