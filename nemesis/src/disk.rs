//! A small disk of a community's own, which can be filled to the last byte.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, bail};

/// Large enough for a community, its log of changes, and space that it holds back.
const SIZE: &str = "size=200m,mode=0700";

/// A file system in memory. Dropping it unmounts it.
pub(crate) struct Disk {
    /// Where it is.
    pub(crate) folder: PathBuf,
}

impl Disk {
    /// Why this machine allows none, if so.
    pub(crate) fn refused(folder: &Path) -> Option<String> {
        let trial = folder.join("trial");
        match Self::mount(&trial) {
            Ok(_) => None,
            Err(error) => Some(format!("disk-full needs a small tmpfs: {error:#}")),
        }
    }

    /// Mounts one at a folder that is not there yet.
    pub(crate) fn mount(folder: &Path) -> Result<Self> {
        fs::create_dir(folder)?;
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(folder).stdin(Stdio::null());
        let output = command.output()?;
        if !output.status.success() {
            drop(fs::remove_dir(folder));
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(Self { folder: folder.to_owned() })
    }

    /// Takes every byte that is free. Answers how many were.
    pub(crate) fn fill(&self) -> usize {
        let Ok(mut file) = fs::OpenOptions::new().create(true).append(true).open(self.filler()) else { return 0 };
        let mut taken = 0;
        // Large pieces first, and then smaller ones, down to the last byte.
        for size in [1 << 20, 4096, 64, 1] {
            let piece = vec![0; size];
            while file.write_all(&piece).is_ok() {
                taken += size;
            }
        }
        taken
    }

    /// Gives it back.
    pub(crate) fn clear(&self) {
        drop(fs::remove_file(self.filler()));
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("somebody-elses-film")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a process that was killed a moment ago may still hold it.
        drop(Command::new("umount").arg("-l").arg(&self.folder).stdin(Stdio::null()).status());
        drop(fs::remove_dir(&self.folder));
    }
}
