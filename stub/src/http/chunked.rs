//! The framing of a chunked body: sizes and extensions, as strict as `llhttp`.

use super::parser::Failure;
use super::parser::is_token;

/// Where between two pieces of data the scan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// Before the first digit of a size.
    Size,
    Digits,
    SizeLineFeed,
    ExtensionStart,
    ExtensionName,
    ExtensionValue,
    Quoted,
    QuotedPair,
    AfterQuote,
    /// After the data, which a line end must follow.
    DataEnd,
    DataLineFeed,
}

/// What one byte of framing means.
pub(super) enum Scan {
    Framing(Framing),
    /// The line of the size is over: so many bytes of data follow, none in the last chunk.
    Chunk(u64),
}

impl Framing {
    /// Whether it is inside of the extensions, whose length is limited.
    pub(super) fn is_extension(self) -> bool {
        use Framing::{AfterQuote, ExtensionName, ExtensionStart, ExtensionValue, Quoted, QuotedPair};
        matches!(self, ExtensionStart | ExtensionName | ExtensionValue | Quoted | QuotedPair | AfterQuote)
    }

    /// The scan after `byte`, which stands at `index` of the input; `size` is the number read so far.
    pub(super) fn after(self, byte: u8, index: usize, size: &mut u64, is_lenient: bool) -> Result<Scan, Failure> {
        let next = match (self, byte) {
            (Framing::Size, _) => {
                *size = hex(byte).ok_or_else(|| bad_size("Invalid character in chunk size", index))?;
                Framing::Digits
            }
            (Framing::Digits, b'\r') => Framing::SizeLineFeed,
            (Framing::Digits, b';') => Framing::ExtensionStart,
            (Framing::Digits, b'\n') if is_lenient => return Ok(Scan::Chunk(*size)),
            (Framing::Digits, b'\n') => return Err(no_return("Missing expected CR after chunk size", index + 1)),
            (Framing::Digits, b' ') if is_lenient => Framing::Digits,
            (Framing::Digits, b' ') => return Err(bad_size("Invalid character in chunk size", index + 1)),
            (Framing::Digits, _) => {
                let digit = hex(byte).ok_or_else(|| bad_size("Invalid character in chunk size", index))?;
                let overflow = || bad_size("Chunk size overflow", index + 1);
                *size = size.checked_mul(16).ok_or_else(overflow)? + digit;
                Framing::Digits
            }
            (Framing::SizeLineFeed, b'\n') => return Ok(Scan::Chunk(*size)),
            (Framing::SizeLineFeed, _) => return Err(strict("Expected LF after chunk size", index)),
            (Framing::DataEnd, b'\r') => Framing::DataLineFeed,
            (Framing::DataEnd, b'\n') if is_lenient => Framing::Size,
            (Framing::DataEnd, b'\n') => return Err(no_return("Missing expected CR after chunk data", index + 1)),
            (Framing::DataLineFeed, b'\n') => Framing::Size,
            (Framing::DataEnd | Framing::DataLineFeed, _) => return Err(strict("Expected LF after chunk data", index)),
            _ => self.in_extension(byte, index)?,
        };
        Ok(Scan::Framing(next))
    }

    fn in_extension(self, byte: u8, index: usize) -> Result<Framing, Failure> {
        match (self, byte) {
            (Framing::ExtensionName | Framing::ExtensionValue | Framing::AfterQuote, b';') => {
                Ok(Framing::ExtensionStart)
            }
            (Framing::ExtensionName | Framing::ExtensionValue | Framing::AfterQuote, b'\r') => {
                Ok(Framing::SizeLineFeed)
            }
            (Framing::ExtensionStart | Framing::ExtensionName, byte) if is_token(byte) => Ok(Framing::ExtensionName),
            (Framing::ExtensionStart, _) => Err(strict("Invalid character in chunk extensions", index + 1)),
            (Framing::ExtensionName, b'=') => Ok(Framing::ExtensionValue),
            (Framing::ExtensionName, b'\n') => Err(no_return("Missing expected CR after chunk extension name", index)),
            (Framing::ExtensionName, _) => Err(strict("Invalid character in chunk extensions name", index + 1)),
            (Framing::ExtensionValue, b'"') => Ok(Framing::Quoted),
            (Framing::ExtensionValue, byte) if is_token(byte) => Ok(self),
            (Framing::ExtensionValue | Framing::AfterQuote, b'\n') => {
                Err(no_return("Missing expected CR after chunk extension value", index))
            }
            (Framing::ExtensionValue, _) => Err(strict("Invalid character in chunk extensions value", index + 1)),
            (Framing::Quoted, b'"') => Ok(Framing::AfterQuote),
            (Framing::Quoted, b'\\') => Ok(Framing::QuotedPair),
            (Framing::Quoted | Framing::QuotedPair, byte) if is_quotable(byte) => Ok(Framing::Quoted),
            (Framing::Quoted, _) => Err(strict("Invalid character in chunk extensions quoted value", index + 1)),
            (Framing::QuotedPair, _) => Err(strict("Invalid quoted-pair in chunk extensions quoted value", index + 1)),
            _ => Err(strict("Invalid character in chunk extensions quote value", index)),
        }
    }
}

fn hex(byte: u8) -> Option<u64> {
    char::from(byte).to_digit(16).map(u64::from)
}

fn is_quotable(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

fn bad_size(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_CHUNK_SIZE", reason, at }
}

fn no_return(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_CR_EXPECTED", reason, at }
}

fn strict(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_STRICT", reason, at }
}
