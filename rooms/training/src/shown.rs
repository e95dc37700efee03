//! A text of a course as it is shown: its sub-headings as headings, the rest as gentle HTML.

use text::{Html, Rendered};

/// A part of a text, below its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading; nothing at the beginning.
    pub heading: Option<String>,
    /// What stands below it.
    pub html: Rendered,
}

/// Cuts a text at its sub-headings.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut heading, mut below) = (None, String::new());
    let mut end = |heading: Option<String>, below: &str| {
        if heading.is_some() || !below.trim().is_empty() {
            parts.push(Part { heading, html: Html::render(below) });
        }
    };
    for line in text.lines() {
        let title = line.starts_with("####").then(|| line.trim_start_matches('#')).filter(|it| it.starts_with(' '));
        match title {
            Some(title) => {
                end(heading.take(), &below);
                heading = Some(text::plain(title.trim()));
                below.clear();
            }
            None => {
                below.push_str(line);
                below.push('\n');
            }
        }
    }
    end(heading, &below);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_headings_are_headings_and_nothing_else_is_html() {
        let parts = parts("Before *it*.\n\n#### One <b>\n\n- a\n- b\n\n#### Two\n#####nothing\n");
        assert_eq!(
            parts.iter().map(|it| it.heading.as_deref()).collect::<Vec<_>>(),
            [None, Some("One <b>"), Some("Two")]
        );
        assert_eq!(parts[0].html.as_str().trim(), "<p>Before <em>it</em>.</p>");
        assert!(parts[1].html.as_str().contains("<li>a</li>"));
        assert!(super::parts("").is_empty());
    }
}
