//! Key derivation: PBKDF2, scrypt and HKDF. Parameters were checked by JavaScript; failing ones give no key.

use hmac::SimpleHmac;

use super::algorithm::{Algorithm, with_digest};
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
    with_digest!(
        algorithm,
        D => pbkdf2::pbkdf2::<SimpleHmac<D>>(&password, &salt, iterations, &mut key)
            .map_err(|_| unusable("pbkdf2"))?,
        _ => return Err(unusable("pbkdf2"))
    );
    Ok(OwnedBytes(key))
}

/// `(password, salt, log2 N, r, p, key length)`
pub(super) fn scrypt(
    (password, salt, log_n, r, p, length): (Bytes, Bytes, u32, u32, u32, u32),
) -> Result<OwnedBytes, OsError> {
    // The library wants a length for text forms of the key here and ignores it.
    let params = scrypt::Params::new(log_n as u8, r, p, 32).map_err(|_| unusable("scrypt"))?;
    let mut key = vec![0; length as usize];
    if !key.is_empty() {
        scrypt::scrypt(&password.to_vec(), &salt.to_vec(), &params, &mut key).map_err(|_| unusable("scrypt"))?;
    }
    Ok(OwnedBytes(key))
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
