//! What stands at the other end of each way: an HTTP server that is a pager and a push service at once, and opens what
//! browsers would, and a mail server. What each is asked first it refuses for now, so that everything is tried again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use db::Time;
use hmac::{Hmac, KeyInit, Mac};
use post::Subscription;
use serde_json::Value;
use sha2::Sha256;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use web_push_native::{Auth, p256::SecretKey};

/// What signs what the pager gets.
pub(super) const SECRET: &str = "a secret of some letters";
/// To whom mail goes.
pub(super) const SOMEBODY: &str = "beatha@example.org";
const AUTH: [u8; 16] = [7; 16];
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Something that arrived and was taken.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) way: &'static str,
    pub(super) id: String,
    pub(super) at: Time,
    pub(super) heads: BTreeMap<String, String>,
    pub(super) said: String,
}

impl Received {
    /// The stage that it says, if it says one.
    pub(super) fn stage(&self) -> Option<i64> {
        serde_json::from_str::<Value>(&self.said).ok()?["stage"].as_i64()
    }
}

/// Both servers.
pub(super) struct Receivers {
    http: u16,
    mail: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

/// The secret of a browser.
fn secret(number: u8) -> SecretKey {
    SecretKey::from_slice(&[number; 32]).unwrap()
}

/// A browser as it subscribes.
pub(super) fn browser(origin: &str, number: u8) -> Subscription {
    Subscription {
        endpoint: format!("{origin}/push/{number}"),
        p256dh: URL_SAFE_NO_PAD.encode(secret(number).public_key().to_sec1_bytes_uncompressed()),
        auth: URL_SAFE_NO_PAD.encode(AUTH),
    }
}

/// Its public key as browsers write it.
trait Uncompressed {
    fn to_sec1_bytes_uncompressed(&self) -> Vec<u8>;
}

impl Uncompressed for web_push_native::p256::PublicKey {
    fn to_sec1_bytes_uncompressed(&self) -> Vec<u8> {
        use web_push_native::p256::elliptic_curve::sec1::ToEncodedPoint;
        self.to_encoded_point(false).as_bytes().to_vec()
    }
}

fn now() -> Time {
    Time(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as i64)
}

impl Receivers {
    pub(super) async fn listen() -> Self {
        let (http, mail) =
            (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let it = Self {
            http: http.local_addr().unwrap().port(),
            mail: mail.local_addr().unwrap().port(),
            received: Arc::clone(&received),
        };
        let (first, into) = (Arc::new(AtomicBool::new(true)), Arc::clone(&received));
        tokio::spawn(async move {
            while let Ok((stream, _)) = http.accept().await {
                let (first, into) = (Arc::clone(&first), Arc::clone(&into));
                // A line that is cut when the program is killed is nobody's fault.
                tokio::spawn(async move { drop(hear_http(stream, &first, &into).await) });
            }
        });
        let first = Arc::new(AtomicBool::new(true));
        tokio::spawn(async move {
            while let Ok((stream, _)) = mail.accept().await {
                let (first, into) = (Arc::clone(&first), Arc::clone(&received));
                tokio::spawn(async move { drop(hear_mail(stream, &first, &into).await) });
            }
        });
        it
    }

    pub(super) fn push_address(&self) -> String {
        format!("http://127.0.0.1:{}", self.http)
    }

    pub(super) fn mail_address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.mail)
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until what arrived is like this.
    pub(super) async fn until(&self, what: &str, is: impl Fn(&[Received]) -> bool) {
        let began = Instant::now();
        while !is(&self.received()) {
            assert!(began.elapsed() < PATIENCE, "{what} did not arrive; there was {:#?}", self.received());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until so many different things arrived.
    pub(super) async fn until_different(&self, count: usize) {
        let ids = |all: &[Received]| all.iter().map(|it| it.id.clone()).collect::<BTreeSet<_>>().len();
        self.until(&format!("{count} different things"), |all| ids(all) == count).await;
    }
}

/// What arrived says nothing of anybody, and says for sure from whom it comes.
pub(super) fn is_neutral(all: &[Received], push_key: &str) {
    for it in all {
        match it.way {
            "pager" => {
                let told: BTreeMap<String, Value> = serde_json::from_str(&it.said).unwrap();
                assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["id", "level", "seconds", "stage"]);
                assert_eq!(told["level"], "crisis");
                let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
                mac.update(format!("{}.{}.{}", it.id, it.heads["webhook-timestamp"], it.said).as_bytes());
                let signature = it.heads["webhook-signature"].strip_prefix("v1,").unwrap();
                mac.verify_slice(&STANDARD.decode(signature).unwrap()).unwrap();
            }
            "push" => {
                let told: BTreeMap<String, Value> = serde_json::from_str(&it.said).unwrap();
                assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["about", "id", "to", "words"]);
                assert_eq!((&told["words"], &told["to"]), (&"You have an update".into(), &"/on-call".into()));
                assert!(it.heads["authorization"].ends_with(&format!("k={push_key}")));
                assert_eq!(
                    (it.heads["content-encoding"].as_str(), it.heads["urgency"].as_str()),
                    ("aes128gcm", "high")
                );
            }
            _ => {
                assert!(it.said.contains("Subject: You have an update\r\n"), "{}", it.said);
                let (_, words) = it.said.split_once("\r\n\r\n").unwrap();
                assert_eq!(words.trim(), "You have an update. Please open the place where you help out.");
            }
        }
    }
}

async fn hear_http(stream: TcpStream, first: &AtomicBool, into: &Mutex<Vec<Received>>) -> std::io::Result<()> {
    let at = now();
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    stream.read_line(&mut request).await?;
    let mut heads = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        heads.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; heads.get("content-length").map_or(0, |it| it.parse().unwrap())];
    stream.read_exact(&mut body).await?;
    let path = request.split(' ').nth(1).unwrap_or_default();
    let status = if first.swap(false, Ordering::SeqCst) {
        "503 Service Unavailable"
    } else {
        let (way, id, said) = if path == "/pager" {
            ("pager", heads["webhook-id"].clone(), String::from_utf8(body).unwrap())
        } else {
            let number = path.strip_prefix("/push/").unwrap().parse().unwrap();
            let opened = web_push_native::decrypt(body, &secret(number), Auth::from_slice(&AUTH)).unwrap();
            let said = String::from_utf8(opened).unwrap();
            let told: Value = serde_json::from_str(&said).unwrap();
            ("push", told["id"].as_str().unwrap().to_owned(), said)
        };
        into.lock().unwrap().push(Received { way, id, at, heads, said });
        "201 Created"
    };
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.get_mut().write_all(answer.as_bytes()).await
}

async fn hear_mail(stream: TcpStream, first: &AtomicBool, into: &Mutex<Vec<Received>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.get_mut().write_all(b"220 mail.example.org\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer = match line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "MAIL" if first.swap(false, Ordering::SeqCst) => "451 try again\r\n",
            "RCPT" if !line.contains(SOMEBODY) => "550 nobody of that name\r\n",
            "DATA" => {
                stream.get_mut().write_all(b"354 go on\r\n").await?;
                let mut said = String::new();
                while !said.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut said).await? == 0 {
                        return Ok(());
                    }
                }
                let said = said.strip_suffix(".\r\n").unwrap().to_owned();
                let (_, rest) = said.split_once("Message-ID: <").expect("a letter has an id");
                let id = rest.split('@').next().unwrap().to_owned();
                into.lock().unwrap().push(Received { way: "mail", id, at: now(), heads: BTreeMap::new(), said });
                "250 taken\r\n"
            }
            "QUIT" => {
                return stream.get_mut().write_all(b"221 bye\r\n").await;
            }
            _ => "250 ok\r\n",
        };
        stream.get_mut().write_all(answer.as_bytes()).await?;
    }
}
