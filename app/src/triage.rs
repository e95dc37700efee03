//! `alongside triage`: a table of texts in, what a reader would look at first out. For an operator who wants to try the
//! thresholds on texts of their own. Nothing is kept, and no database is opened.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use triage::{Evidence, Triage};

/// What `alongside triage` can be told.
#[derive(Args)]
pub(crate) struct Choices {
    /// A CSV file with the columns id and text, in any order; others are passed over. `-` reads what is piped in.
    #[arg(long = "in", value_name = "FILE")]
    from: PathBuf,
    /// Where to write id, level, score, contact, conduct and evidence. `-` writes to the screen.
    #[arg(long = "out", value_name = "FILE")]
    to: PathBuf,
}

/// The columns that are written.
const COLUMNS: [&str; 6] = ["id", "level", "score", "contact", "conduct", "evidence"];

/// Reads every text and writes what was found, row by row: files larger than the memory are fine.
pub(crate) fn run(choices: &Choices) -> Result<()> {
    let (from, to) = (&choices.from, &choices.to);
    let standard = Path::new("-");
    ensure!(
        from == standard || to == standard || !same(from, to),
        "{} would be written over while it is read: give --out another name",
        from.display()
    );
    let input: Box<dyn Read> = if from == standard {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(from).with_context(|| format!("{} cannot be opened", from.display()))?)
    };
    let mut rows =
        Rows::of(input).with_context(|| format!("nothing was written: {} cannot be used", from.display()))?;
    let output: Box<dyn Write> = if to == standard {
        Box::new(io::stdout().lock())
    } else {
        Box::new(File::create(to).with_context(|| format!("{} cannot be written", to.display()))?)
    };
    match read(&mut rows, output) {
        Err(error) if seen_enough(&error) => Ok(()),
        done => done,
    }
}

/// Whoever reads our output has seen enough, as `head` does.
fn seen_enough(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<io::Error>();
    cause.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn read(rows: &mut Rows<impl Read>, output: impl Write) -> Result<()> {
    let triage = Triage::shipped();
    let mut table = csv::Writer::from_writer(output);
    table.write_record(COLUMNS)?;
    while let Some((id, text)) = rows.next()? {
        let reading = triage.read(&text, &[]);
        table.write_record([
            id.as_str(),
            reading.level.as_str(),
            &share(reading.score),
            &share(reading.contact),
            &share(reading.conduct),
            &shown(&text, &reading.evidence),
        ])?;
    }
    table.flush()?;
    Ok(())
}

/// Permille as a number from 0 to 1.
fn share(permille: u16) -> String {
    format!("{}.{:03}", permille / 1000, permille % 1000)
}

/// `plan[12-30]; means[40-52]`: kinds, and from which character to before which, counted from 0.
fn shown(text: &str, evidence: &[Evidence]) -> String {
    let place = |byte: usize| text[..byte].chars().count();
    let shown = evidence.iter().map(|it| format!("{}[{}-{}]", it.kind, place(it.start), place(it.end)));
    shown.collect::<Vec<_>>().join("; ")
}

/// The rows of a table, read one by one.
struct Rows<R> {
    table: csv::Reader<R>,
    id: usize,
    text: usize,
    row: csv::ByteRecord,
}

impl<R: Read> Rows<R> {
    /// Looks where the columns are.
    fn of(input: R) -> Result<Self> {
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(input);
        let columns = table.byte_headers().context("it cannot be read")?.clone();
        let column = |name: &str| {
            let is = |it: &[u8]| {
                let it = it.strip_prefix(b"\xef\xbb\xbf").unwrap_or(it);
                it.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
            };
            let place = columns.iter().position(is);
            place.with_context(|| {
                let there: Vec<_> = columns.iter().map(String::from_utf8_lossy).collect();
                format!("its first line has no column `{name}`; there are: {}", there.join(", "))
            })
        };
        let (id, text) = (column("id")?, column("text")?);
        Ok(Self { table, id, text, row: csv::ByteRecord::new() })
    }

    /// The next row's id and text; nothing at the end.
    fn next(&mut self) -> Result<Option<(String, String)>> {
        if !self.table.read_byte_record(&mut self.row).context("the table cannot be read on")? {
            return Ok(None);
        }
        let line = self.row.position().map_or(0, csv::Position::line);
        let field = |column: usize, name: &str| {
            let Some(bytes) = self.row.get(column) else {
                bail!(
                    "line {line}: there is no `{name}`, only {} of the columns. A text with a comma in it stands in \
                     quotation marks",
                    self.row.len()
                );
            };
            let text = str::from_utf8(bytes);
            text.map(str::to_owned)
                .with_context(|| format!("line {line}: `{name}` is not UTF-8; save the file as UTF-8"))
        };
        Ok(Some((field(self.id, "id")?, field(self.text, "text")?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: &str) -> String {
        let mut out = Vec::new();
        read(&mut Rows::of(table.as_bytes()).unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_text_gets_a_line_in_the_same_order() {
        let out = told("text,mood,id\nhello there,fine,b\n\"ring me, 07700 900123\",?,a\n");
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[0], "id,level,score,contact,conduct,evidence");
        assert!(lines[1].starts_with("b,green,0."), "{}", lines[1]);
        assert!(lines[2].starts_with("a,") && lines[2].contains("contact[9-21]"), "{}", lines[2]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        assert!(told("id,text\n1,\"😀é you're worthless\"\n").contains("harassment[3-19]"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |table: &[u8]| {
            let mut rows = match Rows::of(table) {
                Ok(rows) => rows,
                Err(error) => return format!("{error:#}"),
            };
            let read = read(&mut rows, io::sink());
            format!("{:#}", read.unwrap_err())
        };
        assert!(wrong(b"id,words\n").contains("no column `text`; there are: id, words"));
        assert!(wrong(b"id,text\n1,fine\n2\n").contains("line 3: there is no `text`"));
        assert!(wrong(b"id,text\n1,\xff\n").contains("line 2: `text` is not UTF-8"));
    }
}
