use db::Error;
use support::{conversation::Conversation, kind::ConversationId, review};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat};
use workforce::supervisor;

use crate::town::*;

/// Maya talked with Theo; Nora looks after him.
async fn talked(ground: &Ground) -> (Actor, Actor, Actor, ConversationId) {
    let maya = person(ground, "Maya", &[]).await;
    let theo = person(ground, "Theo", &[Hat::Supporter]).await;
    let nora = person(ground, "Nora", &[Hat::Supervisor]).await;
    does(ground, supervisor::settle).await.unwrap();
    let id = met(ground, &maya, &theo).await.id;
    (maya, theo, nora, id)
}

async fn reads(ground: &Ground, who: &Actor, id: ConversationId) -> bool {
    let who = who.clone();
    match does(ground, move |tx| review::of(tx, &who, id)).await {
        Ok(_) => true,
        Err(Error::NotFound) => false,
        Err(error) => panic!("{error:?}"),
    }
}

async fn allows(ground: &Ground, who: &Actor, id: ConversationId) -> db::Result<()> {
    let who = who.clone();
    does(ground, move |tx| review::allow(tx, &who, id)).await
}

#[test]
fn a_conversation_is_gone_through_only_where_the_member_said_yes_and_only_by_the_two() {
    on_both_engines(&migrations(), |ground| async move {
        let (maya, theo, nora, id) = talked(&ground).await;
        let idris = person(&ground, "Idris", &[Hat::Supervisor, Hat::Administrator]).await;
        for who in [&theo, &nora] {
            assert!(!reads(&ground, who, id).await, "without a yes");
            assert!(allows(&ground, who, id).await.is_err(), "nobody says yes for the member");
        }
        allows(&ground, &maya, id).await.unwrap();
        assert!(reads(&ground, &theo, id).await && reads(&ground, &nora, id).await);
        assert!(!reads(&ground, &idris, id).await);
        let (supervisor, supporter) = (nora.clone(), theo.id);
        let listed = does(&ground, move |tx| review::all_of(tx, &supervisor, supporter)).await.unwrap();
        assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
        let (other, supporter) = (idris.clone(), theo.id);
        assert!(does(&ground, move |tx| review::all_of(tx, &other, supporter)).await.unwrap().is_empty());
        let member = maya.clone();
        does(&ground, move |tx| review::take_back(tx, &member, id)).await.unwrap();
        assert!(!reads(&ground, &theo, id).await && !reads(&ground, &nora, id).await, "taken back");
    });
}

#[test]
fn it_ends_with_the_words_and_when_one_of_them_is_blocked() {
    on_both_engines(&migrations(), |ground| async move {
        let (maya, theo, nora, id) = talked(&ground).await;
        allows(&ground, &maya, id).await.unwrap();
        let (by, whom) = (maya.id, nora.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await.unwrap();
        assert!(!reads(&ground, &nora, id).await, "Maya keeps away from Nora");
        assert!(reads(&ground, &theo, id).await);
        let (by, whom) = (maya.id, theo.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await.unwrap();
        assert!(!reads(&ground, &theo, id).await);

        let leo = person(&ground, "Leo", &[]).await;
        // The rest after a conversation.
        ground.clock.pass(HOUR / 3);
        let second = met(&ground, &leo, &theo).await.id;
        allows(&ground, &leo, second).await.unwrap();
        assert!(reads(&ground, &nora, second).await);
        pass(&ground, 31 * DAY).await;
        assert!(!reads(&ground, &nora, second).await, "the words are gone");
        assert!(!does(&ground, move |tx| review::is_allowed(tx, second)).await.unwrap());
    });
}

#[test]
fn nobody_is_asked_while_they_talk_or_where_nobody_looks_after_the_supporter() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let open = meet(&ground, &maya, &theo).await;
        let asked = |it: Conversation| does(&ground, move |tx| review::is_asked(tx, &it));
        assert!(!asked(open.clone()).await.unwrap(), "while they talk");
        let (ends, by) = (open.clone(), maya.id);
        does(&ground, move |tx| ends.end(tx, support::conversation::Ending::Ended, Some(by))).await.unwrap();
        let (member, id) = (maya.clone(), open.id);
        let over = does(&ground, move |tx| Ok(Conversation::of(tx, &member, id)?.0)).await.unwrap();
        assert!(!asked(over.clone()).await.unwrap(), "nobody looks after Theo");
        person(&ground, "Nora", &[Hat::Supervisor]).await;
        does(&ground, supervisor::settle).await.unwrap();
        assert!(asked(over).await.unwrap());
    });
}
