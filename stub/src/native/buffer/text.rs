//! Hexadecimal and base64 text: encoding, and Node's forgiving ways of decoding.

use std::mem::MaybeUninit;

use v8::simdutf;

/// Two lower-case digits for each byte. Arithmetic and not a table, so that the compiler makes vectors of it.
pub(super) fn hex(bytes: &[u8]) -> Vec<u8> {
    let digit = |nibble: u8| nibble + b'0' + if nibble > 9 { b'a' - b'9' - 1 } else { 0 };
    let mut text = vec![0; bytes.len() * 2];
    for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    text
}

/// The value of each hexadecimal digit; 255 for what is none.
static DIGIT_VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Decodes pairs of digits until the text or the target ends or a pair is none; gives the number of bytes. Of wide
/// characters only the low byte counts: a quirk of Node's that its users see, so it is ours.
pub(super) fn decode_hex<U: Copy + Into<u32>>(text: &[U], target: &mut [MaybeUninit<u8>]) -> usize {
    let digit = |unit: U| DIGIT_VALUES[usize::from(unit.into() as u8)];
    let mut count = 0;
    for (pair, byte) in text.as_chunks::<2>().0.iter().zip(target) {
        let (high, low) = (digit(pair[0]), digit(pair[1]));
        if high | low > 15 {
            break;
        }
        byte.write(high << 4 | low);
        count += 1;
    }
    count
}

/// The bytes as base64, in the alphabet and with the padding that `options` say.
pub(super) fn base64(bytes: &[u8], options: simdutf::Base64Options) -> Vec<u8> {
    let mut text = vec![0; simdutf::base64_length_from_binary(bytes.len(), options)];
    // SAFETY: `text` has the length that simdutf says it needs.
    let length = unsafe { simdutf::binary_to_base64(bytes, &mut text, options) };
    text.truncate(length);
    text
}

/// What `atob` accepts: one alphabet, white space, padding where it belongs or none.
pub(super) fn decode_base64_strictly(text: &[u8]) -> Result<Vec<u8>, simdutf::ErrorCode> {
    let mut bytes = vec![0; simdutf::maximal_binary_length_from_base64(text)];
    let (options, last_chunk) = (simdutf::Base64Options::Default, simdutf::LastChunkHandling::Loose);
    // SAFETY: `bytes` has the length that simdutf says it needs.
    let result = unsafe { simdutf::base64_to_binary(text, &mut bytes, options, last_chunk) };
    if !result.is_ok() {
        return Err(result.error);
    }
    bytes.truncate(result.count);
    Ok(bytes)
}

/// Decodes as Buffer does: both alphabets, anything else is skipped, the first `=` ends the text. Gives the number of
/// bytes; what does not fit the target is dropped.
pub(super) fn decode_base64(text: &[u8], target: &mut [MaybeUninit<u8>]) -> usize {
    let is_url = memchr::memchr2(b'-', b'_', text).is_some();
    let options = if is_url { simdutf::Base64Options::Url } else { simdutf::Base64Options::Default };
    if target.len() >= simdutf::maximal_binary_length_from_base64(text) {
        // Text without flaws, which is nearly all there is, is decoded many bytes at a time.
        // SAFETY: simdutf writes the bytes and does not read them.
        let bytes = unsafe { std::slice::from_raw_parts_mut(target.as_mut_ptr().cast::<u8>(), target.len()) };
        // SAFETY: `bytes` has the length that simdutf says it needs.
        let result = unsafe { simdutf::base64_to_binary(text, bytes, options, simdutf::LastChunkHandling::Loose) };
        if result.is_ok() {
            return result.count;
        }
    }
    decode_base64_units(text, target)
}

/// The same for text of any width, one character after the other.
pub(super) fn decode_base64_units<U: Copy + Into<u32>>(text: &[U], target: &mut [MaybeUninit<u8>]) -> usize {
    let (mut bits, mut bit_count, mut count) = (0_u32, 0, 0);
    for &unit in text {
        let unit = unit.into() as u8;
        if unit == b'=' || count == target.len() {
            break;
        }
        let Some(value) = sextet(unit) else { continue };
        bits = bits << 6 | value;
        bit_count += 6;
        if bit_count >= 8 {
            bit_count -= 8;
            target[count].write((bits >> bit_count) as u8);
            count += 1;
        }
    }
    count
}

fn sextet(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_base64(text: &str, expected: &str) {
        let mut target = [MaybeUninit::new(0); 64];
        let count = decode_base64(text.as_bytes(), &mut target);
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut other = [MaybeUninit::new(0); 64];
        assert_eq!(decode_base64_units(&units, &mut other), count, "{text}");
        for (byte, expected) in target[..count].iter().zip(expected.as_bytes()) {
            // SAFETY: the whole array was initialised above.
            assert_eq!(unsafe { byte.assume_init() }, *expected, "{text}");
        }
        assert_eq!(count, expected.len(), "{text}");
    }

    #[test]
    fn base64_decoding_skips_what_is_not_base64_and_ends_at_padding() {
        check_base64("", "");
        check_base64("Y", "");
        check_base64("YW", "a");
        check_base64("YWI", "ab");
        check_base64("YWJj", "abc");
        check_base64("YW$I=", "ab");
        check_base64("YWI=YWI=", "ab");
        check_base64("=YWI", "");
        check_base64("YW\nI", "ab");
    }

    #[test]
    fn hex_decoding_ends_at_the_first_pair_that_is_none() {
        let mut target = [MaybeUninit::new(0); 4];
        assert_eq!(decode_hex(b"ABcdxx01", &mut target), 2);
        assert_eq!(decode_hex(b"abc", &mut target), 1);
        assert_eq!(decode_hex(b"0011223344", &mut target), 4);
        assert_eq!(hex(&[0xab, 0x01]), b"ab01");
    }
}
