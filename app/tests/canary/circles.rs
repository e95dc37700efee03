//! Every form of the circles that takes words.

use super::Pen;

const INTENT: (&str, &str) = ("intent", "hello");

pub(super) async fn write(pen: &mut Pen<'_>) {
    let begin = "/circles/{circle}/threads";
    pen.post("Leo", begin, "title", &[INTENT, ("words", "Hello.")]).await;
    pen.post("Leo", begin, "own-note", &[INTENT, ("title", "A thread"), ("words", "Hello.")]).await;
    let thread = pen.post("Leo", begin, "words", &[INTENT, ("title", "A thread"), ("unnamed", "yes")]).await;
    pen.post("Leo", "/threads/{thread}/notes", "own-note", &[("note", "death")]).await;
    // Kept for later, and thrown away again by a second draft.
    for field in ["words", "title"] {
        pen.post("Leo", begin, field, &[("do", "keep")]).await;
    }
    let answer = format!("{thread}/posts");
    pen.post("Sam of the hill", &answer, "words", &[("do", "keep")]).await;
    let answered = pen.post("Sam of the hill", &answer, "words", &[]).await;
    let (_, hidden) = answered.split_once("#post-").expect("an answer leads to itself");
    // What a post said before it was changed, and what was taken back.
    for _ in 0..2 {
        pen.post("Leo", "/posts/{post}/edit", "words", &[]).await;
    }
    let taken_back = pen.post("Sam of the hill", &answer, "words", &[]).await;
    let (_, post) = taken_back.split_once("#post-").expect("an answer leads to itself");
    pen.post("Sam of the hill", &format!("/posts/{post}/withdrawal"), "", &[]).await;
    let mut preview = pen.town.as_("Sam of the hill").await;
    let word = pen.canary("preview");
    preview.post(&answer, &[("do", "preview"), ("words", &word)]).await.is(200).says(&word);
    // Coming in, and what is done by those who look after it.
    pen.post("Jonas", "/circles/{circle}/membership", "words", &[]).await;
    pen.post("Olu", "/circles/{circle}/requests/{ask}/refusal", "reason", &[]).await;
    let rule = pen.keys["rule"].clone();
    let rule = ("rule", rule.as_str());
    pen.post("Olu", "/circles/{circle}/people/{sam}/pause", "reason", &[rule, ("days", "3")]).await;
    pen.post("Olu", "/circles/{circle}/people/{sam}/removal", "reason", &[rule]).await;
    pen.post("Olu", &format!("/posts/{hidden}/hiding"), "reason", &[rule]).await;
    pen.post("Theo", "/circles/start/{proposal}/agreement", "", &[]).await;
    pen.post("Wren", "/settings/circles/{proposal}/decision", "reason", &[("do", "refuse")]).await;
    let (actor, word) = (pen.town.actor("Leo").await, pen.canary("muted"));
    pen.town.write(move |tx| circles::mute::word(tx, &actor, &word, None)).await;
    // They are kept: who may read them, reads them.
    let read = pen.town.as_("Leo").await.get(&thread).await;
    assert!(read.body.contains(super::CANARY), "the thread shows what was written");
}
