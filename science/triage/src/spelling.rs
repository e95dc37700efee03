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
#[rustfmt::skip]
pub(crate) fn written_out(word: &str) -> Option<&'static str> {
    Some(match word {
        "im" | "i'm" | "iam" => "i am",
        "i've" | "ive" => "i have",
        "i'd" => "i would",
        "i'll" => "i will",
        "ima" | "imma" => "i am going to",
        "you're" | "youre" | "ur" => "you are",
        "you've" | "youve" => "you have",
        "you'll" | "youll" => "you will",
        "you'd" | "youd" => "you would",
        "he's" | "hes" => "he is",
        "she's" | "shes" => "she is",
        "it's" => "it is",
        "that's" | "thats" => "that is",
        "there's" | "theres" => "there is",
        "what's" | "whats" => "what is",
        "who's" | "whos" => "who is",
        "here's" | "heres" => "here is",
        "everyone's" => "everyone is",
        "he'd" => "he would",
        "she'd" => "she would",
        "they'd" | "theyd" => "they would",
        "he'll" => "he will",
        "she'll" => "she will",
        "it'll" | "itll" => "it will",
        "they'll" | "theyll" => "they will",
        "they're" | "theyre" => "they are",
        "they've" | "theyve" => "they have",
        "we're" => "we are",
        "we've" | "weve" => "we have",
        "we'll" => "we will",
        "we'd" => "we would",
        "don't" | "dont" | "dnt" | "dun" | "doesn't" | "doesnt" => "do not",
        "didn't" | "didnt" | "didn" => "did not",
        "can't" | "cant" | "cannot" | "cnt" | "carnt" => "can not",
        "couldn't" | "couldnt" => "could not",
        "won't" | "wont" => "will not",
        "wouldn't" | "wouldnt" => "would not",
        "shouldn't" | "shouldnt" => "should not",
        "isn't" | "isnt" => "is not",
        "aren't" | "arent" => "are not",
        "ain't" | "aint" => "am not",
        "wasn't" | "wasnt" => "was not",
        "weren't" | "werent" => "were not",
        "hasn't" | "hasnt" => "has not",
        "haven't" | "havent" => "have not",
        "hadn't" | "hadnt" => "had not",
        "mustn't" | "mustnt" => "must not",
        "gonna" | "gunna" | "goin" | "gna" | "gon" => "going to",
        "wanna" | "wana" => "want to",
        "gotta" => "got to",
        "finna" | "bouta" | "boutta" => "about to",
        "tryna" => "trying to",
        "hafta" => "have to",
        "shoulda" => "should have",
        "woulda" => "would have",
        "coulda" => "could have",
        "kinda" => "kind of",
        "u" => "you",
        "ya" | "yall" | "y'all" => "you",
        "r" => "are",
        "b" => "be",
        "n" | "nd" | "an'" => "and",
        "wnt" | "wnat" | "wan" => "want",
        "abt" | "bout" => "about",
        "bc" | "cuz" | "cos" | "bcuz" | "becuz" | "coz" | "cause" => "because",
        "w/" => "with",
        "w/o" => "without",
        "2nite" | "tonite" | "2night" | "tonigt" => "tonight",
        "2day" => "today",
        "2moro" | "tmrw" | "tmr" | "tomoro" | "tmw" | "tommorow" | "tomorow" | "2morrow" => "tomorrow",
        "sum1" => "someone",
        "any1" => "anyone",
        "no1" => "no one",
        "noone" | "no-one" => "no one",
        "every1" => "everyone",
        "everybody" => "everyone",
        "somebody" => "someone",
        "nobody" => "no one",
        "anybody" => "anyone",
        "mum" | "mam" | "mommy" | "mummy" | "momma" | "mom" => "mum",
        "myslef" | "mysefl" | "mself" | "meself" => "myself",
        "ppl" => "people",
        "plz" | "pls" => "please",
        "thx" | "ty" => "thanks",
        "bf" => "boyfriend",
        "gf" => "girlfriend",
        "bff" | "bestie" => "friend",
        "idk" => "i do not know",
        "idc" => "i do not care",
        "idek" => "i do not even know",
        "ngl" => "not going to lie",
        "rn" => "right now",
        "atm" => "at the moment",
        "jk" => "just kidding",
        "fml" => "fuck my life",
        "thru" => "through",
        "tho" | "altho" => "though",
        "tryed" => "tried",
        "alot" => "a lot",
        "thats'" => "that is",
        "anymore" => "any more",
        "everytime" => "every time",
        "cuttin" => "cutting",
        "livin" => "living",
        "dyin" => "dying",
        "killin" => "killing",
        "thinkin" => "thinking",
        "hurtin" => "hurting",
        "nothin" => "nothing",
        "somethin" => "something",
        "feelin" => "feeling",
        _ => return None,
    })
}
