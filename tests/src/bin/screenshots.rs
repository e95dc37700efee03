//! Takes the pictures in docs/screenshots again, from the demo: `cargo xtask screenshots`.

use std::path::PathBuf;

use journeys::{Browser, Options, Town};

const WORDS: &str = "I wake at four and he is not there.";

/// The folder for the pictures.
struct Album(PathBuf);

impl Album {
    fn take(&self, browser: &Browser, name: &str) {
        let file = self.0.join(name).with_extension("png");
        browser.screenshot(&file);
        println!("{}", file.display());
    }
}

fn wide() -> Browser {
    Browser::start(Options { reduced_motion: true, ..Options::default() })
}

fn phone() -> Browser {
    Browser::start(Options { height: 700, reduced_motion: true, ..Options::phone() })
}

fn be(browser: &Browser, town: &Town, name: &str) {
    browser.goto(&town.url("/demo"));
    browser.click_text(&format!("Be {name}"));
    browser.wait_for(".nav a[href='/account']");
}

fn main() {
    let album = Album(std::env::args_os().nth(1).map(PathBuf::from).expect("the folder for the pictures"));
    let town = Town::start();
    first_pages(&album, &town);
    circles(&album, &town);
    let (maya, theo) = (phone(), wide());
    maya_asks(&album, &town, &maya);
    theo_is_offered(&album, &town, &theo);
    let nora = wide();
    be(&nora, &town, "Nora");
    nora.click(".nav a[href='/supervision']");
    nora.see("Elena supports somebody");
    album.take(&nora, "board-wide");
    theo.click_text("Yes, I will talk");
    they_talk(&album, &maya, &theo);
}

fn first_pages(album: &Album, town: &Town) {
    let browser = wide();
    browser.goto(&town.url("/"));
    album.take(&browser, "landing-wide");
    browser.look_as(Options { dark: true, reduced_motion: true, ..Options::default() });
    album.take(&browser, "landing-dark");
    let browser = phone();
    browser.goto(&town.url("/"));
    album.take(&browser, "landing-phone");
    browser.goto(&town.url("/help-now"));
    album.take(&browser, "help-now-phone");
}

fn circles(album: &Album, town: &Town) {
    let leo = phone();
    be(&leo, town, "Leo");
    leo.goto(&town.url("/circles"));
    album.take(&leo, "circles-phone");
    leo.click_text("What do you do with the hour before bed?");
    leo.see("I fold washing.");
    album.take(&leo, "thread-phone");
    let olu = wide();
    be(&olu, town, "Olu");
    olu.goto(&town.url("/desk"));
    olu.see("Gatherings tonight");
    album.take(&olu, "desk-wide");
    olu.click_text("Night owls");
    olu.click_text("Come in");
    olu.see("Raised hands");
    album.take(&olu, "room-wide");
}

fn maya_asks(album: &Album, town: &Town, maya: &Browser) {
    be(maya, town, "Maya");
    maya.click_text("Ask to talk");
    maya.click_text("To be heard");
    maya.script("scrollTo(0, 0)");
    album.take(maya, "ask-phone");
    maya.click_text("Sleep");
    maya.fill("A few words, if you want", WORDS);
    maya.click_text("Ask to talk");
    maya.see("We are looking for somebody");
    album.take(maya, "waiting-phone");
}

fn theo_is_offered(album: &Album, town: &Town, theo: &Browser) {
    be(theo, town, "Theo");
    theo.click(".nav a[href='/duty']");
    theo.click_text("Enough for now");
    theo.click_text("I think so");
    theo.click_text("Go on duty");
    theo.see("Somebody asks to talk");
    for _ in 0..2 {
        if theo.shows(WORDS) {
            break;
        }
        let offer = theo.attribute(".offer", "data-chime").unwrap_or_default();
        theo.click_text("Not this one");
        theo.wait_for(&format!(".offer:not([data-chime='{offer}'])"));
    }
    theo.see(WORDS);
    album.take(theo, "offer-wide");
}

fn they_talk(album: &Album, maya: &Browser, theo: &Browser) {
    maya.see("You are talking now.");
    let says = [
        (theo, "Hello Maya, I am Theo. I read what you wrote. I am here."),
        (maya, "I do not know where to begin."),
        (theo, "You need not. Four in the morning is a good place to start.\nWhat is it like, then?"),
        (maya, "Quiet. I listen for his chair."),
        (theo, "You listen for him. That sounds like love, and so lonely."),
        (maya, "Yes. Nobody asked me that before."),
    ];
    for (speaker, words) in says {
        speaker.click("#text");
        speaker.paste(words);
        speaker.click_text("Send");
        for browser in [maya, theo] {
            browser.see(words);
        }
    }
    theo.see("saved");
    album.take(maya, "talk-phone");
    album.take(theo, "talk-wide");
}
