//! Courses that come with the program, to begin with. They are offered, never put there: a community takes what it likes,
//! changes it, and publishes it itself.

use std::sync::LazyLock;

use rust_embed::RustEmbed;

use crate::format::{self, Course};

#[derive(RustEmbed)]
#[folder = "courses/"]
#[include = "*.md"]
#[exclude = "README.md"]
struct Files;

/// A course that comes with the program.
#[derive(Clone, Debug)]
pub struct Starter {
    /// What it says.
    pub course: Course,
    /// The text of it.
    pub words: String,
}

/// All of them, in the order in which they are meant to be taken.
pub fn all() -> &'static [Starter] {
    static ALL: LazyLock<Vec<Starter>> = LazyLock::new(|| {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let texts = names.iter().filter_map(|name| Files::get(name));
        let texts = texts.map(|file| String::from_utf8_lossy(&file.data).into_owned());
        // A test reads every one of them, so none is left out here.
        texts.filter_map(|words| Some(Starter { course: format::read(&words).ok()?, words })).collect()
    });
    &ALL
}

/// The one with this name.
pub fn of(id: &str) -> Option<&'static Starter> {
    all().iter().find(|it| it.course.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_starting_course_can_be_read() {
        for name in Files::iter() {
            let words = String::from_utf8(Files::get(&name).unwrap().data.into_owned()).unwrap();
            if let Err(problems) = format::read(&words) {
                panic!(
                    "{name}: {:#?}",
                    problems.iter().map(|it| (it.line, it.what.key, &it.what.args)).collect::<Vec<_>>()
                );
            }
        }
        assert_eq!(all().len(), Files::iter().count());
    }

    #[test]
    fn what_a_starting_course_asks_for_comes_before_it() {
        let mut known = HashSet::new();
        for it in all() {
            assert!(it.course.needs.iter().all(|need| known.contains(need)), "{}: {:?}", it.course.id, it.course.needs);
            assert!(known.insert(it.course.id.clone()), "{} stands twice", it.course.id);
        }
    }
}
