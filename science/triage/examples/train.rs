//! Trains the model that is shipped: `cargo xtask triage-train`.
//!
//! `train OUT FILE… [--chat FILE]`: files with the columns `text`, `expected_level` and `flag`; what follows `--chat` is
//! ordinary talk of which only the column `text` is read. A file with `=3` behind it counts three times.

use std::error::Error;
use std::process::ExitCode;

use triage::Level;
use triage::train::{Example, Settings, report, train};
use triage::{Thresholds, Triage};

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "a command reads its own arguments")]
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), Box<dyn Error>> {
    let (out, files) = words.split_first().ok_or("say where the model goes, and then the files to learn from")?;
    let mut examples = Vec::new();
    let mut chat = false;
    for file in files {
        if file == "--chat" {
            chat = true;
            continue;
        }
        let (file, times) = file.split_once('=').unwrap_or((file, "1"));
        let before = examples.len();
        read(file, chat, times.parse()?, &mut examples).map_err(|error| format!("{file}: {error}"))?;
        println!("{:>6} texts from {file}", examples.len() - before);
    }
    let model = train(&examples, &Settings::default());
    std::fs::write(out, model.to_bytes())?;
    let learnt = report(&Triage::new(model, Thresholds::default()), &examples);
    println!(
        "\nOn the texts it learnt from, with the rules: {} of 1,000 that need a person are flagged ({} of a crisis), {} of the \
         others.\nScores are off by {} of 1,000 on average. What it does with texts it has not seen: cargo xtask triage-report.",
        learnt.recall, learnt.crisis_recall, learnt.false_alarms, learnt.calibration
    );
    Ok(())
}

fn read(file: &str, chat: bool, times: u16, examples: &mut Vec<Example>) -> Result<(), Box<dyn Error>> {
    let mut rows = csv::Reader::from_path(file)?;
    let names = rows.headers()?.clone();
    let column = |name: &str| names.iter().position(|it| it == name).ok_or(format!("has no column {name}"));
    let text = column("text")?;
    let decided = if chat { None } else { Some((column("expected_level")?, column("flag")?)) };
    for row in rows.records() {
        let row = row?;
        let (level, flag) = match decided {
            Some((level, flag)) => (row[level].parse()?, &row[flag] == "1"),
            None => (Level::Green, false),
        };
        examples.push(Example { text: row[text].to_owned(), level, flag, times });
    }
    Ok(())
}
