//! `alongside move`: a whole community goes from its databases into others. Nothing serves meanwhile, every row is compared
//! afterwards, and whoever was interrupted runs the same command again.

mod progress;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use db::{
    Address, Direct, Migration,
    copy::{self, Shelf, Stand},
};
use seal::{Keyring, RootKey};

use crate::{commands::File, wiring};
use progress::{Progress, many};

/// From where, and where to. The side that is not named is the one in the configuration.
#[derive(clap::Args, Clone)]
pub(crate) struct Choices {
    /// The database with the community: `sqlite:PATH` or `postgres://…`. Without it: the one in the configuration.
    #[arg(long)]
    from: Option<Address>,
    /// The database with its keys.
    #[arg(long)]
    keys_from: Option<Address>,
    /// An empty database for the community. Without it: the one in the configuration.
    #[arg(long)]
    to: Option<Address>,
    /// An empty database for the keys.
    #[arg(long)]
    keys_to: Option<Address>,
    /// The file with the root key. Without it: the one in the configuration.
    #[arg(long)]
    root_key: Option<PathBuf>,
    /// Lets the old databases be used again as they were, after a move away from them.
    #[arg(long, conflicts_with_all = ["to", "keys_to"])]
    undo: bool,
    #[command(flatten)]
    file: File,
}

/// The two databases of a community.
struct Pair {
    main: Address,
    keys: Address,
}

/// Moves the community.
pub(crate) fn run(choices: &Choices) -> Result<()> {
    if choices.undo {
        return undo(choices);
    }
    let (from, to, root_key) = sides(choices)?;
    for address in [&from.main, &from.keys] {
        there(address)?;
    }
    if !root_key.exists() {
        bail!("there is no root key at {}; name its file with --root-key", root_key.display());
    }
    let root = RootKey::load_or_make(&root_key, [0; 32])?;

    let mut main = Direct::open(&from.main).context("the database that is moved")?;
    let mut keys = Direct::open(&from.keys).context("the key database that is moved")?;
    match copy::stand(&mut main)? {
        Stand::Home(_) | Stand::Left(..) => (),
        Stand::Arriving(_) => bail!("a community is still on its way into {:?}; finish that move first", from.main),
        Stand::Empty | Stand::Strange => bail!("no community lives in {:?}", from.main),
    }
    for (source, migrations) in [(&mut main, wiring::migrations()), (&mut keys, seal::KEY_SCHEMA.to_vec())] {
        if !copy::fits(source, &migrations)? {
            bail!("this database is older than this program: make a backup, run `alongside migrate`, and move then");
        }
    }
    // It proves by opening one key that root key and keys belong together.
    drop(Keyring::open(root, keys)?);
    let mut keys = Direct::open(&from.keys)?;

    for address in [&to.main, &to.keys] {
        make_place(address)?;
    }
    let mut new_main = Direct::open(&to.main).context("the database that it is moved into")?;
    let mut new_keys = Direct::open(&to.keys).context("the key database that it is moved into")?;
    for (direct, address) in
        [(&mut main, &from.main), (&mut keys, &from.keys), (&mut new_main, &to.main), (&mut new_keys, &to.keys)]
    {
        if !direct.alone()? {
            bail!(
                "{address:?} is in use: stop every `alongside serve`, and whatever else has it open, and run this again. \
                 While the community moves, nobody may write"
            );
        }
    }

    let mut shelves: Vec<Box<dyn Shelf>> = vec![Box::new(search::Index)];
    let all_but_index = copy::tables(&mut main, search::TABLES)?;
    shelves.extend(all_but_index.into_iter().map(|table| Box::new(table) as Box<dyn Shelf>));
    let main = Journey::new("the database", main, new_main, shelves, wiring::migrations())?;
    let tables = copy::tables(&mut keys, &[])?;
    let shelves = tables.into_iter().map(|table| Box::new(table) as Box<dyn Shelf>).collect();
    let keys = Journey::new("the keys", keys, new_keys, shelves, seal::KEY_SCHEMA.to_vec())?;
    travel(main, keys, &from, &to)
}

fn travel(mut main: Journey, mut keys: Journey, from: &Pair, to: &Pair) -> Result<()> {
    let left = matches!(copy::stand(&mut main.source)?, Stand::Left(..));
    let (whither, keys_whither) = (main.target_stand(&to.main)?, keys.target_stand(&to.keys)?);
    if let Whither::There = whither {
        if left {
            println!("The community is there already; nothing is left to do.");
            return Ok(());
        }
        bail!("this community lives in {:?} already; name an empty database", to.main);
    }
    if let (Whither::There, Whither::Empty) = (keys_whither, whither) {
        bail!("{:?} holds keys already; name an empty database", to.keys);
    }
    let (mut rows, mut tables) = (0, 0);
    for journey in [&mut keys, &mut main] {
        // The keys may have been declared complete just before somebody pulled the plug.
        if !journey.complete() {
            let (some, in_tables) = journey.go()?;
            rows += some;
            tables += in_tables;
        }
    }
    // In this order: wherever it is cut, the community can be used in one place at most, and the next run finishes it.
    copy::leave(&mut main.source, &format!("to {:?}", to.main))?;
    for journey in [&mut keys, &mut main] {
        if !journey.complete() {
            copy::finish(&mut journey.source, &mut journey.target)?;
        }
    }
    println!(
        "Moved: {} rows in {tables} tables. Every row was read again on both sides, and they are the same.\n\n\
         What is left to do:\n  \
         1. Name the new databases in alongside.toml: database_url and keys_url. The root key stays as it is.\n  \
         2. `alongside doctor`, then start.\n  \
         3. Back up the new databases. The old ones are closed now; delete {:?}\n     \
            within a few days, as you would an old backup of the keys: what is erased from now on is still in it.",
        many(rows),
        from.keys
    );
    Ok(())
}

/// Where a database is on its way.
#[derive(Clone, Copy)]
enum Whither {
    Empty,
    Begun,
    There,
}

/// One database on its way into another.
struct Journey {
    what: &'static str,
    source: Direct,
    target: Direct,
    shelves: Vec<Box<dyn Shelf>>,
    migrations: Vec<Migration>,
    whose: String,
}

impl Journey {
    fn new(
        what: &'static str,
        mut source: Direct,
        target: Direct,
        shelves: Vec<Box<dyn Shelf>>,
        migrations: Vec<Migration>,
    ) -> Result<Self> {
        let whose = copy::whose(&mut source)?;
        Ok(Self { what, source, target, shelves, migrations, whose })
    }

    fn target_stand(&mut self, address: &Address) -> Result<Whither> {
        match copy::stand(&mut self.target)? {
            Stand::Empty => Ok(Whither::Empty),
            Stand::Arriving(whose) if whose == self.whose => Ok(Whither::Begun),
            Stand::Home(whose) if whose == self.whose => Ok(Whither::There),
            Stand::Arriving(_) => bail!(
                "another community, or this one before it was changed, is on its way into {address:?}; name an empty database"
            ),
            Stand::Home(_) | Stand::Left(..) => {
                bail!("a community lives, or lived, in {address:?}; moving never overwrites: name an empty database")
            }
            Stand::Strange => {
                bail!("{address:?} holds tables that are none of ours; moving never overwrites: name an empty database")
            }
        }
    }

    fn complete(&mut self) -> bool {
        matches!(copy::stand(&mut self.target), Ok(Stand::Home(whose)) if whose == self.whose)
    }

    /// Copies and compares; answers how many rows in how many tables.
    fn go(&mut self) -> Result<(i64, usize)> {
        copy::begin(&mut self.target, &self.whose, &self.migrations, &self.shelves)?;
        let measures = self
            .shelves
            .iter()
            .map(|shelf| Ok(copy::measure(&**shelf, &mut self.source)?))
            .collect::<Result<Vec<_>>>()?;
        let all = measures.iter().map(|it| it.rows).sum();

        let mut progress = Progress::begin(&format!("Copying {}", self.what), all);
        for (shelf, measure) in self.shelves.iter().zip(&measures) {
            let (source, target) = (&mut self.source, &mut self.target);
            progress.turn_to(shelf.name(), measure.rows, copy::copied(&**shelf, target)?);
            let copied = copy::copy(&**shelf, *measure, source, target, &mut |rows| progress.at(rows));
            if copied.is_err() {
                // What was copied by an earlier run may stand in the way of what was written since.
                copy::again(&**shelf, target)?;
                copy::copy(&**shelf, *measure, source, target, &mut |rows| progress.at(rows))
                    .with_context(|| format!("in {}", shelf.name()))?;
            }
        }
        progress.end();

        let mut progress = Progress::begin(&format!("Comparing {}", self.what), all * 2);
        for (shelf, measure) in self.shelves.iter().zip(&measures) {
            let (source, target) = (&mut self.source, &mut self.target);
            progress.turn_to(shelf.name(), measure.rows, 0);
            let there = copy::digest(&**shelf, *measure, source, &mut |rows| progress.at(rows))?;
            progress.turn_to(shelf.name(), measure.rows, 0);
            if copy::digest(&**shelf, *measure, target, &mut |rows| progress.at(rows))? == there {
                continue;
            }
            // An earlier run copied it, and people went on writing before this one.
            progress.say(&format!("{} has changed since it was copied, and is copied again", shelf.name()));
            copy::again(&**shelf, target)?;
            copy::copy(&**shelf, *measure, source, target, &mut |_| ())?;
            if copy::digest(&**shelf, *measure, target, &mut |_| ())? != there {
                bail!(
                    "{} is not the same on both sides after it was copied twice. The old databases are as they were: go on \
                     using them, and tell us",
                    shelf.name()
                );
            }
        }
        progress.end();
        Ok((all, self.shelves.len()))
    }
}

fn undo(choices: &Choices) -> Result<()> {
    let Some(from) = &choices.from else {
        bail!("name the old database with --from: the one that the community was moved away from");
    };
    there(from)?;
    let mut main = Direct::open(from)?;
    if copy::returned(&mut main)? {
        println!("{from:?} can be used again, as it was when the community moved.");
    } else {
        println!("Nobody moved away from {from:?}; nothing was changed.");
    }
    Ok(())
}

/// Both sides, and the root key.
fn sides(choices: &Choices) -> Result<(Pair, Pair, PathBuf)> {
    let config = choices.file.read();
    let named = |main: &Option<Address>, keys: &Option<Address>, way: &str| match (main, keys) {
        (Some(main), Some(keys)) => Ok(Some(Pair { main: main.clone(), keys: keys.clone() })),
        (None, None) => Ok(None),
        _ => bail!("a community has two databases: name both --{way} and --keys-{way}"),
    };
    let from = named(&choices.from, &choices.keys_from, "from")?;
    let to = named(&choices.to, &choices.keys_to, "to")?;
    if from.is_none() && to.is_none() {
        bail!(
            "say where the community goes with --to and --keys-to, or where it comes from with --from and --keys-from"
        );
    }
    let configured = || -> Result<Pair> {
        let config = choices.file.read()?;
        Ok(Pair { main: config.database()?, keys: config.keys()? })
    };
    let from = from.map_or_else(configured, Ok)?;
    let to = to.map_or_else(configured, Ok)?;
    let places = [&from.main, &from.keys, &to.main, &to.keys];
    for (at, place) in places.iter().enumerate() {
        if places[..at].contains(place) {
            bail!("{place:?} is named twice; the community, its keys, and what it moves into are four databases");
        }
    }
    let root_key = match &choices.root_key {
        Some(file) => file.clone(),
        None => config?.root_key(),
    };
    Ok((from, to, root_key))
}

fn there(address: &Address) -> Result<()> {
    match address {
        Address::Sqlite(path) if !path.exists() => bail!("there is no database at {}", path.display()),
        _ => Ok(()),
    }
}

/// A file for a new database, in a folder for this account alone.
fn make_place(address: &Address) -> Result<()> {
    if let Address::Sqlite(path) = address
        && let Some(folder) = path.parent().filter(|it| *it != Path::new(""))
    {
        wiring::make_folder(folder)?;
    }
    wiring::only_for_owner(address)
}
