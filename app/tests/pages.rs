//! The pages that are opened most: what they cost, and that nothing kept for one reader reaches another.

mod costs;
mod kept;

use circles::{
    kind::{CircleId, Intent},
    post::{self, Words},
    thread::{Opening, Thread},
};

use crate::{standing::Keys, town::Town};

/// Posts in the long thread: a page of them.
const POSTS: usize = 50;

/// A thread of a whole page in the circle that the standing questions are asked of; every seventh post has no name.
async fn long_thread(town: &Town, keys: &Keys) -> String {
    let circle: CircleId = keys["circle"].parse().unwrap();
    let writers = [town.actor("Leo").await, town.actor("Sam of the hill").await, town.actor("Marisol").await];
    let id = town.write(move |tx| {
        let words = |number: usize| Words {
            text: format!("Number {number}. I went out for a walk, and the *street* was quieter than I thought."),
            unnamed: number % 7 == 3,
        };
        let opening = Opening {
            title: "What helped".to_owned(),
            intent: Intent::Ideas,
            notes: Vec::new(),
            own_note: String::new(),
            topics: vec![1],
            words: words(1),
        };
        let (thread, _) = Thread::begin(tx, &writers[0], circle, &opening)?;
        for number in 2..=POSTS {
            post::reply(tx, &writers[number % writers.len()], thread, &words(number))?;
        }
        Ok(thread)
    });
    id.await.to_string()
}
