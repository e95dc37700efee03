use std::{borrow::Cow, net::IpAddr, sync::Arc};

use askama::Template;
use axum::{
    body::Bytes,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use db::{Error, Refusal, Result, Time, Tx};
use web::{Arg, Fault, Form, Limit, Page};

use crate::{Actor, AgeBand, App, Community, Door, Hat, Spot, Standing, Wording};

/// Bytes set aside for a page before it is written: most take less.
const ROOM: usize = 16 * 1024;

/// What every page is handed: who asks, of which community, in which words. Cloning shares it.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) app: Arc<App>,
    pub(crate) actor: Option<Actor>,
    pub(crate) community: Arc<Community>,
    pub(crate) wording: Arc<Wording>,
    pub(crate) request: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// For counting tries alone; forgotten with the request.
    pub(crate) address: IpAddr,
    pub(crate) now: Time,
}

impl Ctx {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// What the application wired.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// The community.
    pub fn community(&self) -> &Arc<Community> {
        &self.0.community
    }

    /// The moment of this request.
    pub fn now(&self) -> Time {
        self.0.now
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// A value of the query string, decoded; empty when it is not there.
    pub fn query(&self, name: &str) -> String {
        Form::parse(self.0.query.as_bytes()).text(name).to_owned()
    }

    /// The address that was asked for, with its query.
    pub(crate) fn address(&self) -> String {
        if self.0.query.is_empty() { self.0.path.clone() } else { format!("{}?{}", self.0.path, self.0.query) }
    }

    /// The reference under which this request is logged.
    pub fn request_id(&self) -> &str {
        &self.0.request
    }

    // ── who asks ────────────────────────────────────────────────────────────────────────────────────────────────

    /// Who asks, when somebody is signed in, whatever their standing.
    pub fn actor(&self) -> Option<&Actor> {
        self.0.actor.as_ref()
    }

    /// Whoever is signed in, even on a break or suspended: account pages.
    pub fn signed_in(&self) -> Result<&Actor> {
        self.actor().ok_or_else(|| Error::refused("sign-in-first"))
    }

    /// A member who takes part just now.
    pub fn member(&self) -> Result<&Actor> {
        let actor = self.signed_in()?;
        match actor.standing {
            Standing::Active => Ok(actor),
            Standing::OnBreak => Err(Error::refused("on-a-break")),
            Standing::Suspended(_) => Err(Error::refused("standing-suspended")),
            Standing::Leaving(_) => Err(Error::refused("standing-leaving")),
        }
    }

    /// A member who takes part and wears this hat. For everybody else the page does not exist.
    pub fn hat(&self, hat: Hat) -> Result<&Actor> {
        let actor = self.member()?;
        if actor.wears(hat) { Ok(actor) } else { Err(Error::NotFound) }
    }

    /// Whether the asker wears this hat, for templates.
    pub fn wears(&self, hat: Hat) -> bool {
        self.actor().is_some_and(|it| it.wears(hat))
    }

    /// Whether the asker is among those who are called when somebody is needed at once: a call shows on every page of
    /// theirs.
    pub fn may_be_called(&self) -> bool {
        const CALLED: [Hat; 3] = [Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead];
        self.actor().is_some_and(|it| {
            it.standing == Standing::Active && it.band == AgeBand::Adult && CALLED.iter().any(|hat| it.wears(*hat))
        })
    }

    /// Counts a try from this network.
    pub fn count(&self, what: Limit) -> Result<()> {
        let app = self.app();
        app.limits.count(what, &app.limits.network(self.0.address, self.now(), &*app.random))
    }

    // ── data ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Reads on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.app.db.read(work).await
    }

    /// Reads a few rows by their keys on one snapshot, without waking another thread where that can be had: the pages
    /// that are opened most. What may take long is read with [`Self::read`].
    pub async fn glance<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.app.db.glance(work).await
    }

    /// Writes in a serializable transaction; the closure may run more than once.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.app.db.write(work).await
    }

    /// Writes even when the disk is full, out of what was kept back: for what frees room, and for the few small things
    /// that must never be refused.
    pub async fn write_from_reserve<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.app.db.write_from_reserve(work).await
    }

    /// Notes something small that somebody does not ask for by a form: how far they have read, that they are here. From
    /// the reserve, so that nobody counts as gone because a disk is full; and where even that is used up, the page is
    /// shown all the same, and the answer is `None`.
    pub async fn note<T, F>(&self, work: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        match self.write_from_reserve(work).await {
            Ok(noted) => Ok(Some(noted)),
            Err(Error::Full) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Whether nothing new can be saved just now: every page says so.
    pub fn is_read_only(&self) -> bool {
        self.0.app.db.is_read_only()
    }

    // ── words ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// The words and the clock of the page, apart from who asks.
    pub fn wording(&self) -> &Arc<Wording> {
        &self.0.wording
    }

    /// The locale's identifier, for `lang`.
    pub fn lang(&self) -> &str {
        &self.0.app.catalogue.locale(self.0.wording.locale()).id
    }

    /// `ltr` or `rtl`, for `dir`.
    pub fn dir(&self) -> &str {
        self.0.app.catalogue.locale(self.0.wording.locale()).dir
    }

    /// A message of the catalogue.
    pub fn t(&self, key: &str) -> Cow<'_, str> {
        self.0.wording.t(key)
    }

    /// A message that mentions one text.
    pub fn tv(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.say(key, &[(name, Arg::Text(&value.to_string()))])
    }

    /// A message that mentions two texts.
    pub fn t2(&self, key: &str, name: &str, value: impl ToString, name2: &str, value2: impl ToString) -> String {
        self.say(key, &[(name, Arg::Text(&value.to_string())), (name2, Arg::Text(&value2.to_string()))])
    }

    /// A message that mentions a number and may choose a plural by it.
    pub fn tn(&self, key: &str, name: &str, number: impl Count) -> String {
        self.say(key, &[(name, Arg::Number(number.count()))])
    }

    /// A message with any values.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.0.wording.say(key, args)
    }

    /// A message whose key has a changing end: `c.of("hat", "supporter")` says `hat-supporter`.
    pub fn of(&self, stem: &str, end: impl std::fmt::Display) -> Cow<'_, str> {
        self.0.wording.of(stem, end)
    }

    /// The sentence of a refusal.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args: Vec<_> = refusal.args.iter().map(|(name, value)| (*name, Arg::Text(value))).collect();
        self.say(refusal.key, &args)
    }

    /// The error by a field of a form, as a sentence.
    pub fn wrong(&self, form: &Form, field: &str) -> Option<String> {
        form.error(field).map(|refusal| self.refusal(refusal))
    }

    // ── time ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// The zone of whoever asks.
    pub fn zone(&self) -> &str {
        self.0.wording.zone()
    }

    /// `14:02`, in the asker's zone.
    pub fn clock(&self, time: &Time) -> String {
        self.0.wording.clock(time)
    }

    /// `Tue 24 Nov`, in the asker's zone; numbers alone in other locales.
    pub fn day(&self, time: &Time) -> String {
        self.0.wording.day(time)
    }

    /// `Tue 24 Nov, 14:02`.
    pub fn day_clock(&self, time: &Time) -> String {
        self.0.wording.day_clock(time)
    }

    /// `24 Nov 2026`, in the asker's zone; numbers alone in other locales.
    pub fn date(&self, time: &Time) -> String {
        self.0.wording.date(time)
    }

    /// `24 Nov 2026`, a day of the calendar wherever one is.
    pub fn calendar_date(&self, day: jiff::civil::Date) -> String {
        self.0.wording.calendar_date(day)
    }

    /// A month written as `2026-11` or as a day of it: `November 2026`; numbers alone in other locales.
    pub fn month(&self, month: &str) -> String {
        self.0.wording.month(month)
    }

    /// `2026-11-24`, in the asker's zone: how a field for a day holds it.
    pub fn field_date(&self, time: &Time) -> String {
        self.0.wording.field_date(time)
    }

    /// For the `datetime` attribute.
    pub fn iso(&self, time: &Time) -> String {
        self.0.wording.iso(time)
    }

    // ── the frame of the page ───────────────────────────────────────────────────────────────────────────────────

    /// Address of a static file.
    pub fn asset(&self, name: &str) -> String {
        self.0.app.assets.path(name)
    }

    /// Inline SVG of an icon.
    pub fn icon(&self, name: &str) -> String {
        web::icon(name)
    }

    /// The doors in the navigation.
    pub fn doors(&self) -> Vec<Door> {
        (self.0.app.doors)(self)
    }

    /// Whether the page asked for lies behind this door.
    pub fn is_at(&self, href: &str) -> bool {
        self.0.path == href || (href != "/" && self.0.path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Whether the page asked for lies behind this door of the navigation.
    pub fn is_behind(&self, door: &Door) -> bool {
        self.is_at(door.href) || door.also.iter().any(|it| self.is_at(it))
    }

    /// Whether this is the demo community.
    pub fn is_demo(&self) -> bool {
        self.0.app.public.demo
    }

    /// What other rooms show at a spot of the page.
    pub fn panels(&self, tx: &mut Tx<'_>, spot: Spot) -> Result<Vec<String>> {
        let shown = self.0.app.panels.iter().map(|panel| panel(self, tx, spot));
        shown.filter_map(Result::transpose).collect()
    }

    // ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// The page.
    pub fn page(&self, template: &impl Template) -> Page {
        self.page_with(StatusCode::OK, template)
    }

    /// The form again, with what was typed and what is wrong (422).
    pub fn again(&self, template: &impl Template) -> Page {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// The page with this status.
    pub fn page_with(&self, status: StatusCode, template: &impl Template) -> Page {
        Ok(html(status, self.written(template)?))
    }

    /// A page as bytes, to be kept by whoever knows that others read the same.
    pub fn written(&self, template: &impl Template) -> Result<Bytes> {
        let mut html = String::with_capacity(ROOM);
        template
            .render_into(&mut html)
            .map_err(|error| Error::broken(format_args!("a page did not render: {error}")))?;
        Ok(html.into())
    }

    /// A page that was written before.
    pub fn page_again(&self, written: Bytes) -> Page {
        Ok(html(StatusCode::OK, written))
    }

    /// Goes to another page of ours after a form (303).
    pub fn go(&self, path: impl AsRef<str>) -> Page {
        let place = HeaderValue::from_str(path.as_ref()).map_err(|_| Fault(Error::NotFound))?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
    }
}

fn html(status: StatusCode, written: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], written).into_response()
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Fault> {
        parts
            .extensions
            .get::<Ctx>()
            .cloned()
            .ok_or_else(|| Fault(Error::broken("a route stands outside `words::enter`")))
    }
}

/// A number that chooses a plural.
pub trait Count {
    /// The number.
    fn count(&self) -> i64;
}

macro_rules! count {
    ($($kind:ty),+) => { $(impl Count for $kind { fn count(&self) -> i64 { i64::try_from(*self).unwrap_or(i64::MAX) } })+ };
}
count!(i64, u64, u32, u16, usize);

impl<T: Count> Count for &T {
    fn count(&self) -> i64 {
        (**self).count()
    }
}
