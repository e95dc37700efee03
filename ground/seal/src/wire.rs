use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use db::{Error, Result};

/// Seals what travels between nodes, so that whoever carries it reads nothing and adds nothing.
pub struct Wire(XChaCha20Poly1305);

impl Wire {
    /// Under this key, which all nodes derive from the root key.
    pub fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// Seals bytes. A nonce must never be used twice with one key.
    pub fn seal(&self, nonce: &[u8; 24], plain: &[u8]) -> Result<Vec<u8>> {
        self.0.encrypt(&XNonce::from(*nonce), plain).map_err(|_| Error::broken("sealing for the other nodes failed"))
    }

    /// Opens what was sealed with the same key and nonce; `None` when it was not.
    pub fn open(&self, nonce: &[u8; 24], sealed: &[u8]) -> Option<Vec<u8>> {
        self.0.decrypt(&XNonce::from(*nonce), sealed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_nonce_open() {
        let (ours, theirs) = (Wire::new([1; 32]), Wire::new([2; 32]));
        let sealed = ours.seal(&[7; 24], b"between us").unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"between"));
        assert_eq!(ours.open(&[7; 24], &sealed).as_deref(), Some(b"between us".as_slice()));
        assert_eq!(ours.open(&[8; 24], &sealed), None);
        assert_eq!(theirs.open(&[7; 24], &sealed), None);
    }
}
