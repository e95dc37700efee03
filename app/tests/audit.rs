//! The record beside the database, with the real program and the real command.

use std::{fs, path::Path, time::Instant};

use db::{Address, Direct, args};
use organisation::trail;

use crate::{
    program::{Folder, Program, open, run, said},
    socket::PATIENCE,
};

/// Writes so many entries into the trail.
async fn entries(data: &Path, count: usize) {
    let ground = open(data);
    ground
        .db
        .write(move |tx| (0..count).try_for_each(|_| trail::record(tx, None, "trail-founded", None, "as it was")))
        .await
        .unwrap();
}

/// Serves until the file of checkpoints has so many lines.
async fn serve_until(data: &Path, log: &Path, lines: usize) {
    let program = Program::serve(data, log).await;
    let began = Instant::now();
    let file = data.join("checkpoints.log");
    while fs::read_to_string(&file).unwrap_or_default().lines().count() < lines {
        assert!(began.elapsed() < PATIENCE, "no checkpoint was written within {PATIENCE:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    program.ask_to_end();
    assert!(program.wait().success());
}

/// What the command says after these statements, and whether it was content.
fn verified_after(data: &Path, sql: &[&str]) -> (bool, String) {
    let address = Address::Sqlite(data.join("main.db"));
    Direct::open(&address)
        .unwrap()
        .write(|tx| sql.iter().try_for_each(|it| tx.execute(it, args![]).map(drop)))
        .unwrap();
    let output = run(data, &["verify-audit"]);
    (output.status.success(), said(&output))
}

fn copy(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn the_command_says_where_the_record_does_not_hold() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = Folder::new();
        let (data, log) = (folder.join("data"), folder.join("log"));
        entries(&data, 4).await;
        serve_until(&data, &log, 1).await;
        entries(&data, 4).await;
        serve_until(&data, &log, 2).await;
        let (sound, words) = verified_after(&data, &[]);
        assert!(sound && words.contains("The record holds: 8 entries, 2 checkpoints."), "{words}");

        let cut = [
            "DELETE FROM organisation_trail WHERE number > 4",
            "UPDATE organisation_trail_end SET number = 4, hash = (SELECT hash FROM organisation_trail WHERE number = 4)",
            "DELETE FROM organisation_checkpoints WHERE number > 4",
        ];
        let whole = folder.join("whole");
        copy(&data, &whole);
        for (sql, told) in [
            (&["UPDATE organisation_trail SET reason = 'kinder' WHERE number = 3"][..], "Entry 3 of the trail was changed"),
            (&["DELETE FROM organisation_trail WHERE number = 6"], "Entry 6 of the trail was changed"),
            (&cut[..2], "The trail was cut at its end: checkpoint 2 was signed when there were 8 entries, and now there are 4."),
            (&cut, "The trail was cut at its end: checkpoint 2 was signed when there were 8 entries, and now there are 4."),
            (&["DELETE FROM organisation_checkpoints WHERE place = 2"], "Checkpoint 2 stands in"),
            (&["UPDATE organisation_checkpoints SET number = 3 WHERE place = 1"], "Checkpoint 1 in the database was changed"),
        ] {
            copy(&whole, &data);
            let (sound, words) = verified_after(&data, sql);
            assert!(!sound && words.contains("THE RECORD DOES NOT HOLD") && words.contains(told), "{sql:?}: {words}");
        }

        // The file: a line taken out, changed, or all of it gone.
        let text = fs::read_to_string(whole.join("checkpoints.log")).unwrap();
        let (first, second) = text.split_once('\n').unwrap();
        for (file, told) in [
            (second.to_owned(), "Checkpoint 1 is missing in"),
            (format!("{second}{first}\n"), "Checkpoint 1 is missing in"),
            (text.replacen(' ', " x", 1), "Line 1 of"),
            (text.replacen("1 4 ", "1 3 ", 1), "was changed, or was not signed"),
        ] {
            copy(&whole, &data);
            fs::write(data.join("checkpoints.log"), file).unwrap();
            let (sound, words) = verified_after(&data, &[]);
            assert!(!sound && words.contains(told), "{told}: {words}");
        }
        copy(&whole, &data);
        fs::remove_file(data.join("checkpoints.log")).unwrap();
        let (sound, words) = verified_after(&data, &[]);
        assert!(!sound && words.contains("is gone"), "{words}");

        // Trail, table and file cut together: only the copy that was kept elsewhere tells.
        copy(&whole, &data);
        fs::write(data.join("checkpoints.log"), format!("{first}\n")).unwrap();
        let (sound, words) = verified_after(&data, &cut);
        assert!(sound, "nothing on this machine could tell: {words}");
        let kept = whole.join("checkpoints.log");
        let key = whole.join("checkpoints.key");
        let (kept, key) = (kept.to_str().unwrap(), key.to_str().unwrap());
        let output = run(&data, &["verify-audit", "--checkpoints", kept, "--key", key]);
        assert!(!output.status.success() && said(&output).contains("The trail was cut at its end"), "{}", said(&output));

        // A program that goes on from a trail that was cut adds nothing to the file, and says so.
        copy(&whole, &data);
        verified_after(&data, &cut);
        let program = Program::serve(&data, &log).await;
        let began = Instant::now();
        while !fs::read_to_string(&log).unwrap().contains("ends with a checkpoint that the database does not have") {
            assert!(began.elapsed() < PATIENCE, "{}", fs::read_to_string(&log).unwrap());
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        drop(program);
        assert_eq!(fs::read_to_string(data.join("checkpoints.log")).unwrap(), text);
    });
}
