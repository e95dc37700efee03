//! What the community has decided about how the place runs. Every number has bounds, so that no setting can quietly
//! break a promise (an offer that nobody can answer in time, a break that is no break).

use std::collections::HashMap;

use db::{Error, Result, Tx, args};
use words::{AgeBand, Language, MemberId};

use crate::{emergency, setup, trail};

/// The settings as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The community's name.
    pub name: String,
    /// A short name that gives nothing away, for home screens. At most 12 letters.
    pub short_name: String,
    /// The community's time zone (IANA name).
    pub zone: String,
    /// Languages in which support is given, the first preferred.
    pub languages: Vec<Language>,
    /// Age bands that may join, the oldest first.
    pub bands: Vec<AgeBand>,
    /// The community's own country (ISO 3166-1 alpha-2): whose helplines a visitor sees first.
    pub country: String,
    /// Countries whose people the community serves; its own is the first.
    pub countries: Vec<String>,
    /// Youngest age that may join, in years. Follows from the bands.
    pub minimum_age: u32,
    /// Seconds a supporter has to answer an offer. 40: long enough to read a few words twice and reach the button with a
    /// screen reader or a switch; short enough that three offers fit into two minutes of somebody's wait.
    pub offer_seconds: u32,
    /// Minutes of rest after a conversation before the next offer. 10: helpline volunteers name the missing pause
    /// between calls among the things that wear them out most.
    pub break_minutes: u32,
    /// Hours within which a note left by somebody whom nobody could meet is answered. 24: one day, so that every note
    /// meets at least one evening shift.
    pub note_hours: u32,
    /// Minutes of waiting after which other ways (a note, self-help, helplines) are set before the person. 10: about as
    /// long as people keep hoping without news.
    pub fallback_minutes: u32,
    /// Minutes of silence in a conversation before both are asked whether they are still there. 10: long enough to cry,
    /// to find words, or to see to a child.
    pub idle_minutes: u32,
    /// Days that a conversation's words are kept, sealed, before their key is destroyed. 30: long enough to report
    /// something that only later feels wrong.
    pub retention_days: u32,
    /// Every number that can be set, in the order of [`DIALS`].
    numbers: Vec<u32>,
}

/// A number that can be set, within bounds; one that goes from no to yes is a switch.
#[derive(Clone, Copy, Debug)]
pub struct Dial {
    /// Under which it is stored, and named in the catalogue as `settings-dial-…`.
    pub name: &'static str,
    /// The smallest value.
    pub least: u32,
    /// The largest value.
    pub most: u32,
    /// The value until somebody decides.
    pub usual: u32,
}

/// No, on a dial that is a switch.
pub const NO: u32 = 0;
/// Yes, on a dial that is a switch.
pub const YES: u32 = 1;

/// Every number that can be set.
pub const DIALS: &[Dial] = &[
    Dial { name: "offer-seconds", least: 20, most: 180, usual: 40 },
    Dial { name: "break-minutes", least: 5, most: 60, usual: 10 },
    Dial { name: "fallback-minutes", least: 2, most: 60, usual: 10 },
    Dial { name: "note-hours", least: 1, most: 72, usual: 24 },
    Dial { name: "idle-minutes", least: 5, most: 60, usual: 10 },
    Dial { name: "retention-days", least: 1, most: 90, usual: 30 },
    // How soon a person looks at what is red, amber and green. Our own judgement: a quarter of an hour is about as long as
    // somebody on duty needs to finish a sentence; a day is what a person who reports will wait without feeling ignored.
    Dial { name: "look-red-minutes", least: 5, most: 120, usual: 15 },
    Dial { name: "look-amber-hours", least: 1, most: 24, usual: 4 },
    Dial { name: "look-green-hours", least: 1, most: 72, usual: 24 },
    Dial { name: "appeal-days", least: 1, most: 30, usual: 7 },
    Dial { name: "complaint-days", least: 1, most: 60, usual: 14 },
    // Flags after which something is set aside while nobody is there. Side by Side (Mind) publishes these two numbers.
    Dial { name: "night-flags-post", least: 2, most: 20, usual: 3 },
    Dial { name: "night-flags-person", least: 2, most: 50, usual: 5 },
    Dial { name: "second-reading-permille", least: 0, most: 100, usual: 10 },
    // Hours that somebody may help in any 24 hours and any week, and rest after each hour. Our own judgement: the text line
    // whose terms we read asks for shifts of four hours; three of them are a week.
    Dial { name: "day-hours", least: 1, most: 12, usual: 4 },
    Dial { name: "week-hours", least: 1, most: 48, usual: 12 },
    Dial { name: "hour-rest-minutes", least: 5, most: 30, usual: 10 },
    Dial { name: "hard-in-a-row", least: 1, most: 10, usual: 3 },
    Dial { name: "hard-rest-minutes", least: 5, most: 120, usual: 15 },
    // How long somebody is here for themselves before they apply to be here for others. None until somebody decides: the
    // first supporters of a new place join on the day on which they begin.
    Dial { name: "apply-after-days", least: 0, most: 365, usual: 0 },
    // How many people one supervisor looks after, and how often they talk: every fortnight for three months, then once a
    // month, with a fortnight's grace. Our own judgement; the standards that we read name no number and leave it open.
    Dial { name: "supervision-people", least: 1, most: 20, usual: 8 },
    Dial { name: "supervision-early-days", least: 7, most: 31, usual: 14 },
    Dial { name: "supervision-days", least: 7, most: 92, usual: 30 },
    Dial { name: "supervision-grace-days", least: 1, most: 60, usual: 14 },
    // How long each is waited for before others are called as well: see `safety::stage::Spans`.
    Dial { name: "page-desks-seconds", least: 5, most: 300, usual: 60 },
    Dial { name: "page-first-seconds", least: 5, most: 300, usual: 60 },
    Dial { name: "page-second-seconds", least: 5, most: 300, usual: 60 },
    Dial { name: "page-again-seconds", least: 30, most: 1800, usual: 300 },
    // Whether the doors need a supervisor and a moderator on call. Off until somebody decides: a small place opens before
    // it has both.
    Dial { name: "doors-need-on-call", least: NO, most: YES, usual: NO },
    // How many people one supporter can look after in an hour, for the forecast. Our own judgement: two talks of twenty
    // minutes, each with its rest.
    Dial { name: "asks-an-hour", least: 1, most: 6, usual: 2 },
];

impl Settings {
    /// The settings as they stand.
    pub fn current(tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self::clone(&*tx.kept((), Self::read)?))
    }

    fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let stored: HashMap<String, String> = tx
            .all("SELECT name, value FROM organisation_settings", args![], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
        let text = |name: &str, usual: &str| stored.get(name).map_or(usual, String::as_str).to_owned();
        // Clamped on the way out too: bounds may have narrowed since it was stored.
        let numbers: Vec<u32> = DIALS
            .iter()
            .map(|it| stored.get(it.name).and_then(|it| it.parse().ok()).unwrap_or(it.usual).clamp(it.least, it.most))
            .collect();
        let number = |name: &str| named(&numbers, name);
        let bands: Vec<AgeBand> = text("bands", "adult").split(',').filter_map(|it| it.parse().ok()).collect();
        let country = text("country", "GB");
        let mut countries = vec![country.clone()];
        countries
            .extend(text("countries", "").split(',').filter(|it| !it.is_empty() && *it != country).map(str::to_owned));
        Ok(Self {
            name: text("name", "Alongside"),
            short_name: text("short-name", "Alongside"),
            zone: text("zone", "Europe/London"),
            languages: Language::list(&text("languages", "en")),
            minimum_age: minimum_age(&bands),
            bands,
            country,
            countries,
            offer_seconds: number("offer-seconds"),
            break_minutes: number("break-minutes"),
            note_hours: number("note-hours"),
            fallback_minutes: number("fallback-minutes"),
            idle_minutes: number("idle-minutes"),
            retention_days: number("retention-days"),
            numbers,
        })
    }

    /// The number of this name; 0 for a name that no dial has.
    pub fn number(&self, name: &str) -> u32 {
        named(&self.numbers, name)
    }

    /// Whether the switch of this name is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.number(name) == YES
    }

    /// Turns dials; what stays the same leaves no trace. A reason is always asked: people plan by these numbers.
    pub fn turn(tx: &mut Tx<'_>, by: MemberId, values: &[(&Dial, u32)], reason: &str) -> Result<()> {
        let before = Self::current(tx)?;
        let mut changes = Vec::new();
        for (dial, value) in values {
            if !dial.holds(*value) {
                return Err(dial.out_of_bounds());
            }
            let old = before.number(dial.name);
            if old != *value {
                store(tx, dial.name, &value.to_string())?;
                changes.push(format!("{}: {old} → {value}", dial.name));
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        if reason.trim().is_empty() {
            return Err(Error::refused("reason-missing"));
        }
        trail::record_detail(tx, Some(by), "trail-settings", None, &changes.join("; "), reason)
    }

    /// Names the community, and the zone in which its day passes.
    pub fn rename(
        tx: &mut Tx<'_>,
        by: Option<MemberId>,
        name: &str,
        short_name: &str,
        zone: &str,
        reason: &str,
    ) -> Result<()> {
        if jiff::tz::TimeZone::get(zone).is_err() {
            return Err(Error::refused("setup-zone-unknown"));
        }
        store(tx, "name", name)?;
        store(tx, "short-name", short_name)?;
        store(tx, "zone", zone)?;
        setup::note(tx, by, setup::Step::Name, &format!("{name} ({short_name}), {zone}"), reason)
    }

    /// Says in which languages support is given.
    pub fn speak(tx: &mut Tx<'_>, by: Option<MemberId>, languages: &[Language], reason: &str) -> Result<()> {
        if languages.is_empty() {
            return Err(Error::refused("setup-languages-missing"));
        }
        let list = Language::join(languages);
        store(tx, "languages", &list)?;
        setup::note(tx, by, setup::Step::Languages, &list, reason)
    }

    /// Says which age bands may join. Adults always may.
    pub fn admit(tx: &mut Tx<'_>, by: Option<MemberId>, bands: &[AgeBand], reason: &str) -> Result<()> {
        if !bands.contains(&AgeBand::Adult) {
            return Err(Error::refused("setup-ages-missing"));
        }
        let list = AgeBand::ALL.iter().rev().filter(|it| bands.contains(it)).map(|it| it.as_str()).collect::<Vec<_>>();
        store(tx, "bands", &list.join(","))?;
        setup::note(tx, by, setup::Step::Ages, &list.join(", "), reason)?;
        setup::keep_open(tx, "helplines-keep-youth")
    }

    /// Says which countries are served; the first is the community's own.
    pub fn serve(tx: &mut Tx<'_>, by: Option<MemberId>, countries: &[&str], reason: &str) -> Result<()> {
        let known = countries.iter().all(|it| emergency::of(it).is_some());
        let Some(first) = countries.first().filter(|_| known) else {
            return Err(Error::refused("setup-countries-missing"));
        };
        store(tx, "country", first)?;
        store(tx, "countries", &countries.join(","))?;
        setup::note(tx, by, setup::Step::Helplines, &countries.join(", "), reason)?;
        setup::keep_open(tx, "helplines-keep-country")
    }
}

impl Dial {
    /// Whether it only says yes or no.
    pub fn is_switch(&self) -> bool {
        (self.least, self.most) == (NO, YES)
    }

    /// Whether this value is within the bounds.
    pub fn holds(&self, value: u32) -> bool {
        (self.least..=self.most).contains(&value)
    }

    /// The refusal of a value outside the bounds.
    pub fn out_of_bounds(&self) -> Error {
        let bounds = vec![("least", self.least.to_string()), ("most", self.most.to_string())];
        Error::refused_with("settings-out-of-bounds", bounds)
    }
}

fn named(numbers: &[u32], name: &str) -> u32 {
    DIALS.iter().zip(numbers).find(|(it, _)| it.name == name).map_or(0, |(_, number)| *number)
}

fn minimum_age(bands: &[AgeBand]) -> u32 {
    match () {
        () if bands.contains(&AgeBand::Younger) => 13,
        () if bands.contains(&AgeBand::Older) => 16,
        () => 18,
    }
}

fn store(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO organisation_settings (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        args![name, value],
    )?;
    Ok(())
}
