//! Ballast: a file that takes up room for nothing, so that it can be given up when the disk is full. Without it not even
//! a deletion would find the room that it needs.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Room kept back beside a database file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballast {
    path: PathBuf,
    bytes: u64,
}

impl Ballast {
    /// `bytes` kept back in `folder`; none when it is 0.
    pub fn new(folder: &Path, bytes: u64) -> Self {
        Self { path: folder.join("ballast"), bytes }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether all of it is there, as real blocks of the disk.
    pub fn is_there(&self) -> bool {
        self.bytes == 0
            || fs::metadata(&self.path).is_ok_and(|it| it.len() == self.bytes && it.blocks() * 512 >= self.bytes)
    }

    /// Bytes that are free on its disk for this account.
    pub fn free(&self) -> io::Result<u64> {
        let found = rustix::fs::statvfs(self.path.parent().unwrap_or(Path::new(".")))?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }

    /// What must be free beside it before people may write again: otherwise the next words would meet the wall at once.
    /// A quarter of its own size, or 16 MiB where there is none, is a judgement.
    pub fn margin(&self) -> u64 {
        if self.bytes == 0 { 16 << 20 } else { self.bytes / 4 }
    }

    /// Makes it when it is not there. Answers whether there is room enough: for all of it, and for more beside it.
    pub fn make(&self) -> io::Result<bool> {
        if self.is_there() {
            return Ok(self.free()? >= self.margin());
        }
        self.release();
        if self.free()? < self.bytes + self.margin() {
            return Ok(false);
        }
        let made = self.fill();
        if made.is_err() {
            self.release();
        }
        match made {
            Err(error) if is_full(&error) => Ok(false),
            other => other.map(|()| true),
        }
    }

    fn fill(&self) -> io::Result<()> {
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(&self.path)?;
        let set_aside = rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, self.bytes);
        if set_aside == Err(rustix::io::Errno::OPNOTSUPP) {
            // Not zeros: some file systems would store them as nothing.
            let block = [0xA5; 64 * 1024];
            let mut left = self.bytes;
            while left > 0 {
                let part = left.min(block.len() as u64);
                file.write_all(&block[..usize::try_from(part).map_err(io::Error::other)?])?;
                left -= part;
            }
        } else {
            set_aside?;
        }
        file.sync_all()
    }

    /// Gives the room up. Answers whether there was any.
    pub fn release(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }
}

/// Whether this says that the disk has no room, or that the account may take no more of it.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_up_real_room_and_gives_it_back() {
        let folder = std::env::temp_dir().join(format!("alongside-ballast-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let ballast = Ballast::new(&folder, 300_000);
        assert!(!ballast.is_there());
        assert!(ballast.make().unwrap() && ballast.is_there());
        assert!(ballast.make().unwrap(), "making it twice is no error");
        // A hole in place of room is not ballast.
        File::options().write(true).open(ballast.path()).unwrap().set_len(0).unwrap();
        File::options().write(true).open(ballast.path()).unwrap().set_len(300_000).unwrap();
        assert!(!ballast.is_there());
        assert!(ballast.make().unwrap() && ballast.is_there());
        assert!(ballast.release() && !ballast.release() && !ballast.is_there());
        let endless = Ballast::new(&folder, 1 << 60);
        assert!(!endless.make().unwrap() && !endless.path().exists(), "what does not fit is not begun");
        fs::remove_dir_all(&folder).unwrap();
    }
}
