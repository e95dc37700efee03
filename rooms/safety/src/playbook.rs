//! Playbooks: what to do in which country when somebody is in danger. They belong to the community, which edits them,
//! has each looked over by somebody who knows, and carries them in and out as text. Those that come with the program are
//! a beginning that nobody has checked, and every page that shows them says so.

use db::{Error, Result, Time, Tx, args};
use organisation::{emergency, trail};
use words::Actor;

/// Longest part, in characters.
pub const PART_AT_MOST: usize = 4000;
/// What the first line of a carried playbook begins with.
const TITLE: &str = "# Playbook: ";
/// Those that come with the program.
const STARTING: &[&str] = &[
    include_str!("../playbooks/GB.md"),
    include_str!("../playbooks/IE.md"),
    include_str!("../playbooks/US.md"),
    include_str!("../playbooks/IN.md"),
    include_str!("../playbooks/ES.md"),
];

db::word! {
    /// The parts of a playbook, in the order in which they are needed.
    pub enum Part {
        /// The numbers.
        Emergency = "emergency",
        /// Whom to call, and when.
        Who = "who",
        /// What the law asks.
        Law = "law",
        /// Child protection.
        Children = "children",
        /// Words to use.
        Wording = "wording",
    }
}

impl Part {
    /// Its heading in a carried playbook: always in English, so that communities can hand them to each other.
    fn heading(self) -> &'static str {
        match self {
            Self::Emergency => "Emergency numbers",
            Self::Who => "Whom to call, and when",
            Self::Law => "What the law asks",
            Self::Children => "Child protection",
            Self::Wording => "Words to use",
        }
    }
}

/// What a playbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// Which country (ISO 3166-1 alpha-2).
    pub country: String,
    parts: [String; 5],
}

impl Says {
    /// Nothing yet, about this country.
    pub fn about(country: &str) -> Self {
        Self { country: country.to_owned(), ..Self::default() }
    }

    /// What it says in this part.
    pub fn of(&self, part: &Part) -> &str {
        &self.parts[*part as usize]
    }

    /// Says this in that part.
    pub fn say(&mut self, part: Part, words: &str) {
        words.trim().clone_into(&mut self.parts[part as usize]);
    }

    /// As text to be carried elsewhere. A line that would read as a heading is indented, so that it stays a line.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("{TITLE}{}\n", self.country);
        for part in Part::ALL {
            let words: Vec<_> = self
                .of(part)
                .lines()
                .map(|line| if line.starts_with('#') { format!(" {line}") } else { line.to_owned() })
                .collect();
            text += &format!("\n## {}\n\n{}\n", part.heading(), words.join("\n"));
        }
        text
    }

    /// Reads what was carried here. Nothing is guessed: a heading that is not known is refused.
    pub fn from_markdown(text: &str) -> Result<Self> {
        let mut says = Self::default();
        let mut part: Option<Part> = None;
        let mut words = String::new();
        for line in text.trim_start_matches('\u{feff}').lines() {
            if let Some(country) = line.strip_prefix(TITLE) {
                country.trim().clone_into(&mut says.country);
            } else if let Some(heading) = line.strip_prefix("## ") {
                if let Some(part) = part {
                    says.say(part, &words);
                }
                words.clear();
                let known = Part::ALL.iter().copied().find(|it| it.heading().eq_ignore_ascii_case(heading.trim()));
                part = Some(known.ok_or_else(|| Error::refused("playbook-unreadable"))?);
            } else {
                words += line.strip_prefix(' ').filter(|it| it.starts_with('#')).unwrap_or(line);
                words.push('\n');
            }
        }
        if let Some(part) = part {
            says.say(part, &words);
        }
        if part.is_none() || emergency::of(&says.country).is_none() {
            return Err(Error::refused("playbook-unreadable"));
        }
        Ok(says)
    }

    fn check(&self) -> Result<()> {
        if emergency::of(&self.country).is_none() {
            return Err(Error::refused("playbook-country"));
        }
        if self.of(&Part::Emergency).is_empty() || self.of(&Part::Who).is_empty() {
            return Err(Error::refused("playbook-empty"));
        }
        if self.parts.iter().any(|it| it.chars().count() > PART_AT_MOST) {
            return Err(Error::refused("playbook-too-long"));
        }
        Ok(())
    }
}

/// A playbook, and who checked it.
#[derive(Clone, Debug)]
pub struct Playbook {
    /// What it says.
    pub says: Says,
    /// When it was written.
    pub written_at: Time,
    /// Who looked it over, by name.
    pub checked_name: Option<String>,
    /// When.
    pub checked_at: Option<Time>,
}

const COLUMNS: &str = "country, emergency, who, law, children, wording, written_at, checked_name, checked_at";

fn from_row(row: &db::Row<'_>) -> Result<Playbook> {
    Ok(Playbook {
        says: Says { country: row.get(0)?, parts: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?] },
        written_at: row.get(6)?,
        checked_name: row.get(7)?,
        checked_at: row.get(8)?,
    })
}

/// Every playbook.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Playbook>> {
    tx.all(&format!("SELECT {COLUMNS} FROM safety_playbooks ORDER BY country"), args![], from_row)
}

/// The playbook of a country.
pub fn of(tx: &mut Tx<'_>, country: &str) -> Result<Option<Playbook>> {
    tx.first(&format!("SELECT {COLUMNS} FROM safety_playbooks WHERE country = $1"), args![country], from_row)
}

/// Those of the countries that the community serves, its own first.
pub fn served(tx: &mut Tx<'_>) -> Result<Vec<Playbook>> {
    let countries = organisation::Settings::current(tx)?.countries;
    let mut served = Vec::new();
    for country in countries {
        served.extend(of(tx, &country)?);
    }
    Ok(served)
}

/// Writes a playbook, or the one of its country anew. What was checked before is no longer.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, says: &Says) -> Result<()> {
    says.check()?;
    store(tx, Some(actor), says)?;
    trail::record_detail(tx, Some(actor.id), "trail-playbook-written", None, &says.country, "")
}

/// Somebody who knows looked it over.
pub fn check(tx: &mut Tx<'_>, actor: &Actor, country: &str) -> Result<()> {
    let checked = tx.execute(
        "UPDATE safety_playbooks SET checked_name = $2, checked_at = $3 WHERE country = $1",
        args![country, actor.pseudonym, tx.now()],
    )?;
    if checked == 0 {
        return Err(Error::NotFound);
    }
    trail::record_detail(tx, Some(actor.id), "trail-playbook-checked", None, country, "")
}

/// Puts the starting ones there, when there are none yet.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    if tx.value::<i64>("SELECT COUNT(*) FROM safety_playbooks", args![])? > 0 {
        return Ok(());
    }
    for text in STARTING {
        store(tx, None, &Says::from_markdown(text)?)?;
    }
    Ok(())
}

fn store(tx: &mut Tx<'_>, by: Option<&Actor>, says: &Says) -> Result<()> {
    let [emergency, who, law, children, wording] = &says.parts;
    tx.execute(
        "INSERT INTO safety_playbooks (country, emergency, who, law, children, wording, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (country) DO UPDATE
         SET emergency = excluded.emergency, who = excluded.who, law = excluded.law, children = excluded.children,
             wording = excluded.wording, written_by = excluded.written_by, written_at = excluded.written_at,
             checked_name = NULL, checked_at = NULL",
        args![says.country, emergency, who, law, children, wording, by.map(|it| it.id), tx.now()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_starting_playbook_is_whole_and_names_the_numbers_that_we_know() {
        for text in STARTING {
            let says = Says::from_markdown(text).unwrap();
            says.check().unwrap();
            assert!(Part::ALL.iter().all(|part| !says.of(part).is_empty()), "{}", says.country);
            for number in emergency::of(&says.country).unwrap().numbers {
                assert!(says.of(&Part::Emergency).contains(number), "{}: {number}", says.country);
            }
            assert_eq!(says.to_markdown().trim(), text.trim(), "carried out as it came in");
        }
    }

    #[test]
    fn what_is_carried_out_comes_in_again_as_it_was() {
        let mut says = Says { country: "IE".to_owned(), ..Says::default() };
        says.say(Part::Who, "First.\n\n## Not a heading\n# Nor this");
        says.say(Part::Wording, "Ä ö – \"words\"");
        assert_eq!(Says::from_markdown(&says.to_markdown()).unwrap(), says);
        for wrong in ["", "# Playbook: GB", "# Playbook: XX\n## Words to use\nx", "# Playbook: GB\n## Something\nx"] {
            assert_eq!(Says::from_markdown(wrong).unwrap_err().refusal(), Some("playbook-unreadable"), "{wrong}");
        }
    }
}
