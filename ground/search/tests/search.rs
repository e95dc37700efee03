//! The same questions have the same answers on both engines, and only there where they may be asked.

use db::{Engine, Migration, Result, Tx, Uuid, args};
use search::{Entry, Found, Press, Query, Search};
use testkit::on_both_engines;

fn migrations() -> Vec<Migration> {
    [seal::MIGRATIONS, search::MIGRATIONS].concat()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// What there is to find: id, kind, scope, language, text.
const ENTRIES: [(u128, &str, &str, &str, &str); 14] = [
    (1, "post", "garden", "en", "The nights are long and I worry until the birds sing."),
    (2, "post", "garden", "en", "Long walks help me. Worried nights got shorter!"),
    (3, "story", "garden", "en", "A long, long night of worrying – and then a morning."),
    (4, "post", "cellar", "en", "Nights in here are long and full of worries."),
    (5, "post", "garden", "de", "Nachts kommen die Ängste; die Straße ist still."),
    (6, "post", "garden", "fr", "L’école m’épuise, j'ai mangé seul à la récréation."),
    (7, "post", "garden", "es", "Las canciones me ayudan cuando llega la ansiedad."),
    (8, "post", "garden", "ru", "Ещё одна ночь, тревоги не уходят."),
    (9, "post", "garden", "ar", "الكِتَابُ يساعدني في الليل"),
    (10, "post", "garden", "zh", "我今天感到抑郁,但是散步有帮助。"),
    (11, "post", "garden", "ja", "夜はとても長い。散歩をする。"),
    (12, "post", "garden", "tr", "İstanbul'da geceler uzun."),
    (13, "post", "garden", "pt", "A solidão dói menos com os amigos."),
    (14, "post", "garden", "en", "Self-harm, 24/7 thoughts; café 🌱 e-mail ﬁnal. Don't give up"),
];

/// What is asked in the garden, in which languages, and what is found, newest first.
const QUESTIONS: &[(&str, &[&str], &[u128])] = &[
    ("worry night", &["en"], &[3, 2, 1]),
    ("WORRIES, nights!", &["en"], &[3, 2, 1]),
    ("birds", &["en"], &[1]),
    ("bird worry", &["en", "de"], &[1]),
    ("\"long nights\"", &["en"], &[3]),
    ("\"nights are long\"", &["en"], &[1]),
    ("\"long are nights\"", &["en"], &[]),
    ("\"long long\"", &["en"], &[3]),
    ("\"worried nights\" walk", &["en"], &[2]),
    ("“nights are” birds", &["en"], &[1]),
    ("elephant", &["en"], &[]),
    ("night elephant", &["en"], &[]),
    ("angst", &["de"], &[5]),
    ("ÄNGSTE strasse", &["de"], &[5]),
    ("angst", &["en", "de"], &[5]),
    ("ecole", &["fr"], &[6]),
    ("écoles recreation", &["fr"], &[6]),
    ("manges", &["fr"], &[6]),
    ("canción", &["es"], &[7]),
    ("cancion ansiedad", &["en", "es"], &[7]),
    ("тревога еще", &["ru"], &[8]),
    ("كتاب", &["ar"], &[9]),
    ("抑郁", &["zh"], &[10]),
    ("郁抑", &["zh"], &[]),
    ("散步", &["zh", "en"], &[10]),
    ("散", &["zh"], &[11, 10]),
    ("長い", &["ja"], &[11]),
    ("istanbul", &["tr"], &[12]),
    ("solidao amigo", &["pt-BR"], &[13]),
    ("self harm", &["en"], &[14]),
    ("harm-self", &["en"], &[]),
    ("cafe final", &["en"], &[14]),
    ("24/7", &["en"], &[14]),
    ("dont", &["en"], &[]),
    ("don’t", &["en"], &[14]),
    ("抑郁", &[], &[10]),
];

fn fill(tx: &mut Tx<'_>) -> Result<()> {
    for (number, kind, scope, language, text) in ENTRIES {
        tx.index(&Entry { id: id(number), kind, scope, language, text })?;
    }
    Ok(())
}

fn garden() -> Vec<String> {
    vec!["garden".to_owned()]
}

fn asking<'a>(words: &'a str, languages: &'a [&'a str], scopes: &'a [String]) -> Query<'a> {
    Query { words, languages, kinds: &[], scopes, before: None, most: 50 }
}

fn ids(found: &[Found]) -> Vec<u128> {
    found.iter().map(|it| it.id.as_u128()).collect()
}

#[test]
fn questions_have_the_same_answers_on_both_engines() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        let engine = ground.engine;
        ground
            .db
            .read(move |tx| {
                for (words, languages, expected) in QUESTIONS {
                    let found = tx.find(&asking(words, languages, &garden()))?;
                    assert_eq!(ids(&found), *expected, "{words:?} in {languages:?} on {engine:?}");
                }
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn nothing_is_found_outside_the_scopes() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        ground
            .db
            .read(|tx| {
                let mut within = |scopes: &[&str]| {
                    let scopes: Vec<String> = scopes.iter().map(|it| (*it).to_owned()).collect();
                    Ok::<_, db::Error>(ids(&tx.find(&asking("worry", &["en"], &scopes))?))
                };
                assert_eq!(within(&["garden"])?, [3, 2, 1]);
                assert_eq!(within(&["cellar"])?, [4]);
                assert_eq!(within(&["cellar", "garden", "cellar"])?, [4, 3, 2, 1]);
                assert!(within(&[])?.is_empty());
                assert!(within(&["attic", "", "gardencellar", "garden\" OR \"cellar"])?.is_empty());
                // More scopes than are asked for in one go.
                let many: Vec<String> = (0..500).map(|it| format!("room{it}")).collect();
                let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
                many.insert(0, "cellar");
                many.push("garden");
                assert_eq!(within(&many)?, [4, 3, 2, 1]);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn kinds_and_pages_narrow_the_answer() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        ground
            .db
            .read(|tx| {
                let scopes = garden();
                let all = asking("worry", &["en"], &scopes);
                let stories = tx.find(&Query { kinds: &["story"], ..all })?;
                assert_eq!((ids(&stories), stories[0].kind.as_str()), (vec![3], "story"));
                assert_eq!(ids(&tx.find(&Query { kinds: &["story", "post"], ..all })?), [3, 2, 1]);
                assert!(tx.find(&Query { kinds: &["letter"], ..all })?.is_empty());
                let first = tx.find(&Query { most: 2, ..all })?;
                assert_eq!(ids(&first), [3, 2]);
                let second = tx.find(&Query { most: 2, before: Some(first[1].number), ..all })?;
                assert_eq!(ids(&second), [1]);
                assert!(tx.find(&Query { most: 0, ..all })?.is_empty());
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn an_entry_that_is_indexed_again_is_replaced_and_keeps_its_place() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        ground
            .db
            .write(|tx| {
                let scopes = garden();
                let text = "Only the moon, and a long night.";
                tx.index(&Entry { id: id(2), kind: "post", scope: "garden", language: "en", text })?;
                assert_eq!(ids(&tx.find(&asking("worry", &["en"], &scopes))?), [3, 1]);
                assert_eq!(ids(&tx.find(&asking("night", &["en"], &scopes))?), [3, 2, 1]);
                // Moved to another scope, it is there alone.
                tx.index(&Entry { id: id(2), kind: "story", scope: "cellar", language: "en", text })?;
                assert!(tx.find(&asking("moon", &["en"], &scopes))?.is_empty());
                let moved = tx.find(&asking("moon", &["en"], &["cellar".to_owned()]))?;
                assert_eq!((ids(&moved), moved[0].kind.as_str()), (vec![2], "story"));
                Ok(())
            })
            .await
            .unwrap();
    });
}

/// Everything that the index keeps, as bytes.
fn kept(tx: &mut Tx<'_>) -> Result<Vec<u8>> {
    Ok(match tx.engine() {
        Engine::Sqlite => {
            let pages: Vec<Vec<u8>> = tx.all("SELECT block FROM search_tokens_data", args![], |row| row.get(0))?;
            let texts: Vec<String> = tx.all("SELECT c0 FROM search_tokens_content", args![], |row| row.get(0))?;
            [pages.concat(), texts.concat().into_bytes()].concat()
        }
        Engine::Postgres => {
            let sql = "SELECT CAST(tokens AS TEXT) FROM search_entries";
            tx.all(sql, args![], |row| row.get::<String>(0))?.concat().into_bytes()
        }
    })
}

#[test]
fn what_is_taken_out_leaves_nothing_behind() {
    on_both_engines(&migrations(), |ground| async move {
        let count =
            |tx: &mut Tx<'_>| Ok((kept(tx)?.len(), tx.value::<i64>("SELECT COUNT(*) FROM search_entries", args![])?));
        let (empty, none) = ground.db.read(count).await.unwrap();
        assert_eq!(none, 0);
        let text = (0..500).map(|it| format!("word{it} ")).collect::<String>();
        let entry = move |tx: &mut Tx<'_>| {
            tx.index(&Entry { id: id(77), kind: "post", scope: "garden", language: "en", text: &text })
        };
        ground.db.write(entry).await.unwrap();
        let (full, _) = ground.db.read(count).await.unwrap();
        assert!(full > 5000, "{full}");
        ground.db.write(|tx| tx.unindex(id(77))).await.unwrap();
        ground.db.write(|tx| tx.unindex(id(77))).await.unwrap();
        let (after, none) = ground.db.read(count).await.unwrap();
        // FTS5 keeps a head of some bytes for the page that it emptied.
        assert!(none == 0 && after < empty + 100, "{empty} bytes before, {after} after");
        ground
            .db
            .read(|tx| {
                assert!(tx.find(&asking("word3", &["en"], &garden()))?.is_empty());
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn no_word_is_readable_in_the_index() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        let kept = ground.db.read(kept).await.unwrap();
        let text = String::from_utf8_lossy(&kept).to_lowercase();
        assert!(text.len() > 1000);
        for (_, _, scope, language, words) in ENTRIES {
            for stem in text::words(words, language).iter().filter(|it| it.as_str().chars().count() > 3) {
                assert!(!text.contains(stem.as_str()), "{} is there", stem.as_str());
            }
            assert!(!text.contains(scope));
        }
        if let db::Address::Sqlite(path) = &ground.address {
            let log = path.with_extension("db-wal");
            let file = [std::fs::read(path).unwrap(), std::fs::read(log).unwrap()].concat();
            for canary in ["worri", "birds", "tudes", "solid"] {
                assert!(
                    !file.windows(5).any(|it| it.eq_ignore_ascii_case(canary.as_bytes())),
                    "{canary} is in the file"
                );
            }
        }
    });
}

#[test]
fn another_key_makes_other_tokens() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        let one = ground.db.write(|tx| tx.lent::<seal::Keyring>()?.derive_from(seal::KeyId(id(1)), "a", [1; 32])).await;
        let other =
            ground.db.write(|tx| tx.lent::<seal::Keyring>()?.derive_from(seal::KeyId(id(2)), "a", [2; 32])).await;
        let again =
            ground.db.write(|tx| tx.lent::<seal::Keyring>()?.derive_from(seal::KeyId(id(1)), "a", [3; 32])).await;
        let purpose =
            ground.db.write(|tx| tx.lent::<seal::Keyring>()?.derive_from(seal::KeyId(id(1)), "b", [3; 32])).await;
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one, again.unwrap());
        assert!(one != other && one != purpose.unwrap());
    });
}

#[test]
fn no_question_is_too_strange() {
    on_both_engines(&migrations(), |ground| async move {
        ground.db.write(fill).await.unwrap();
        let long = "a".repeat(100_000);
        let many = "night ".repeat(20_000);
        let quotes = "\"night \"".repeat(5_000);
        let strange: Vec<String> = [
            "",
            " ",
            "\"",
            "\"\"",
            "'",
            "''",
            "*",
            "night*",
            "^night",
            "NEAR(night worry)",
            "night AND",
            "OR",
            "NOT night",
            "tokens:night",
            "(night",
            "night)",
            "{a b} : c",
            "-night",
            "+",
            "\\",
            "\0",
            "ni\0ght",
            "%",
            "_",
            "$1",
            ";--",
            "'; DROP TABLE search_entries; --",
            "night:*A",
            "a & b | !c <-> d",
            "<2>",
            "🌱",
            "🌱 🏳️‍🌈",
            "\u{202e}night",
            "\u{feff}",
            "﷽",
            "e\u{301}\u{301}\u{301}",
            "½ ㎡",
            "x",
            "wabc",
            &long,
            &many,
            &quotes,
        ]
        .map(str::to_owned)
        .to_vec();
        let asked = strange.clone();
        ground
            .db
            .read(move |tx| {
                for words in &asked {
                    let scopes = vec!["garden".to_owned(), words.clone()];
                    tx.find(&asking(words, &["en", "xx", words.as_str()], &scopes))?;
                }
                assert_eq!(ids(&tx.find(&asking("night*", &["en"], &garden()))?), [3, 2, 1]);
                assert_eq!(ids(&tx.find(&asking("NOT night", &["en"], &garden()))?), Vec::<u128>::new());
                Ok(())
            })
            .await
            .unwrap();
        ground
            .db
            .write(move |tx| {
                for (at, text) in strange.iter().enumerate() {
                    tx.index(&Entry { id: id(1000 + at as u128), kind: "post", scope: text, language: text, text })?;
                }
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn the_longest_text_is_found_by_its_words_on_both_engines() {
    on_both_engines(&migrations(), |ground| async move {
        ground
            .db
            .write(|tx| {
                let often = format!("{} moon rises", "night ".repeat(3_000));
                let late = format!("{} moon rises", "x ".repeat(30_000));
                let single = "散".repeat(18_000) + "步";
                for (number, text) in [(1, &often), (2, &late), (3, &single)] {
                    tx.index(&Entry { id: id(number), kind: "post", scope: "garden", language: "en", text })?;
                }
                let scopes = garden();
                let mut find = |words| Ok::<_, db::Error>(ids(&tx.find(&asking(words, &["en"], &scopes))?));
                assert_eq!(find("\"moon rises\"")?, [1]);
                assert_eq!(find("\"night night\"")?, [1]);
                assert_eq!(find("\"night moon\"")?, Vec::<u128>::new());
                assert_eq!(find("散散散")?, [3]);
                assert_eq!(find("散步")?, Vec::<u128>::new());
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn what_was_filled_in_is_found_like_what_was_indexed() {
    on_both_engines(&migrations(), |ground| async move {
        ground
            .db
            .write(|tx| {
                let entry =
                    |number, text| Entry { id: id(number), kind: "post", scope: "garden", language: "en", text };
                let press = Press::of(tx)?;
                tx.fill_index(&[press.press(&entry(1, "A quiet night")), press.press(&entry(2, "Worries at night"))])?;
                tx.index(&entry(3, "The night is over"))?;
                assert_eq!(ids(&tx.find(&asking("nights", &["en"], &garden()))?), [3, 2, 1]);
                assert_eq!(ids(&tx.find(&asking("\"quiet night\"", &["en"], &garden()))?), [1]);
                Ok(())
            })
            .await
            .unwrap();
    });
}
