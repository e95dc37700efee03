//! The peers as programs: where Debian puts them, and how they are started beside whatever the machine runs already.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::program::{Folder, Program};

/// Where both are told to have their WebSocket.
pub(crate) const PATH: &str = "/live";

/// A chat server of somebody else's.
#[derive(Clone, Copy)]
pub(crate) enum Peer {
    Ejabberd,
    Prosody,
}

impl Peer {
    /// In names of rows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ejabberd => "ejabberd",
            Self::Prosody => "prosody",
        }
    }

    /// In a column for people.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Ejabberd => "ejabberd, WebSocket, history kept",
            Self::Prosody => "Prosody, WebSocket, history kept",
        }
    }

    /// Fails with what to do when it is not installed.
    pub(crate) fn ensure_here(self) -> Result<()> {
        let here = match self {
            Self::Ejabberd => ejabberd().is_some(),
            Self::Prosody => Path::new("/usr/bin/prosody").exists(),
        };
        ensure!(here, "{} is not installed: `cargo xtask bench --peers` installs it", self.name());
        Ok(())
    }

    /// Starts it with an empty memory in a folder of its own, for this purpose.
    pub(crate) fn start(self, folder: &Folder, purpose: &str) -> Result<Program> {
        let folder = folder.join(&format!("{}-{purpose}", self.name()));
        fs::create_dir(&folder)?;
        let address = free()?;
        let (name, text) = match self {
            Self::Ejabberd => ("ejabberd.yml", include_str!("../../peers/ejabberd.yml")),
            Self::Prosody => ("prosody.cfg.lua", include_str!("../../peers/prosody.cfg.lua")),
        };
        let told = folder.display().to_string();
        let text = text.replace("@FOLDER@", &told).replace("@PORT@", &address.port().to_string());
        let configuration = folder.join(name);
        fs::write(&configuration, text)?;
        let mut command = match self {
            Self::Ejabberd => erlang(&folder, &configuration)?,
            Self::Prosody => {
                let mut command = Command::new("/usr/bin/prosody");
                command.arg("--config").arg(&configuration).arg("-F");
                command
            }
        };
        Program::other(command.current_dir(&folder), address)
    }
}

/// ejabberd started by the runtime itself: its own script would want the account and the node that Debian set up.
fn erlang(folder: &Path, configuration: &Path) -> Result<Command> {
    let library = ejabberd().context("ejabberd is installed")?;
    let tables = fs::read_to_string(library.join("priv/sql/lite.sql"))
        .or_else(|_| fs::read_to_string("/usr/share/ejabberd/sql/lite.sql"))
        .context("ejabberd brings the tables of its history")?;
    rusqlite::Connection::open(folder.join("history.db"))?.execute_batch(&tables)?;
    let mut command = Command::new("erl");
    // As many processes and ports as it needs, and the kernel's own way to wait for sockets, as its package sets them.
    command.args(["-noinput", "+K", "true", "+P", "250000", "+Q", "65536", "-mnesia", "dir"]);
    command.arg(format!("{:?}", folder.join("mnesia").display().to_string())).args(["-s", "ejabberd"]);
    command.env("EJABBERD_CONFIG_PATH", configuration).env("EJABBERD_LOG_PATH", folder.join("ejabberd.log"));
    command.env("ERL_LIBS", library.parent().context("a library lies in a folder")?);
    // No file of a whole memory when it ends unwell.
    command.env("HOME", folder).env("ERL_CRASH_DUMP_BYTES", "0");
    Ok(command)
}

/// The folder of ejabberd's code, whatever its version and the machine's kind.
fn ejabberd() -> Option<PathBuf> {
    let kinds = fs::read_dir("/usr/lib").ok()?.flatten();
    let mut found = kinds.filter_map(|kind| fs::read_dir(kind.path()).ok()).flat_map(|it| it.flatten());
    found.find(|it| it.file_name().to_string_lossy().starts_with("ejabberd-")).map(|it| it.path())
}

/// An address on loopback on which nothing listens.
fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}
