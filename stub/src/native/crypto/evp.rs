//! aws-lc's digests, HMAC and key derivation behind types that cannot be misused.
//!
//! aws-lc fails where memory is out, which ends the process elsewhere, too, or where it does not support a combination,
//! which is `None` or `false`.

use std::ptr::NonNull;

use aws_lc_sys as aws_lc;

/// A digest algorithm: a description that is part of the library.
#[derive(Clone, Copy)]
pub(super) struct Kind(*const aws_lc::EVP_MD);

impl Kind {
    pub(super) fn of(describe: unsafe extern "C" fn() -> *const aws_lc::EVP_MD) -> Self {
        // SAFETY: the functions of this type take nothing and return a pointer to constant data.
        Self(unsafe { describe() })
    }

    /// How long the digest is; 0 if it can have any length.
    pub(super) fn digest_bytes(self) -> usize {
        // SAFETY: the pointer is to a description that is never freed.
        unsafe { aws_lc::EVP_MD_size(self.0) }
    }

    pub(super) fn block_bytes(self) -> usize {
        // SAFETY: as above.
        unsafe { aws_lc::EVP_MD_block_size(self.0) }
    }

    /// The digest of all the data at once; `out` is as long as it.
    pub(super) fn digest(self, data: &[u8], out: &mut [u8]) {
        assert_eq!(out.len(), self.digest_bytes());
        // SAFETY: the data is valid for its length, and `out` for that of the digest, as was just checked.
        let is_done = unsafe {
            aws_lc::EVP_Digest(
                data.as_ptr().cast(),
                data.len(),
                out.as_mut_ptr(),
                std::ptr::null_mut(),
                self.0,
                std::ptr::null_mut(),
            )
        };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
    }
}

const OUT_OF_MEMORY: &str = "there is no memory left for a digest";

/// A digest under way.
pub(super) struct Digest {
    kind: Kind,
    context: NonNull<aws_lc::EVP_MD_CTX>,
}

impl Digest {
    pub(super) fn new(kind: Kind) -> Self {
        let digest = Self { kind, context: Self::empty() };
        // SAFETY: the context is fresh and the description constant.
        let is_done = unsafe { aws_lc::EVP_DigestInit_ex(digest.context.as_ptr(), kind.0, std::ptr::null_mut()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
        digest
    }

    fn empty() -> NonNull<aws_lc::EVP_MD_CTX> {
        // SAFETY: no arguments; the result is checked.
        NonNull::new(unsafe { aws_lc::EVP_MD_CTX_new() }).expect(OUT_OF_MEMORY)
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        // SAFETY: the context was initialised by `new` or `clone`, and the data is valid for its length.
        let is_done = unsafe { aws_lc::EVP_DigestUpdate(self.context.as_ptr(), data.as_ptr().cast(), data.len()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
    }

    /// The digest; `length` matters where any length will do. Afterwards the state is that of the beginning.
    pub(super) fn finish(&mut self, length: usize) -> Vec<u8> {
        let fixed = self.kind.digest_bytes();
        let mut out = vec![0; if fixed == 0 { length } else { fixed }];
        let context = self.context.as_ptr();
        let is_done = if fixed == 0 {
            // SAFETY: the context is initialised, and `out` valid for the length that the call is told.
            unsafe { aws_lc::EVP_DigestFinalXOF(context, out.as_mut_ptr(), out.len()) }
        } else {
            // SAFETY: the context is initialised, and `out` has the length of the digest.
            unsafe { aws_lc::EVP_DigestFinal_ex(context, out.as_mut_ptr(), std::ptr::null_mut()) }
        };
        // An extendable digest of no bytes is one that aws-lc does not make.
        assert!(is_done == 1 || out.is_empty(), "{OUT_OF_MEMORY}");
        *self = Self::new(self.kind);
        out
    }
}

impl Clone for Digest {
    fn clone(&self) -> Self {
        let copy = Self { kind: self.kind, context: Self::empty() };
        // SAFETY: one context is fresh, the other initialised.
        let is_done = unsafe { aws_lc::EVP_MD_CTX_copy_ex(copy.context.as_ptr(), self.context.as_ptr()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
        copy
    }
}

impl Drop for Digest {
    fn drop(&mut self) {
        // SAFETY: the context is ours and nothing else frees it.
        unsafe { aws_lc::EVP_MD_CTX_free(self.context.as_ptr()) };
    }
}

/// An HMAC under way (RFC 2104).
pub(super) struct Hmac(NonNull<aws_lc::HMAC_CTX>);

impl Hmac {
    /// `None` for digests that aws-lc makes no HMAC with.
    pub(super) fn new(kind: Kind, key: &[u8]) -> Option<Self> {
        let hmac = Self::empty();
        // SAFETY: the context is fresh, the key valid for its length, and the description constant.
        let is_done = unsafe {
            aws_lc::HMAC_Init_ex(hmac.0.as_ptr(), key.as_ptr().cast(), key.len(), kind.0, std::ptr::null_mut())
        };
        succeeded(is_done).then_some(hmac)
    }

    fn empty() -> Self {
        // SAFETY: no arguments; the result is checked.
        Self(NonNull::new(unsafe { aws_lc::HMAC_CTX_new() }).expect(OUT_OF_MEMORY))
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        // SAFETY: the context was initialised by `new` or `clone`, and the data is valid for its length.
        let is_done = unsafe { aws_lc::HMAC_Update(self.0.as_ptr(), data.as_ptr(), data.len()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
    }

    pub(super) fn finish(&mut self) -> Vec<u8> {
        // SAFETY: the context is initialised.
        let mut out = vec![0; unsafe { aws_lc::HMAC_size(self.0.as_ptr()) }];
        // SAFETY: the context is initialised, and `out` has the length of the result.
        let is_done = unsafe { aws_lc::HMAC_Final(self.0.as_ptr(), out.as_mut_ptr(), std::ptr::null_mut()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
        out
    }
}

impl Clone for Hmac {
    fn clone(&self) -> Self {
        let copy = Self::empty();
        // SAFETY: one context is fresh, the other initialised.
        let is_done = unsafe { aws_lc::HMAC_CTX_copy_ex(copy.0.as_ptr(), self.0.as_ptr()) };
        assert_eq!(is_done, 1, "{OUT_OF_MEMORY}");
        copy
    }
}

impl Drop for Hmac {
    fn drop(&mut self) {
        // SAFETY: the context is ours and nothing else frees it.
        unsafe { aws_lc::HMAC_CTX_free(self.0.as_ptr()) };
    }
}

/// Fills `key` (RFC 8018); false for digests that aws-lc makes no HMAC with.
pub(super) fn pbkdf2(kind: Kind, password: &[u8], salt: &[u8], iterations: u32, key: &mut [u8]) -> bool {
    // SAFETY: all memory is valid for the lengths that the call is told.
    succeeded(unsafe {
        aws_lc::PKCS5_PBKDF2_HMAC(
            password.as_ptr().cast(),
            password.len(),
            salt.as_ptr(),
            salt.len(),
            iterations,
            kind.0,
            key.len(),
            key.as_mut_ptr(),
        )
    })
}

/// Fills `key` (RFC 7914); false for parameters that cannot be. How much memory it may take was decided before.
pub(super) fn scrypt(password: &[u8], salt: &[u8], (n, r, p): (u64, u64, u64), key: &mut [u8]) -> bool {
    // SAFETY: all memory is valid for the lengths that the call is told.
    succeeded(unsafe {
        aws_lc::EVP_PBE_scrypt(
            password.as_ptr().cast(),
            password.len(),
            salt.as_ptr(),
            salt.len(),
            n,
            r,
            p,
            usize::MAX,
            key.as_mut_ptr(),
            key.len(),
        )
    })
}

/// Whether two memories of one length hold the same, in a time that does not depend on what they hold.
pub(super) fn is_equal(a: &[u8], b: &[u8]) -> bool {
    assert_eq!(a.len(), b.len());
    // SAFETY: both are valid for this length.
    unsafe { aws_lc::CRYPTO_memcmp(a.as_ptr().cast(), b.as_ptr().cast(), a.len()) == 0 }
}

/// Whether a call succeeded; what it noted of a failure is for nobody.
fn succeeded(result: i32) -> bool {
    if result != 1 {
        // SAFETY: no arguments; the notes are this thread's.
        unsafe { aws_lc::ERR_clear_error() };
    }
    result == 1
}
