//! The harness proves itself on a tiny page server: a check that cannot fail would prove nothing about our pages.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use journeys::{Browser, Key, Options, Wire};

const HOME: &str = r#"<!doctype html><html lang="en"><head><title>Home</title><style>
    body { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }
    </style></head><body><main><h1>A page</h1><noscript>No script here: <a href="/slow">the slow way</a></noscript>
    <p id="said">quiet</p><p id="fetched"></p>
    <form action="/answer"><label for="name">Your name</label> <input id="name" name="name">
    <label>Colour <select name="colour"><option>Red</option><option>Blue</option></select></label>
    <button>Say "it's me"</button></form>
    <a href="/faulty">The faulty page</a></main>
    <script>
        document.getElementById('said').textContent = 'script ran';
        document.addEventListener('keydown', event => { if (event.key === 'Escape') document.title = 'escaped'; });
        function fetchNow() {
            fetch('/ok', { cache: 'no-store' }).then(() => 'online', () => 'offline')
                .then(text => document.getElementById('fetched').textContent = text);
        }
    </script></body></html>"#;
const FAULTY: &str = r#"<!doctype html><html lang="en"><head><title>Faulty</title></head><body><main><h1>Faulty</h1>
    <img src="/picture.svg"></main><script>console.error('as arranged'); fetch('http://elsewhere.invalid/x').catch(() => 0);</script>
    </body></html>"#;

/// Serves the pages until the test process ends.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    let path = request.split(' ').nth(1)?.to_owned();
    while !lines.next()?.ok()?.is_empty() {}
    let (kind, body) = match path.as_str() {
        "/" => ("text/html", HOME.to_owned()),
        "/faulty" => ("text/html", FAULTY.to_owned()),
        "/picture.svg" => {
            ("image/svg+xml", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#.to_owned())
        }
        "/favicon.ico" => ("image/x-icon", String::new()),
        path => ("text/html", format!("<!doctype html><title>Answer</title><body>{path}</body>")),
    };
    let head = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nConnection: close\r\n";
    write!(stream, "{head}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).ok()
}

fn page(address: SocketAddr, path: &str) -> String {
    format!("http://{address}{path}")
}

#[test]
fn a_person_writes_chooses_clicks_and_goes_back() {
    let address = serve();
    let browser = Browser::start(Options::default());
    browser.goto(&page(address, "/"));
    browser.see("script ran");
    assert!(!browser.shows("No script here"));
    browser.fill("Your name", "Ola");
    browser.fill("Your name", "Maya");
    browser.choose("Colour", "Blue");
    browser.press(Key::Escape);
    assert_eq!(browser.title(), "escaped");
    browser.click_text("Say \"it's me\"");
    browser.see("/answer?name=Maya&colour=Blue");
    browser.back();
    browser.wait_for("#name");
    assert_eq!(browser.text("h1"), "A page");
    assert_eq!(browser.attribute("#name", "name").as_deref(), Some("name"));
    assert_eq!(browser.count("option"), 2);
    assert!(browser.console_errors().is_empty());
    assert!(browser.requests_elsewhere().is_empty());
}

#[test]
fn without_script_none_runs_and_forms_still_work() {
    let address = serve();
    let browser = Browser::start(Options::phone().without_script());
    browser.goto(&page(address, "/"));
    browser.see("No script here");
    browser.see("quiet");
    browser.fill("Your name", "Theo");
    browser.click_text("it's me");
    browser.wait_for_address("name=Theo&colour=Red");
    browser.see("/answer?name=Theo");
    browser.back();
    browser.see("quiet");
    browser.click_text("the slow way");
    browser.see("/slow");
}

#[test]
fn dark_is_dark_and_a_phone_is_narrow() {
    let address = serve();
    let colour = "return getComputedStyle(document.body).backgroundColor";
    let light = Browser::start(Options::phone());
    light.goto(&page(address, "/"));
    assert_eq!(light.script(colour), "rgb(255, 255, 255)");
    assert_eq!(light.script("return innerWidth"), 320);
    let dark = Browser::start(Options::default().dark());
    dark.goto(&page(address, "/faulty"));
    dark.goto(&page(address, "/"));
    assert_eq!(dark.script(colour), "rgb(0, 0, 0)");
    assert_eq!(dark.script("return innerWidth"), 1280);
}

#[test]
fn offline_is_offline_until_it_is_over() {
    let address = serve();
    let browser = Browser::start(Options::default());
    browser.goto(&page(address, "/"));
    browser.offline(true);
    browser.script("fetchNow()");
    browser.see("offline");
    browser.offline(false);
    browser.script("fetchNow()");
    browser.see("online");
}

#[test]
fn a_cut_wire_reaches_nothing_until_it_is_mended() {
    let wire = Wire::to(serve());
    let browser = Browser::start(Options::default());
    browser.goto(&wire.url("/"));
    browser.script("fetchNow()");
    browser.see("online");
    wire.cut();
    browser.script("fetchNow()");
    browser.see("offline");
    wire.mend();
    browser.script("fetchNow()");
    browser.see("online");
}

#[test]
fn axe_finds_a_picture_without_words() {
    let address = serve();
    let browser = Browser::start(Options::default());
    browser.goto(&page(address, "/"));
    browser.assert_accessible();
    browser.click_text("faulty");
    browser.see("Faulty");
    let violations = browser.axe();
    assert_eq!(violations.iter().map(|violation| violation.rule.as_str()).collect::<Vec<_>>(), ["image-alt"]);
    assert!(violations[0].to_string().contains("img"), "{}", violations[0]);
}

#[test]
fn errors_and_requests_to_other_hosts_are_noticed() {
    let address = serve();
    let browser = Browser::start(Options::default());
    browser.goto(&page(address, "/faulty"));
    browser.see("Faulty");
    assert!(browser.console_errors().iter().any(|error| error.contains("as arranged")));
    assert_eq!(browser.requests_elsewhere(), ["http://elsewhere.invalid/x"]);
}

#[test]
fn a_picture_is_taken() {
    let path = std::env::temp_dir().join(format!("alongside-picture-{}.png", std::process::id()));
    let browser = Browser::start(Options::phone());
    browser.goto(&page(serve(), "/"));
    browser.screenshot(&path);
    let picture = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    // Width and height stand at byte 16, each in four bytes.
    assert_eq!(picture[16..24], [0, 0, 1, 64, 0, 0, 2, 128]);
}
