//! What keeps everyone safe: cases, flags, decisions, appeals, aftercare and rules as the standing questions find them,
//! every route, and whose eyes each kind of case is for.

use std::collections::BTreeMap;

use ::words::{
    Actor,
    Hat::{Administrator, Moderator, SafeguardingLead, Supervisor},
};
use circles::{
    circle::Circle,
    kind::{CircleId, Intent, PostId},
    membership,
    post::Words,
    thread::{Opening, Thread},
};
use db::{Result, Tx, Uuid, args};
use safety::{
    aftercare, appeal,
    case::{self, Case, Raised},
    decision::{self, Decision, Verdict},
    flag,
    kind::{Action, CareId, CaseId, DecisionId, Kind, Level, Matter, Reason, Source},
    rule,
    training::Figures,
};

use super::{
    ASKING, Class, ask,
    cast::{LEAVING, ON_BREAK, SUSPENDED, WRITTEN, YOUTH, assemble, filled},
    circles::PAUSED,
    table::{
        REASON, Row,
        Then::{Again, To},
        Who, get, post as sent,
    },
};
use crate::town::in_town;

/// The circle that Hassan and Idris look after.
const OTHER: &str = "معًا";

/// Makes a case of every kind, what was decided on some, and what is owed to somebody.
pub(super) fn keys(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    safety::schedule(tx)?;
    let (leo, sam, nora) = (&cast["Leo"], &cast["Sam of the hill"], &cast["Nora"]);
    let post: PostId = tx.value(
        "SELECT id FROM circles_posts WHERE seq = 1 AND author_id = $1 AND unnamed = FALSE ORDER BY posted_at DESC LIMIT 1",
        args![leo.id],
    )?;
    let flagged = |tx: &mut Tx<'_>, by: &Actor, kind: Kind, id: Uuid, reason: Reason| -> Result<CaseId> {
        let flag = flag::make(tx, by, Matter { kind, id }, reason, WRITTEN[1])?;
        tx.value("SELECT case_id FROM safety_flags WHERE id = $1", args![flag])
    };
    let case = flagged(tx, sam, Kind::Post, post.0, Reason::Unkind)?;
    let of_olu = flagged(tx, nora, Kind::Person, cast["Olu"].id.0, Reason::Pushed)?;
    // Noticed and not told by anybody: whoever tells of somebody is kept apart from them for a while.
    let child = &cast[YOUTH];
    let of_child = case::raise(
        tx,
        &Raised {
            matter: Matter { kind: Kind::Person, id: child.id.0 },
            about: Some(child.id),
            place: None,
            band: child.band,
            level: Level::Red,
            source: Source::Noticed,
        },
    )?;
    let story: Uuid =
        tx.value("SELECT id FROM circles_stories WHERE state = 'shown' AND author_id = $1", args![leo.id])?;
    let of_story = flagged(tx, &cast["Maya"], Kind::Story, story, Reason::Exposes)?;
    let of_leo = flagged(tx, &cast["Jonas"], Kind::Person, leo.id.0, Reason::Outside)?;
    let (decision, warning) =
        (decides(tx, nora, of_story, Action::AskToEdit)?, decides(tx, nora, of_leo, Action::Warning)?);
    let appeal = appeal::make(tx, leo, warning, WRITTEN[1])?;
    let task = aftercare::owed_to(tx, leo.id)?.remove(0).id;
    let care = CareId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_cares (id, member_id, level, made_at) VALUES ($1, $2, $3, $4)",
        args![care, leo.id, Level::Crisis, tx.now()],
    )?;
    let mut keys = vec![
        ("post_kind", "post".to_owned()),
        ("case", case.to_string()),
        ("case_of_olu", of_olu.to_string()),
        ("case_of_child", of_child.to_string()),
        ("decision", decision.to_string()),
        ("appeal", appeal.to_string()),
        ("task", task.to_string()),
        ("care", care.to_string()),
        ("rule", rule::all(tx)?[0].id.to_string()),
        ("reader", reader(tx, &cast["Wren"])?),
    ];
    keys.extend(in_other_circle(tx, cast)?);
    Ok(keys)
}

/// A reader that learnt here and waits to be taken or left.
fn reader(tx: &mut Tx<'_>, by: &Actor) -> Result<String> {
    let (id, figures) = (tx.new_uuid(), serde_json::to_string(&Figures::default()).map_err(db::Error::broken)?);
    tx.execute(
        "INSERT INTO safety_models (id, made_by, made_at, learnt, judged, before, after, moved, model)
         VALUES ($1, $2, $3, 80, 20, $4, $4, 0, $5)",
        args![id, by.id, tx.now(), figures, triage::Model::shipped().to_bytes()],
    )?;
    Ok(id.to_string())
}

fn decides(tx: &mut Tx<'_>, by: &Actor, id: CaseId, action: Action) -> Result<DecisionId> {
    Case::for_judge(tx, by, id)?.claim(tx, by)?;
    let held = Case::for_judge(tx, by, id)?;
    let rule = Some(rule::all(tx)?[0].id);
    let verdict = Verdict {
        action,
        rule,
        part: WRITTEN[0].to_owned(),
        reason: WRITTEN[2].to_owned(),
        fit: WRITTEN[1].to_owned(),
        days: 0,
        answer: WRITTEN[1].to_owned(),
        next_day: true,
    };
    decision::decide(tx, by, &held, &verdict)
}

/// Three cases in a circle that is looked after by one who keeps no other: a light one, a heavy one, and one about whoever
/// looks after it with them.
fn in_other_circle(tx: &mut Tx<'_>, cast: &BTreeMap<&'static str, Actor>) -> Result<Vec<(&'static str, String)>> {
    let id: CircleId = tx.value("SELECT id FROM circles_circles WHERE name = $1", args![OTHER])?;
    let band = Circle::facilitated_by(tx, &cast["Hassan"], id)?.band;
    let idris = tx.value("SELECT member_id FROM people_names WHERE pseudonym = 'Idris'", args![])?;
    let rhys = &cast["Rhys"];
    membership::join(tx, rhys, id, "")?;
    let opening = Opening {
        title: WRITTEN[2].to_owned(),
        intent: Intent::Hello,
        notes: Vec::new(),
        own_note: String::new(),
        topics: Vec::new(),
        words: Words { text: WRITTEN[0].to_owned(), unnamed: false },
    };
    let mut keys = Vec::new();
    for (name, about, level) in
        [("light", rhys.id, Level::Green), ("heavy", rhys.id, Level::Red), ("beside", idris, Level::Green)]
    {
        let (thread, _) = Thread::begin(tx, rhys, id, &opening)?;
        let post: PostId = tx.value("SELECT id FROM circles_posts WHERE thread_id = $1", args![thread])?;
        let raised = Raised {
            matter: Matter { kind: Kind::Post, id: post.0 },
            about: Some(about),
            place: Some(id.0),
            band,
            level,
            source: Source::Noticed,
        };
        keys.push((name, case::raise(tx, &raised)?.to_string()));
    }
    Ok(keys)
}

/// Those who keep everybody safe, and those who look after a circle.
const KEEPERS: Who = Who::KeepsSafe;
/// Whoever may judge what was said in the hidden circle.
const JUDGES: Who = Who::Only(&["Olu", "Nora", "Idris"]);
/// Whoever is named to look after Leo tomorrow, and whoever could in their place; he himself may say that he is fine.
const LOOKS_AFTER: Who = Who::Only(&["Leo", "Olu", "Nora", "Idris"]);
/// Whoever did not decide.
const OTHERS: Who = Who::Only(&["Olu", "Idris"]);
const ADMIN: Who = Who::Wears(&[Administrator]);
/// Whoever is in the hidden circle, also when the author has blocked them.
const MAY_FLAG: Who = Who::Only(&["Sam of the hill", PAUSED, "Olu"]);
const DECIDES: &[(&str, &str)] = &[
    ("action", "hide"),
    ("rule", "{rule}"),
    ("part", "It stayed with me."),
    ("reason", "It names where somebody lives."),
    ("fit", "Leave out the street."),
    ("answer", "We spoke with them."),
];
const RULE: &[(&str, &str)] =
    &[("title", "Be gentle"), ("why", "Words stay."), ("fine", "I hear you."), ("reason", "It was unclear.")];

/// The routes of those who keep everyone safe.
pub(super) const ROUTES: &[Row] = &[
    get("/safety", KEEPERS, "Nora"),
    get("/safety/live", KEEPERS, "Nora"),
    sent("/safety/rest", KEEPERS, "Nora", &[], To("/safety")),
    sent("/safety/cases", Who::Only(&["Olu"]), "Olu", &[("kind", "post"), ("id", "{post}")], To("/safety/cases/")),
    get("/safety/cases/{case}", JUDGES, "Nora"),
    sent("/safety/cases/{case}/claim", JUDGES, "Nora", &[], To("/safety/cases/")),
    sent("/safety/cases/{case}/release", JUDGES, "Nora", &[], To("/safety")),
    sent("/safety/cases/{case}/level", JUDGES, "Olu", &[("level", "amber")], To("/safety/cases/")),
    sent("/safety/cases/{case}/talk", JUDGES, "Nora", &[], To("/conversations/")),
    sent("/safety/cases/{case}/decision", JUDGES, "Olu", DECIDES, To("/safety?decided=yes")),
    get("/safety/appeals/{appeal}", OTHERS, "Olu"),
    sent(
        "/safety/appeals/{appeal}/answer",
        OTHERS,
        "Idris",
        &[("upheld", "yes"), ("words", "It was too much.")],
        To("/safety?decided=yes"),
    ),
    sent("/safety/tasks/{task}/done", LOOKS_AFTER, "Nora", &[("words", "He slept.")], To("/safety")),
    get("/flag/{post_kind}/{post}", MAY_FLAG, "Sam of the hill"),
    sent("/flag/{post_kind}/{post}", MAY_FLAG, PAUSED, &[("reason", "unkind"), ("also", "block")], To("/flags?sent=")),
    get("/flags", Who::SignedIn, "Sam of the hill"),
    get("/care/{care}", Who::Own("Leo"), "Leo"),
    get("/decisions", Who::SignedIn, "Leo"),
    get("/decisions/{decision}", Who::Own("Leo"), "Leo"),
    sent("/decisions/{decision}/appeal", Who::Own("Leo"), "Leo", &[("words", "I meant well.")], To("/decisions/")),
    sent("/decisions/care/{task}", LOOKS_AFTER, "Leo", &[], To("/decisions")),
    get("/rules", Who::Anyone, ""),
    get("/settings/rules/new", ADMIN, "Wren"),
    sent("/settings/rules/new", ADMIN, "Wren", RULE, To("/rules")),
    get("/settings/rules/{rule}", ADMIN, "Wren"),
    get("/settings/reader", ADMIN, "Wren"),
    sent("/settings/reader", ADMIN, "Wren", &[], Again),
    sent("/settings/reader/{reader}", ADMIN, "Wren", &[REASON, ("do", "take")], To("/settings/reader")),
    sent("/settings/rules/{rule}", ADMIN, "Wren", RULE, To("/rules")),
];

/// Whose eyes each case is for: by name, because who it is about and who told us counts for more than any hat.
const EYES: &[(&str, &[&str])] = &[
    ("case", &["Olu", "Nora", "Idris"]),
    // About a moderator, told by a supervisor.
    ("case_of_olu", &["Idris"]),
    // A child's.
    ("case_of_child", &["Idris"]),
    // In a circle that Hassan looks after with Idris.
    ("light", &["Hassan", "Idris", "Olu", "Nora"]),
    ("heavy", &["Idris", "Olu", "Nora"]),
    ("beside", &["Olu", "Nora"]),
];

#[test]
fn a_case_exists_for_those_who_may_judge_it_and_for_nobody_else() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let address = town.serve().await;
        let mut wrong = Vec::new();
        for (case, eyes) in EYES {
            for (name, _) in ASKING {
                let path = filled(&format!("/safety/cases/{{{case}}}"), &keys);
                let row = get("/safety/cases/{case}", JUDGES, "Nora");
                let expected = if eyes.contains(name) { Class::Welcome } else { Class::Nowhere };
                let mut browser = town.as_(name).await;
                let queue = browser.get("/safety").await;
                let is_listed = queue.body.contains(&keys[case]);
                let answered = ask(&town, address, &row, &path, &[], name).await;
                if answered != expected || is_listed != eyes.contains(name) {
                    wrong.push(format!("{case} for {name}: {answered:?}, in the queue: {is_listed}"));
                }
                if expected == Class::Nowhere {
                    let claimed = browser.post(&format!("{path}/claim"), &[]).await;
                    assert_eq!(claimed.status, 404, "{name} claims {case}");
                }
            }
            for name in [SUSPENDED, ON_BREAK, LEAVING] {
                let page = town.as_(name).await.get(&filled(&format!("/safety/cases/{{{case}}}"), &keys)).await;
                assert_eq!(page.status, 409, "{name}, {case}");
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(Who::KeepsSafe.includes("Nobody", &[Moderator]) && Who::KeepsSafe.includes("Nobody", &[Supervisor]));
        assert!(Who::KeepsSafe.includes("Nobody", &[SafeguardingLead]) && !Who::KeepsSafe.includes("Nobody", &[]));
    });
}

#[test]
fn whoever_is_second_to_take_on_a_case_sees_who_was_first() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let claim = filled("/safety/cases/{case}/claim", &keys);
        town.as_("Olu").await.post(&claim, &[]).await.is(303);
        let second = town.as_("Nora").await.post(&claim, &[]).await;
        assert_eq!(second.status, 422);
        assert!(second.words().contains("Olu is looking"), "{}", second.words());
    });
}

#[test]
fn words_to_begin_with_are_not_sent_as_they_are() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let mut olu = town.as_("Olu").await;
        let path = |end: &str| filled(&format!("/safety/cases/{{case}}{end}"), &keys);
        olu.post(&path("/claim"), &[]).await.is(303);
        let rule = keys["rule"].as_str();
        let page = olu.post(&path("/decision"), &[("action", "hide"), ("rule", rule), ("do", "template")]).await;
        let begun =
            page.body.split("<textarea").find(|it| it.contains("name=\"reason\"")).expect("words to begin with");
        let begun = begun.split_once('>').and_then(|(_, rest)| rest.split("</textarea>").next()).unwrap_or_default();
        assert!(!begun.trim().is_empty(), "{}", page.words());
        let decides = |reason: &str| {
            let form = [("action", "hide"), ("rule", rule), ("reason", reason), ("answer", "We looked.")];
            form.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        for reason in [begun.trim(), "We think …", ""] {
            let form = decides(reason);
            let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            olu.post(&path("/decision"), &form).await.is(422);
        }
        let decided: Vec<_> = {
            let id: CaseId = keys["case"].parse().unwrap();
            town.write(move |tx| Decision::of_case(tx, id)).await
        };
        assert!(decided.is_empty(), "nothing was decided");
        let form = decides("It names where somebody lives.");
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        olu.post(&path("/decision"), &form).await.is(303);
    });
}
