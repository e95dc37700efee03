//! Every form of those who keep everyone safe that takes words. Rules are public, and hold none of anybody's.

use super::Pen;
use crate::standing::PAUSED;

pub(super) async fn write(pen: &mut Pen<'_>) {
    pen.post(PAUSED, "/flag/post/{unnamed_post}", "words", &[("reason", "unkind")]).await;
    pen.post("Rhys", "/flag/story/{story}", "words", &[("reason", "exposes")]).await;
    pen.post("Kofi", "/flag/person/{rhys}", "words", &[("reason", "outside")]).await;
    // Of four texts in one decision each is tried by itself: every time somebody decides on a case of its own.
    let rule = pen.keys["rule"].clone();
    for (field, case) in [("part", "case"), ("reason", "light"), ("fit", "heavy"), ("answer", "beside")] {
        pen.post("Nora", &format!("/safety/cases/{{{case}}}/claim"), "", &[]).await;
        let mut form = vec![("action", "ask-to-edit"), ("rule", rule.as_str())];
        if field != "reason" {
            form.push(("reason", "It names a street."));
        }
        pen.post("Nora", &format!("/safety/cases/{{{case}}}/decision"), field, &form).await;
    }
    pen.post("Leo", "/decisions/{decision}/appeal", "words", &[]).await;
    pen.post("Idris", "/safety/appeals/{appeal}/answer", "words", &[("upheld", "no")]).await;
    pen.post("Nora", "/safety/tasks/{task}/done", "words", &[]).await;
    // They are kept: who may read them, reads them.
    let told = pen.town.as_("Leo").await.get("/decisions").await;
    assert!(told.is(200).body.contains("/decisions/"), "Leo is told what was decided");
}
