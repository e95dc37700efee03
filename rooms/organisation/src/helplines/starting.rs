//! Well-known national lines to begin with. Facts (names, numbers, hours) to save whoever sets a community up some
//! typing: every one is stored as **not checked**, and none opens a door until a person has checked it.

use super::{Audience, Draft};

/// The lines to begin with.
pub(super) fn lines() -> Vec<Draft> {
    use Audience::{Everyone, Youth};
    let everyone = |country, name, purpose, source| line(country, Everyone, name, purpose, source);
    let youth = |country, name, purpose, source| line(country, Youth, name, purpose, source);
    vec![
        everyone("GB", "Samaritans", "Any time you are struggling to cope, whatever it is about.", "samaritans.org")
            .call("116 123")
            .open("Day and night, every day", "English", "Free"),
        everyone("GB", "Shout", "Help by text message when things feel too much.", "giveusashout.org")
            .send("85258", "SHOUT")
            .open("Day and night, every day", "English", "Free from most networks"),
        everyone("GB", "NHS 111, option 2", "A mental health crisis, when it is not a 999 emergency.", "nhs.uk")
            .call("111")
            .open("Day and night, every day", "English; interpreters on request", "Free"),
        everyone(
            "GB",
            "National Domestic Abuse Helpline",
            "If somebody at home hurts or frightens you.",
            "nationaldahelpline.org.uk",
        )
        .call("0808 2000 247")
        .open("Day and night, every day", "English; interpreters on request", "Free"),
        youth("GB", "Childline", "Anyone under 19, about anything.", "childline.org.uk")
            .call("0800 1111")
            .chat("https://www.childline.org.uk/get-support/1-2-1-counsellor-chat/")
            .open("Day and night, every day", "English, Welsh", "Free"),
        youth(
            "GB",
            "Papyrus HOPELINE247",
            "Anyone under 35 who thinks about suicide, or is worried about a young person.",
            "papyrus-uk.org",
        )
        .call("0800 068 4141")
        .send("88247", "")
        .open("Day and night, every day", "English", "Free"),
        everyone("IE", "Samaritans", "Any time you are struggling to cope, whatever it is about.", "samaritans.org")
            .call("116 123")
            .open("Day and night, every day", "English", "Free"),
        everyone("IE", "Text About It", "Help by text message when things feel too much.", "textaboutit.ie")
            .send("50808", "HELLO")
            .open("Day and night, every day", "English", "Free from most networks"),
        everyone("IE", "Pieta", "Thoughts of suicide or self-harm, or grief after a suicide.", "pieta.ie")
            .call("1800 247 247")
            .send("51444", "HELP")
            .open("Day and night, every day", "English", "Free"),
        youth("IE", "Childline by ISPCC", "Anyone under 18, about anything.", "childline.ie")
            .call("1800 66 66 66")
            .chat("https://www.childline.ie/")
            .open("Day and night, every day", "English", "Free"),
        everyone(
            "US",
            "988 Suicide & Crisis Lifeline",
            "Thoughts of suicide, a mental health crisis, or trouble with drink or drugs.",
            "988lifeline.org",
        )
        .call("988")
        .send("988", "")
        .chat("https://chat.988lifeline.org/")
        .open("Day and night, every day", "English, Spanish; other languages by interpreter", "Free"),
        everyone("US", "Crisis Text Line", "Help by text message when things feel too much.", "crisistextline.org")
            .send("741741", "HOME")
            .open("Day and night, every day", "English, Spanish", "Free; your network may charge"),
        everyone(
            "US",
            "Veterans Crisis Line",
            "Veterans, people who serve, and their families. Press 1 after you call.",
            "veteranscrisisline.net",
        )
        .call("988")
        .send("838255", "")
        .open("Day and night, every day", "English, Spanish", "Free"),
        everyone(
            "US",
            "National Domestic Violence Hotline",
            "If somebody at home hurts or frightens you.",
            "thehotline.org",
        )
        .call("1-800-799-7233")
        .send("88788", "START")
        .open("Day and night, every day", "English, Spanish; interpreters on request", "Free"),
        youth("US", "The Trevor Project", "LGBTQ+ people under 25.", "thetrevorproject.org")
            .call("1-866-488-7386")
            .send("678-678", "START")
            .chat("https://www.thetrevorproject.org/get-help/")
            .open("Day and night, every day", "English", "Free"),
        youth(
            "US",
            "Childhelp National Child Abuse Hotline",
            "Children and young people who are being hurt, and anyone worried about a child.",
            "childhelphotline.org",
        )
        .call("1-800-422-4453")
        .open("Day and night, every day", "English, Spanish; interpreters on request", "Free"),
        everyone(
            "CA",
            "9-8-8 Suicide Crisis Helpline",
            "Thoughts of suicide, or worry about somebody who has them.",
            "988.ca",
        )
        .call("988")
        .send("988", "")
        .open("Day and night, every day", "English, French", "Free"),
        everyone("CA", "Hope for Wellness Helpline", "Indigenous people anywhere in Canada.", "hopeforwellness.ca")
            .call("1-855-242-3310")
            .chat("https://www.hopeforwellness.ca/")
            .open("Day and night, every day", "English, French; Cree, Ojibway and Inuktitut on request", "Free"),
        youth("CA", "Kids Help Phone", "Children and young people, about anything.", "kidshelpphone.ca")
            .call("1-800-668-6868")
            .send("686868", "CONNECT")
            .open("Day and night, every day", "English, French", "Free"),
        everyone("AU", "Lifeline", "A personal crisis, or thoughts of suicide.", "lifeline.org.au")
            .call("13 11 14")
            .send("0477 13 11 14", "")
            .chat("https://www.lifeline.org.au/crisis-chat/")
            .open("Day and night, every day", "English; interpreters on request", "Free"),
        everyone("AU", "13YARN", "Aboriginal and Torres Strait Islander people.", "13yarn.org.au")
            .call("13 92 76")
            .open("Day and night, every day", "English", "Free from most networks"),
        everyone(
            "AU",
            "Suicide Call Back Service",
            "Thoughts of suicide, worry about somebody, or grief after a suicide.",
            "suicidecallbackservice.org.au",
        )
        .call("1300 659 467")
        .open("Day and night, every day", "English", "Free from landlines"),
        youth("AU", "Kids Helpline", "Anyone from 5 to 25, about anything.", "kidshelpline.com.au")
            .call("1800 55 1800")
            .chat("https://kidshelpline.com.au/get-help/webchat-counselling")
            .open("Day and night, every day", "English", "Free"),
        everyone("NZ", "1737, need to talk?", "Anyone who wants to talk with a trained counsellor.", "1737.org.nz")
            .call("1737")
            .send("1737", "")
            .open("Day and night, every day", "English", "Free"),
        everyone("NZ", "Lifeline Aotearoa", "Any time you are struggling to cope.", "lifeline.org.nz")
            .call("0800 543 354")
            .send("4357", "HELP")
            .open("Day and night, every day", "English", "Free"),
        everyone(
            "NZ",
            "Suicide Crisis Helpline",
            "Thoughts of suicide, or worry about somebody who has them.",
            "lifeline.org.nz",
        )
        .call("0508 828 865")
        .open("Day and night, every day", "English", "Free"),
        youth("NZ", "Youthline", "Young people, and those who care for them.", "youthline.co.nz")
            .call("0800 376 633")
            .send("234", "")
            .open("Day and night, every day", "English", "Free"),
        everyone(
            "IN",
            "Tele MANAS",
            "Any worry about your mind or mood. Run by the health ministry.",
            "telemanas.mohfw.gov.in",
        )
        .call("14416")
        .open("Day and night, every day", "English, Hindi and 18 other languages", "Free"),
        everyone("IN", "AASRA", "Feeling low, alone, or thinking about suicide.", "aasra.info")
            .call("+91 98204 66726")
            .open("Day and night, every day", "English, Hindi", "The price of a call"),
        everyone("IN", "Vandrevala Foundation", "Any time you are struggling to cope.", "vandrevalafoundation.com")
            .call("+91 9999 666 555")
            .open("Day and night, every day", "English, Hindi and other languages", "The price of a call"),
        youth("IN", "Childline 1098", "Children and young people, and anyone worried about a child.", "wcd.gov.in")
            .call("1098")
            .open("Day and night, every day", "Hindi, English and local languages", "Free"),
        everyone(
            "ZA",
            "SADAG Suicide Crisis Helpline",
            "Thoughts of suicide, or worry about somebody who has them.",
            "sadag.org",
        )
        .call("0800 567 567")
        .send("31393", "")
        .open("Day and night, every day", "English; other languages on request", "Free"),
        everyone("ZA", "LifeLine South Africa", "Any time you are struggling to cope.", "lifelinesa.co.za")
            .call("0861 322 322")
            .open("Day and night, every day", "English; other languages on request", "The price of a local call"),
        everyone("ZA", "Gender-Based Violence Command Centre", "If somebody hurts or frightens you.", "gbv.org.za")
            .call("0800 428 428")
            .open("Day and night, every day", "English; other languages on request", "Free"),
        youth(
            "ZA",
            "Childline South Africa",
            "Anyone under 18, and anyone worried about a child.",
            "childlinesa.org.za",
        )
        .call("116")
        .open("Day and night, every day", "English; other languages on request", "Free"),
    ]
}

fn line(country: &str, audience: Audience, name: &str, purpose: &str, source: &str) -> Draft {
    Draft {
        country: country.to_owned(),
        audience,
        name: name.to_owned(),
        purpose: purpose.to_owned(),
        phone: String::new(),
        text_to: String::new(),
        text_word: String::new(),
        chat: String::new(),
        hours: String::new(),
        languages: String::new(),
        cost: String::new(),
        source: source.to_owned(),
    }
}

impl Draft {
    fn call(self, phone: &str) -> Self {
        Self { phone: phone.to_owned(), ..self }
    }

    fn send(self, text_to: &str, text_word: &str) -> Self {
        Self { text_to: text_to.to_owned(), text_word: text_word.to_owned(), ..self }
    }

    fn chat(self, chat: &str) -> Self {
        Self { chat: chat.to_owned(), ..self }
    }

    fn open(self, hours: &str, languages: &str, cost: &str) -> Self {
        Self { hours: hours.to_owned(), languages: languages.to_owned(), cost: cost.to_owned(), ..self }
    }
}
