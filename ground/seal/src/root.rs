use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::{Context, Result, bail};
use hkdf::Hkdf;
use sha2::Sha256;

/// The key that wraps all others. It never leaves this process, and never enters the database.
pub struct RootKey([u8; 32]);

impl RootKey {
    /// A root key made of these bytes (tests, demo).
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the key file, or makes it when `chance` is given and none is there. The file must be readable by its owner
    /// alone: a key that others can read protects nothing.
    pub fn load_or_make(path: &Path, chance: [u8; 32]) -> Result<Self> {
        if !path.exists() {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o400)
                .open(path)
                .with_context(|| format!("cannot make the key file {}", path.display()))?;
            file.write_all(hex(&chance).as_bytes())?;
            file.sync_all()?;
            return Ok(Self(chance));
        }
        let mode = fs::metadata(path)?.permissions().mode() & 0o777;
        if mode & 0o377 != 0 {
            bail!(
                "the key file {} can be read or changed by others (mode {mode:o}); mend it with: chmod 0400 {}",
                path.display(),
                path.display()
            );
        }
        let text = fs::read_to_string(path).with_context(|| format!("cannot read the key file {}", path.display()))?;
        let bytes = unhex(text.trim()).with_context(|| {
            format!("the key file {} is damaged: 64 hexadecimal digits are expected", path.display())
        })?;
        Ok(Self(bytes))
    }

    /// A key for one purpose, derived from the root (HKDF-SHA256, RFC 5869).
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        expand(&self.0, purpose)
    }
}

/// HKDF-SHA256 with the purpose as info.
pub(crate) fn expand(key: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut out = [0; 32];
    // 32 bytes are far below HKDF's limit of 255 blocks, so this cannot fail.
    Hkdf::<Sha256>::new(None, key).expand(purpose.as_bytes(), &mut out).expect("32 bytes fit into one expansion");
    out
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_refused_when_others_can_read_it() {
        let path = std::env::temp_dir().join(format!("root-key-{}", std::process::id()));
        drop(fs::remove_file(&path));
        let made = RootKey::load_or_make(&path, [7; 32]).unwrap();
        let again = RootKey::load_or_make(&path, [9; 32]).unwrap();
        assert_eq!(made.0, again.0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        let refused = RootKey::load_or_make(&path, [9; 32]).err().unwrap().to_string();
        assert!(refused.contains("chmod 0400"), "{refused}");
        fs::remove_file(&path).unwrap();
    }
}
