//! What is said between two, and around it.

use support::kind::Role;

use super::{Theme, paragraph, say};
use crate::populate::chance::Chance;

const ASKED: &[&str] = &[
    "it would be good to talk to somebody who knows this",
    "I would rather not be alone with it {when}",
    "nothing urgent, it is only heavy",
    "I do not know where to begin",
    "it is the third bad {part} in a row",
];
const WELCOME: &[&str] = &[
    "Hello, good that you wrote. What is it like for you just now?",
    "Hello. I am here, take your time.",
    "Hi, thank you for waiting. Where would you like to begin?",
    "Good to meet you. There is no right way to start.",
];
const LISTENING: &[&str] = &[
    "that sounds heavy. How long has it been like this?",
    "thank you for telling me. What is the hardest part of it?",
    "I am still here. Go on, if you like.",
    "I can hear how tired you are.",
    "what would {who} notice if things were {bit} lighter?",
    "that makes sense to me.",
    "did anything help, even for a few minutes?",
    "I have had nights like that. It felt as if they would not end.",
    "is there somebody around you who knows?",
    "you do not have to sort it tonight.",
    "what you did there was not nothing.",
    "shall we look at just the next hour?",
    "it sounds as if you carried this alone for {while}.",
];
const GOES_ON: &[&str] = &[
    "yes.",
    "I have not said that to anybody yet.",
    "I do not know.",
    "maybe, yes.",
    "it is mostly in the {part}.",
    "I keep thinking that I should be over it.",
    "{who} knows a part of it.",
    "I {small}, that was something.",
    "{comfort} helps for ten minutes.",
    "it is quieter in my head now that I write it.",
    "I am {bit} calmer now.",
    "no, not really.",
    "it was worse on {day}.",
];
const CLOSING: &[(&str, &str)] = &[
    ("I think I can sleep now. Thank you.", "I am glad. Be kind to yourself tonight."),
    ("I have to go, somebody is at the door. This was good.", "Thank you for your trust. All the best for {day}."),
    ("Thank you. It is not solved, but it is smaller.", "Then it was worth the evening. Take care."),
    ("I will try {comfort} and then bed.", "That sounds like a good plan."),
];
const THANKED: &[&str] = &[
    "thank you for staying with me that {part}",
    "you did not hurry me, and that was what I needed",
    "I think of what you said about the next hour",
    "I slept that night",
    "it was good to be believed",
];
const REMARKS: &[&str] = &[
    "I felt listened to",
    "it was over {bit} too soon",
    "kind, and no lecture",
    "I would have liked {bit} more time",
    "good questions",
];
const NOTED: &[&str] = &[
    "nobody was free {when}, so I write instead",
    "I did not want to wait any longer, but I would be glad of an answer",
];
const ANSWERED: &[&str] = &[
    "thank you for leaving a note. I am sorry that nobody was free when you asked",
    "I read your note twice before answering",
    "good that you wrote it down",
];
const ANSWERED_MORE: &[&str] = &[
    "what you describe I know from my own bad {season}",
    "you carried this for {while}, and that is long",
    "if you like, ask again on {day} in the evening: there are usually more of us then",
    "you are welcome here any {part}",
];
const REPORTED: &[&str] = &[
    "this did not feel right to me",
    "the tone was unkind",
    "I think this gives away too much about somebody",
    "please have a look at this",
    "it sounded like selling something",
];
const SETTLED: &[&str] = &[
    "Thank you for telling us. We have spoken with the person, and the words are gone.",
    "Thank you. We read it with care and found that it can stay; we know that it was hard to read.",
    "Thank you for looking out for others. We will keep an eye on it.",
    "You were right to tell us. It will not happen again in this place.",
];

/// Every text, for the test that reads them all.
#[cfg(test)]
pub(super) fn every() -> Vec<&'static str> {
    let closing: Vec<&str> = CLOSING.iter().flat_map(|(one, other)| [*one, *other]).collect();
    [
        ASKED,
        WELCOME,
        LISTENING,
        GOES_ON,
        THANKED,
        REMARKS,
        NOTED,
        ANSWERED,
        ANSWERED_MORE,
        REPORTED,
        SETTLED,
        &closing[..],
    ]
    .concat()
}

/// The few words with a request.
pub(in crate::populate) fn ask_words(chance: &mut Chance, theme: &Theme) -> String {
    paragraph(&[say(chance, theme.now) + ".", say(chance, ASKED) + "."])
}

/// What two said to each other, in order.
pub(in crate::populate) fn said(chance: &mut Chance, theme: &Theme, lines: usize) -> Vec<(Role, String)> {
    let mut said =
        vec![(Role::Supporter, say(chance, WELCOME)), (Role::Asker, paragraph(&[say(chance, theme.now) + "."]))];
    while said.len() + 2 < lines {
        let last_by_supporter = said.last().is_some_and(|(role, _)| *role == Role::Supporter);
        // Now and then somebody says two things in a row.
        let by_supporter = if chance.falls(0.85) { !last_by_supporter } else { last_by_supporter };
        said.push(if by_supporter {
            (Role::Supporter, paragraph(&[say(chance, LISTENING)]))
        } else {
            let texts = if chance.falls(0.5) {
                GOES_ON
            } else if chance.falls(0.5) {
                theme.feels
            } else {
                theme.now
            };
            let words = say(chance, texts);
            (Role::Asker, paragraph(&[if words.ends_with('.') { words } else { words + "." }]))
        });
    }
    let (thanks, goodbye) = *chance.pick(CLOSING);
    said.push((Role::Asker, paragraph(&[say(chance, &[thanks])])));
    said.push((Role::Supporter, paragraph(&[say(chance, &[goodbye])])));
    said
}

/// A thank-you.
pub(in crate::populate) fn thanks(chance: &mut Chance) -> String {
    paragraph(&[say(chance, THANKED) + "."])
}

/// A remark about a conversation.
pub(in crate::populate) fn feedback_remark(chance: &mut Chance) -> String {
    paragraph(&[say(chance, REMARKS) + "."])
}

/// A note left instead of waiting.
pub(in crate::populate) fn note(chance: &mut Chance, theme: &Theme) -> String {
    paragraph(&[
        say(chance, NOTED) + ".",
        say(chance, theme.now) + ".",
        say(chance, theme.feels) + ".",
        say(chance, theme.asks),
    ])
}

/// The answer to a note.
pub(in crate::populate) fn answer(chance: &mut Chance, theme: &Theme) -> String {
    paragraph(&[
        say(chance, ANSWERED) + ".",
        say(chance, ANSWERED_MORE) + ".",
        format!("what helped me was this: {}.", say(chance, theme.helped)),
    ])
}

/// The words of a flag, and what came of it.
pub(in crate::populate) fn flag_words(chance: &mut Chance) -> (String, String) {
    (paragraph(&[say(chance, REPORTED) + "."]), say(chance, SETTLED))
}
