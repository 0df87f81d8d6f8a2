//! Hosts: domains, IPv4 addresses in all the ways in which they may be written, IPv6 addresses, and opaque hosts.

use std::net::{Ipv4Addr, Ipv6Addr};

use idna::AsciiDenyList;
use idna::uts46::{Hyphens, Uts46};

use super::percent;

const FORBIDDEN_IN_HOSTS: &[char] =
    &['\0', '\t', '\n', '\r', ' ', '#', '/', ':', '<', '>', '?', '@', '[', '\\', ']', '^', '|'];

/// The serialization of the host that `input` names in a URL with a special scheme; `None` if there is none.
pub(super) fn parse_special(input: &str) -> Option<String> {
    match input.strip_prefix('[') {
        Some(rest) => parse_ipv6(rest.strip_suffix(']')?),
        None => domain_to_ascii(&percent::decode(input)),
    }
}

/// The same for every other scheme.
pub(super) fn parse_opaque(input: &str) -> Option<String> {
    match input.strip_prefix('[') {
        Some(rest) => parse_ipv6(rest.strip_suffix(']')?),
        None if input.contains(FORBIDDEN_IN_HOSTS) => None,
        None => Some(percent::CONTROL.encode(input)),
    }
}

/// What a domain, or an IPv4 address, becomes as the host of a special URL.
fn domain_to_ascii(domain: &str) -> Option<String> {
    let domain = ascii_of(domain)?;
    if domain.is_empty() || domain.contains(is_forbidden_in_domains) {
        return None;
    }
    if ends_in_number(&domain) { parse_ipv4(&domain).map(|address| address.to_string()) } else { Some(domain) }
}

/// Names in ASCII only lose their capitals: labels that claim to be Punycode are not looked into.
fn ascii_of(domain: &str) -> Option<String> {
    if domain.is_ascii() {
        return Some(domain.to_ascii_lowercase());
    }
    idna::domain_to_ascii(domain).ok()
}

fn is_forbidden_in_domains(character: char) -> bool {
    FORBIDDEN_IN_HOSTS.contains(&character) || character <= '\u{1f}' || matches!(character, '%' | '\u{7f}')
}

/// A host as a person would read it; a label that is no Punycode stays as it is.
pub(crate) fn domain_to_unicode(host: &str) -> String {
    let labels = host.split('.').map(|label| {
        let (unicode, result) = Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
        result.map_or_else(|_| label.to_owned(), |()| unicode.into_owned())
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Whether the last label, behind which one dot may stand, is a number.
fn ends_in_number(domain: &str) -> bool {
    let last = domain.strip_suffix('.').unwrap_or(domain).rsplit('.').next().unwrap_or_default();
    (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())) || parse_ipv4_number(last).is_some()
}

fn parse_ipv4(input: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = input.strip_suffix('.').unwrap_or(input).split('.').collect();
    let numbers = parts.into_iter().map(parse_ipv4_number).collect::<Option<Vec<u64>>>()?;
    let (last, bytes) = numbers.split_last()?;
    if bytes.len() > 3 || bytes.iter().any(|byte| *byte > 255) || *last >= 1 << (8 * (4 - bytes.len())) {
        return None;
    }
    let address = bytes.iter().enumerate().fold(*last, |sum, (index, byte)| sum | byte << (8 * (3 - index)));
    Some(Ipv4Addr::from_bits(u32::try_from(address).ok()?))
}

/// Hexadecimal behind `0x`, octal behind `0`. What is too large for any address is still a number.
fn parse_ipv4_number(input: &str) -> Option<u64> {
    let (digits, radix) = match input.as_bytes() {
        [] => return None,
        [b'0', b'x' | b'X', ..] => (&input[2..], 16),
        [b'0', _, ..] => (&input[1..], 8),
        _ => (input, 10),
    };
    digits.chars().try_fold(0_u64, |number, digit| {
        let digit = digit.to_digit(radix)?;
        Some(number.saturating_mul(u64::from(radix)).saturating_add(u64::from(digit)))
    })
}

fn parse_ipv6(input: &str) -> Option<String> {
    let pieces = input.parse::<Ipv6Addr>().ok()?.segments();
    let zeros = longest_run_of_zeros(&pieces);
    let written = |pieces: &[u16]| pieces.iter().map(|piece| format!("{piece:x}")).collect::<Vec<_>>().join(":");
    Some(match zeros {
        Some((start, end)) => format!("[{}::{}]", written(&pieces[..start]), written(&pieces[end..])),
        None => format!("[{}]", written(&pieces)),
    })
}

/// The first of the longest runs of at least two.
fn longest_run_of_zeros(pieces: &[u16; 8]) -> Option<(usize, usize)> {
    let mut longest: Option<(usize, usize)> = None;
    for start in 0..pieces.len() {
        let length = pieces[start..].iter().take_while(|piece| **piece == 0).count();
        if length > longest.map_or(1, |(start, end)| end - start) {
            longest = Some((start, start + length));
        }
    }
    longest
}
