use askama::Template;
use db::{Error, Result, Tx};
use organisation::{
    Settings, charter,
    charter::Charter,
    confidentiality::{self, Question},
    founding,
    helplines::{self, Audience, Helpline},
};
use web::{Form, Limit, Page};
use words::{AgeBand, Ctx, Doors, Hat, Language, MemberId};

use super::{invitations::over, keys::Key, session_cookie, with_cookies};
use crate::{
    age::{self, Welcome},
    hats, invitations, member,
    member::NewMember,
    passphrase, pseudonym,
    recovery::RecoveryKey,
    session, zones,
};

#[derive(Template)]
#[template(path = "join/year.html")]
struct Year<'a> {
    c: &'a Ctx,
    form: &'a Form,
    action: &'a str,
}

#[derive(Template)]
#[template(path = "join/details.html")]
struct Details<'a> {
    c: &'a Ctx,
    form: &'a Form,
    action: &'a str,
    names: &'a [String],
    zones: &'a [String],
    charter: &'a Charter,
    question: &'a Question,
}

#[derive(Template)]
#[template(path = "join/young.html")]
struct Young<'a> {
    c: &'a Ctx,
    lines: &'a [Helpline],
}

/// By which way somebody comes in.
#[derive(Clone)]
enum Way {
    /// Through the open doors.
    Doors,
    /// With the set-up link, as the first administrator.
    Founding(String),
    /// With an invitation.
    Invited(String),
}

impl Way {
    fn of(c: &Ctx) -> Self {
        match (c.query("setup"), c.query("invitation")) {
            (setup, _) if !setup.is_empty() => Self::Founding(setup),
            (_, invitation) if !invitation.is_empty() => Self::Invited(invitation),
            _ => Self::Doors,
        }
    }

    /// Whether it is open.
    async fn check(&self, c: &Ctx) -> Result<()> {
        match self.clone() {
            Self::Doors if c.community().doors == Doors::Open => Ok(()),
            Self::Doors => Err(Error::refused("doors-closed")),
            Self::Founding(token) => c.read(move |tx| founding::check(tx, &token)).await,
            Self::Invited(token) => c.read(move |tx| invitations::check(tx, &token).map(drop)).await,
        }
    }

    /// Closes it behind who has come in, where it is for one person.
    fn enter(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
        match self {
            Self::Doors => Ok(()),
            Self::Founding(token) => {
                founding::redeem(tx, token)?;
                hats::grant_first(tx, member, Hat::Administrator)
            }
            Self::Invited(token) => invitations::accept(tx, token, member),
        }
    }

    /// Where the form is sent. A token that is here has been checked, so it is one of ours: letters and digits.
    fn action(&self) -> String {
        match self {
            Self::Doors => "/join".to_owned(),
            Self::Founding(token) => format!("/join?setup={token}"),
            Self::Invited(token) => format!("/join?invitation={token}"),
        }
    }
}

/// The year of birth comes first and alone: who is too young has then told us nothing else.
pub(crate) async fn show(c: Ctx) -> Page {
    if c.actor().is_some() {
        return c.go("/");
    }
    let way = Way::of(&c);
    if let Err(error) = way.check(&c).await {
        return over(&c, error);
    }
    c.page(&Year { c: &c, form: &Form::empty(), action: &way.action() })
}

/// Both steps are sent here: the year by itself, and then the year with everything else.
pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    if c.actor().is_some() {
        return c.go("/");
    }
    let way = Way::of(&c);
    if let Err(error) = way.check(&c).await {
        return over(&c, error);
    }
    let band = match band(&c, &mut form).await? {
        Ok(band) => band,
        Err(page) => return page,
    };
    if !form.chosen("step", "details") {
        let settings = c.community();
        form.add("zone", settings.zone.as_str());
        form.add("pick", "own");
        if let [only] = settings.languages[..] {
            form.add("language", only.code());
        }
        return ask(&c, &form).await;
    }
    c.count(Limit::Join)?;
    let (mut new, given) = match read(&c, &mut form, band).await? {
        Some(read) => read,
        None => return ask(&c, &form).await,
    };
    let key = RecoveryKey::from_chance(c.app().db.random_bytes());
    new.passphrase_hash = Some(passphrase::hash(&given, c.app().db.random_bytes()).await?);
    new.recovery_hash = Some(key.hash());
    let shared = !form.chosen("own", "yes");
    let next = if matches!(way, Way::Founding(_)) { "/setup" } else { "/" };
    let joined = c
        .write(move |tx| {
            let member = member::join(tx, &new)?;
            way.enter(tx, member)?;
            session::open(tx, member, shared)
        })
        .await;
    let token = match joined {
        Ok(token) => token,
        // Somebody used the link up since it was looked at.
        Err(error) if error.refusal() == Some("invitation-wrong") => return over(&c, error),
        // Or took the name.
        Err(error) => {
            form.take("pseudonym", error)?;
            return ask(&c, &form).await;
        }
    };
    let page = c.page(&Key { c: &c, key: key.to_string(), welcome: true, next });
    with_cookies(page, [session_cookie(&c, &token, shared)])
}

/// The band of the year in the form; otherwise the page to show instead. Nothing is stored of who is too young, not even
/// that they came.
async fn band(c: &Ctx, form: &mut Form) -> Result<std::result::Result<AgeBand, Page>> {
    let (year, bands) = (form.text("year").to_owned(), c.community().bands.clone());
    match c.read(move |tx| age::welcome(tx, &year, &bands)).await? {
        Welcome::In(band) => Ok(Ok(band)),
        Welcome::NoYear => {
            form.wrong("year", "join-year-wrong");
            Ok(Err(c.again(&Year { c, form, action: &Way::of(c).action() })))
        }
        Welcome::TooYoung => {
            let lines = c
                .read(|tx| {
                    let country = Settings::current(tx)?.country;
                    helplines::for_country(tx, &country, Audience::Youth)
                })
                .await?;
            Ok(Err(c.page(&Young { c, lines: &lines })))
        }
    }
}

/// Reads the form; nothing when something in it needs another look.
async fn read(c: &Ctx, form: &mut Form, band: AgeBand) -> Result<Option<(NewMember, String)>> {
    let typed = match form.text("pick") {
        "" | "own" => form.text("pseudonym").to_owned(),
        picked => picked.to_owned(),
    };
    let name = name(c, form, &typed).await?;
    let given = form.raw("passphrase").to_owned();
    let mut about = vec![c.community().name.as_str()];
    about.extend(name.as_deref());
    note(form, "passphrase", passphrase::check(&given, &about).await)?;
    let languages: Vec<Language> = form
        .all("language")
        .iter()
        .filter_map(|code| code.parse().ok())
        .filter(|it| c.community().languages.contains(it))
        .collect();
    if languages.is_empty() {
        form.wrong("language", "join-languages-missing");
    }
    let zone = form.text("zone").to_owned();
    if jiff::tz::TimeZone::get(&zone).is_err() {
        form.wrong("zone", "join-zone-unknown");
    }
    let question = confidentiality::question();
    if !question.is_understood(form.text("limits")) {
        form.wrong("limits", if form.has("limits") { question.again } else { "join-limits-missing" });
    }
    if !form.chosen("agree", "yes") {
        form.wrong("agree", "join-agree-missing");
    }
    let Some(pseudonym) = name.filter(|_| form.is_right()) else { return Ok(None) };
    let agreed_to = c.read(|tx| charter::current(tx).map(|it| it.version)).await?;
    let new = NewMember {
        pseudonym,
        band,
        languages,
        zone,
        locale: c.lang().to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: Some(agreed_to),
    };
    Ok(Some((new, given)))
}

async fn name(c: &Ctx, form: &mut Form, typed: &str) -> Result<Option<String>> {
    if typed.is_empty() {
        form.wrong("pseudonym", "pseudonym-missing");
        return Ok(None);
    }
    let Some(name) = note(form, "pseudonym", pseudonym::check(typed))? else { return Ok(None) };
    let asked_for = name.clone();
    let free = c.read(move |tx| pseudonym::ask_for(tx, &asked_for)).await;
    Ok(note(form, "pseudonym", free)?.map(|()| name))
}

/// Puts a refusal by its field; any other error is an error.
pub(super) fn note<T>(form: &mut Form, field: &'static str, outcome: Result<T>) -> Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) => form.take(field, error).map(|()| None).map_err(|fault| fault.0),
    }
}

async fn ask(c: &Ctx, form: &Form) -> Page {
    let (mut names, charter) = c.read(|tx| Ok((pseudonym::suggestions(tx, 4)?, charter::current(tx)?))).await?;
    let picked = form.text("pick").to_owned();
    if !picked.is_empty() && picked != "own" && !names.contains(&picked) {
        names.insert(0, picked);
    }
    let zones = zones::with(form.text("zone"));
    let (action, question) = (Way::of(c).action(), confidentiality::question());
    let details = Details { c, form, action: &action, names: &names, zones: &zones, charter: &charter, question };
    if form.is_right() { c.page(&details) } else { c.again(&details) }
}
