//! Pseudonyms: what may be one, and when two are too alike to tell apart.

use db::{Error, Result, Tx, args};
use organisation::Settings;
use seal::Keyring;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{marks::mark, names};

/// Fewest and most characters of a pseudonym.
pub const LENGTH: std::ops::RangeInclusive<usize> = 3..=24;

/// Words that make a name look like somebody who speaks for the place, wherever in the name they stand.
const OFFICIAL_INSIDE: &[&str] = &[
    "admin",
    "moderator",
    "supervisor",
    "safeguard",
    "official",
    "facilitator",
    "helpline",
    "counsellor",
    "counselor",
    "therapist",
    "supporter",
    "police",
    "samaritan",
];
/// The same when they are the whole name.
const OFFICIAL_ALONE: &[&str] =
    &["mod", "mods", "staff", "system", "support", "team", "root", "help", "doctor", "nurse", "alongside", "owner"];

/// The name as it is kept: compatibility forms made plain (ｍａｙａ is maya), spaces made single. Refuses, kindly, what
/// would give a person away or pass for somebody else.
pub fn check(typed: &str) -> Result<String> {
    let plain: String = typed.nfkc().map(|it| if it == '’' { '\'' } else { it }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.contains('@') || name.contains("//") || name.to_lowercase().contains("www.") {
        return Err(Error::refused("pseudonym-contact"));
    }
    if !name.chars().all(may_stand_in_a_name) {
        return Err(Error::refused("pseudonym-letters"));
    }
    if !LENGTH.contains(&name.chars().count()) {
        return Err(Error::refused("pseudonym-length"));
    }
    if longest_run_of_digits(&name) > 3 {
        return Err(Error::refused("pseudonym-digits"));
    }
    if name.chars().filter(|it| it.is_alphabetic()).count() < 2 || most_marks_on_a_letter(&name) > 3 {
        return Err(Error::refused("pseudonym-letters"));
    }
    if looks_official(&name) {
        return Err(Error::refused("pseudonym-official"));
    }
    Ok(name)
}

fn may_stand_in_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter) || matches!(letter, ' ' | '-' | '_' | '\'')
}

/// Digits that follow each other, whatever stands between them: `07 12-34` is six.
fn longest_run_of_digits(name: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for letter in name.chars() {
        if letter.is_numeric() {
            run += 1;
            longest = longest.max(run);
        } else if letter.is_alphabetic() {
            run = 0;
        }
    }
    longest
}

fn most_marks_on_a_letter(name: &str) -> usize {
    let (mut most, mut run) = (0, 0);
    for letter in name.nfd() {
        run = if is_combining_mark(letter) { run + 1 } else { 0 };
        most = most.max(run);
    }
    most
}

fn looks_official(name: &str) -> bool {
    let folded = fold(name);
    OFFICIAL_INSIDE.iter().any(|word| folded.contains(&fold(word)))
        || OFFICIAL_ALONE.iter().any(|word| folded == fold(word))
}

/// The name as it is compared. Two names that a tired eye takes for the same fold alike: capitals, accents, spaces and
/// marks do not count, and neither do letters of another script that look the same (Unicode's table of confusables).
pub fn fold(name: &str) -> String {
    let mut folded = name.to_owned();
    // What one step brings forth another may fold further (a capital look-alike becomes small); it settles at once in
    // practice, and the bound keeps it finite whatever the tables say.
    for _ in 0..4 {
        let next = fold_once(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

fn fold_once(name: &str) -> String {
    let small: String = name.nfkc().flat_map(char::to_lowercase).map(|it| as_capital(it).unwrap_or(it)).collect();
    let alike: String = unicode_security::skeleton(&small).flat_map(char::to_lowercase).collect();
    alike
        .nfd()
        .filter(|it| !('\u{300}'..='\u{36f}').contains(it))
        .filter(|it| it.is_alphanumeric() || is_combining_mark(*it))
        .map(|it| match it {
            'i' | '1' | 'ı' => 'l',
            '0' => 'o',
            other => other,
        })
        .collect()
}

/// Some letters look alike only as capitals: М is M, though м is not m. Since capitals do not count, neither does that.
fn as_capital(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    let capital = letter.to_uppercase().to_string();
    let mut alike = unicode_security::skeleton(&capital);
    alike.next().filter(|it| it.is_ascii_uppercase() && alike.next().is_none()).map(|it| it.to_ascii_lowercase())
}

/// Refuses a name that somebody has, or that somebody who left had; and the name of the place itself.
pub fn ask_for(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    if fold(&Settings::current(tx)?.name) == fold(name) {
        return Err(Error::refused("pseudonym-official"));
    }
    if is_free(tx, name)? { Ok(()) } else { Err(Error::refused("pseudonym-taken")) }
}

fn is_free(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    let folded = fold(name);
    let gone = tombstone(tx, &folded)?;
    let taken: i64 =
        tx.value("SELECT COUNT(*) FROM people_members WHERE folded = $1 OR folded = $2", args![folded, gone])?;
    Ok(taken == 0)
}

/// What stays of a name when its member has been erased: a mark under the community's key, from which nobody reads the
/// name, and by which nobody else can take it and be held for the one who left.
pub(crate) fn tombstone(tx: &mut Tx<'_>, folded: &str) -> Result<String> {
    let key = tx.lent::<Keyring>()?.derive("people pseudonyms of those who left v1");
    // The colon cannot stand in a folded name, so a mark never equals one.
    Ok(format!("gone:{}", mark(&key, folded)))
}

/// Some free names to choose from.
pub fn suggestions(tx: &mut Tx<'_>, count: usize) -> Result<Vec<String>> {
    let mut found = Vec::new();
    // Even in a community that has used most of the names this finds some; in one that has used all, it finds fewer.
    for _ in 0..count * 8 {
        let name = names::two_words(tx.random_bytes());
        if !found.contains(&name) && is_free(tx, &name)? {
            found.push(name);
        }
        if found.len() == count {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(name: &str) -> &'static str {
        check(name).expect_err(name).refusal().unwrap()
    }

    #[test]
    fn names_of_many_scripts_are_welcome() {
        for name in [
            "Quiet River",
            "Ayşe",
            "Σοφία",
            "Мария",
            "নীল পাখি",
            "பூங்குயில்",
            "海の音",
            "سلمى",
            "O'Neill",
            "Ana-Lúcia",
            "fox_7",
            "Zoë 123",
        ] {
            assert!(check(name).is_ok(), "{name}: {:?}", check(name));
        }
    }

    #[test]
    fn what_gives_a_person_away_is_not_a_pseudonym() {
        assert_eq!(refused("maya@example.org"), "pseudonym-contact");
        assert_eq!(refused("www.maya"), "pseudonym-contact");
        assert_eq!(refused("Maya1987"), "pseudonym-digits");
        assert_eq!(refused("Maya 07-12 34"), "pseudonym-digits");
        assert_eq!(refused("Maya ٠١٢٣"), "pseudonym-digits");
        assert_eq!(refused("ab"), "pseudonym-length");
        assert_eq!(refused(&"a".repeat(25)), "pseudonym-length");
        assert_eq!(refused("1-2-3"), "pseudonym-letters");
        assert_eq!(refused("Ma<y>a"), "pseudonym-letters");
        assert_eq!(refused("Maya 🌱"), "pseudonym-letters");
        assert_eq!(refused("May\u{301}\u{301}\u{301}\u{301}a"), "pseudonym-letters");
    }

    #[test]
    fn nobody_passes_for_the_people_who_run_the_place() {
        for name in
            ["Admin", "The Administrator", "аdmin", "adm1n", "A D M I N", "Moderator Jo", "SUPPORT", "Ｓtaff", "ádmin"]
        {
            assert_eq!(refused(name), "pseudonym-official", "{name}");
        }
        for name in ["Modest Fox", "Teamaker", "Rooted Oak"] {
            assert!(check(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn look_alikes_fold_alike_and_others_do_not() {
        for (one, other) in [
            ("Maya", "MAYA"),
            ("Maya", "Мaya"),
            ("Quiet River", "quiet_river"),
            ("Lily", "Iily"),
            ("José", "Jose"),
            ("morn", "mom"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("Maya"), fold("Mara"));
        assert_ne!(fold("কমলা"), fold("কমল"));
    }

    proptest! {
        #[test]
        fn folding_is_settled(name in "\\PC{0,24}") {
            prop_assert_eq!(fold(&fold(&name)), fold(&name));
        }

        #[test]
        fn capitals_and_spaces_never_make_another_person(name in "[a-z]{2,10}( [a-z]{2,10})?") {
            prop_assert_eq!(fold(&name.to_uppercase().replace(' ', "_")), fold(&name));
        }

        #[test]
        fn what_is_allowed_stays_allowed(name in "\\PC{0,30}") {
            if let Ok(kept) = check(&name) {
                prop_assert_eq!(check(&kept).unwrap(), kept);
            }
        }
    }
}
