//! Whatever goes in, what comes out holds nothing but what we allow.

use proptest::prelude::*;
use text::{Html, plain};

fn html(written: &str) -> String {
    Html::render(written).as_str().trim_end().to_owned()
}

const REL: &str = "rel=\"noopener noreferrer nofollow ugc\"";

#[test]
fn a_little_markdown_is_shown() {
    assert_eq!(
        html("One\ntwo *three* **four** `five`"),
        "<p>One<br>\ntwo <em>three</em> <strong>four</strong> <code>five</code></p>"
    );
    assert_eq!(html("# Loud"), "<p><strong>Loud</strong></p>");
    assert_eq!(html("> quoted").replace('\n', ""), "<blockquote><p>quoted</p></blockquote>");
    assert_eq!(html("- a\n- b").replace('\n', ""), "<ul><li>a</li><li>b</li></ul>");
    assert_eq!(html("3. a\n4. b").replace('\n', ""), "<ol start=\"3\"><li>a</li><li>b</li></ol>");
    assert_eq!(html("```\na\n  b\n```").replace('\n', ""), "<p><code>a<br>  b<br></code></p>");
    assert_eq!(html("a\n\n***\n\nb").replace('\n', ""), "<p>a</p><p>* * *</p><p>b</p>");
    assert_eq!(html(""), "");
}

#[test]
fn a_link_says_where_it_leads() {
    let link = |to: &str, text: &str| format!("<p><a href=\"{to}\" {REL}>{text}</a></p>");
    assert_eq!(html("[help](https://example.org/a)"), link("https://example.org/a", "help (example.org)"));
    assert_eq!(html("<https://example.org/a>"), link("https://example.org/a", "https://example.org/a"));
    assert_eq!(html("[example.org](https://example.org)"), link("https://example.org/", "example.org"));
    assert_eq!(
        html("[good.example](https://evil.example)"),
        link("https://evil.example/", "good.example (evil.example)")
    );
    let disguised = "[https://good.example](https://good.example@evil.example/)";
    assert!(html(disguised).contains(">https://good.example (evil.example)</a>"), "{}", html(disguised));
    let longer = "[good.example.evil.example](https://good.example)";
    assert!(html(longer).contains("(good.example)"), "{}", html(longer));
    assert!(html("[a](https://exаmple.org)").contains("(xn--"), "a Cyrillic letter is told apart");
    assert_eq!(html("[mail](mailto:a@example.org) <a@example.org>"), "<p>mail a@example.org</p>");
    assert_eq!(html("[here](/sign-out) [there](//example.org)"), "<p>here there</p>");
    assert_eq!(html("https://example.org"), "<p>https://example.org</p>");
}

#[test]
fn html_shows_as_it_was_typed_and_pictures_as_their_words() {
    assert_eq!(html("<b>a</b> <!-- b -->"), "<p>&lt;b&gt;a&lt;/b&gt; &lt;!-- b --&gt;</p>");
    assert!(html("<div>\na\n</div>").starts_with("<p>&lt;div&gt;<br>"));
    assert_eq!(html("![a cat](https://example.org/spy.png)"), "<p>a cat</p>");
}

#[test]
fn plain_is_what_is_read() {
    assert_eq!(
        plain("# Hi\n\nOne *two*\nthree [four](https://example.org) ![five](x.png)\n\n- six\n- `seven`"),
        "Hi\nOne two\nthree four five\nsix\nseven"
    );
    assert_eq!(plain("<b>a</b>"), "<b>a</b>");
    assert_eq!(plain(""), "");
}

/// What is wrong with some HTML that we made, if anything: each tag must be one of ours, spelt as we spell it.
fn wrong(html: &str) -> Option<String> {
    let plain = ["p", "em", "strong", "ul", "ol", "li", "blockquote", "code"];
    for after in html.split('<').skip(1) {
        let Some((tag, _)) = after.split_once('>') else { return Some(format!("an open tag: {after}")) };
        let closing = tag.strip_prefix('/').unwrap_or(tag);
        let is_start = tag.strip_prefix("ol start=\"").and_then(|it| it.strip_suffix('"'));
        let is_link = tag.strip_prefix("a href=\"").and_then(|it| it.strip_suffix(&format!("\" {REL}")));
        let fine = plain.contains(&closing)
            || matches!(tag, "br" | "/a")
            || is_start.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
            || is_link.is_some_and(|it| (it.starts_with("https://") || it.starts_with("http://")) && !it.contains('"'));
        if !fine {
            return Some(format!("a strange tag: {tag}"));
        }
    }
    None
}

const ATTACKS: [&str; 32] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\u{0}script:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a]( javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a][x]\n\n[x]: javascript:alert(1)",
    "![a](javascript:alert(1))",
    "![a](x\"onerror=\"alert(1))",
    "![a\"onerror=\"alert(1)](x)",
    "[a](https://x\"onmouseover=\"alert(1))",
    "[a](https://x/'><script>alert(1)</script>)",
    "[a](https://x \"t\\\"onclick=\\\"alert(1)\")",
    "[a](<https://x\" onclick=alert(1)>)",
    "```\"><script>alert(1)</script>\n```",
    "``` x\" onclick=\"alert(1)\n<script>\n```",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<p style=\"position:fixed\" class=cover id=help>a</p>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</p></main><form action=https://x><input name=passphrase>",
    "<base href=https://x>\n<meta http-equiv=refresh content=0>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "<iframe srcdoc='&lt;script&gt;'></iframe><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
];

#[test]
fn nothing_harmful_comes_out() {
    for attack in ATTACKS {
        for written in [attack.to_owned(), format!("> - {attack}"), format!("*a*{attack}**b**"), format!("# {attack}")]
        {
            let html = html(&written);
            assert_eq!(wrong(&html), None, "{written} became {html}");
        }
    }
    assert!(wrong("<p onclick=\"x\">").is_some() && wrong("<a href=\"javascript:x\">").is_some(), "the judge judges");
}

#[test]
fn depth_and_length_are_borne() {
    for mark in ["> ", "- ", "1. ", "*", "**", "[", "![", "<", "`", "*_", "> - ", "<a", "&", "[a](", "](", "\\"] {
        let written = mark.repeat(20_000 / mark.len()) + "a";
        let html = html(&written);
        assert_eq!(wrong(&html), None);
        assert!(html.matches("<blockquote>").count() <= 6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn whatever_goes_in_only_what_is_allowed_comes_out(
        parts in prop::collection::vec(prop_oneof![
            "\\PC{0,12}",
            "[<>\"'&;:/\\[\\]()!`*_#\\-=\\\\ \n\t]{1,12}",
            prop::sample::select(&ATTACKS[..]).prop_map(str::to_owned),
            prop::sample::select(&["\n\n", "\n", "> ", "- ", "1. ", "    ", "[a](https://x.example/", "<a href=", "script", "\0"][..]).prop_map(str::to_owned),
        ], 0..12)
    ) {
        let written = parts.concat();
        let html = html(&written);
        prop_assert_eq!(wrong(&html), None, "{} became {}", written, html);
        plain(&written);
    }
}
