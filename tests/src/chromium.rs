//! Starting Chromium through chromedriver, and the commands that only Chromium knows.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use url::Url;

use crate::child::Program;

/// What kind of browser somebody uses.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The page's width in CSS pixels.
    pub width: u32,
    /// The page's height in CSS pixels.
    pub height: u32,
    /// Whether pages may run script.
    pub script: bool,
    /// Whether the person prefers dark pages.
    pub dark: bool,
    /// Whether the person asked for less motion.
    pub reduced_motion: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { width: 1280, height: 900, script: true, dark: false, reduced_motion: false }
    }
}

impl Options {
    /// A small, cheap phone.
    pub fn phone() -> Options {
        Options { width: 320, height: 640, ..Options::default() }
    }

    /// The same without script.
    #[must_use]
    pub fn without_script(self) -> Options {
        Options { script: false, ..self }
    }

    /// The same for somebody who prefers dark pages.
    #[must_use]
    pub fn dark(self) -> Options {
        Options { dark: true, ..self }
    }
}

const FLAGS: [&str; 11] = [
    "--headless=new",
    // Containers forbid the sandbox that Chromium would make, and the only pages it opens here are ours.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    // Keeps pictures alike on every machine.
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// A command that is a POST below the session's address.
#[derive(Debug)]
struct Post(&'static str, Value);

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}

/// A Chromium of its own, with an empty profile that chromedriver makes and removes.
pub(crate) struct Chromium {
    // Dropped in this order, after the session was closed in `drop`: chromedriver must be gone before its files.
    client: Option<Client>,
    runtime: Runtime,
    _driver: Program,
    _folder: Folder,
}

/// Where a browser keeps its files, its profile among them.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("alongside-browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("could not make a folder for Chromium: {error}"));
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Chromium goes on writing for a moment while it ends.
        for _ in 0..20 {
            match std::fs::remove_dir_all(&self.0) {
                Err(error) if error.kind() != ErrorKind::NotFound => std::thread::sleep(Duration::from_millis(50)),
                _ => return,
            }
        }
    }
}

impl Chromium {
    pub(crate) fn start(options: Options) -> Chromium {
        let folder = Folder::make();
        let drive = || Program::start(Command::new("chromedriver").arg("--port=0").env("TMPDIR", &folder.0));
        let (told, patience) = ("started successfully on port ", Duration::from_secs(20));
        let mut driver = drive();
        let port = driver.hear(told, patience).unwrap_or_else(|_| {
            // It takes a free port of one kind and finds it taken of the other: rare, and gone at the next try.
            driver = drive();
            driver.told(told, patience)
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a small runtime");
        let mut preferences = json!({ "credentials_enable_service": false, "translate.enabled": false });
        if !options.script {
            // 2 is "block".
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": FLAGS, "prefs": preferences },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object above") };
        let address = format!("http://127.0.0.1:{port}");
        let connected = runtime.block_on(async {
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&address).await
        });
        let client = match connected {
            Ok(client) => client,
            Err(error) => panic!("Chromium did not start: {error}\n{}", driver.said().join("\n")),
        };
        let chromium = Chromium { client: Some(client), runtime, _driver: driver, _folder: folder };
        chromium.look_as(options);
        chromium
    }

    /// Sets what can be changed while a page is open: its size and the person's preferences.
    pub(crate) fn look_as(&self, options: Options) {
        let size = json!({ "width": options.width, "height": options.height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
        let scheme = if options.dark { "dark" } else { "light" };
        let motion = if options.reduced_motion { "reduce" } else { "no-preference" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]});
        self.devtools("Emulation.setEmulatedMedia", features);
    }

    /// Waits for something the browser is asked.
    pub(crate) fn ask<T>(&self, question: impl Future<Output = T>) -> T {
        self.runtime.block_on(question)
    }

    pub(crate) fn client(&self) -> &Client {
        self.client.as_ref().expect("taken only when dropped")
    }

    /// A command of the DevTools protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    /// What a log of Chromium's (`browser` or `performance`) holds since it was last read.
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.post("se/log", json!({ "type": kind }));
        entries.as_array().cloned().unwrap_or_default()
    }

    fn post(&self, path: &'static str, body: Value) -> Value {
        let shown = body.to_string();
        let answer = self.ask(self.client().issue_cmd(Post(path, body)));
        answer.unwrap_or_else(|error| panic!("Chromium did not do {path} {shown}: {error}"))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Lets Chromium end and its profile be removed; a Chromium that hangs is left to chromedriver's end.
            let _ = self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), client.close()).await });
        }
    }
}
