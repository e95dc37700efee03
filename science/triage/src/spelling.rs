//! How people spell: look-alike letters, and short forms written out.

use alloc::string::String;
use alloc::vec::Vec;

/// Letters that look like Latin ones: Cyrillic, Greek, Armenian and a few stray ones, each beside its look-alike.
const LOOK_ALIKES: &str = "аaвbсcԁdеeһhіiјjкkӏlмmпnоoрpѕsтtуyхxԝw αaβbεeηnιiκkνvοoρpτtυuχxωw սuօoոnցg ıiɩiɡg";

fn look_alike(sign: char) -> Option<char> {
    let mut signs = LOOK_ALIKES.chars().filter(|sign| *sign != ' ');
    while let (Some(from), Some(to)) = (signs.next(), signs.next()) {
        if from == sign {
            return Some(to);
        }
    }
    None
}

/// Writes words with Latin letters where look-alikes stood among them, as in `ѕuicide`. A word without any Latin letter
/// stays what it is: it may be a word of that script.
pub(crate) fn latin(text: String, from: Vec<u32>) -> (String, Vec<u32>) {
    if text.is_ascii() {
        return (text, from);
    }
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(from.len()));
    let mut at = 0;
    for word in text.split_inclusive(|sign: char| !sign.is_alphabetic()) {
        let mixed = word.chars().any(|sign| sign.is_ascii_alphabetic()) && !word.is_ascii();
        for sign in word.chars() {
            out.push(if mixed { look_alike(sign).unwrap_or(sign) } else { sign });
            places.resize(out.len(), from[at]);
            at += sign.len_utf8();
        }
    }
    places.push(from[at]);
    (out, places)
}

/// What a short form stands for, in words without apostrophes; nothing for other words.
pub(crate) fn written_out(word: &str) -> Option<&'static str> {
    // Most words are none, and their first letter and their length say so.
    let lengths = LENGTHS[usize::from(*word.as_bytes().first()?)];
    if word.len() >= 16 || lengths >> word.len() & 1 == 0 {
        return None;
    }
    SHORT.binary_search_by_key(&word, |(short, _)| *short).ok().map(|found| SHORT[found].1)
}

/// For each first byte, how long the short forms are that begin with it: a bit for each length.
const LENGTHS: [u16; 256] = {
    let (mut lengths, mut at) = ([0; 256], 0);
    while at < SHORT.len() {
        let short = SHORT[at].0.as_bytes();
        lengths[short[0] as usize] |= 1 << short.len();
        at += 1;
    }
    lengths
};

/// Short forms in the order of their bytes, and what they stand for.
#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("2day", "today"), ("2moro", "tomorrow"), ("2morrow", "tomorrow"), ("2night", "tonight"), ("2nite", "tonight"),
    ("abt", "about"), ("ain't", "am not"), ("aint", "am not"), ("alot", "a lot"), ("altho", "though"), ("an'", "and"),
    ("any1", "anyone"), ("anybody", "anyone"), ("anymore", "any more"), ("aren't", "are not"), ("arent", "are not"),
    ("atm", "at the moment"), ("b", "be"), ("bc", "because"), ("bcuz", "because"), ("becuz", "because"),
    ("bestie", "friend"), ("bf", "boyfriend"), ("bff", "friend"), ("bout", "about"), ("bouta", "about to"),
    ("boutta", "about to"), ("can't", "can not"), ("cannot", "can not"), ("cant", "can not"), ("carnt", "can not"),
    ("cause", "because"), ("cnt", "can not"), ("cos", "because"), ("coulda", "could have"), ("couldn't", "could not"),
    ("couldnt", "could not"), ("coz", "because"), ("cuttin", "cutting"), ("cuz", "because"), ("dei", "die"),
    ("didn", "did not"), ("didn't", "did not"), ("didnt", "did not"), ("diee", "die"), ("dnot", "do not"), ("dnt", "do not"),
    ("doesn't", "do not"), ("doesnt", "do not"), ("don't", "do not"), ("dont", "do not"), ("dun", "do not"),
    ("dyin", "dying"), ("endmylife", "end my life"), ("everone", "everyone"), ("every1", "everyone"),
    ("everybody", "everyone"), ("everyone's", "everyone is"), ("everytime", "every time"), ("feelin", "feeling"),
    ("finna", "about to"), ("fml", "fuck my life"), ("gf", "girlfriend"), ("gna", "going to"), ("goin", "going to"),
    ("gon", "going to"), ("gonna", "going to"), ("gotta", "got to"), ("gunna", "going to"), ("hadn't", "had not"),
    ("hadnt", "had not"), ("hafta", "have to"), ("hasn't", "has not"), ("hasnt", "has not"),
    ("hatemylife", "hate my life"), ("hatemyself", "hate myself"), ("haven't", "have not"), ("havent", "have not"),
    ("he'd", "he would"), ("he'll", "he will"), ("he's", "he is"), ("here's", "here is"), ("heres", "here is"),
    ("hes", "he is"), ("hurtin", "hurting"), ("i'd", "i would"), ("i'll", "i will"), ("i'm", "i am"),
    ("i've", "i have"), ("iam", "i am"), ("idc", "i do not care"), ("idek", "i do not even know"),
    ("idk", "i do not know"), ("ihatemylife", "i hate my life"), ("im", "i am"), ("ima", "i am going to"),
    ("imma", "i am going to"), ("isn't", "is not"), ("isnt", "is not"), ("it'll", "it will"), ("it's", "it is"),
    ("itll", "it will"), ("ive", "i have"), ("iwannadie", "i want to die"), ("iwant", "i want"),
    ("iwanttodie", "i want to die"), ("jk", "just kidding"), ("kil", "kill"), ("killin", "killing"),
    ("killmyself", "kill myself"), ("kinda", "kind of"), ("liv", "live"), ("livin", "living"), ("lvie", "live"), ("lyfe", "life"),
    ("mam", "mum"), ("meself", "myself"), ("mom", "mum"), ("momma", "mum"), ("mommy", "mum"), ("mself", "myself"),
    ("mummy", "mum"), ("mustn't", "must not"), ("mustnt", "must not"), ("mysefl", "myself"), ("myslef", "myself"),
    ("n", "and"), ("nd", "and"), ("ngl", "not going to lie"), ("no-one", "no one"), ("no1", "no one"),
    ("nobody", "no one"), ("nobody's", "no one is"), ("nobodys", "no one is"), ("noone", "no one"),
    ("noones", "no one is"), ("nothin", "nothing"), ("pls", "please"), ("plz", "please"), ("ppl", "people"),
    ("r", "are"), ("rn", "right now"), ("selfharm", "self harm"), ("selfharmed", "self harmed"),
    ("selfharming", "self harming"), ("sewercidal", "suicidal"),
    ("sewerslidal", "suicidal"), ("she'd", "she would"),
    ("she'll", "she will"), ("she's", "she is"), ("shes", "she is"), ("shoulda", "should have"),
    ("shouldn't", "should not"), ("shouldnt", "should not"), ("siucidal", "suicidal"), ("somebody", "someone"),
    ("somethin", "something"), ("sooicide", "suicide"), ("suacide", "suicide"), ("sucidal", "suicidal"), ("suecide", "suicide"),
    ("suicid", "suicide"), ("suicidial", "suicidal"), ("suicidle", "suicidal"), ("suiside", "suicide"),
    ("sum1", "someone"), ("that's", "that is"), ("thats", "that is"), ("thats'", "that is"), ("there's", "there is"),
    ("theres", "there is"), ("they'd", "they would"), ("they'll", "they will"), ("they're", "they are"),
    ("they've", "they have"), ("theyd", "they would"), ("theyll", "they will"), ("theyre", "they are"),
    ("theyve", "they have"), ("thinkin", "thinking"), ("tho", "though"), ("thru", "through"), ("thx", "thanks"),
    ("tmr", "tomorrow"), ("tmrw", "tomorrow"), ("tmw", "tomorrow"), ("tn", "tonight"), ("tommorow", "tomorrow"),
    ("tomoro", "tomorrow"), ("tomorow", "tomorrow"), ("tonigt", "tonight"), ("tonite", "tonight"), ("tryed", "tried"),
    ("tryna", "trying to"), ("ty", "thanks"), ("u", "you"), ("ur", "you are"), ("w/", "with"), ("w/o", "without"),
    ("wan", "want"), ("wana", "want to"), ("wanan", "want to"), ("wanna", "want to"), ("wannaa", "want to"), ("wannadie", "want to die"),
    ("wanne", "want to"), ("wannna", "want to"), ("wanttodie", "want to die"), ("wasn't", "was not"),
    ("wasnt", "was not"), ("we'd", "we would"), ("we'll", "we will"), ("we're", "we are"), ("we've", "we have"),
    ("weren't", "were not"), ("werent", "were not"), ("weve", "we have"), ("what's", "what is"), ("whats", "what is"),
    ("who's", "who is"), ("whos", "who is"), ("wnat", "want"), ("wnna", "want to"), ("wnt", "want"),
    ("won't", "will not"), ("wont", "will not"), ("woulda", "would have"), ("wouldn't", "would not"),
    ("wouldnt", "would not"), ("y'all", "you"), ("ya", "you"), ("yall", "you"), ("you'd", "you would"),
    ("you'll", "you will"), ("you're", "you are"), ("you've", "you have"), ("youd", "you would"),
    ("youll", "you will"), ("youre", "you are"), ("youve", "you have"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn short_forms_are_in_order() {
        assert!(super::SHORT.is_sorted_by(|one, other| one.0 < other.0));
    }
}
