//! The machine that measures: how it is shared out between the measured and the measuring, and whether it is quiet.

use std::{fs, sync::OnceLock, thread, time::Duration};

use anyhow::Result;
use rustix::{
    process::{Pid, Resource, Rlimit, getrlimit, setrlimit},
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};
use serde::Serialize;

/// With fewer cores than this, sharing them out would only make one of the two sides starve.
const WORTH_SHARING: usize = 4;
/// More than this share of the machine used by others is a busy machine. A judgement: below it, two runs of the same part
/// came to the same within a few percent.
const QUIET: f64 = 0.1;
const LOOK: Duration = Duration::from_secs(1);

/// How this run shares the cores out: set once, before anything starts.
static CORES: OnceLock<Cores> = OnceLock::new();

/// Lets a program that runs already, and what it starts from here on, keep to the servers' cores.
pub(crate) fn move_to_servers(id: u32) -> Result<()> {
    let process = i32::try_from(id).ok().and_then(Pid::from_raw);
    match CORES.get().and_then(|it| it.servers.as_ref()) {
        Some(servers) => Ok(sched_setaffinity(process, servers)?),
        None => Ok(()),
    }
}

/// Which cores serve, and which ask.
#[derive(Clone, Copy)]
pub(crate) struct Cores {
    whole: CpuSet,
    servers: Option<CpuSet>,
}

/// Shares the cores out, once for this run.
pub(crate) fn share_cores() -> Result<Cores> {
    let cores = Cores::share()?;
    Ok(*CORES.get_or_init(|| cores))
}

/// Does something, such as starting a program, with only the servers' cores in hand.
pub(crate) fn among_servers<T>(start: impl FnOnce() -> T) -> Result<T> {
    match CORES.get() {
        Some(cores) => cores.among_servers(start),
        None => Ok(start()),
    }
}

impl Cores {
    /// Halves the cores that this run may use. Whoever asks, this program and all its threads, keeps to the second half
    /// from here on.
    fn share() -> Result<Self> {
        let whole = sched_getaffinity(None)?;
        let cores: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| whole.is_set(*core)).collect();
        if cores.len() < WORTH_SHARING {
            return Ok(Self { whole, servers: None });
        }
        let (servers, clients) = cores.split_at(cores.len() / 2);
        sched_setaffinity(None, &set(clients))?;
        Ok(Self { whole, servers: Some(set(servers)) })
    }

    /// What starts in here keeps to the servers' cores.
    fn among_servers<T>(&self, start: impl FnOnce() -> T) -> Result<T> {
        let Some(servers) = &self.servers else { return Ok(start()) };
        let own = sched_getaffinity(None)?;
        sched_setaffinity(None, servers)?;
        let started = start();
        sched_setaffinity(None, &own)?;
        Ok(started)
    }

    fn told(&self) -> String {
        let all = self.whole.count();
        match &self.servers {
            Some(servers) => format!("{} of {all} cores serve, the others ask", servers.count()),
            None => format!("{all} cores, which servers and clients share"),
        }
    }
}

fn set(cores: &[usize]) -> CpuSet {
    let mut set = CpuSet::new();
    cores.iter().for_each(|core| set.set(*core));
    set
}

/// The machine and its state before the run.
#[derive(Serialize)]
pub(crate) struct Machine {
    /// In one line.
    pub(crate) told: String,
    /// Share of all processor time that others used in the second before.
    pub(crate) others: f64,
    /// Whether that was enough to make figures noisy.
    pub(crate) busy: bool,
}

impl Machine {
    /// Looks at it for a second.
    pub(crate) fn look(cores: &Cores) -> Result<Self> {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let (before, ()) = (processor(&read("/proc/stat")), thread::sleep(LOOK));
        let after = processor(&read("/proc/stat"));
        let others = (after.0 - before.0) / (after.1 - before.1).max(1.0);
        let load = read("/proc/loadavg");
        let load = load.split(' ').next().unwrap_or_default();
        let kernel = read("/proc/sys/kernel/osrelease");
        let model = read("/proc/cpuinfo");
        let model = model.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|it| it.1);
        let memory = read("/proc/meminfo");
        let kib =
            memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse().ok());
        let told = format!(
            "{}; {}; {:.0} GiB; Linux {}; load {load} before, {:.0} % of the machine in use by others",
            model.unwrap_or("a processor without a name"),
            cores.told(),
            kib.unwrap_or(0.0) / 1024.0 / 1024.0,
            kernel.trim(),
            others * 100.0,
        );
        Ok(Self { told, others, busy: others > QUIET })
    }

    /// What has to be known about the figures when others were at work.
    pub(crate) fn warn(&self) {
        if self.busy {
            println!(
                "\n    *** This machine is BUSY: {:.0} % of it was in use by others. Figures below are noisy; the 99th \
                 percentiles and requests a second above all. ***",
                self.others * 100.0
            );
        }
    }
}

/// Ticks that the processors worked, and all of them.
fn processor(stat: &str) -> (f64, f64) {
    let line = stat.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).filter_map(|it| it.parse().ok()).collect();
    // Idle, and waiting for a disk, are the fourth and the fifth. Guests are counted in the first two already.
    let all: f64 = ticks.iter().take(8).sum();
    (all - ticks.iter().skip(3).take(2).sum::<f64>(), all)
}

/// Allows this program, and those that it starts, as many open sockets as the system lets them have.
pub(crate) fn allow_sockets() -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    Ok(setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit })?)
}

/// How many sockets one program may hold beside everything else, up to `wanted`.
pub(crate) fn sockets_allowed(wanted: usize) -> usize {
    let allowed = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    wanted.min(usize::try_from(allowed).unwrap_or(usize::MAX).saturating_sub(200))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_and_rest_are_told_apart() {
        assert_eq!(processor("cpu  10 0 20 60 10 0 0 0 5 0\ncpu0 1 1"), (30.0, 100.0));
    }

    #[test]
    fn what_starts_among_servers_keeps_to_their_cores() {
        let whole = sched_getaffinity(None).unwrap();
        let one = (0..CpuSet::MAX_CPU).find(|core| whole.is_set(*core)).unwrap();
        let cores = Cores { whole, servers: Some(set(&[one])) };
        let inherited = cores.among_servers(|| thread::spawn(|| sched_getaffinity(None).unwrap()).join()).unwrap();
        assert_eq!(inherited.unwrap(), set(&[one]));
        assert_eq!(sched_getaffinity(None).unwrap(), whole);
    }
}
