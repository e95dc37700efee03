//! From the outline to rows: made on several threads, put away by one, in the same order whatever the machine does.

use std::{
    io::{IsTerminal, Write},
    sync::mpsc::sync_channel,
    time::Instant,
};

use anyhow::{Context, Result};
use db::{Filling, Shelf, Value};
use seal::{FreshKey, KeyId, Keyring, WrappedKey};
use search::{Press, Pressed, Search};

/// Rows on their way into the databases.
#[derive(Default)]
pub(super) struct Load {
    rows: Vec<(Shelf, Vec<Vec<Value>>)>,
    entries: Vec<Pressed>,
    keys: Vec<WrappedKey>,
    destroyed: Vec<KeyId>,
    /// How many of the things that are told about it holds.
    pub(super) things: usize,
}

impl Load {
    /// Adds a row.
    pub(super) fn add(&mut self, shelf: Shelf, row: &[Value]) {
        match self.rows.iter_mut().find(|(it, _)| *it == shelf) {
            Some((_, rows)) => rows.push(row.to_vec()),
            None => self.rows.push((shelf, vec![row.to_vec()])),
        }
    }

    /// Adds a key.
    pub(super) fn key(&mut self, keyring: &Keyring, key: &FreshKey) -> Result<()> {
        self.keys.push(keyring.wrapped(key)?);
        Ok(())
    }

    /// Notes that a key was there once.
    pub(super) fn destroyed(&mut self, key: KeyId) {
        self.destroyed.push(key);
    }

    /// Adds something to be found.
    pub(super) fn find(&mut self, press: &Press, entry: &search::Entry<'_>) {
        self.entries.push(press.press(entry));
    }

    /// Puts everything away; answers how many rows it was.
    pub(super) fn put(self, filling: &mut Filling, keyring: &Keyring) -> Result<usize> {
        filling.write(|tx| {
            self.rows.iter().try_for_each(|(shelf, rows)| tx.fill(*shelf, rows))?;
            tx.fill_index(&self.entries)
        })?;
        if !self.keys.is_empty() {
            keyring.keep(&self.keys)?;
        }
        if !self.destroyed.is_empty() {
            keyring.destroy(&self.destroyed)?;
        }
        let rows: usize = self.rows.iter().map(|(_, rows)| rows.len()).sum();
        Ok(rows + 2 * self.entries.len() + self.keys.len() + self.destroyed.len())
    }
}

/// Makes `count` loads on as many threads as the machine has, and puts each away, in order.
pub(super) fn in_order(
    count: usize,
    make: impl Fn(usize) -> Result<Load> + Sync,
    mut put: impl FnMut(Load) -> Result<()>,
) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).clamp(1, 8);
    std::thread::scope(|scope| {
        let lines: Vec<_> = (0..threads)
            .map(|first| {
                // Two ahead: enough that nobody waits, and little enough to hold.
                let (ready, line) = sync_channel(2);
                let make = &make;
                scope.spawn(move || {
                    for number in (first..count).step_by(threads) {
                        if ready.send(make(number)).is_err() {
                            break;
                        }
                    }
                });
                line
            })
            .collect();
        for number in 0..count {
            put(lines[number % threads].recv().context("a thread that makes rows has ended")??)?;
        }
        Ok(())
    })
}

/// What is told on the way: percent, rows a second, time left.
pub(super) struct Progress {
    began: Instant,
    told: Instant,
    done: f64,
    all: f64,
    rows: usize,
    quiet: bool,
}

impl Progress {
    /// A way of so many things.
    pub(super) fn over(all: usize, quiet: bool) -> Self {
        let now = Instant::now();
        Self { began: now, told: now, done: 0.0, all: (all as f64).max(1.0), rows: 0, quiet }
    }

    /// Some of them are done.
    pub(super) fn done(&mut self, what: &str, things: f64, rows: usize) {
        self.done += things;
        self.rows += rows;
        let (begin, end, every) = if std::io::stdout().is_terminal() { ("\r", "", 0.5) } else { ("", "\n", 10.0) };
        if self.quiet || self.told.elapsed().as_secs_f64() < every {
            return;
        }
        self.told = Instant::now();
        let (took, share) = (self.began.elapsed().as_secs_f64(), (self.done / self.all).min(1.0));
        let left = took / share.max(1e-6) - took;
        print!(
            "{begin}  {:3.0} %  {:>7.0} rows/s  {:>2.0}:{:02.0} left  {what:<24}{end}",
            share * 100.0,
            self.rows as f64 / took,
            (left / 60.0).floor(),
            left % 60.0
        );
        drop(std::io::stdout().flush());
    }

    /// Rows that were written, and seconds that it took.
    pub(super) fn sum(&self) -> (usize, f64) {
        (self.rows, self.began.elapsed().as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_are_put_away_in_order_and_an_error_ends_it() {
        let mut seen = Vec::new();
        let make = |number| Ok(Load { things: number, ..Load::default() });
        in_order(50, make, |load| {
            seen.push(load.things);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, (0..50).collect::<Vec<_>>());
        let broken = |number| if number == 20 { Err(anyhow::anyhow!("broken")) } else { Ok(Load::default()) };
        assert!(in_order(50, broken, |_| Ok(())).is_err());
    }
}
