//! What belongs to somebody else is answered like what never was: an application, a session's notes, a debrief, a log, a
//! certificate, a shift, a talk. Whoever guesses an id learns nothing, not even that it is one.

use crate::{
    hidden::answer,
    standing::{BLOCKED, Keys, YOUTH, YOUTH_SUPPORTER, assemble, of_a_few},
    talk::fresh_id,
    town::in_town,
};

/// Those who guess: members, supporters, a moderator, those who look after others, and people of another side or age band.
const GUESSING: &[&str] =
    &["Jonas", "Amina", "Theo", "Elena", "Hassan", "Nora", "Idris", "Wren", YOUTH, YOUTH_SUPPORTER, BLOCKED];

/// The names in an address whose value is the id of a thing.
fn named<'a>(path: &'a str, keys: &Keys) -> Vec<&'a str> {
    let parts = path.split('{').skip(1).filter_map(|it| it.split_once('}').map(|it| it.0));
    parts.filter(|it| keys.get(it).is_some_and(|value| value.parse::<db::Uuid>().is_ok())).collect()
}

#[test]
fn what_belongs_to_others_is_answered_like_what_never_was() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let (mut asked, mut wrong) = (0, Vec::new());
        for name in GUESSING {
            let token = town.token(name).await;
            let mut browser = town.visitor();
            browser.set_cookie("s", &token);
            browser.get("/").await;
            for (row, few) in of_a_few().filter(|(_, few)| !few.contains(name)) {
                let ids = named(row.1, &keys);
                if ids.is_empty() {
                    continue;
                }
                let mut never = keys.clone();
                never.iter_mut().filter(|(id, _)| ids.contains(id)).for_each(|(_, it)| *it = fresh_id().to_string());
                let real = answer(&town, &mut browser, &token, row, &keys, &ids).await;
                let made_up = answer(&town, &mut browser, &token, row, &never, &ids).await;
                asked += 1;
                if real != made_up {
                    wrong.push(format!(
                        "{name} ({few:?}): {} {}\n--- never was\n{made_up}\n--- of others\n{real}",
                        row.0, row.1
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers tell:\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(asked > 300, "only {asked} questions");
        println!("{:?}: {asked} answers are the same", town.ground.engine);
    });
}
