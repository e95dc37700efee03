//! A little Markdown: what people use to make themselves clear, and nothing that can harm a reader.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html::push_html};
use url::Url;

/// Quotes in lists in quotes: deeper than this they are shown side by side.
const DEEP: usize = 6;

/// Text made into HTML that a template may print as it is: `{{ rendered|safe }}`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rendered(String);

impl Rendered {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What people write, as HTML.
pub struct Html;

impl Html {
    /// Renders a part of CommonMark: paragraphs and their line breaks, emphasis, lists, quotes, code, and links that say
    /// where they lead. A heading becomes a strong paragraph, a picture its description, and HTML shows as it was typed.
    pub fn render(written: &str) -> Rendered {
        let mut html = String::with_capacity(written.len() * 5 / 4);
        push_html(&mut html, gentle(written).into_iter());
        // The events hold nothing harmful; whatever a bug may let through stops here.
        Rendered(SIEVE.clean(&html).to_string())
    }
}

/// What people write without its marks, as it is indexed and quoted: a line for each paragraph, item and broken line.
pub fn plain(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    for event in Parser::new_ext(written, Options::empty()) {
        match event {
            Event::Text(it) | Event::Code(it) | Event::Html(it) | Event::InlineHtml(it) => plain.push_str(&it),
            Event::SoftBreak | Event::HardBreak => plain.push('\n'),
            Event::End(end) if is_block(&end) && !plain.ends_with('\n') => plain.push('\n'),
            _ => (),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn is_block(end: &TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
}

static SIEVE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sieve = Builder::empty();
    sieve
        .tags(HashSet::from(["p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "a"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    sieve
});

/// The events of a text, made gentle.
fn gentle(written: &str) -> Vec<Event<'_>> {
    let mut gentle = Gentle { events: Vec::new(), open: Vec::new(), link: None };
    for event in Parser::new_ext(written, Options::empty()) {
        gentle.take(event);
    }
    gentle.events
}

struct Gentle<'a> {
    events: Vec<Event<'a>>,
    /// For each tag that is open, how it is closed; with nothing when it is not shown.
    open: Vec<Vec<Event<'a>>>,
    /// The link that is open: its host, and what it has shown so far.
    link: Option<(String, String)>,
}

impl<'a> Gentle<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => {
                let end = self.open.pop().unwrap_or_default();
                if matches!(end.as_slice(), [Event::End(TagEnd::Link)]) {
                    self.say_where_it_leads();
                }
                self.events.extend(end);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => {
                self.shown(&text);
                self.events.push(Event::Code(text));
            }
            Event::SoftBreak | Event::HardBreak => self.events.push(Event::HardBreak),
            Event::Rule => {
                let line = Event::Text(CowStr::Borrowed("* * *"));
                self.events.extend([Event::Start(Tag::Paragraph), line, Event::End(TagEnd::Paragraph)]);
            }
            // Mathematics, footnotes and boxes to tick are not switched on.
            _ => (),
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let deep = self.open.iter().filter(|it| !it.is_empty()).count() >= DEEP;
        let (start, end) = match tag {
            Tag::Paragraph => (vec![Tag::Paragraph], vec![TagEnd::Paragraph]),
            Tag::Heading { .. } => (vec![Tag::Paragraph, Tag::Strong], vec![TagEnd::Strong, TagEnd::Paragraph]),
            Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Indented) => (vec![Tag::Paragraph], vec![TagEnd::Paragraph]),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.events.extend([Event::Start(Tag::Paragraph), Event::InlineHtml(CowStr::Borrowed("<code>"))]);
                let end = Event::InlineHtml(CowStr::Borrowed("</code>"));
                self.open.push(vec![end, Event::End(TagEnd::Paragraph)]);
                return;
            }
            Tag::Link { link_type, dest_url, .. } => match (link_type, outward(&dest_url)) {
                (LinkType::Email, _) | (_, None) => (vec![], vec![]),
                (_, Some(url)) => {
                    self.link = Some((url.host_str().unwrap_or_default().to_owned(), String::new()));
                    let [dest_url, none] = [url.to_string(), String::new()].map(CowStr::from);
                    let link = Tag::Link { link_type: LinkType::Inline, dest_url, title: none.clone(), id: none };
                    (vec![link], vec![TagEnd::Link])
                }
            },
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong if deep => (vec![], vec![]),
            Tag::BlockQuote(_) => (vec![Tag::BlockQuote(None)], vec![TagEnd::BlockQuote(None)]),
            Tag::List(first) => (vec![Tag::List(first)], vec![TagEnd::List(first.is_some())]),
            Tag::Item => (vec![Tag::Item], vec![TagEnd::Item]),
            Tag::Emphasis => (vec![Tag::Emphasis], vec![TagEnd::Emphasis]),
            Tag::Strong => (vec![Tag::Strong], vec![TagEnd::Strong]),
            // A picture is its description; tables, notes and the like are not switched on.
            _ => (vec![], vec![]),
        };
        self.events.extend(start.into_iter().map(Event::Start));
        self.open.push(end.into_iter().map(Event::End).collect());
    }

    /// Text, with the line breaks that code and HTML carry inside.
    fn text(&mut self, text: &str) {
        self.shown(text);
        let ends = text.ends_with('\n');
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            self.events.push(Event::Text(CowStr::from(line.to_owned())));
            if ends || lines.peek().is_some() {
                self.events.push(Event::HardBreak);
            }
        }
    }

    fn shown(&mut self, text: &str) {
        if let Some((_, shown)) = &mut self.link {
            shown.push_str(text);
        }
    }

    /// A reader must know where a link leads before following it. The host stands as machines write it, so that letters
    /// that only look alike are told apart.
    fn say_where_it_leads(&mut self) {
        if let Some((host, shown)) = self.link.take() {
            let said = shown.trim().trim_end_matches('/');
            let bare = said.strip_prefix("https://").or_else(|| said.strip_prefix("http://")).unwrap_or(said);
            let leads = bare.strip_prefix(host.as_str());
            if !leads.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                self.events.push(Event::Text(CowStr::from(format!(" ({host})"))));
            }
        }
    }
}

/// The address of a page elsewhere; nothing else is a link.
fn outward(address: &str) -> Option<Url> {
    Url::parse(address).ok().filter(|it| matches!(it.scheme(), "http" | "https") && it.host_str().is_some())
}
