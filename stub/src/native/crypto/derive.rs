//! Key derivation: PBKDF2, scrypt and HKDF. Parameters were checked by JavaScript; failing ones give no key.

use super::algorithm::Algorithm;
use super::evp;
use crate::native::{Bytes, OsError, OwnedBytes};

/// What cannot be derived although JavaScript let it pass.
fn unusable(syscall: &'static str) -> OsError {
    OsError::from_errno(syscall, libc::EINVAL)
}

/// `(password, salt, iterations, key length, digest)`
pub(super) fn pbkdf2(
    (password, salt, iterations, length, digest): (Bytes, Bytes, u32, u32, String),
) -> Result<OwnedBytes, OsError> {
    let algorithm = Algorithm::from_name(&digest).ok_or_else(|| unusable("pbkdf2"))?;
    let (password, salt, mut key) = (password.to_vec(), salt.to_vec(), vec![0; length as usize]);
    let is_done = algorithm.evp().is_some_and(|kind| evp::pbkdf2(kind, &password, &salt, iterations, &mut key));
    if !is_done {
        composed_pbkdf2(algorithm, &password, &salt, iterations, &mut key).ok_or_else(|| unusable("pbkdf2"))?;
    }
    Ok(OwnedBytes(key))
}

/// PBKDF2 (RFC 8018) with the digests that aws-lc makes no HMAC with.
fn composed_pbkdf2(algorithm: Algorithm, password: &[u8], salt: &[u8], iterations: u32, key: &mut [u8]) -> Option<()> {
    let keyed = algorithm.hmac(password)?;
    for (number, block) in (1_u32..).zip(key.chunks_mut(algorithm.digest_bytes())) {
        let mut hmac = keyed.copy();
        hmac.update(salt);
        hmac.update(&number.to_be_bytes());
        let mut round = hmac.finish(0);
        let mut sum = round.clone();
        for _ in 1..iterations {
            let mut hmac = keyed.copy();
            hmac.update(&round);
            round = hmac.finish(0);
            sum.iter_mut().zip(&round).for_each(|(sum, byte)| *sum ^= byte);
        }
        block.copy_from_slice(&sum[..block.len()]);
    }
    Some(())
}

/// `(password, salt, log2 N, r, p, key length)`
pub(super) fn scrypt(
    (password, salt, log_n, r, p, length): (Bytes, Bytes, u32, u32, u32, u32),
) -> Result<OwnedBytes, OsError> {
    let n = 1_u64.checked_shl(log_n).ok_or_else(|| unusable("scrypt"))?;
    let mut key = vec![0; length as usize];
    let is_done =
        key.is_empty() || evp::scrypt(&password.to_vec(), &salt.to_vec(), (n, u64::from(r), u64::from(p)), &mut key);
    if is_done { Ok(OwnedBytes(key)) } else { Err(unusable("scrypt")) }
}

/// `(digest, key, salt, info, key length)`, RFC 5869.
pub(super) fn hkdf(
    (digest, key, salt, info, length): (String, Bytes, Bytes, Bytes, u32),
) -> Result<OwnedBytes, OsError> {
    let keyed = |key: &[u8]| Algorithm::from_name(&digest).and_then(|algorithm| algorithm.hmac(key));
    let mut extract = keyed(&salt.to_vec()).ok_or_else(|| unusable("hkdf"))?;
    extract.update(&key.to_vec());
    let pseudo_random_key = extract.finish(0);
    let expand = keyed(&pseudo_random_key).ok_or_else(|| unusable("hkdf"))?;

    let (info, mut output, mut previous) = (info.to_vec(), Vec::new(), Vec::new());
    for counter in 1..=255_u8 {
        if output.len() >= length as usize {
            break;
        }
        let mut hmac = expand.copy();
        hmac.update(&previous);
        hmac.update(&info);
        hmac.update(&[counter]);
        previous = hmac.finish(0);
        output.extend_from_slice(&previous);
    }
    output.truncate(length as usize);
    Ok(OwnedBytes(output))
}
