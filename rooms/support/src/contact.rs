//! Noticing that somebody is about to share a way to reach them outside. It never stops anybody: it asks once.
//!
//! Rules, not a model: an address with `@` and a dot, a run of seven to fifteen digits that is not a known kind of
//! number, a link, or a handle said to belong to a named service. Short numbers pass, so helplines can be shared.

/// Services whose names, beside a handle, say "reach me there".
const SERVICES: &[&str] = &[
    "whatsapp",
    "telegram",
    "discord",
    "snapchat",
    "snap",
    "instagram",
    "insta",
    "facebook",
    "messenger",
    "signal",
    "skype",
    "kik",
    "tiktok",
    "wechat",
    "viber",
    "twitter",
    "line id",
    "zoom",
];

/// Words that turn the name of a service into an invitation.
const INVITATIONS: &[&str] = &[
    "add me",
    "find me",
    "message me",
    "text me",
    "call me",
    "dm me",
    "i'm on",
    "im on",
    "i am on",
    "my handle",
    "my username",
    "my user name",
    "my number",
    "ring me",
    "reach me",
    "contact me",
    "hit me up",
    "my id",
    "follow me",
];

/// Numbers that everyone may share: emergency and crisis lines with seven digits or more, as digits.
const ALLOWED: &[&str] = &[
    "116123",
    "18002738255",
    "08001111",
    "08000684141",
    "131114",
    "1300224636",
    "0800543354",
    "0800726666",
    "9152987821",
];

/// Whether the text seems to share a way to reach somebody outside.
pub fn found(text: &str) -> bool {
    let lower = text.to_lowercase();
    has_address(&lower) || has_number(&lower) || has_link(&lower) || has_handle(&lower)
}

fn has_address(text: &str) -> bool {
    let spelled = text
        .replace(" at ", "@")
        .replace("(at)", "@")
        .replace("[at]", "@")
        .replace(" dot ", ".")
        .replace("(dot)", ".")
        .replace("[dot]", ".");
    spelled.split_whitespace().any(|word| {
        let word = word.trim_matches(|it: char| !it.is_alphanumeric());
        word.split_once('@').is_some_and(|(name, place)| {
            !name.is_empty()
                && place.rsplit_once('.').is_some_and(|(host, top)| {
                    !host.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic)
                })
                && !place.starts_with("example.")
        })
    })
}

fn has_number(text: &str) -> bool {
    let mut digits = String::new();
    let mut gap = 0;
    let mut runs = Vec::new();
    for letter in text.chars() {
        match letter {
            _ if letter.is_numeric() => {
                digits.extend(letter.to_digit(10).and_then(|it| char::from_digit(it, 10)));
                gap = 0;
            }
            ' ' | '-' | '.' | '(' | ')' | '+' | '/' if !digits.is_empty() && gap < 3 => gap += 1,
            _ => {
                runs.push(std::mem::take(&mut digits));
                gap = 0;
            }
        }
    }
    runs.push(digits);
    runs.iter().any(|run| (7..=15).contains(&run.len()) && !ALLOWED.contains(&run.as_str()) && !is_date(run))
}

/// Eight digits that read as a day are a birthday or a diary, not a telephone.
fn is_date(run: &str) -> bool {
    let number = |range: std::ops::Range<usize>| run.get(range).and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
    let year = |it: u32| (1900..2100).contains(&it);
    let (month, day) = (1..=12, 1..=31);
    run.len() == 8
        && ((year(number(0..4)) && month.contains(&number(4..6)) && day.contains(&number(6..8)))
            || (year(number(4..8)) && day.contains(&number(0..2)) && number(2..4) <= 31))
}

fn has_link(text: &str) -> bool {
    text.contains("://")
        || text.contains("www.")
        || ["discord.gg/", "t.me/", "wa.me/", "bit.ly/"].iter().any(|it| text.contains(it))
}

fn has_handle(text: &str) -> bool {
    let names_service = SERVICES.iter().any(|service| {
        text.match_indices(service).any(|(at, _)| {
            let before = text[..at].chars().next_back().is_none_or(|it| !it.is_alphanumeric());
            let after = text[at + service.len()..].chars().next().is_none_or(|it| !it.is_alphanumeric());
            before && after
        })
    });
    let has_at = text.split_whitespace().any(|word| {
        word.strip_prefix('@').is_some_and(|rest| rest.chars().filter(|it| it.is_alphanumeric()).count() >= 3)
    });
    has_at || (names_service && (INVITATIONS.iter().any(|it| text.contains(it)) || has_colon_handle(text)))
}

/// `insta: some.name` and the like.
fn has_colon_handle(text: &str) -> bool {
    SERVICES.iter().any(|service| {
        text.split(service).skip(1).any(|rest| {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix([':', '=', '-']).or_else(|| rest.strip_prefix("is "));
            rest.is_some_and(|it| it.trim_start().chars().next().is_some_and(char::is_alphanumeric))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn ways_to_be_reached_are_noticed() {
        for text in [
            "write to me at maya.r@mail.test",
            "it's maya dot r at mail dot test",
            "call me, 07700 900123",
            "+44 (0)7700-900-123",
            "my number is 0 7 7 0 0 9 0 0 1 2 3",
            "add me on WhatsApp",
            "insta: river.stone",
            "@riverstone on there",
            "see www.somewhere.test/me",
            "telegram is riverstone",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn ordinary_talk_is_left_alone() {
        for text in [
            "I slept 4 hours, maybe 5",
            "I was born on 24-11-1986",
            "you could ring 116 123, they are good",
            "call 988 or 111",
            "I deleted instagram and it helped",
            "it happened at 3.30 at the station",
            "I paid 1200 pounds, then 350",
            "meet people where they are at",
            "in 2019 and 2020 it was worse",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
