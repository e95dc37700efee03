//! People who want a place of which there are too few, and give it back again.

use db::Uuid;

use super::Line;
use crate::{history::What, stage::Person};

/// How a place is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    Gathering,
    Circle,
}

impl Way {
    /// Where a form for it goes, and what it says.
    fn form(self, place: Uuid, comes: bool) -> (String, &'static str) {
        match (self, comes) {
            (Self::Gathering, true) => (format!("/gatherings/{place}/coming"), "answer=coming"),
            (Self::Gathering, false) => (format!("/gatherings/{place}/coming"), "answer=not-coming"),
            (Self::Circle, true) => (format!("/circles/{place}/membership"), ""),
            (Self::Circle, false) => (format!("/circles/{place}/membership/end"), ""),
        }
    }
}

pub(super) async fn comes_and_goes(line: Line, way: Way, place: Uuid, person: Person) {
    let member = person.id;
    while !line.is_over() {
        let comes = !line.once_in(3);
        let (path, form) = way.form(place, comes);
        line.note(What::Wants { place, member, comes });
        match line.ask("POST", &path, &person.token, form).await.map(|it| it.status) {
            Some(303) => line.note(What::Did { place, member, comes }),
            Some(422) => line.note(What::Refused { place, member }),
            Some(status) => line.note(What::Odd { status, path: format!("POST {path}") }),
            None => (),
        }
        line.rest(80, 300).await;
    }
}
