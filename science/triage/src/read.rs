//! One level out of everything.

use alloc::vec::Vec;

use crate::conduct::Conduct;
use crate::contact::Contact;
use crate::crisis::{self, Sign, Signs};
use crate::model::Model;
use crate::normal::Normal;
use crate::pack::Pack;
use crate::reading::{Evidence, Kind, Level, Reading};

/// From which score on a text has a level, or should be looked at; in permille.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Thresholds {
    /// Amber from here on.
    pub amber: u16,
    /// Red from here on.
    pub red: u16,
    /// Crisis from here on.
    pub crisis: u16,
    /// A person should look from here on.
    pub flag: u16,
    /// It holds a way to be reached outside from here on.
    pub contact: u16,
    /// It treats somebody as nobody should be treated from here on.
    pub conduct: u16,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { amber: 250, red: 600, crisis: 850, flag: 500, contact: 500, conduct: 500 }
    }
}

/// How many earlier texts count.
const EARLIER: usize = 5;

/// From here on earlier texts make later ones weigh more.
const FLAG: i32 = 500;

/// From this weight of cues on, somebody is having a hard time.
const HARD: i32 = 50;

/// The most that a short text scores which takes back what it names.
const TENDER: i32 = 150;

/// What means weigh beside thoughts of dying.
const MEANS_AND_WISH: i32 = 880;

/// Reads texts. Made once, shared by everyone who reads.
#[derive(Clone, Debug)]
pub struct Triage {
    pack: Pack,
    contact: Contact,
    conduct: Conduct,
    model: Model,
    thresholds: Thresholds,
}

impl Triage {
    /// With the rules, the model and the thresholds that are shipped.
    pub fn shipped() -> Self {
        Self::new(Model::shipped(), Thresholds::default())
    }

    /// With a community's own model and thresholds; the rules are always the shipped ones.
    pub fn new(model: Model, thresholds: Thresholds) -> Self {
        #[expect(clippy::expect_used, reason = "the packs are part of the program, and a test reads them")]
        let pack = crisis::shipped().expect("the shipped packs can be read");
        Self { pack, contact: Contact::shipped(), conduct: Conduct::shipped(), model, thresholds }
    }

    /// The thresholds it reads with.
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }

    /// What a text says, with earlier ones by the same author, the newest first; more than five are not read.
    pub fn read(&self, text: &str, earlier: &[&str]) -> Reading {
        let now = Told::by(text, self);
        let before: Vec<Told<'_>> = earlier.iter().take(EARLIER).map(|text| Told::by(text, self)).collect();
        let (score, raised) = score(&now, &before);
        let mut evidence: Vec<Evidence> = now.evidence(None, raised);
        before.iter().enumerate().for_each(|(index, told)| evidence.extend(told.evidence(Some(index), false)));
        let (contact, conduct) = (self.contact.read(&now.normal), self.conduct.read(&now.normal));
        evidence.extend(contact.evidence);
        evidence.extend(conduct.evidence);
        evidence.sort_by_key(|it| (it.earlier, it.start));
        let level = self.level(score).max(if now.is_hard() { Level::Amber } else { Level::Green });
        Reading { level, score, contact: contact.score, conduct: conduct.score, evidence }
    }

    fn level(&self, score: u16) -> Level {
        let bounds = self.thresholds;
        match score {
            score if score >= bounds.crisis => Level::Crisis,
            score if score >= bounds.red => Level::Red,
            score if score >= bounds.amber => Level::Amber,
            _ => Level::Green,
        }
    }
}

/// The score of a text, and whether its hints count as means.
fn score(now: &Told<'_>, before: &[Told<'_>]) -> (u16, bool) {
    let raised = !now.signs.hints.is_empty() && (now.wishes_to_die() || before.iter().any(Told::wishes_to_die));
    let top = now.top().max(if raised { MEANS_AND_WISH } else { 0 });
    let earlier = before.iter().map(Told::top).max().unwrap_or(0);
    // What was said before makes what is said now weigh more, but is no reason by itself.
    let rising = if top > 0 && earlier >= FLAG { (earlier - FLAG) / 5 } else { 0 };
    let more = (now.signs.signs.len() as i32 - 1).clamp(0, 6) * 8;
    let doubt = now.doubt();
    let score = if top > 0 { top + rising + more + doubt / 50 } else { doubt };
    (score.clamp(0, 999) as u16, raised)
}

/// One text, and what it says.
struct Told<'a> {
    normal: Normal<'a>,
    signs: Signs,
    /// What the model says, in permille.
    model: i32,
}

impl<'a> Told<'a> {
    fn by(text: &'a str, triage: &Triage) -> Self {
        let normal = Normal::of(text);
        let signs = crisis::signs(&normal, &triage.pack);
        let model = i32::from(triage.model.read(&normal));
        Self { normal, signs, model }
    }

    /// Whether it says, by a rule, that its author thinks of dying.
    fn wishes_to_die(&self) -> bool {
        self.signs.signs.iter().any(|sign| sign.kind == Kind::Ideation && sign.weight >= 600)
    }

    /// Whether it is a hard time, though nobody may need to look.
    fn is_hard(&self) -> bool {
        self.signs.tender || (!self.signs.supports() && self.signs.own > 0 && self.signs.weight >= HARD)
    }

    /// What the text says as a whole, without a rule: how heavy it is, and what the model makes of it.
    fn doubt(&self) -> i32 {
        let signs = &self.signs;
        let own = (signs.own as i32 * 25).min(100);
        let heavy = (signs.weight - 30 * signs.helping as i32).clamp(0, 400) * 3 / 2 * own / 100;
        let model = self.model * 7 / 10;
        let words = self.normal.words().len() as i32;
        let doubt = if heavy > model { (heavy * 3 + model) / 4 } else { (model * 3 + heavy) / 4 };
        let doubt = if signs.supports() { doubt / 2 } else { doubt * 11 / 10 };
        // A short text that takes something back says no more than that.
        let most = match (signs.tender || signs.away, words) {
            _ if signs.retold => TENDER,
            (true, ..60) => TENDER,
            (true, _) => 600,
            (false, _) => 700,
        };
        doubt.clamp(0, most)
    }

    fn top(&self) -> i32 {
        self.signs.signs.iter().map(|sign| sign.weight).max().unwrap_or(0)
    }

    /// Its evidence in the order of the text. What lies within a longer piece of the same kind is left out.
    fn evidence(&self, earlier: Option<usize>, raised: bool) -> Vec<Evidence> {
        let hints = self.signs.hints.iter().filter(|_| raised);
        let hints =
            hints.map(|hint| Sign { kind: Kind::Means, first: hint.first, last: hint.last, weight: MEANS_AND_WISH });
        let all: Vec<Sign> = self.signs.signs.iter().copied().chain(hints).collect();
        let within = |one: &Sign, other: &Sign| {
            let longer = (other.last - other.first, other.weight) > (one.last - one.first, one.weight);
            one.kind == other.kind && other.first <= one.first && one.last <= other.last && longer
        };
        let outer = all.iter().filter(|one| !all.iter().any(|other| within(one, other)));
        let evidence = outer.map(|sign| {
            let span = self.normal.span(sign.first, sign.last);
            Evidence { kind: sign.kind, start: span.start, end: span.end, earlier, weight: sign.weight }
        });
        let mut evidence: Vec<Evidence> = evidence.collect();
        evidence.sort_by_key(|it| (it.start, it.end, it.kind, it.weight));
        evidence.dedup();
        evidence
    }
}
