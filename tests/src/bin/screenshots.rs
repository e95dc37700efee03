//! Takes the pictures in docs/screenshots again, from the demo: `cargo xtask screenshots`.

use std::path::PathBuf;

use journeys::{Browser, Options, Town};

/// A picture: its name, the page, and who looks.
struct Picture {
    name: &'static str,
    path: &'static str,
    options: Options,
}

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("the folder for the pictures");
    let pictures = [
        Picture { name: "landing", path: "/", options: Options::default() },
        Picture { name: "landing-dark", path: "/", options: Options::default().dark() },
        Picture { name: "landing-phone", path: "/", options: Options { height: 700, ..Options::phone() } },
    ];
    let town = Town::start();
    for Picture { name, path, options } in pictures {
        let browser = Browser::start(Options { reduced_motion: true, ..options });
        browser.goto(&town.url(path));
        let file = folder.join(name).with_extension("png");
        browser.screenshot(&file);
        println!("{}", file.display());
    }
}
