//! Which push services may be asked. A browser names its own; without a list, anybody who may add a device could make
//! this machine knock at any door of its network.

use anyhow::{Result, ensure};
use url::Url;

/// The list.
pub(crate) struct Services(Vec<Service>);

enum Service {
    /// This host, over https.
    Host(String),
    /// Any host that ends like this, over https.
    Below(String),
    /// This scheme, host and port: for a push service of one's own, and for trials.
    Origin(url::Origin),
}

impl Services {
    pub(crate) fn new(names: &[String]) -> Result<Self> {
        let read = |name: &String| {
            if name.contains("://") {
                let origin = Url::parse(name)?.origin();
                ensure!(origin.is_tuple(), "push_services: {name:?} is no address");
                return Ok(Service::Origin(origin));
            }
            let (below, host) = name.strip_prefix("*.").map_or((false, name.as_str()), |it| (true, it));
            ensure!(
                host.contains('.') && host.chars().all(|it| it.is_ascii_alphanumeric() || ".-".contains(it)),
                "push_services: {name:?} is no host"
            );
            Ok(if below {
                Service::Below(format!(".{}", host.to_ascii_lowercase()))
            } else {
                Service::Host(host.to_ascii_lowercase())
            })
        };
        Ok(Self(names.iter().map(read).collect::<Result<_>>()?))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn include(&self, endpoint: &str) -> bool {
        let Ok(url) = Url::parse(endpoint) else { return false };
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let (host, usual) = (url.host_str().unwrap_or_default(), url.scheme() == "https" && url.port().is_none());
        self.0.iter().any(|it| match it {
            Service::Host(name) => usual && host == name,
            Service::Below(end) => usual && host.len() > end.len() && host.ends_with(end),
            Service::Origin(origin) => url.origin() == *origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_services_of_the_list_are_asked() {
        let names = ["fcm.example.com", "*.push.example.net", "http://127.0.0.1:4000"].map(str::to_owned);
        let services = Services::new(&names).unwrap();
        for right in [
            "https://fcm.example.com/send/1",
            "https://web.push.example.net/x",
            "https://WEB.push.example.net/x",
            "http://127.0.0.1:4000/any",
        ] {
            assert!(services.include(right), "{right}");
        }
        for wrong in [
            "http://fcm.example.com/send/1",
            "https://fcm.example.com:8443/send/1",
            "https://fcm.example.com.evil.org/",
            "https://evil.org/fcm.example.com",
            "https://push.example.net/x",
            "https://notpush.example.net/x",
            "https://fcm.example.com@10.0.0.1/",
            "https://a:b@fcm.example.com/",
            "http://127.0.0.1:4001/any",
            "https://127.0.0.1:4000/any",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!services.include(wrong), "{wrong}");
        }
        assert!(
            Services::new(&["not a host".to_owned()]).is_err() && Services::new(&["localhost".to_owned()]).is_err()
        );
    }
}
