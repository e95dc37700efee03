//! Setting a community up, on an empty data folder.

use std::path::PathBuf;

use journeys::{Browser, Options, Town};

use crate::steps::{answer_rightly, fill_in, say_the_year};

/// An empty folder for data, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn empty(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("alongside-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        Folder(path)
    }

    fn serve(&self) -> Town {
        let data = self.0.to_string_lossy().into_owned();
        Town::run(&["serve"], &[("ALONGSIDE_DATA", &data), ("ALONGSIDE_LISTEN", "127.0.0.1:0")])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// The one-time link that the program printed, as a path.
fn printed_link(town: &Town) -> Option<String> {
    let said = town.said();
    let link = said.iter().find_map(|line| line.split_once("/setup/").map(|(_, token)| token.trim().to_owned()));
    link.map(|token| format!("/setup/{token}"))
}

#[track_caller]
fn save(administrator: &Browser, next: &str) {
    administrator.click_text("Save and go on");
    administrator.wait_for_address(next);
}

#[test]
fn a_first_administrator_opens_the_doors() {
    let folder = Folder::empty("setting-up");
    let town = folder.serve();
    let link = printed_link(&town).expect("a link on an empty data folder");

    // Whoever comes before finds a kind page, and help.
    let visitor = Browser::start(Options::phone());
    visitor.goto(&town.url("/"));
    visitor.see("This place is not open yet");
    visitor.goto(&town.url("/join"));
    visitor.see("This place is not open yet");
    visitor.click_text("Get help now");
    visitor.see("If a life is in danger");
    visitor.goto(&town.url("/setup/name"));
    assert!(!visitor.shows("Name of the community"));

    let wren = Browser::start(Options::default());
    wren.goto(&town.url(&link));
    wren.see("This link makes you the first administrator. It works once.");
    wren.assert_accessible();
    wren.click_text("Make my account");
    say_the_year(&wren, "1970");
    fill_in(&wren, "Wren");
    answer_rightly(&wren);
    wren.click_text("I promise this too");
    wren.click("button.big");
    wren.see("Your recovery key");
    wren.click_text("I have kept it");
    wren.wait_for_address("/setup/name");
    visitor.goto(&town.url(&link));
    visitor.see("This link does not work any more");

    name_charter_and_languages(&wren);
    drop(town);

    // Interrupted: the power fails. It goes on where it was left, and no new link is printed.
    let town = folder.serve();
    assert_eq!(printed_link(&town), None);
    wren.goto(&town.url("/setup"));
    wren.wait_for_address("/setup/topics");
    the_rest(&wren, &town);
    visitor.goto(&town.url("/"));
    visitor.see("This place is not open yet");
    the_doors_stay_closed_until_helplines_are_checked(&wren, &town);
    wren.click("#opening button");
    wren.see("The doors are open.");

    visitor.goto(&town.url("/"));
    visitor.see("Somebody to talk to, who has been there");
    visitor.see("Riverside Peers");
    visitor.see("Nobody is here just now");
    visitor.click_text("Get help now");
    visitor.see("Checked by Wren");
    visitor.goto(&town.url("/demo"));
    visitor.see("This page is not here");
    wren.goto(&town.url("/trail"));
    wren.see("The doors were opened");
    wren.see("The set-up link was used.");
}

fn name_charter_and_languages(wren: &Browser) {
    wren.fill("Name of the community", "");
    wren.click_text("Save and go on");
    wren.see("Please give the community a name.");
    wren.fill("Name of the community", "Riverside Peers");
    wren.fill("Short name for phones", "Riverside");
    wren.fill("Time zone", "Europe/London");
    wren.assert_accessible();
    save(wren, "/setup/charter");
    wren.assert_accessible();
    save(wren, "/setup/languages");
    wren.assert_accessible();
    save(wren, "/setup/topics");
}

fn the_rest(wren: &Browser, town: &Town) {
    wren.assert_accessible();
    save(wren, "/setup/hours");
    wren.fill("#opens-0", "18:00");
    wren.assert_accessible();
    wren.fill("#opens-0", "");
    save(wren, "/setup/ages");
    wren.assert_accessible();
    wren.click_text("18 and above. This is the safest way to begin.");
    save(wren, "/setup/helplines");
    wren.choose("Your own country", "Ireland");
    wren.assert_accessible();
    // The lines are not checked yet: it leads there first, and leaves it open to do it later.
    save(wren, "/settings/helplines");
    wren.see("Ireland: nobody has checked a helpline for everyone yet.");
    wren.assert_accessible();
    wren.goto(&town.url("/setup/people"));
    wren.assert_accessible();
    a_second_administrator_is_invited(wren, town);
    save(wren, "/setup/opening");
    wren.see("Ireland: nobody has checked a helpline for everyone yet.");
    wren.assert_accessible();
    assert_eq!(wren.count("#opening button"), 0);
}

/// Nobody should hang on one person: the second comes in before the doors open.
fn a_second_administrator_is_invited(wren: &Browser, town: &Town) {
    wren.click_text("Make the link");
    wren.see("The link is ready");
    wren.assert_accessible();
    let link = wren.attribute("#link", "value").unwrap_or_default();
    let path = &link[link.find("/invitation/").unwrap_or_else(|| panic!("“{link}” is no link"))..];
    let ffion = Browser::start(Options::phone());
    ffion.goto(&town.url(path));
    ffion.see("Welcome. You are invited");
    ffion.assert_accessible();
    ffion.click_text("Make my account");
    say_the_year(&ffion, "1980");
    fill_in(&ffion, "Ffion");
    answer_rightly(&ffion);
    ffion.click_text("I promise this too");
    ffion.click("button.big");
    ffion.see("Your recovery key");
    ffion.click_text("I have kept it");
    ffion.see("What is still missing");
    ffion.click(".nav a[href='/account']");
    ffion.click_text("Sign out");
    ffion.goto(&town.url(path));
    ffion.see("This link does not work any more");
    wren.goto(&town.url("/settings/invitations"));
    wren.see("used");
    wren.goto(&town.url("/setup/people"));
}

fn the_doors_stay_closed_until_helplines_are_checked(wren: &Browser, town: &Town) {
    wren.click_text("Ireland: nobody has checked a helpline for everyone yet.");
    wren.see("not checked");
    wren.assert_accessible();
    wren.click("form[action$='/check'] button");
    wren.see("Checked by Wren");
    wren.goto(&town.url("/setup/opening"));
    wren.see("Everything is ready.");
}
