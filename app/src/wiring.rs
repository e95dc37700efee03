//! Who is handed what. The only place that knows every room.

use std::{num::NonZeroU32, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use bus::Bus;
use db::{Address, Ballast, Db, Direct, EvenClock, Migration, OsRandom, Random, Seen};
use jobs::Jobs;
use post::Post;
use safety::{place::Places, postvention::Circles};
use seal::{Keyring, RootKey};
use training::{practice::Stage, reflection::LookedAfter};
use web::{Assets, Catalogue, Limits, Sockets};
use words::{App, Ctx, Door, Hat, Lookup, Public, Standing};
use workforce::{need::Knows, step_back::HandsOn, supervisor::Supervised};

use crate::config::Config;

/// Time that one question to the database may take while somebody waits for a page.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Less free room than this, and the ballast goes before the databases are opened: SQLite's log and its index need some.
const OPENS_WITH: u64 = 1 << 20;

/// Tables of the ground and of every room, in the order in which they are made.
pub fn migrations() -> Vec<Migration> {
    [
        db::MIGRATIONS,
        jobs::MIGRATIONS,
        bus::MIGRATIONS,
        seal::MIGRATIONS,
        search::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        training::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        support::MIGRATIONS,
        circles::MIGRATIONS,
        gatherings::MIGRATIONS,
        live::MIGRATIONS,
    ]
    .concat()
}

/// Words of the ground and of every room.
pub fn catalogue() -> Result<Catalogue> {
    let mut english = vec![
        web::ENGLISH,
        organisation::ENGLISH,
        people::ENGLISH,
        safety::ENGLISH,
        safety::ENGLISH_ON_CALL,
        safety::ENGLISH_CONCERN,
        safety::ENGLISH_RECORD,
        safety::ENGLISH_TRAINING,
        support::ENGLISH,
        circles::ENGLISH,
        circles::ENGLISH_MINE,
        gatherings::ENGLISH,
        live::ENGLISH,
        include_str!("../locales/en.ftl"),
    ];
    english.extend(training::ENGLISH.iter().chain(workforce::ENGLISH));
    Catalogue::new(&[("en", english)])
}

/// What each room does later.
pub fn jobs() -> Jobs {
    let jobs = organisation::jobs(Jobs::default());
    let jobs = people::jobs(jobs);
    let jobs = people::on_erasure(
        jobs,
        &[
            training::farewell,
            workforce::farewell,
            safety::farewell,
            support::farewell,
            circles::farewell,
            gatherings::farewell,
            live::farewell,
        ],
    );
    let jobs = training::jobs(jobs);
    let jobs = workforce::jobs(jobs);
    let jobs = safety::jobs(jobs);
    let jobs = support::jobs(jobs);
    let jobs = circles::jobs(jobs);
    let jobs = gatherings::jobs(jobs);
    live::jobs(jobs)
}

/// The rooms in which people write, as those who keep everybody safe need them.
pub const PLACES: Places = Places {
    rooms: &[
        &circles::place::PLACE,
        &live::place::PLACE,
        &gatherings::place::PLACE,
        &support::place::PLACE,
        &safety::place::PERSON,
    ],
    kept_by: circles::place::kept_by,
    keepers: circles::place::keepers,
    names_of: circles::place::names_of,
    pause: circles::place::pause,
    resume: circles::place::resume,
    remove: circles::place::remove,
    readmit: circles::place::readmit,
    talk: support::place::talk,
};

/// What supporters know from own life, for the needs of the rota.
pub const KNOWS: Knows = Knows(support::profile::knows);

/// The circles of somebody who has died.
pub const CIRCLES: Circles = Circles { of: circles::place::circles_of, holds: circles::place::holds };

/// The rooms in which somebody who steps back may have something open.
pub const HANDS_ON: HandsOn = HandsOn(&[support::step_back, live::step_back, safety::step_back, training::step_back]);

/// Where live practice is played.
pub const STAGE: Stage = Stage(support::practice::open);

/// With whom somebody would share first what they wrote for themselves.
pub const LOOKED_AFTER: LookedAfter =
    LookedAfter(|tx, member| Ok(Supervised::of(tx, member)?.and_then(|it| it.supervisor)));

/// What a community runs on.
pub struct Ground {
    /// The database.
    pub db: Db,
    /// Live topics.
    pub bus: Bus,
    /// Data keys.
    pub keyring: Arc<Keyring>,
    /// Words.
    pub catalogue: Arc<Catalogue>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Time.
    pub clock: Arc<EvenClock>,
    /// The ways to reach somebody outside.
    pub post: Arc<Post>,
}

impl Ground {
    /// Opens the community of this configuration: makes the folder and the root key when they are missing, brings the
    /// schema up to date, and finishes erasures that a crash interrupted.
    pub fn open(config: &Config) -> Result<Self> {
        make_folder(&config.data)?;
        for address in [config.database()?, config.keys()?] {
            only_for_owner(&address)?;
        }
        for ballast in ballasts(config)? {
            // SQLite cannot even be opened on a disk without any room.
            if ballast.free().is_ok_and(|it| it < OPENS_WITH) {
                ballast.release();
            }
        }
        let (clock, random) = (Arc::new(EvenClock::new()), Arc::new(OsRandom));
        let mut chance = [0; 32];
        random.fill(&mut chance);
        let fresh = !config.root_key().exists();
        let root = RootKey::load_or_make(&config.root_key(), chance)?;
        let keys = Direct::open_with(&config.keys()?, clock.clone(), random.clone()).context("the key database")?;
        let keyring = Keyring::open(root, keys).inspect_err(|_| {
            // A new root key beside old keys opens nothing, and must not stand where the right one belongs.
            if fresh {
                drop(std::fs::remove_file(config.root_key()));
            }
        })?;
        let mut direct =
            Direct::open_with(&config.database()?, clock.clone(), random.clone()).context("the database")?;
        db::migrate(&mut direct, &migrations())?;
        // From here on nobody moves the community away or takes tables from under us; who did so a moment ago is seen.
        let mut direct = direct.beside()?;
        db::pending(&mut direct, &migrations())?;
        clock.resume(direct.read(Seen::last)?);
        Self::around(config, clock, random, Arc::new(keyring))
    }

    fn around(config: &Config, clock: Arc<EvenClock>, random: Arc<dyn Random>, keyring: Arc<Keyring>) -> Result<Self> {
        let (bus, catalogue) = (Bus::default(), Arc::new(catalogue()?));
        let post = Arc::new(Post::new(config.post()?)?);
        let mut options = db::Options::new(config.database()?)
            .clock(clock.clone())
            .random(random.clone())
            .lend(Arc::clone(&keyring))
            .lend(Arc::new(bus.clone()))
            .lend(Arc::clone(&catalogue))
            .lend(Arc::clone(&post))
            .lend(Arc::new(organisation::trail::Names(people::Profile::name)))
            .lend(Arc::new(PLACES))
            .lend(Arc::new(KNOWS))
            .lend(Arc::new(CIRCLES))
            .lend(Arc::new(HANDS_ON))
            .lend(Arc::new(STAGE))
            .lend(Arc::new(LOOKED_AFTER))
            .lend(Arc::new(safety::equity::Waits(support::request::waits)))
            .lend(Arc::new(safety::paper::Kept(kept)));
        if config.threads > 0 {
            options = options.threads(config.threads);
        }
        for ballast in ballasts(config)? {
            options = options.ballast(ballast);
        }
        Ok(Self { db: options.open()?, bus, keyring, catalogue, random, clock, post })
    }
}

/// What the rooms above safety keep, and for how long, for the community's papers.
fn kept(tx: &mut db::Tx<'_>) -> db::Result<Vec<safety::paper::Period>> {
    let days = |what, span: Duration| safety::paper::Period { what, days: span.as_secs() / 86_400 };
    let conversations = organisation::Settings::current(tx)?.retention_days;
    Ok(vec![
        days("conversations", Duration::from_secs(u64::from(conversations) * 86_400)),
        days("rooms", Duration::from_secs(circles::ROOM_WORDS_KEPT_DAYS.unsigned_abs() * 86_400)),
        days("departure", people::UNDO),
        days("sessions", people::session::OWN_IDLE),
    ])
}

/// Room that is kept back beside each database that is a file; once where they lie together.
pub(crate) fn ballasts(config: &Config) -> Result<Vec<Ballast>> {
    let mut ballasts = Vec::new();
    for address in [config.database()?, config.keys()?] {
        if let Address::Sqlite(path) = address {
            let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
            ballasts.push(Ballast::new(folder, config.ballast_megabytes << 20));
        }
    }
    ballasts.dedup();
    Ok(ballasts)
}

/// The data folder is for the account that runs the program, and for nobody else.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))
}

/// A database file is made so that nobody else can read it; what SQLite puts beside it takes over its mode.
pub(crate) fn only_for_owner(address: &Address) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Address::Sqlite(path) = address {
        let made = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path);
        made.with_context(|| format!("cannot make the database file {}", path.display()))?;
    }
    Ok(())
}

/// The application on this ground.
pub fn app(ground: &Ground, public: Public, sockets: usize) -> Arc<App> {
    let per_minute = |tries| NonZeroU32::new(tries).unwrap_or(NonZeroU32::MIN);
    Arc::new(App {
        // Whoever waits in front of a page is told after this long at the latest, and certainly so: see `Db::within`.
        db: ground.db.within(ANSWER_WITHIN),
        bus: ground.bus.clone(),
        keyring: Arc::clone(&ground.keyring),
        catalogue: Arc::clone(&ground.catalogue),
        assets: Assets::new(),
        sockets: Sockets::at_most(sockets),
        limits: Limits::new(per_minute(60), per_minute(30)),
        random: Arc::clone(&ground.random),
        public,
        lookup: Lookup {
            community: organisation::community,
            actor: people::actor,
            session: people::holder,
            touch: people::touch,
        },
        doors,
        kept: words::Kept::default(),
        panels: &[
            workforce::panel,
            training::panel,
            safety::news::panel,
            support::panel,
            circles::panel,
            live::panel,
            gatherings::panel,
        ],
    })
}

/// The doors in the navigation, for whoever asks.
fn doors(c: &Ctx) -> Vec<Door> {
    let door = |href, key| Door { href, key, also: &[], waiting: false };
    let mut doors = Vec::new();
    let Some(actor) = c.actor() else {
        if c.is_demo() {
            doors.push(door("/demo", "nav-demo"));
        }
        doors.extend([door("/join", "nav-join"), door("/sign-in", "nav-sign-in")]);
        return doors;
    };
    if actor.standing == Standing::Active {
        doors.push(door("/support/ask", "nav-ask"));
        doors.push(Door { also: &["/threads", "/posts", "/gatherings"], ..door("/circles", "nav-circles") });
        if actor.wears(Hat::Supporter) {
            doors.push(door("/duty", "nav-duty"));
        }
        if [Hat::Facilitator, Hat::Supervisor, Hat::Moderator].iter().any(|hat| actor.wears(*hat)) {
            doors.push(door("/desk", "nav-desk"));
        }
        if [Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead].iter().any(|hat| actor.wears(*hat)) {
            doors.push(door("/safety", "nav-safety"));
        }
        if c.may_be_called() {
            doors.push(door("/on-call", "nav-on-call"));
        }
        if actor.wears(Hat::Supervisor) {
            doors.push(door("/supervision", "nav-supervision"));
        }
        if !actor.hats.is_empty() {
            doors.push(Door { also: &["/training", "/rota"], ..door("/workforce", "nav-role") });
        }
        if actor.wears(Hat::Auditor) {
            doors.push(door("/trail", "nav-trail"));
        }
        if actor.wears(Hat::Administrator) {
            doors.push(door("/settings", "nav-settings"));
            doors.push(door("/settings/circles", "nav-settings-circles"));
        }
        if actor.wears(Hat::Administrator) || actor.wears(Hat::SafeguardingLead) {
            doors.push(door("/members", "nav-members"));
        }
    }
    doors.push(door("/support/past", "nav-past"));
    doors.push(Door { also: &["/decisions", "/flags"], ..door("/account", "nav-account") });
    if c.is_demo() {
        doors.push(door("/demo", "nav-demo"));
    }
    doors
}
