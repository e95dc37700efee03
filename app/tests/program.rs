//! The real program on a data folder: started, asked over its port, killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use alongside::{config::Config, wiring::Ground};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::socket::PATIENCE;

/// A folder of a test's own, gone when dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// A fresh folder that nobody else can look into.
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("alongside-proof-{}-{number}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::DirBuilder::new().mode(0o700).create(&path).unwrap();
        Self(path)
    }

    /// A path inside.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Opens the data folder with the library, as the program would: for preparing it and for looking at it afterwards.
pub(crate) fn open(data: &Path) -> Ground {
    Ground::open(&Config { data: data.to_owned(), ..Config::default() }).unwrap()
}

/// A command of the program on this data folder.
pub(crate) fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alongside"));
    command.args(arguments).current_dir(data.parent().unwrap());
    for name in [
        "DATABASE_URL",
        "KEYS_DATABASE_URL",
        "ALONGSIDE_METRICS",
        "ALONGSIDE_PUBLIC_URL",
        "ALONGSIDE_ROOT_KEY",
        "NATS_URL",
        "ALONGSIDE_SMTP_URL",
        "ALONGSIDE_MAIL_FROM",
        "ALONGSIDE_PAGER_URL",
        "ALONGSIDE_PAGER_SECRET",
        "ALONGSIDE_PUSH_SERVICES",
    ] {
        command.env_remove(name);
    }
    // Most proofs fill no disk; 64 MB for each of them would.
    command.env("ALONGSIDE_BALLAST", "0");
    command.env("ALONGSIDE_DATA", data).env("ALONGSIDE_LISTEN", "127.0.0.1:0").env("ALONGSIDE_LOG", "info");
    command
}

/// Runs a command to its end.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().unwrap()
}

/// What it printed, on both channels.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The program while it serves. Dropping it kills it.
pub(crate) struct Program {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// How long it took from its start until it was ready.
    pub(crate) ready_after: Duration,
}

impl Program {
    /// Starts `serve` and waits until it is ready. Its log is appended to `log`.
    pub(crate) async fn serve(data: &Path, log: &Path) -> Self {
        Self::serve_with(data, log, &[]).await
    }

    /// The same with more in its environment.
    pub(crate) async fn serve_with(data: &Path, log: &Path, environment: &[(&str, String)]) -> Self {
        let log = fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let began = Instant::now();
        let environment = environment.iter().map(|(name, value)| (name, value));
        let mut child = command(data, &["serve"]).envs(environment).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let line = output
            .lines()
            .map_while(Result::ok)
            .find(|line| line.starts_with("listening on "))
            .expect("the program says where it listens; its log says why it did not");
        let address = line.trim_start_matches("listening on http://").parse().unwrap();
        while http(address, "GET", "/readyz", None, "").await.is_none_or(|answer| answer.status != 200) {
            assert!(began.elapsed() < PATIENCE, "not ready within {PATIENCE:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Self { child, address, ready_after: began.elapsed() }
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn ask_to_end(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    /// Pulls the plug: SIGKILL, in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What a page answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Asks over a connection of its own; nothing when the line was cut before the answer was whole.
pub(crate) async fn http(
    address: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    form: &str,
) -> Option<Answer> {
    let talk = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        let cookie = token.map(|token| format!("cookie: s={token}\r\n")).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n{cookie}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
    };
    timeout(PATIENCE, talk).await.ok()?
}
