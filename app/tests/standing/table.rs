//! Every route: who may, whom it is tried by, what a plain form sends and where that leads.

use ::words::Hat::{self, Administrator, Auditor, Moderator, SafeguardingLead, Supervisor, Supporter};

use super::cast::{BLOCKED, YOUTH, YOUTH_SUPPORTER};

/// For whom a page exists.
pub(crate) enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in, even on a break, suspended or leaving.
    SignedIn,
    /// Members who take part.
    Member,
    /// Members who take part and wear one of these.
    Wears(&'static [Hat]),
    /// These people, when they take part.
    Only(&'static [&'static str]),
    /// Those who may answer the note: supporters and supervisors of its band whom nothing keeps apart from its member.
    Answers,
    /// This person alone, whatever their standing.
    Own(&'static str),
    /// Members who keep everybody safe, and those who look after a circle.
    KeepsSafe,
    /// Members for whom a circle exists that is for adults with distress of their own: not those who care for somebody.
    Sees,
    /// Members who may read a story of an adult with distress of his own, and whom he has not blocked.
    SeesStory,
    /// These people write there now; those were told that they may later.
    Writes {
        /// Who writes.
        now: &'static [&'static str],
        /// Who reads, and does not write today.
        later: &'static [&'static str],
    },
    /// Nobody: the page belongs to another command of the program, or to another address.
    Nobody,
}

impl Who {
    /// Whether the page exists for this member who takes part.
    pub(crate) fn includes(&self, name: &str, hats: &[Hat]) -> bool {
        match self {
            Who::Anyone | Who::SignedIn | Who::Member => true,
            Who::Wears(any) => any.iter().any(|it| hats.contains(it)),
            Who::Only(names) => names.contains(&name),
            Who::Answers => {
                (hats.contains(&Supporter) || hats.contains(&Supervisor)) && ![YOUTH_SUPPORTER, BLOCKED].contains(&name)
            }
            Who::Own(owner) => *owner == name,
            Who::KeepsSafe => {
                [Moderator, Supervisor, SafeguardingLead].iter().any(|it| hats.contains(it))
                    || ["Olu", "Hassan"].contains(&name)
            }
            Who::Sees => !["Amina", YOUTH, YOUTH_SUPPORTER].contains(&name),
            Who::SeesStory => !["Amina", YOUTH, YOUTH_SUPPORTER, BLOCKED].contains(&name),
            Who::Writes { now, .. } => now.contains(&name),
            Who::Nobody => false,
        }
    }

    /// Whether this member who takes part is told, in plain words: not now.
    pub(crate) fn puts_off(&self, name: &str) -> bool {
        matches!(self, Who::Writes { later, .. } if later.contains(&name))
    }
}

/// What a form leads to without any script.
pub(crate) enum Then {
    /// 303 to an address that begins like this.
    To(&'static str),
    /// A page that says so at once.
    Page,
    /// The form again, with what is wrong by its field.
    Again,
}
use Then::{Again, Page, To};

/// A route.
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) who: Who,
    /// Somebody for whom it exists; empty for a visitor.
    pub(crate) by: &'static str,
    pub(crate) form: &'static [(&'static str, &'static str)],
    pub(crate) then: Then,
}

pub(super) const fn get(path: &'static str, who: Who, by: &'static str) -> Row {
    Row { method: "GET", path, who, by, form: &[], then: Page }
}

pub(super) const fn post(
    path: &'static str,
    who: Who,
    by: &'static str,
    form: &'static [(&'static str, &'static str)],
    then: Then,
) -> Row {
    Row { method: "POST", path, who, by, form, then }
}

const ADMIN: Who = Who::Wears(&[Administrator]);
const KEEPS: Who = Who::Wears(&[Administrator, SafeguardingLead]);
const SUPPORTS: Who = Who::Wears(&[Supporter]);
const SUPERVISES: Who = Who::Wears(&[Supervisor]);
const PAIR: Who = Who::Only(&["Leo", "Theo"]);
pub(super) const REASON: (&str, &str) = ("reason", "We talked about it.");

/// Every row.
pub(crate) fn routes() -> impl Iterator<Item = &'static Row> {
    use super::{
        certificates, circles, concern, courses, gatherings, hours, learning, live, mine, on_call, practice, record,
        rota, safety, supervision, way,
    };
    let rooms = [circles::ROUTES, mine::ROUTES, gatherings::ROUTES, live::ROUTES];
    let safe = [safety::ROUTES, on_call::ROUTES, record::ROUTES, concern::ROUTES];
    let learn = [courses::ROUTES, practice::ROUTES, learning::ROUTES, certificates::ROUTES];
    let helpers = [way::ROUTES, hours::ROUTES, rota::ROUTES, supervision::ROUTES].into_iter().chain(learn);
    [ROUTES].into_iter().chain(rooms).chain(safe).chain(helpers).flatten()
}

/// What stood before there were circles.
const ROUTES: &[Row] = &[
    // What surrounds the rooms.
    // A file that never was.
    get("/static/{junk}/{someone}", Who::Nobody, ""),
    get("/sw.js", Who::Anyone, ""),
    get("/favicon.ico", Who::Anyone, ""),
    get("/healthz", Who::Anyone, ""),
    get("/readyz", Who::Anyone, ""),
    get("/demo", Who::Nobody, ""),
    post("/demo/person", Who::Nobody, "", &[("person", "{maya}")], Page),
    get("/metrics", Who::Nobody, ""),
    // The community.
    get("/help-now", Who::Anyone, ""),
    get("/charter", Who::Anyone, ""),
    get("/confidentiality", Who::Anyone, ""),
    get("/manifest.webmanifest", Who::Anyone, ""),
    get("/robots.txt", Who::Anyone, ""),
    get("/setup", ADMIN, "Wren"),
    get("/setup/{junk}", Who::Nobody, ""),
    get("/setup/name", ADMIN, "Wren"),
    post(
        "/setup/name",
        ADMIN,
        "Wren",
        &[("name", "Quay"), ("short_name", "Quay"), ("zone", "Europe/London"), REASON],
        To("/settings"),
    ),
    get("/setup/charter", ADMIN, "Wren"),
    post("/setup/charter", ADMIN, "Wren", &[("promises", "We listen."), ("text", ""), REASON], To("/settings")),
    get("/setup/languages", ADMIN, "Wren"),
    post("/setup/languages", ADMIN, "Wren", &[("languages", "en"), REASON], To("/settings")),
    get("/setup/topics", ADMIN, "Wren"),
    post("/setup/topics", ADMIN, "Wren", &[("topic-1", "Loss"), ("new", "Money"), REASON], To("/settings")),
    get("/setup/hours", ADMIN, "Wren"),
    post("/setup/hours", ADMIN, "Wren", &[("opens-0", "18:00"), ("closes-0", "22:00"), REASON], To("/settings")),
    get("/setup/ages", ADMIN, "Wren"),
    post("/setup/ages", ADMIN, "Wren", &[("youngest", "18"), REASON], To("/settings")),
    get("/setup/helplines", ADMIN, "Wren"),
    post("/setup/helplines", ADMIN, "Wren", &[("country", "GB"), REASON], To("/settings")),
    get("/setup/people", ADMIN, "Wren"),
    post("/setup/people", ADMIN, "Wren", &[], To("/settings")),
    get("/setup/opening", ADMIN, "Wren"),
    post("/setup/opening", ADMIN, "Wren", &[], To("/setup/opening")),
    get("/settings", ADMIN, "Wren"),
    get("/settings/numbers", ADMIN, "Wren"),
    post("/settings/numbers", ADMIN, "Wren", &[("offer-seconds", "a few")], Again),
    get("/settings/helplines", ADMIN, "Wren"),
    post("/settings/helplines", ADMIN, "Wren", &[("country", "GB"), ("name", "")], Again),
    get("/settings/helplines/new", ADMIN, "Wren"),
    get("/settings/helplines/{helpline}", ADMIN, "Wren"),
    post("/settings/helplines/{helpline}", ADMIN, "Wren", &[("country", "GB"), ("name", "")], Again),
    post("/settings/helplines/{helpline}/check", ADMIN, "Wren", &[], To("/settings/helplines")),
    post("/settings/helplines/{helpline}/removal", ADMIN, "Wren", &[REASON], To("/settings/helplines")),
    get("/settings/invitations", ADMIN, "Wren"),
    post("/settings/invitations", ADMIN, "Wren", &[("hat", ""), REASON], Page),
    post("/settings/invitations/{invitation}/withdrawal", ADMIN, "Wren", &[], To("/settings/invitations")),
    get("/invitation/{junk}", Who::Nobody, ""),
    get("/trail", Who::Wears(&[Administrator, Supervisor, SafeguardingLead, Auditor]), "Wren"),
    // Coming in, going out.
    get("/join", Who::Anyone, ""),
    post("/join", Who::Anyone, "", &[("year", "1990"), ("step", "details"), ("pseudonym", "")], Again),
    get("/sign-in", Who::Anyone, ""),
    post("/sign-in", Who::Anyone, "", &[("pseudonym", "Maya"), ("passphrase", "not this one")], Again),
    post("/sign-out", Who::Anyone, "Maya", &[], To("/")),
    get("/recover", Who::Anyone, ""),
    post("/recover", Who::Anyone, "", &[("pseudonym", "Maya"), ("key", "nothing")], Again),
    get("/exit", Who::Anyone, ""),
    post("/exit", Who::Anyone, "Maya", &[], To("/away")),
    get("/away", Who::Anyone, ""),
    get("/return", Who::Anyone, ""),
    post("/return", Who::Anyone, "Maya", &[("over", "yes")], To("/")),
    // An account.
    get("/account", Who::SignedIn, "Maya"),
    get("/account/languages", Who::SignedIn, "Maya"),
    post("/account/languages", Who::SignedIn, "Maya", &[("language", "en"), ("zone", "Europe/Paris")], To("/account")),
    get("/account/passphrase", Who::SignedIn, "Maya"),
    post("/account/passphrase", Who::SignedIn, "Maya", &[("current", "x"), ("passphrase", "short")], Again),
    get("/account/recovery-key", Who::SignedIn, "Maya"),
    post("/account/recovery-key", Who::SignedIn, "Maya", &[("passphrase", "x")], Again),
    get("/account/sessions", Who::SignedIn, "Maya"),
    post("/account/sessions/others/revocation", Who::SignedIn, "Maya", &[], To("/account/sessions")),
    post("/account/sessions/{session}/revocation", Who::Only(&["Maya"]), "Maya", &[], To("/account/sessions")),
    get("/account/break", Who::SignedIn, "Maya"),
    post("/account/break", Who::SignedIn, "Maya", &[], To("/account/break")),
    post("/account/break/end", Who::SignedIn, "Maya", &[], To("/account")),
    get("/account/leave", Who::SignedIn, "Maya"),
    post("/account/leave", Who::SignedIn, "Maya", &[("passphrase", "x")], Again),
    post("/account/leave/undo", Who::SignedIn, "Maya", &[], To("/account")),
    get("/account/blocked", Who::SignedIn, "Maya"),
    post("/account/blocked/{rhys}/removal", Who::SignedIn, "Maya", &[("list", "block")], To("/account/blocked")),
    // Those who keep the place.
    get("/members", KEEPS, "Wren"),
    get("/members/{maya}", KEEPS, "Idris"),
    post(
        "/members/{maya}/hats",
        ADMIN,
        "Wren",
        &[("grant_hat", "supporter"), ("grant_reason", "Trained.")],
        To("/members/"),
    ),
    post(
        "/members/{kofi}/hats/withdrawal",
        ADMIN,
        "Wren",
        &[("withdraw_hat", "supporter"), ("withdraw_reason", "Asked for it.")],
        To("/members/"),
    ),
    post(
        "/members/{maya}/suspension",
        KEEPS,
        "Idris",
        &[("suspend_reason", "Unkind words."), ("until", "2027-01-01")],
        To("/members/"),
    ),
    post("/members/{suspended}/suspension/{suspension}/end", KEEPS, "Wren", &[], To("/members/")),
    // Asking.
    get("/", Who::Anyone, ""),
    get("/cover/live", Who::Anyone, ""),
    get("/self-help", Who::Anyone, ""),
    get("/support/ask", Who::Member, "Maya"),
    post(
        "/support/requests",
        Who::Member,
        "Maya",
        &[("kind", "heard"), ("language", "en"), ("pace", "sooner"), ("words", "A few.")],
        To("/support/requests/"),
    ),
    get("/support/requests/{request}", Who::Only(&["Sam of the hill"]), "Sam of the hill"),
    get("/support/requests/{request}/live", Who::Only(&["Sam of the hill"]), "Sam of the hill"),
    post(
        "/support/requests/{request}/withdrawal",
        Who::Only(&["Sam of the hill"]),
        "Sam of the hill",
        &[],
        To("/support/withdrawn"),
    ),
    get("/support/withdrawn", Who::Member, "Maya"),
    get("/support/requests/{request}/note", Who::Only(&["Sam of the hill"]), "Sam of the hill"),
    post(
        "/support/requests/{request}/note",
        Who::Only(&["Sam of the hill"]),
        "Sam of the hill",
        &[("words", "A note.")],
        To("/support/notes/"),
    ),
    get("/support/notes/{note}", Who::Only(&["Jonas"]), "Jonas"),
    get("/support/notes/{note}/live", Who::Only(&["Jonas"]), "Jonas"),
    get("/support/past", Who::Member, "Leo"),
    post("/support/preferences", Who::Member, "Maya", &[("typing", "yes")], To("/support/past")),
    // Being on duty.
    get("/duty", SUPPORTS, "Kofi"),
    post("/duty", SUPPORTS, "Kofi", &[("rested", "yes"), ("steady", "yes")], To("/duty")),
    get("/duty/live", SUPPORTS, "Kofi"),
    post("/duty/end", SUPPORTS, "Kofi", &[], To("/workforce/wellbeing#shift")),
    post("/duty/not-ok", SUPPORTS, "Kofi", &[], To("/duty/looked-after")),
    get("/duty/looked-after", SUPPORTS, "Kofi"),
    get("/duty/guidance", SUPPORTS, "Kofi"),
    get("/duty/profile", SUPPORTS, "Kofi"),
    post("/duty/profile", SUPPORTS, "Kofi", &[("good", "heard"), ("shown", "0-1")], To("/duty/profile")),
    post("/duty/offers/{offer}/acceptance", Who::Only(&["Kofi"]), "Kofi", &[], To("/conversations/")),
    post("/duty/offers/{offer}/decline", Who::Only(&["Kofi"]), "Kofi", &[], To("/duty")),
    get("/duty/notes", Who::Wears(&[Supporter, Supervisor]), "Kofi"),
    get("/duty/notes/{note}", Who::Answers, "Kofi"),
    post("/duty/notes/{note}/taking", Who::Answers, "Kofi", &[], To("/duty/notes/")),
    post("/duty/notes/{note}/release", Who::Answers, "Kofi", &[], To("/duty/notes")),
    post("/duty/notes/{note}/answer", Who::Answers, "Kofi", &[("answer", "I hear you.")], To("/duty/notes")),
    get("/duty/thanks", SUPPORTS, "Theo"),
    // Talking.
    get("/conversations/{talk}", TALK, "Amina"),
    get("/conversations/{talk}/live", TALK, "Amina"),
    post(
        "/conversations/{talk}/messages",
        TALK,
        "Amina",
        &[("id", "{someone}"), ("text", "Still here.")],
        To("/conversations/"),
    ),
    post("/conversations/{talk}/ending", TALK, "Elena", &[], To("/conversations/")),
    post("/conversations/{talk}/handing-on", Who::Only(&["Elena"]), "Elena", &[], To("/conversations/")),
    post("/conversations/{talk}/eyes", Who::Only(&["Elena"]), "Elena", &[], To("/conversations/")),
    post(
        "/conversations/{talk}/side-notes",
        Who::Only(&["Elena"]),
        "Elena",
        &[("note", "Unsure.")],
        To("/conversations/"),
    ),
    get("/conversations/{past}/afterwards", PAIR, "Leo"),
    post(
        "/conversations/{past}/afterwards",
        PAIR,
        "Theo",
        &[("overall", "3"), ("reflection", "Calm."), ("remark", "Good.")],
        To("/conversations/"),
    ),
    get("/conversations/{past}/safety", PAIR, "Leo"),
    post("/conversations/{past}/report", PAIR, "Leo", &[("reason", "unkind"), ("words", "Sharp.")], To("/flags?sent=")),
    post("/conversations/{talk}/block", TALK, "Amina", &[], To("/conversations/")),
    // Meeting again.
    get("/support/pairings", Who::Member, "Leo"),
    get("/support/pairings/{pairing}", PAIR, "Leo"),
    post(
        "/support/pairings/{pairing}/proposal",
        PAIR,
        "Leo",
        &[("purpose", "To start things."), ("rhythm", "weekly"), ("weeks", "4")],
        To("/support/pairings/"),
    ),
    post("/support/pairings/{pairing}/agreement", PAIR, "Theo", &[("ends-on", "0")], To("/support/pairings/")),
    post("/support/pairings/{pairing}/conversation", Who::Only(&["Leo"]), "Leo", &[], To("/conversations/")),
    post("/support/pairings/{pairing}/ending", PAIR, "Leo", &[("goodbye", "Thank you.")], To("/support/pairings/")),
    // Supervising.
    get("/supervision", SUPERVISES, "Nora"),
    get("/supervision/live", SUPERVISES, "Nora"),
    post("/supervision/alerts/{alert}/settlement", SUPERVISES, "Nora", &[], To("/supervision")),
    get("/supervision/requests/{request}", SUPERVISES, "Nora"),
    post("/supervision/requests/{request}/offer", SUPERVISES, "Nora", &[("supporter", "{kofi}")], To("/supervision")),
    post("/supervision/requests/{request}/taking", SUPERVISES, "Nora", &[], To("/conversations/")),
    post("/supervision/supporters/{kofi}/capacity", SUPERVISES, "Nora", &[("capacity", "2")], To("/supervision")),
    post("/supervision/closing", SUPERVISES, "Nora", &[("notice", "Back at six.")], To("/supervision")),
    post("/supervision/reopening", SUPERVISES, "Nora", &[], To("/supervision")),
    get("/supervision/feedback", SUPERVISES, "Nora"),
    get("/supervision/eyes/{eyes}", SUPERVISES, "Nora"),
    get("/supervision/eyes/{eyes}/live", SUPERVISES, "Nora"),
    post("/supervision/eyes/{eyes}/taking", SUPERVISES, "Nora", &[], To("/supervision/eyes/")),
    post("/supervision/eyes/{eyes}/joining", SUPERVISES, "Nora", &[], To("/conversations/")),
    post("/supervision/eyes/{eyes}/settlement", SUPERVISES, "Nora", &[], To("/supervision")),
];

const TALK: Who = Who::Only(&["Amina", "Elena"]);
