//! Texts between the encoding that V8 uses and the UTF-8 that `fs` shows.

use std::borrow::Cow;

use crate::program::Encoding;

/// What the author wrote: the text without the `header` and `footer` characters of its CommonJS wrapper, as UTF-8.
/// `None` if the wrapper is longer than the text.
pub(crate) fn author_utf8(encoding: Encoding, bytes: &[u8], header: u32, footer: u32) -> Option<Cow<'_, [u8]>> {
    let unit_bytes = match encoding {
        Encoding::OneByte => 1,
        Encoding::TwoByte => 2,
    };
    let start = (header as usize).checked_mul(unit_bytes)?;
    let end = bytes.len().checked_sub((footer as usize).checked_mul(unit_bytes)?)?;
    bytes.get(start..end).map(|author| utf8(encoding, author))
}

fn utf8(encoding: Encoding, bytes: &[u8]) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::OneByte if bytes.is_ascii() => Cow::Borrowed(bytes),
        Encoding::OneByte => Cow::Owned(bytes.iter().copied().map(char::from).collect::<String>().into_bytes()),
        Encoding::TwoByte => {
            let units = bytes.as_chunks().0.iter().copied().map(u16::from_le_bytes);
            let text: String =
                char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            Cow::Owned(text.into_bytes())
        }
    }
}
