//! Percent-encoding: which characters each component keeps, and the way back.

use std::borrow::Cow;

/// Which characters are encoded, besides those that are not ASCII: a bit for each.
#[derive(Clone, Copy)]
pub(super) struct Set(u128);

pub(super) const CONTROL: Set = Set(0xffff_ffff | 1 << 0x7f);
pub(super) const FRAGMENT: Set = CONTROL.and(b" \"<>`");
pub(super) const QUERY: Set = CONTROL.and(b" \"#<>");
pub(super) const SPECIAL_QUERY: Set = QUERY.and(b"'");
pub(super) const PATH: Set = QUERY.and(b"?^`{}");
pub(super) const USERINFO: Set = PATH.and(b"/:;=@[\\]|");

impl Set {
    const fn and(self, bytes: &[u8]) -> Self {
        let mut bits = self.0;
        let mut index = 0;
        while index < bytes.len() {
            bits |= 1 << bytes[index];
            index += 1;
        }
        Self(bits)
    }

    fn encodes(self, byte: u8) -> bool {
        !byte.is_ascii() || self.0 >> byte & 1 == 1
    }

    pub(super) fn push(self, target: &mut String, character: char) {
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            if self.encodes(byte) {
                push_encoded(target, byte);
            } else {
                target.push(char::from(byte));
            }
        }
    }

    pub(super) fn encode(self, text: &str) -> String {
        let mut encoded = String::with_capacity(text.len());
        text.chars().for_each(|character| self.push(&mut encoded, character));
        encoded
    }
}

fn push_encoded(target: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    target.push('%');
    target.push(char::from(DIGITS[usize::from(byte >> 4)]));
    target.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// Without `%XX`; what is then no UTF-8 is replaced.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        match (first, after) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                decoded.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            _ => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

fn digit(hexadecimal: u8) -> u8 {
    match hexadecimal {
        b'0'..=b'9' => hexadecimal - b'0',
        _ => (hexadecimal | 0x20) - b'a' + 10,
    }
}
