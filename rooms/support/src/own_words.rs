//! What a supporter's own words did in a conversation that is over, for her eyes alone and only where she chose it. It is
//! read from the words each time and kept nowhere; when the words go, it goes with them. What the member said is shown to
//! nobody: it is only what her answers are read against.

use db::{Result, Tx};
use listening::{Line, Skill, Suggestion, listen};
use words::{Actor, Language};

use crate::{
    conversation::Conversation,
    kind::{ConversationId, Role},
    message, preference,
    request::Request,
};

/// A piece of her words, and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// What they did, if anything was found.
    pub did: Option<Skill>,
}

/// What was found in what she said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// In how many of her messages each of the three was found.
    pub meters: Vec<(Skill, usize)>,
    /// Her messages, in pieces.
    pub lines: Vec<Vec<Piece>>,
    /// One thing to try.
    pub suggestion: Option<Suggestion>,
}

/// What her own words did; nothing while it goes on, where she did not choose it, said nothing, or where the words are gone
/// or not in the language that the rules read.
pub fn of(tx: &mut Tx<'_>, supporter: &Actor, id: ConversationId) -> Result<Option<Own>> {
    let (conversation, role) = Conversation::of(tx, supporter, id)?;
    let over = !conversation.is_open() && conversation.erased_at.is_none();
    if role != Role::Supporter || !over || !preference::learning(tx, supporter.id)?.hears_own {
        return Ok(None);
    }
    if Request::any(tx, conversation.request)?.languages.first().is_some_and(|it| *it != Language::default()) {
        return Ok(None);
    }
    let mut said = message::since(tx, id, 0)?;
    said.retain(|it| it.by != Role::Place);
    let is_own = |it: &message::Message| it.by == Role::Supporter;
    let lines: Vec<Line<'_>> = said.iter().map(|it| Line { is_own: is_own(it), words: &it.words }).collect();
    let heard = listen(&lines);
    if heard.lines == 0 {
        return Ok(None);
    }
    let pieces = |(number, line): (usize, &Line<'_>)| {
        let mut pieces = Vec::new();
        let mut from = 0;
        // Where two findings lie on one another the first is shown; the counts know both.
        for span in heard.spans.iter().filter(|it| it.line == number) {
            if span.place.start >= from {
                pieces.push(Piece { words: line.words[from..span.place.start].to_owned(), did: None });
                pieces.push(Piece { words: span.of(line.words).to_owned(), did: Some(span.skill) });
                from = span.place.end;
            }
        }
        pieces.push(Piece { words: line.words[from..].to_owned(), did: None });
        pieces.retain(|it| !it.words.is_empty());
        pieces
    };
    Ok(Some(Own {
        meters: Skill::ALL.iter().map(|it| (*it, heard.count(*it))).collect(),
        lines: lines.iter().enumerate().filter(|(_, it)| it.is_own).map(pieces).collect(),
        suggestion: heard.suggestion,
    }))
}
