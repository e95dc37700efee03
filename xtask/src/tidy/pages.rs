//! Rules about what a browser is given: nothing inline, for the content policy forbids it, and nothing from another host.

use regex::Regex;

use super::{File, Finding, pattern};

/// Every place in the file where the pattern fits, though it may span lines.
fn everywhere<'a>(file: &'a File, pattern: &'a Regex) -> impl Iterator<Item = (usize, &'a str)> {
    pattern.find_iter(&file.text).map(|found| {
        let line = file.text[..found.start()].matches('\n').count() + 1;
        (line, found.as_str().lines().next().unwrap_or_default())
    })
}

fn templates(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.is(".html") && file.path.contains("templates/"))
}

/// No `style`, no handler, no script that is not a file of ours.
pub(super) fn inline(files: &[File]) -> Vec<Finding> {
    let rules = [
        (pattern(r#"(?is)<[a-z][^<>]*\sstyle\s*="#), "Give it a class, and the class a rule in assets/css."),
        (pattern(r"(?i)<style\b"), "Move the rules to assets/css."),
        (
            pattern(r#"(?is)<[a-z][^<>]*\son[a-z]+\s*="#),
            "Listen in a web component in assets/js: the content policy forbids handlers.",
        ),
    ];
    let script = pattern(r"(?is)<script\b[^>]*>");
    let source = pattern(r"(?is)\ssrc\s*=");
    let mut findings = Vec::new();
    for file in templates(files) {
        for (rule, remedy) in &rules {
            findings
                .extend(everywhere(file, rule).map(|(line, found)| file.finding(line, format!("`{found}`"), *remedy)));
        }
        let bare = everywhere(file, &script).filter(|(_, tag)| !source.is_match(tag));
        let remedy = "Move the script to assets/js and name it by `src`: the content policy forbids inline script.";
        findings.extend(bare.map(|(line, tag)| file.finding(line, format!("`{tag}`"), remedy)));
    }
    findings
}

/// A page asks its own server and nobody else: whoever serves a font would learn who seeks help.
pub(super) fn other_hosts(files: &[File]) -> Vec<Finding> {
    let remedy = "Serve it from assets/, or name it without a link. No page may make a browser ask another host.";
    let address = pattern(r#"(?i)\bhttps?://[^\s"'<>)]+"#);
    let attribute =
        pattern(r#"(?is)\s(src|srcset|href|action|formaction|poster|data)\s*=\s*["']?\s*(https?:)?//[^\s"'<>]*"#);
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.within(&["assets/"])) {
        // The names of XML vocabularies look like addresses, but nobody asks them.
        let asked = everywhere(file, &address).filter(|(_, found)| !found.starts_with("http://www.w3.org/"));
        findings.extend(asked.map(|(line, found)| file.finding(line, format!("`{found}`"), remedy)));
    }
    for file in templates(files) {
        findings.extend(
            everywhere(file, &attribute).map(|(line, found)| file.finding(line, format!("`{}`", found.trim()), remedy)),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    const PAGE: &str = "rooms/support/templates/requests/show.html";

    #[test]
    fn nothing_is_inline() {
        assert_eq!(places(inline, &[(PAGE, "<p>\n<a href=\"/\" style=\"color: red\">")]), [format!("{PAGE}:2")]);
        assert_eq!(places(inline, &[(PAGE, "<button\n  onclick=\"f()\">")]).len(), 1);
        assert_eq!(places(inline, &[(PAGE, "<script>f()</script>")]).len(), 1);
        assert!(places(inline, &[(PAGE, "<script type=module src=\"/a.js\"></script> once = a on=b")]).is_empty());
    }

    #[test]
    fn no_other_host_is_asked() {
        let css = ("assets/css/base.css", "body { background: url(https://elsewhere.example/a.png) }");
        assert_eq!(places(other_hosts, &[css]), ["assets/css/base.css:1"]);
        assert!(
            places(other_hosts, &[("assets/icons/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">")]).is_empty()
        );
        assert_eq!(places(other_hosts, &[(PAGE, "<img src=\"//elsewhere.example/a.png\">")]).len(), 1);
        assert!(places(other_hosts, &[(PAGE, "<a href=\"{{ line.url }}\"> <img src=\"/a.png\">")]).is_empty());
    }
}
