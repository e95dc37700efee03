//! Rules as data.

use triage::{Normal, Pack};

const PACK: &str = "
# Somebody who likes fruit.
@fruit = apple | pear | passion fruit
[likes 700 own]
i (like|love) ~2 @fruit !pie
[number]
took <n> (of)? them
[start]
^ really $
";

fn found(text: &str) -> Vec<(String, String)> {
    let pack = Pack::parse(&[PACK]).unwrap();
    let normal = Normal::of(text);
    pack.find(&normal)
        .into_iter()
        .map(|found| (pack.group(found.group).name.clone(), text[normal.span(found.first, found.last)].to_owned()))
        .collect()
}

#[test]
fn a_pattern_finds_its_words_and_what_it_leaps_over() {
    assert_eq!(found("I love the pear."), [("likes".into(), "I love the pear".into())]);
    assert_eq!(found("i like passion fruit"), [("likes".into(), "i like passion fruit".into())]);
    assert_eq!(found("i like the very ripe red pear"), []);
    assert_eq!(found("i like apple pie"), []);
    assert_eq!(found("i like. apple"), []);
    assert_eq!(found("took 20 of them"), [("number".into(), "took 20 of them".into())]);
    assert_eq!(found("well, really, no"), [("start".into(), "really".into())]);
    assert_eq!(found("really good"), []);
}

#[test]
fn a_slip_of_the_finger_is_read_over() {
    let pack = Pack::parse(&["[x]\nsuicide\nkill myself"]).unwrap();
    for text in [
        "sucide",
        "suicdie",
        "su!cide",
        "$uicide",
        "s*icide",
        "kill mysellf",
        "ki11 myself",
        "killl myself",
        "suiicide",
    ] {
        assert_eq!(pack.find(&Normal::of(text)).len(), 1, "{text}");
    }
}

#[test]
fn a_pack_that_cannot_be_read_says_where() {
    let wrong = |text| Pack::parse(&[text]).unwrap_err();
    assert_eq!(wrong("[a]\nx\n(b|").line, 3);
    assert_eq!(wrong("no heading").line, 1);
    assert_eq!(wrong("[a]\n@missing").wrong, "@missing is not named above");
    assert_eq!(wrong("[a]\nx? ~3").wrong, "this pattern would be found everywhere");
    assert_eq!(wrong("[a]\nb)").line, 2);
    assert_eq!(Pack::parse(&[PACK]).unwrap().group(0).weight, 700);
    assert!(Pack::parse(&[PACK]).unwrap().group(0).is("own"));
}
