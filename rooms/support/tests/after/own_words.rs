//! What her own words did, for her alone and only where she chose it.

use listening::Skill;
use support::{
    conversation::Ending,
    message, own_words,
    preference::{self, Learning},
};
use testkit::on_both_engines;
use words::Hat;

use crate::town::*;

#[test]
fn she_alone_sees_what_her_own_words_did_and_only_where_she_chose_it() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let talk = meet(&ground, &maya, &theo).await;
        let (kept, id) = (theo.clone(), talk.id);
        does(&ground, move |tx| {
            for (who, words) in [
                (&maya, "Nobody calls me any more. That sounds sad, what was it like?"),
                (&theo, "That sounds lonely. What was the hardest part?"),
            ] {
                let id = tx.new_uuid();
                message::say(tx, who, talk.id, id, words)?;
            }
            let on = Learning { hears_own: true, takes_learners: false };
            preference::set_learning(tx, theo.id, on)?;
            assert!(own_words::of(tx, &theo, talk.id)?.is_none(), "not while they talk");
            talk.end(tx, Ending::Ended, Some(maya.id))?;
            let own = own_words::of(tx, &theo, talk.id)?.expect("something was found");
            assert_eq!(own.lines.len(), 1, "her words alone");
            let whole: String = own.lines[0].iter().map(|it| it.words.as_str()).collect();
            assert_eq!(whole, "That sounds lonely. What was the hardest part?");
            assert!(own.meters.contains(&(Skill::Feeling, 1)) && own.meters.contains(&(Skill::Exploring, 1)));
            preference::set_learning(tx, maya.id, on)?;
            assert!(own_words::of(tx, &maya, talk.id)?.is_none(), "what the member said is not looked at");
            assert!(matches!(own_words::of(tx, &rosa, talk.id), Err(db::Error::NotFound)));
            preference::set_learning(tx, theo.id, Learning::default())?;
            assert!(own_words::of(tx, &theo, talk.id)?.is_none(), "off is off");
            preference::set_learning(tx, theo.id, on)
        })
        .await
        .unwrap();
        pass(&ground, 31 * DAY).await;
        let gone = does(&ground, move |tx| own_words::of(tx, &kept, id)).await.unwrap();
        assert!(gone.is_none(), "it goes with the words");
    });
}
