//! A clock that can be turned, by Debian's libfaketime: the time of day jumps, and spans are measured as they are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The clock of one node.
pub(crate) struct Clock {
    file: PathBuf,
    library: PathBuf,
}

impl Clock {
    /// Why there is none on this machine, if so.
    pub(crate) fn refused() -> Option<String> {
        library().is_none().then(|| "clock needs libfaketime: `cargo xtask packages` says how".to_owned())
    }

    /// One that is right, kept in this file.
    pub(crate) fn at(file: &Path) -> Result<Self> {
        let library = library().context("libfaketime is not installed: `cargo xtask packages` says how")?;
        let clock = Self { file: file.to_owned(), library };
        clock.turn(0)?;
        Ok(clock)
    }

    /// Turns it to so many seconds from the right time.
    pub(crate) fn turn(&self, seconds: i64) -> Result<()> {
        // Renamed into place: nobody reads half of it.
        let fresh = self.file.with_extension("fresh");
        fs::write(&fresh, format!("{seconds:+}\n"))?;
        Ok(fs::rename(fresh, &self.file)?)
    }

    /// What makes the node go by it.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        [
            ("LD_PRELOAD", self.library.display().to_string()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

fn library() -> Option<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let names = ["faketime/libfaketimeMT.so.1", "libfaketimeMT.so.1"];
    folders.iter().flat_map(|folder| names.iter().map(move |name| Path::new(folder).join(name))).find(|it| it.is_file())
}
