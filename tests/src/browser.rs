//! A person's browser: what they click, write and see.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::{Value, json};

use crate::axe::{self, Violation};
use crate::chromium::{Chromium, Options};

/// How long a step waits until it can be done.
pub const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(40);

/// A Chromium with a profile of its own. Dropping it closes it; a test that fails leaves a picture in `target/journeys`.
pub struct Browser {
    chromium: Chromium,
}

impl Browser {
    /// Opens an empty browser.
    pub fn start(options: Options) -> Browser {
        Browser { chromium: Chromium::start(options) }
    }

    /// Opens an address, and waits until it is loaded.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.done(self.chromium.ask(self.chromium.client().goto(url)), &format!("go to {url}"));
    }

    /// The browser's Back.
    #[track_caller]
    pub fn back(&self) {
        self.done(self.chromium.ask(self.chromium.client().back()), "go back");
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.done(self.chromium.ask(self.chromium.client().refresh()), "reload");
    }

    /// Where the browser is.
    #[track_caller]
    pub fn url(&self) -> String {
        self.done(self.chromium.ask(self.chromium.client().current_url()), "say where it is").into()
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        self.done(self.chromium.ask(self.chromium.client().title()), "say the title")
    }

    /// Clicks what the selector names.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.act(&format!("click {css}"), &[css_locator(css)], async |element| element.click().await);
    }

    /// Clicks the button, link, label or summary that says this, in full or else in part.
    #[track_caller]
    pub fn click_text(&self, text: &str) {
        let quoted = quoted(text);
        let kinds = ["button", "a", "summary", "label", "*[@role='button' or @role='link' or @role='menuitem']"];
        let with = |test: &str| kinds.map(|kind| format!("//{kind}[{test}]")).join(" | ");
        let whole = with(&format!("normalize-space(.) = {quoted} or @aria-label = {quoted}"));
        let whole = format!("{whole} | //input[(@type='submit' or @type='button') and @value = {quoted}]");
        let part = with(&format!("contains(normalize-space(.), {quoted})"));
        self.act(&format!("click “{text}”"), &[xpath(&whole), xpath(&part)], async |element| element.click().await);
    }

    /// Writes into the field with this label (or selector), in place of what was there.
    #[track_caller]
    pub fn fill(&self, field: &str, text: &str) {
        self.act(&format!("fill “{field}”"), &field_locators(field), async |element| {
            element.clear().await?;
            element.send_keys(text).await
        });
    }

    /// Chooses from the list with this label (or selector).
    #[track_caller]
    pub fn choose(&self, field: &str, option: &str) {
        self.act(&format!("choose “{option}” in “{field}”"), &field_locators(field), async |element| {
            element.select_by_label(option).await
        });
    }

    /// Presses keys, where the focus is: `browser.press(Key::Tab)`, `browser.press(Key::Shift + &Key::Tab)`, `browser.press("hello")`.
    #[track_caller]
    pub fn press(&self, keys: impl ToString) {
        let keys = keys.to_string();
        let pressed =
            self.chromium.ask(async { self.chromium.client().active_element().await?.send_keys(&keys).await });
        self.done(pressed, "press keys");
    }

    /// Puts text in where the focus is, all at once, as pasting or an input method does: any script, any sign, any line break.
    #[track_caller]
    pub fn paste(&self, text: &str) {
        self.chromium.devtools("Input.insertText", json!({ "text": text }));
    }

    /// The text that can be seen in what the selector names, white space as one space; waits until it is there.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let read =
            self.act(&format!("read {css}"), &[css_locator(css)], async |element| element.prop("innerText").await);
        plain(&read.unwrap_or_default())
    }

    /// An attribute of what the selector names; waits until the element is there.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.act(&format!("read {name} of {css}"), &[css_locator(css)], async |element| element.attr(name).await)
    }

    /// How many elements the selector names, now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.done(self.chromium.ask(self.chromium.client().find_all(Locator::Css(css))), "count").len()
    }

    /// Waits until something that the selector names can be seen.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        self.until(&format!("{css} to be seen"), || {
            self.chromium.ask(async {
                for element in self.chromium.client().find_all(Locator::Css(css)).await? {
                    if self.is_seen(&element).await? {
                        return Ok(Some(()));
                    }
                }
                Ok(None)
            })
        });
    }

    /// Waits until the page shows this text. White space counts as one space.
    #[track_caller]
    pub fn see(&self, text: &str) {
        self.until(&format!("“{text}” to be seen"), || Ok(self.words()?.contains(&plain(text)).then_some(())));
    }

    /// Waits until the page shows this text no more.
    #[track_caller]
    pub fn see_no_more(&self, text: &str) {
        self.until(&format!("“{text}” to be gone"), || Ok((!self.words()?.contains(&plain(text))).then_some(())));
    }

    /// Waits until a script that asks the page something answers "true".
    #[track_caller]
    pub fn wait_until(&self, what: &str, question: &str) {
        self.until(what, || {
            let answer = self.chromium.ask(self.chromium.client().execute(question, Vec::new()))?;
            Ok((answer == json!(true)).then_some(()))
        });
    }

    /// Whether the page shows this text now.
    #[track_caller]
    pub fn shows(&self, text: &str) -> bool {
        self.done(self.words(), "read the page").contains(&plain(text))
    }

    /// Waits until the browser's address ends with this.
    #[track_caller]
    pub fn wait_for_address(&self, end: &str) {
        self.until(&format!("the address to end with {end}"), || {
            let url = self.chromium.ask(self.chromium.client().current_url())?;
            Ok(url.as_str().ends_with(end).then_some(()))
        });
    }

    /// Runs script in the page, whatever the page's content policy, and gives what it returns.
    #[track_caller]
    pub fn script(&self, source: &str) -> Value {
        self.done(self.chromium.ask(self.chromium.client().execute(source, Vec::new())), "run script")
    }

    /// Runs script that calls its last argument when it is done, and gives what it calls it with.
    #[track_caller]
    pub fn script_that_takes_time(&self, source: &str) -> Value {
        self.done(self.chromium.ask(self.chromium.client().execute_async(source, Vec::new())), "run script")
    }

    /// Takes this page off the network, or back on. For sockets that are open and for service workers, cut a [`crate::Wire`].
    #[track_caller]
    pub fn offline(&self, offline: bool) {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.chromium.devtools("Network.enable", json!({}));
        self.chromium.devtools("Network.emulateNetworkConditions", conditions);
    }

    /// Looks at the same page with another width and height, and with another preference for dark and for motion.
    #[track_caller]
    pub fn look_as(&self, options: Options) {
        self.chromium.look_as(options);
    }

    /// Saves a picture of what can be seen now.
    #[track_caller]
    pub fn screenshot(&self, path: impl AsRef<Path>) {
        let picture = self.done(self.chromium.ask(self.chromium.client().screenshot()), "take a picture");
        keep(path.as_ref(), &picture).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()));
    }

    /// What axe-core finds on this page against WCAG 2.2 AA.
    #[track_caller]
    pub fn axe(&self) -> Vec<Violation> {
        if self.script("return typeof window.axe === 'undefined'") == json!(true) {
            self.script(&axe::source());
        }
        axe::read(&self.script_that_takes_time(axe::run()))
    }

    /// Fails with a readable list if axe-core finds anything.
    #[track_caller]
    pub fn assert_accessible(&self) {
        let violations: Vec<_> = self.axe().iter().map(ToString::to_string).collect();
        assert!(violations.is_empty(), "{} keeps people out:\n{}", self.url(), violations.join("\n"));
    }

    /// What the console told as an error since this was last asked.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        let entries = self.chromium.log("browser");
        let grave = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        grave.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Every address on another host than this machine that pages asked for since this was last asked.
    #[track_caller]
    pub fn requests_elsewhere(&self) -> Vec<String> {
        let entries = self.chromium.log("performance");
        entries.iter().filter_map(|entry| asked(entry["message"].as_str()?)).filter(|url| is_elsewhere(url)).collect()
    }

    fn words(&self) -> Result<String, CmdError> {
        let text = "return document.body ? document.body.innerText : ''";
        let text = self.chromium.ask(self.chromium.client().execute(text, Vec::new()))?;
        Ok(plain(text.as_str().unwrap_or_default()))
    }

    /// Whether an element can be seen. Asked of the page, because WebDriver's own answer is always "no" for `<noscript>`.
    async fn is_seen(&self, element: &Element) -> Result<bool, CmdError> {
        let seen = "const box = arguments[0].getBoundingClientRect();
            return box.width > 0 && box.height > 0 && arguments[0].checkVisibility({ visibilityProperty: true })";
        let element = serde_json::to_value(element).map_err(CmdError::Json)?;
        Ok(self.chromium.client().execute(seen, vec![element]).await? == json!(true))
    }

    /// Does something with the first element that can be seen, of the first locator that has one; tries again until it works:
    /// the page may be on its way.
    #[track_caller]
    fn act<T>(&self, what: &str, locators: &[Given], act: impl AsyncFn(Element) -> Result<T, CmdError>) -> T {
        self.until(what, || {
            self.chromium.ask(async {
                for locator in locators {
                    for element in self.chromium.client().find_all(locator.as_locator()).await? {
                        if self.is_seen(&element).await? {
                            return act(element).await.map(Some);
                        }
                    }
                }
                Ok(None)
            })
        })
    }

    #[track_caller]
    fn until<T>(&self, what: &str, mut attempt: impl FnMut() -> Result<Option<T>, CmdError>) -> T {
        let began = Instant::now();
        loop {
            let last = match attempt() {
                Ok(Some(value)) => return value,
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if began.elapsed() > PATIENCE {
                let url = self.chromium.ask(self.chromium.client().current_url()).map(String::from).unwrap_or_default();
                let error = last.map(|error| format!("\nThe browser said: {error}")).unwrap_or_default();
                let words = self.words().unwrap_or_default();
                panic!("Waited {} s to {what}, at {url}.{error}\nThe page says: {words}", PATIENCE.as_secs());
            }
            std::thread::sleep(GLANCE);
        }
    }

    #[track_caller]
    fn done<T>(&self, outcome: Result<T, CmdError>, what: &str) -> T {
        outcome.unwrap_or_else(|error| panic!("The browser could not {what}: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
            if let Ok(picture) = self.chromium.ask(self.chromium.client().screenshot()) {
                let path = pictures().join(format!("{name}-{:p}.png", self));
                if keep(&path, &picture).is_ok() {
                    eprintln!("What the browser showed last: {}", path.display());
                }
            }
        }
    }
}

/// A locator that owns its words.
enum Given {
    Css(String),
    XPath(String),
}

impl Given {
    fn as_locator(&self) -> Locator<'_> {
        match self {
            Given::Css(css) => Locator::Css(css),
            Given::XPath(path) => Locator::XPath(path),
        }
    }
}

fn css_locator(css: &str) -> Given {
    Given::Css(css.to_owned())
}

fn xpath(path: &str) -> Given {
    Given::XPath(path.to_owned())
}

/// The field whose label says this, in full or else in part; or, where it looks like one, what the selector names.
fn field_locators(field: &str) -> Vec<Given> {
    if field.starts_with(['#', '.', '[']) || field.contains('[') {
        return vec![css_locator(field)];
    }
    let quoted = quoted(field);
    let kinds = "[self::input or self::textarea or self::select]";
    let labelled = |test: &str| {
        let label = format!("//label[{}]", test.replace("TEXT", "normalize-space(.)"));
        let own = test.replace("TEXT", "normalize-space(@aria-label)");
        xpath(&format!("//*{kinds}[@id = {label}/@for] | {label}//*{kinds} | //*{kinds}[{own}]"))
    };
    vec![labelled(&format!("TEXT = {quoted}")), labelled(&format!("contains(TEXT, {quoted})"))]
}

/// A text as XPath writes it, which knows no escapes.
fn quoted(text: &str) -> String {
    if text.contains('"') {
        let parts: Vec<_> = text.split('"').map(|part| format!("\"{part}\"")).collect();
        format!("concat({})", parts.join(", '\"', "))
    } else {
        format!("\"{text}\"")
    }
}

/// A text with each run of white space as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address in a performance log entry about a request or an opening socket.
fn asked(message: &str) -> Option<String> {
    let message: Value = serde_json::from_str(message).ok()?;
    let message = &message["message"];
    let url = match message["method"].as_str()? {
        "Network.requestWillBeSent" => &message["params"]["request"]["url"],
        "Network.webSocketCreated" => &message["params"]["url"],
        _ => return None,
    };
    url.as_str().map(ToOwned::to_owned)
}

fn is_elsewhere(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return true };
    let networked = matches!(url.scheme(), "http" | "https" | "ws" | "wss");
    networked && !matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// Where pictures of failures go: beside what cargo built.
fn pictures() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors().nth(3).unwrap_or(Path::new(".")).join("journeys")
}

fn keep(path: &Path, picture: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, picture)
}
