use std::path::Path;

fn texts(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, out);
        } else {
            // Tests inside a source say things that nobody reads.
            let text = std::fs::read_to_string(path).unwrap();
            out.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
        }
    }
}

/// Whatever looks like a key of one of our families must be one, in sources and in templates.
#[test]
fn every_key_that_is_used_exists() {
    let catalogue = web::Catalogue::new(&[("en", vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH])]).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    texts(&root.join("src"), &mut all);
    texts(&root.join("templates"), &mut all);
    let mut seen = 0;
    for text in &all {
        for call in [".t(\"", ".tv(\"", ".t2(\"", ".tn(\"", "refused(\"", "trail-"] {
            for rest in text.split(call).skip(1) {
                let key: String = rest.chars().take_while(|it| it.is_ascii_lowercase() || *it == '-').collect();
                let key = if call == "trail-" { format!("trail-{key}") } else { key };
                assert!(catalogue.knows(&key), "«{key}» is used and not said");
                seen += 1;
            }
        }
        for rest in text.split(".wrong(\"").skip(1) {
            let Some(key) = rest.split('"').nth(2) else { continue };
            if key.contains('-') {
                assert!(catalogue.knows(key), "«{key}» is used and not said");
            }
        }
    }
    assert!(seen > 100, "the search found only {seen} uses");
    for hat in words::Hat::ALL {
        assert!(catalogue.knows(&format!("hat-{hat}")), "{hat}");
    }
    for band in words::AgeBand::ALL {
        assert!(catalogue.knows(&format!("band-{band}")), "{band}");
    }
}

/// And what is said is used, so that nobody translates for nothing.
#[test]
fn every_key_that_is_said_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    texts(&root.join("src"), &mut all);
    texts(&root.join("templates"), &mut all);
    let used = all.join("\n");
    for line in people::ENGLISH.lines() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        let by_stem = key.starts_with("hat-") || key.starts_with("band-");
        assert!(by_stem || used.contains(&format!("\"{key}\"")), "«{key}» is said and never used");
    }
}
