//! The words and phrases by which listening is known. Our own lists; somebody who listens for a living can read and change
//! them.

/// Words for feelings. Words for how something is ("hard", "awful") are no feelings and stand with understanding.
pub(crate) const FEELINGS: &[&str] = &[
    "abandoned", "afraid", "alone", "angry", "anger", "anxious", "ashamed", "shame", "betrayed", "bitter", "broken",
    "confused", "crushed", "defeated", "desperate", "despair", "devastated", "disappointed", "discouraged", "drained",
    "embarrassed", "empty", "exhausted", "exhausting", "fear", "forgotten", "fragile", "frightened", "frightening",
    "frustrated", "frustrating", "furious", "grief", "grieving", "guilty", "guilt", "happy", "heartbroken",
    "heartbreaking", "helpless", "hopeful", "hopeless", "humiliated", "humiliating", "hurt", "hurtful", "ignored",
    "insecure", "invisible", "isolated", "isolating", "jealous", "joy", "let down", "lonely", "loneliness", "lost",
    "mad", "miserable", "nervous", "numb", "overwhelmed", "overwhelming", "pain", "painful", "panicky", "panicked",
    "powerless", "proud", "rejected", "relieved", "relief", "resentful", "sad", "sadness", "scared", "scary", "shaken",
    "shocked", "sore", "stressed", "stuck", "tense", "terrified", "terrifying", "torn", "trapped", "unloved", "unsafe",
    "unwanted", "upset", "upsetting", "used up", "vulnerable", "weary", "worn out", "worried", "worthless", "wounded",
];

/// The speaker herself: what follows is about her.
pub(crate) const SELF: &[&str] = &["i", "i'm", "i've", "i'd", "i'll", "im", "me", "my", "we", "we're", "our"];

/// The other, or what the other told.
pub(crate) const ABOUT_THEM: &[&str] = &[
    "you", "you're", "youre", "you've", "you'd", "your", "that", "that's", "it", "it's", "this", "sounds", "sound", "seems",
    "seem", "anyone", "anybody", "everyone", "both", "how",
];

/// What takes a feeling away from somebody, or forbids it, or judges it.
pub(crate) const TAKES_AWAY: &[&str] = &[
    "don't", "dont", "shouldn't", "needn't", "stop", "never", "no need", "no reason", "you'll", "will", "not", "isn't",
    "aren't", "why", "cheer", "calm", "too", "nothing to", "if",
];

/// After these the feeling that follows is the other's, although somebody says "I".
pub(crate) const HEARS: &[&str] =
    &["i hear", "i can hear", "i'm hearing", "i see", "i can see", "i imagine", "i can imagine", "i sense", "i notice"];

/// What shows that somebody was understood.
pub(crate) const UNDERSTANDS: &[&str] = &[
    "it sounds like", "sounds like", "it sounds as if", "that sounds", "it sounds", "it seems like", "it seems as if",
    "you're saying", "you are saying", "what i hear", "i hear you", "i hear that", "i hear how", "i can hear",
    "i'm hearing", "if i understand", "if i've understood", "did i get that right", "have i got that right",
    "have i understood", "makes sense", "no wonder", "i can see why", "i see why", "i can see how", "i understand why",
    "i can understand why", "i can understand that", "i understand that", "i can imagine", "that must be",
    "that must have been", "it must be", "it must have been", "you must be", "you must have been", "must feel",
    "must have felt", "that's a lot", "that is a lot", "it's a lot", "you've been carrying", "you have been carrying",
    "you've carried", "anyone would", "anybody would", "part of you", "on the one hand", "on one hand", "it matters to you",
    "so you feel", "so you felt", "so it feels", "you wish", "you were hoping", "you wanted", "for you it",
];

/// At the beginning of a sentence that does not ask, these say back what was heard.
pub(crate) const SAYS_BACK: &[&str] =
    &["so you", "so you're", "so you've", "so it's", "so that", "so there", "so when", "you're", "you've", "you feel",
      "you felt"];

/// Words that claim to understand and do not show it, or make it about oneself.
pub(crate) const OWN_STORY: &[&str] = &[
    "i know exactly", "i know how you feel", "i know what you mean", "i know just", "happened to me", "same with me",
    "same for me", "me too", "when i was", "when it was me", "in my case", "i had the same", "i've had the same",
    "i went through the same", "i've been there", "i have been there",
];

/// The bright side, where company was needed.
pub(crate) const BRIGHT_SIDE: &[&str] = &[
    "at least", "bright side", "cheer up", "could be worse", "it's not that bad", "not so bad", "everything happens",
    "happens for a reason", "will be fine", "it'll be fine", "you'll be fine", "will be okay", "it'll be okay",
    "you'll be okay", "don't worry", "be positive", "think positive", "stay positive", "time heals", "calm down",
    "others have it", "so much to live for", "look forward to", "get over it", "move on", "chin up", "nothing to worry",
];

/// Telling somebody what to do.
pub(crate) const ADVICE: &[&str] = &[
    "you should", "you shouldn't", "should really", "you ought", "you have to", "you need to", "you must try", "why don't you",
    "have you tried", "have you thought of", "did you try", "try to", "just try", "you could try", "if i were you", "how about",
    "what about trying", "it's better to", "you'd better", "make sure", "my advice", "i'd advise", "i would advise",
    "i recommend", "i suggest", "you can always", "the best thing", "what helped me",
];

/// How a question begins that opens.
pub(crate) const OPENS: &[&str] = &[
    "what", "what's", "how", "how's", "where", "who", "when", "which", "in what way", "tell me", "can you tell", "could you tell",
    "would you tell", "can you say", "could you say", "would you like to say", "would you like to tell", "do you want to tell",
    "do you want to say", "do you want to talk", "would you like to talk", "would it help to talk", "i wonder what",
    "i wonder how", "i'm wondering what", "i'd like to hear", "i would like to hear", "i'd like to understand",
    "help me understand", "say more", "is there more", "is there something",
];

/// Questions that begin as if they opened, and tell or judge.
pub(crate) const DOES_NOT_OPEN: &[&str] = &[
    "what about trying", "how about", "what if you", "what did you expect", "how could you", "how old", "how many", "how long",
    "how often", "what time", "what day", "what's your name", "what is your name", "when is", "what were you thinking",
    "how come you", "who cares", "what's wrong with you", "how are you doing today",
];

/// Asking plainly whether somebody thinks of dying.
pub(crate) const ASKS_PLAINLY: &[&str] = &[
    "ending your life", "end your life", "killing yourself", "kill yourself", "taking your own life", "take your own life",
    "thoughts of suicide", "thinking of suicide", "thinking about suicide", "suicidal", "thoughts of dying",
    "wanting to die", "want to die",
];

/// Words of five letters and more that carry nothing, when they are said back.
pub(crate) const CARRIES_NOTHING: &[&str] = &[
    "about", "after", "again", "always", "another", "anything", "because", "before", "being", "could", "doing", "don't",
    "doesn't", "didn't", "every", "everything", "going", "having", "least", "maybe", "might", "never", "nothing", "other",
    "people", "please", "quite", "really", "right", "should", "since", "something", "still", "thank", "thanks", "their",
    "there", "there's", "these", "thing", "things", "think", "those", "though", "thought", "today", "until", "wasn't",
    "where", "which", "while", "would", "yeah", "you're", "you've", "sorry", "stupid", "hello", "wouldn't", "couldn't",
];
