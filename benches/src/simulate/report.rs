//! What the simulation says, as tables and charts.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::{
    chart,
    costs::Costs,
    load::Load,
    place::{DESIGNS, Design, Engine, Place, Prices, TODAY},
    run::{Felt, rate_on_one_machine, run},
    tables::{figure, put, share, table, whole},
};

/// What people should feel: goals of the benches for conversations and pages, in milliseconds.
const SAID_WITHIN: f64 = 25.0;
const PAGE_WITHIN: f64 = 50.0;
/// Numbers of nodes that are tried.
const NODES: [usize; 12] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
/// No part may take more than this in the busiest hour: the rest is for the hour after a node is lost.
const ROOM_LEFT: f64 = 0.7;

/// The last of the changes, with all before it.
const CHANGED: Design = DESIGNS[DESIGNS.len() - 1];

/// A small place on the cheapest machine there is, a large one on one good machine, and two that need many.
const VILLAGE: Place = Place {
    engine: Engine::Sqlite,
    nodes: 1,
    cores: 1,
    speed: 0.5,
    memory: 0.512,
    database_cores: 0,
    broker_cores: 0,
    design: TODAY,
};
const UNIVERSITY: Place = Place { cores: 4, speed: 1.0, memory: 8.0, ..VILLAGE };
const NATIONAL: Place = Place {
    engine: Engine::Postgres,
    nodes: 4,
    cores: 8,
    speed: 1.0,
    memory: 16.0,
    database_cores: 16,
    broker_cores: 4,
    design: TODAY,
};
const LARGEST: Place = Place { nodes: 16, database_cores: 32, ..NATIONAL };

const SIZES: [(&str, &str, f64, Place); 4] = [
    ("village", "one slow core, 512 MB, SQLite", 500.0, VILLAGE),
    ("university", "four cores, SQLite", 50_000.0, UNIVERSITY),
    ("national", "4 nodes of 8 cores, PostgreSQL on 16", 1e6, NATIONAL),
    ("ten million", "16 nodes of 8 cores, PostgreSQL on 32", 10e6, LARGEST),
];

/// A table or a chart, under the name that it has in the paper.
pub(super) struct Part {
    name: &'static str,
    text: String,
}

/// Simulates everything, telling what it does.
pub(super) fn report(costs: &Costs) -> Result<Vec<Part>> {
    let prices = Prices::of(costs)?;
    let mut parts = Vec::new();
    let mut add = |name, text: String| {
        println!("\n{name}\n{text}");
        parts.push(Part { name, text });
    };
    add("loads", loads(&prices));
    add("sizes", sizes(&prices));
    add("nodes", nodes(&prices));
    add("designs", designs(&prices));
    add("communities", communities(&prices));
    add("curve", curve(&TODAY, &prices));
    add("curve-changed", curve(&CHANGED, &prices));
    add("check", check(costs, &prices)?);
    add("costs", format!("{}.\n\n{}", costs.machine(), costs.markdown()));
    Ok(parts)
}

/// Puts the parts into the paper, and the charts beside it.
pub(super) fn write(parts: &[Part], costs: &Costs, docs: &Path) -> Result<()> {
    let path = docs.join("scale.md");
    let mut paper = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    for part in parts {
        paper = put(&paper, part.name, &part.text)?;
    }
    fs::write(&path, paper)?;
    let prices = Prices::of(costs)?;
    let folder = docs.join("scale");
    fs::create_dir_all(&folder)?;
    let title = "How much of each part is taken as a place grows, on 16 nodes";
    for (name, design) in [("as-it-is.svg", &TODAY), ("changed.svg", &CHANGED)] {
        let (talks, lines) = lines(design, &prices);
        fs::write(folder.join(name), chart::svg(&format!("{title}: {}", design.name), &talks, &lines))?;
    }
    println!("    {} and {}", path.display(), folder.display());
    Ok(())
}

fn loads(prices: &Prices) -> String {
    let rows: Vec<Vec<String>> = SIZES
        .iter()
        .map(|(name, _, members, _)| {
            let load = Load::of(*members);
            let (messages, posts) = load.year();
            vec![
                (*name).to_owned(),
                whole(*members),
                whole(load.conversations),
                whole(load.on_duty),
                figure(load.messages + load.room_messages),
                figure(load.frames()),
                figure(load.pages + load.first_pages),
                figure(load.cover_asked_again + load.boards),
                whole(load.sockets),
                gigabytes((messages * prices.disk + posts) / 1e9),
            ]
        })
        .collect();
    let head = [
        "place",
        "members",
        "talk at once",
        "on duty",
        "messages/s",
        "frames/s between nodes",
        "pages/s people ask for",
        "pages/s asked again by wake-ups",
        "sockets",
        "disk a year",
    ];
    table(&head, &rows)
}

fn gigabytes(value: f64) -> String {
    if value < 1000.0 { format!("{} GB", figure(value)) } else { format!("{} TB", figure(value / 1000.0)) }
}

fn sizes(prices: &Prices) -> String {
    let row = |(name, machines, members, place): &(&str, &str, f64, Place)| {
        let load = Load::of(*members);
        let tight = place.tightest(&load, prices);
        let mut row = vec![(*name).to_owned(), (*machines).to_owned()];
        let felt = run(place, &load, prices);
        row.extend(told(felt));
        row.push(felt.map_or("–".to_owned(), |it| format!("{} / {}", share(it.busy.0), share(it.busy.1))));
        row.push(format!("{}, {}", tight.name, share(tight.share)));
        let (first, members) = place.first(prices);
        row.push(format!("{} at {}", first.name, whole(Load::of(members).conversations)));
        row
    };
    let head = [
        "place",
        "machines",
        "said to heard, p50 / p99",
        "page, p99",
        "first page, p99",
        "asked to offered, p99",
        "processors of nodes / database",
        "fullest part",
        "what is full first, and at how many conversations",
    ];
    table(&head, &SIZES.iter().map(row).collect::<Vec<_>>())
}

fn told(felt: Option<Felt>) -> Vec<String> {
    let Some(Felt { said, page, first_page, offer, .. }) = felt else {
        return vec!["does not hold".to_owned(), "–".to_owned(), "–".to_owned(), "–".to_owned()];
    };
    let ms = |value: f64| format!("{} ms", figure(value));
    vec![format!("{} / {}", figure(said.0), ms(said.1)), ms(page.1), ms(first_page.1), ms(offer.1)]
}

/// The fewest nodes with which everything has room and people feel what they should.
fn fewest(place: &Place, load: &Load, prices: &Prices) -> Option<(usize, Felt)> {
    NODES.into_iter().find_map(|nodes| {
        let place = Place { nodes, ..*place };
        if place.tightest(load, prices).share > ROOM_LEFT {
            return None;
        }
        let felt = run(&place, load, prices)?;
        (felt.said.1 <= SAID_WITHIN && felt.page.1 <= PAGE_WITHIN).then_some((nodes, felt))
    })
}

fn nodes(prices: &Prices) -> String {
    let mut rows = Vec::new();
    for (name, members, place) in [("national", 1e6, NATIONAL), ("ten million", 10e6, LARGEST)] {
        let load = Load::of(members);
        for design in [TODAY, CHANGED] {
            for nodes in [2, 4, 8, 16, 32, 64] {
                println!("    {name}, {nodes} nodes, {}", design.name);
                let place = Place { nodes, design, ..place };
                let needs = place.needs(&load, prices);
                let of = |name: &str| needs.iter().find(|it| it.name == name).map_or(0.0, |it| it.share);
                let mut row = vec![name.to_owned(), design.name.to_owned(), nodes.to_string()];
                row.extend(
                    [
                        "nodes: processor",
                        "nodes: the task that hears others",
                        "nodes: database connections",
                        "database: processor",
                        "broker: processor",
                        "dispatcher: one look",
                    ]
                    .map(|it| share(of(it))),
                );
                let felt = run(&place, &load, prices);
                row.push(felt.map_or("does not hold".to_owned(), |it| {
                    format!("{} / {} ms", figure(it.said.1), figure(it.page.1))
                }));
                rows.push(row);
            }
        }
    }
    let head = [
        "place",
        "program",
        "nodes",
        "nodes' processor",
        "hearing",
        "connections",
        "database",
        "broker",
        "a look of the dispatcher",
        "p99 said to heard / page",
    ];
    table(&head, &rows)
}

fn designs(prices: &Prices) -> String {
    let load = Load::of(10e6);
    let row = |design: &Design| {
        println!("    ten million, {}", design.name);
        let place = Place { design: *design, ..LARGEST };
        let (first, members) = place.first(prices);
        let needed = fewest(&place, &load, prices);
        vec![
            design.name.to_owned(),
            format!("{} at {}", first.name, whole(Load::of(members).conversations)),
            needed.map_or("none of up to 64".to_owned(), |(nodes, _)| nodes.to_string()),
            needed.map_or("–".to_owned(), |(_, felt)| format!("{} ms", figure(felt.said.1))),
            needed.map_or("–".to_owned(), |(_, felt)| format!("{} ms", figure(felt.page.1))),
        ]
    };
    let head = [
        "program",
        "16 nodes: what is full first, and at how many conversations",
        "nodes for 100,000 conversations",
        "said to heard, p99",
        "page, p99",
    ];
    table(&head, &DESIGNS.iter().map(row).collect::<Vec<_>>())
}

/// Ten million members in communities of their own, each an installation.
fn communities(prices: &Prices) -> String {
    let mut rows = Vec::new();
    for count in [1.0, 10.0, 50.0, 100.0, 500.0] {
        let load = Load::of(10e6 / count);
        let place = Place { database_cores: 16, ..LARGEST };
        println!("    {count} communities");
        let needed = fewest(&place, &load, prices);
        rows.push(vec![
            whole(count),
            whole(load.members),
            whole(load.conversations),
            needed.map_or("none of up to 64".to_owned(), |(nodes, _)| nodes.to_string()),
            needed.map_or("–".to_owned(), |(nodes, _)| whole(nodes as f64 * count)),
            needed.map_or("–".to_owned(), |(_, felt)| format!("{} ms", figure(felt.said.1))),
            needed.map_or("–".to_owned(), |(_, felt)| format!("{} ms", figure(felt.offer.1))),
        ]);
    }
    let head = [
        "communities",
        "members each",
        "talk at once, each",
        "nodes each",
        "nodes together",
        "said to heard, p99",
        "asked to offered, p99",
    ];
    table(&head, &rows)
}

/// How much of the parts that fill is taken on sixteen nodes, over conversations at once.
fn lines(design: &Design, prices: &Prices) -> (Vec<f64>, Vec<(&'static str, Vec<f64>)>) {
    let place = Place { design: *design, ..LARGEST };
    let talks: Vec<f64> = (0..=36).map(|step| 100.0 * 10f64.powf(f64::from(step) / 12.0)).collect();
    let all: Vec<_> = talks.iter().map(|it| place.needs(&Load::of(it * 100.0), prices)).collect();
    let names = [
        "dispatcher: one look",
        "database: processor",
        "nodes: processor",
        "nodes: database connections",
        "nodes: the task that hears others",
        "broker: processor",
    ];
    let line = |name: &'static str| {
        let share =
            |needs: &Vec<super::place::Need>| needs.iter().find(|it| it.name == name).map_or(0.0, |it| it.share);
        (name, all.iter().map(share).collect())
    };
    (talks, names.into_iter().map(line).collect())
}

fn curve(design: &Design, prices: &Prices) -> String {
    let (talks, lines) = lines(design, prices);
    let wanted: Vec<usize> = (0..talks.len()).step_by(12).chain([18, 30]).collect();
    let mut wanted = wanted;
    wanted.sort_unstable();
    let talked: Vec<String> = wanted.iter().map(|it| whole(talks[*it])).collect();
    let head: Vec<&str> = std::iter::once("part").chain(talked.iter().map(String::as_str)).collect();
    let row = |(name, shares): &(&str, Vec<f64>)| -> Vec<String> {
        std::iter::once((*name).to_owned()).chain(wanted.iter().map(|it| share(shares[*it]))).collect()
    };
    table(&head, &lines.iter().map(row).collect::<Vec<_>>())
}

/// The one run that was really made, made again by the simulation.
fn check(costs: &Costs, prices: &Prices) -> Result<String> {
    let cores = costs.get("machine.cores")? as usize;
    let (alone, flush) = (costs.get("message.alone")? / 1e3, costs.get("db.flush")? / 1e3);
    let (said, simulated) = (costs.get("message.rate")?, rate_on_one_machine(64, cores, alone, flush, prices));
    Ok(format!(
        "64 people who write as fast as they are answered, program and PostgreSQL on {cores} cores each: measured {} \
         messages/s, simulated {} messages/s ({:+.0} %).",
        figure(said),
        figure(simulated),
        (simulated / said - 1.0) * 100.0
    ))
}
