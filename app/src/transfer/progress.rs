//! How far it is, for somebody who sits in front of it at night.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

/// How far one part of the work is.
pub(super) struct Progress {
    all: i64,
    /// Rows of what is done.
    before: i64,
    /// Rows that were there when this run began: they say nothing about how quick it is.
    found: i64,
    shelf: String,
    rows: i64,
    at: i64,
    began: Instant,
    said: Instant,
    terminal: bool,
}

#[expect(clippy::disallowed_methods, reason = "tells somebody how long something takes")]
fn now() -> Instant {
    Instant::now()
}

impl Progress {
    pub(super) fn begin(what: &str, all: i64) -> Self {
        println!("{what}: {} rows", many(all));
        let now = now();
        let terminal = std::io::stdout().is_terminal();
        Self { all, before: 0, found: 0, shelf: String::new(), rows: 0, at: 0, began: now, said: now, terminal }
    }

    /// The next table, of which so many rows are done already.
    pub(super) fn turn_to(&mut self, shelf: &str, rows: i64, found: i64) {
        self.before += self.rows;
        self.found += found;
        (self.shelf, self.rows, self.at) = (shelf.to_owned(), rows, found);
    }

    /// So many rows of it are done.
    pub(super) fn at(&mut self, rows: i64) {
        let (pause, now) = (Duration::from_millis(if self.terminal { 200 } else { 5000 }), now());
        self.at = rows;
        if now - self.said < pause {
            return;
        }
        self.said = now;
        let done = self.before + self.at;
        let percent = if self.all > 0 { (done * 100 / self.all).min(100) } else { 100 };
        let left = left(now - self.began, done - self.found, self.all - done);
        let line = format!("  {percent} %  {}: {} of {} rows{left}", self.shelf, many(self.at), many(self.rows));
        if self.terminal {
            print!("\r\x1b[K{line}");
            drop(std::io::stdout().flush());
        } else {
            println!("{line}");
        }
    }

    /// Something that is worth a line of its own.
    pub(super) fn say(&self, words: &str) {
        self.clear();
        println!("  {words}");
    }

    pub(super) fn end(self) {
        self.clear();
        println!("  done in {}", span((now() - self.began).as_secs()));
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[K");
        }
    }
}

fn left(passed: Duration, done: i64, more: i64) -> String {
    if done <= 0 || passed < Duration::from_secs(1) {
        return String::new();
    }
    let seconds = passed.as_secs_f64() * more.max(0) as f64 / done as f64;
    format!(", about {} left", span(seconds as u64))
}

fn span(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=99 => format!("{seconds} seconds"),
        100..=5999 => format!("{} minutes", (seconds + 30) / 60),
        _ => format!("{} hours", (seconds + 1800) / 3600),
    }
}

/// A number with commas, as people read it.
pub(super) fn many(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_spans_read_well() {
        assert_eq!([0, 999, 1000, 1_234_567].map(many), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0, 45, 150, 7300].map(span), ["a second", "45 seconds", "3 minutes", "2 hours"]);
        assert_eq!(left(Duration::from_secs(10), 100, 300), ", about 30 seconds left");
        assert_eq!(left(Duration::from_secs(10), 0, 400), "");
    }
}
