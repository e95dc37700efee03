//! Values as bytes: one way to write each, whichever engine they were read from.

use crate::{Error, Result, Value};

/// Writes values so that different ones never look alike.
pub(super) fn encode(values: &[Value]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        let mut part = |tag: u8, content: &[u8]| {
            bytes.push(tag);
            bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
            bytes.extend_from_slice(content);
        };
        match value {
            Value::Null => part(0, &[]),
            Value::Bool(it) => part(1, &[u8::from(*it)]),
            Value::Int(it) => part(2, &it.to_le_bytes()),
            Value::Real(it) => part(3, &it.to_le_bytes()),
            Value::Text(it) => part(4, it.as_bytes()),
            Value::Blob(it) => part(5, it),
        }
    }
    bytes
}

/// Reads what [`encode`] wrote.
pub(super) fn decode(mut bytes: &[u8]) -> Result<Vec<Value>> {
    let broken = || Error::broken("a note of how far the copy came cannot be read");
    let mut values = Vec::new();
    while let Some((tag, rest)) = bytes.split_first() {
        let (length, rest) = rest.split_first_chunk().ok_or_else(broken)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(Error::broken)?;
        let (content, rest) = rest.split_at_checked(length).ok_or_else(broken)?;
        let eight = || content.try_into().map_err(|_| broken());
        values.push(match (tag, content) {
            (0, []) => Value::Null,
            (1, [it]) => Value::Bool(*it != 0),
            (2, _) => Value::Int(i64::from_le_bytes(eight()?)),
            (3, _) => Value::Real(f64::from_le_bytes(eight()?)),
            (4, _) => Value::Text(String::from_utf8(content.to_vec()).map_err(Error::broken)?),
            (5, _) => Value::Blob(content.to_vec()),
            _ => return Err(broken()),
        });
        bytes = rest;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else_looks_like_it() {
        let rows = [
            vec![],
            vec![Value::Null],
            vec![Value::Bool(true)],
            vec![Value::Int(1)],
            vec![Value::Int(i64::MIN), Value::Real(-0.5)],
            vec![Value::Text(String::new())],
            vec![Value::Blob(Vec::new())],
            vec![Value::Text("ab".into()), Value::Text("c".into())],
            vec![Value::Text("a".into()), Value::Text("bc".into())],
            vec![Value::Blob(vec![0, 255])],
        ];
        for (at, row) in rows.iter().enumerate() {
            let bytes = encode(row);
            assert_eq!(&decode(&bytes).unwrap(), row);
            assert!(rows.iter().enumerate().all(|(other, it)| other == at || encode(it) != bytes));
            assert!(bytes.is_empty() || decode(&bytes[..bytes.len() - 1]).is_err());
        }
    }
}
