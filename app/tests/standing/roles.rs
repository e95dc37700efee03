//! Who sees what, as a file that people read: for each hat alone, which routes exist. A change of it is a change of what
//! somebody may see, and is looked at as such.

use std::{fmt::Write, fs};

use ::words::{AgeBand, Hat};

use super::{
    Class, ask,
    cast::{assemble, filled},
    table::{Row, Who, routes},
};
use crate::{routes::repository, town::in_town};

/// A column: its letter, and somebody who wears one hat and no other.
const COLUMNS: &[(char, &str, &[Hat])] = &[
    ('s', "Aspen", &[Hat::Supporter]),
    ('f', "Birch", &[Hat::Facilitator]),
    ('m', "Cedar", &[Hat::Moderator]),
    ('u', "Elder", &[Hat::Supervisor]),
    ('l', "Fennel", &[Hat::SafeguardingLead]),
    ('e', "Gorse", &[Hat::Evaluator]),
    ('a', "Heather", &[Hat::Administrator]),
    ('o', "Ivy", &[Hat::Auditor]),
];
/// Somebody who is nobody in particular: an adult whom nothing keeps apart from anybody.
const SOMEBODY: &str = "Somebody";

const HEAD: &str = "# Who sees what: every route, and for whom it exists. Written by the proofs out of the standing table, which is\n\
                    # itself tried against the program, route by route.\n\
                    #   v visitor, without an account    . member without a hat\n\
                    #   s supporter    f facilitator    m moderator    u supervisor    l safeguarding lead    e evaluator\n\
                    #   a administrator    o auditor    (each of them wearing that hat alone)\n\
                    #   - does not exist for them    * exists only for those whom it concerns, whatever they wear\n\
                    # To write it anew: ALONGSIDE_WRITE_ROLES=1 cargo test --package alongside --test proofs roles::the_file\n\n";

/// Whether the table names people rather than hats.
fn concerns(row: &Row) -> bool {
    matches!(row.who, Who::Only(_) | Who::Writes { .. })
}

fn line(row: &Row) -> String {
    let mut marks = String::new();
    if concerns(row) {
        marks.push_str("**********");
    } else {
        let mut mark = |letter: char, exists: bool| marks.push(if exists { letter } else { '-' });
        mark('v', matches!(row.who, Who::Anyone));
        mark('.', row.who.includes(SOMEBODY, &[]));
        for (letter, _, hats) in COLUMNS {
            mark(*letter, row.who.includes(SOMEBODY, hats));
        }
    }
    format!("{marks}  {:<4} {}", row.method, row.path)
}

fn written() -> String {
    let mut lines: Vec<_> = routes().map(|row| ((row.path, row.method), line(row))).collect();
    lines.sort();
    lines.into_iter().fold(HEAD.to_owned(), |mut text, (_, line)| {
        let _ = writeln!(text, "{line}");
        text
    })
}

#[test]
fn the_file_of_roles_says_what_the_table_says() {
    let file = repository().join("app/tests/roles.txt");
    let now = written();
    if std::env::var("ALONGSIDE_WRITE_ROLES").is_ok() {
        fs::write(&file, &now).unwrap();
    }
    let before = fs::read_to_string(&file).unwrap_or_default();
    let gone: Vec<_> = before.lines().filter(|line| !now.lines().any(|it| it == *line)).collect();
    let new: Vec<_> = now.lines().filter(|line| !before.lines().any(|it| it == *line)).collect();
    assert!(
        before == now,
        "what people may see has changed. If that is meant, write app/tests/roles.txt anew (its head says how).\n\
         It said:\n{}\nIt would say:\n{}",
        gone.join("\n"),
        new.join("\n")
    );
}

#[test]
fn nobody_who_keeps_settings_or_audits_sees_what_members_write() {
    // Of what only a hat opens, an auditor has the trail and nothing else.
    let by_hat = |row: &&Row| !concerns(row) && !row.who.includes(SOMEBODY, &[]);
    let auditor: Vec<_> =
        routes().filter(by_hat).filter(|it| it.who.includes(SOMEBODY, &[Hat::Auditor])).map(|it| it.path).collect();
    assert_eq!(auditor, ["/trail"]);
    // An administrator has no case, no talk, no queue, no desk.
    let content =
        ["/safety/cases", "/conversations", "/supervision", "/desk", "/duty", "/safety/live", "/safety/appeals"];
    let seen: Vec<_> = routes()
        .filter(by_hat)
        .filter(|it| it.who.includes(SOMEBODY, &[Hat::Administrator]))
        .map(|it| it.path)
        .filter(|path| content.iter().any(|it| path.starts_with(it)))
        .collect();
    assert_eq!(seen, Vec::<&str>::new());
}

#[test]
fn each_hat_alone_opens_what_the_file_says() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        for (_, name, hats) in COLUMNS {
            town.moves_in(name, AgeBand::Adult, hats).await;
        }
        let address = town.serve().await;
        let mut wrong = Vec::new();
        for row in routes().filter(|it| it.method == "GET" && !concerns(it) && !matches!(it.who, Who::Nobody)) {
            let path = filled(row.path, &keys);
            for (_, name, hats) in COLUMNS {
                let expected = if row.who.includes(SOMEBODY, hats) { Class::Welcome } else { Class::Nowhere };
                let answered = ask(&town, address, row, &path, &[], name).await;
                if answered != expected {
                    wrong.push(format!("{} for {hats:?} alone: expected {expected:?}, was {answered:?}", row.path));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
