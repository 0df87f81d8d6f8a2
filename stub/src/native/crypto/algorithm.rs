//! The digest algorithms by OpenSSL's names, and their states.

use digest::core_api::BlockSizeUser;
use digest::{Digest, ExtendableOutput, Update, XofReader};
use sha3::{Shake128, Shake256};
use types::{Md5, Sha1};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Md5,
    Md5Sha1,
    Ripemd160,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Shake128,
    Shake256,
    Blake2b512,
    Blake2s256,
    Sm3,
}

/// Runs `$body` with the type `$D` of a digest of fixed length, or `$otherwise` for the others.
macro_rules! with_digest {
    ($algorithm:expr, $D:ident => $body:expr, _ => $otherwise:expr) => {{
        use $crate::native::crypto::algorithm::{Algorithm, types};
        macro_rules! with {
            ($type:ident) => {{
                type $D = types::$type;
                $body
            }};
        }
        match $algorithm {
            Algorithm::Md5 => with!(Md5),
            Algorithm::Ripemd160 => with!(Ripemd160),
            Algorithm::Sha1 => with!(Sha1),
            Algorithm::Sha224 => with!(Sha224),
            Algorithm::Sha256 => with!(Sha256),
            Algorithm::Sha384 => with!(Sha384),
            Algorithm::Sha512 => with!(Sha512),
            Algorithm::Sha512_224 => with!(Sha512_224),
            Algorithm::Sha512_256 => with!(Sha512_256),
            Algorithm::Sha3_224 => with!(Sha3_224),
            Algorithm::Sha3_256 => with!(Sha3_256),
            Algorithm::Sha3_384 => with!(Sha3_384),
            Algorithm::Sha3_512 => with!(Sha3_512),
            Algorithm::Blake2b512 => with!(Blake2b512),
            Algorithm::Blake2s256 => with!(Blake2s256),
            Algorithm::Sm3 => with!(Sm3),
            Algorithm::Md5Sha1 | Algorithm::Shake128 | Algorithm::Shake256 => $otherwise,
        }
    }};
}
pub(super) use with_digest;

/// What [`with_digest!`] names.
pub(super) mod types {
    pub(in crate::native::crypto) use blake2::{Blake2b512, Blake2s256};
    pub(in crate::native::crypto) use md5::Md5;
    pub(in crate::native::crypto) use ripemd::Ripemd160;
    pub(in crate::native::crypto) use sha1::Sha1;
    pub(in crate::native::crypto) use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
    pub(in crate::native::crypto) use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};
    pub(in crate::native::crypto) use sm3::Sm3;
}

impl Algorithm {
    /// The algorithm of a name of OpenSSL's, in any case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "md5" | "rsa-md5" | "md5withrsaencryption" | "ssl3-md5" => Self::Md5,
            "md5-sha1" => Self::Md5Sha1,
            "ripemd" | "ripemd160" | "ripemd-160" | "rmd160" | "rsa-ripemd160" | "ripemd160withrsa" => Self::Ripemd160,
            "sha1" | "sha-1" | "rsa-sha1" | "rsa-sha1-2" | "sha1withrsaencryption" | "sha1withrsa" | "ssl3-sha1" => {
                Self::Sha1
            }
            "sha224" | "sha-224" | "sha2-224" | "rsa-sha224" | "sha224withrsaencryption" => Self::Sha224,
            "sha256" | "sha-256" | "sha2-256" | "rsa-sha256" | "sha256withrsaencryption" => Self::Sha256,
            "sha384" | "sha-384" | "sha2-384" | "rsa-sha384" | "sha384withrsaencryption" => Self::Sha384,
            "sha512" | "sha-512" | "sha2-512" | "rsa-sha512" | "sha512withrsaencryption" => Self::Sha512,
            "sha512-224" | "sha-512/224" | "sha2-512/224" | "rsa-sha512/224" | "sha512-224withrsaencryption" => {
                Self::Sha512_224
            }
            "sha512-256" | "sha-512/256" | "sha2-512/256" | "rsa-sha512/256" | "sha512-256withrsaencryption" => {
                Self::Sha512_256
            }
            "sha3-224" | "rsa-sha3-224" | "id-rsassa-pkcs1-v1_5-with-sha3-224" => Self::Sha3_224,
            "sha3-256" | "rsa-sha3-256" | "id-rsassa-pkcs1-v1_5-with-sha3-256" => Self::Sha3_256,
            "sha3-384" | "rsa-sha3-384" | "id-rsassa-pkcs1-v1_5-with-sha3-384" => Self::Sha3_384,
            "sha3-512" | "rsa-sha3-512" | "id-rsassa-pkcs1-v1_5-with-sha3-512" => Self::Sha3_512,
            "shake128" | "shake-128" => Self::Shake128,
            "shake256" | "shake-256" => Self::Shake256,
            "blake2b512" | "blake2b-512" => Self::Blake2b512,
            "blake2s256" | "blake2s-256" => Self::Blake2s256,
            "sm3" | "rsa-sm3" | "sm3withrsaencryption" => Self::Sm3,
            _ => return None,
        })
    }

    /// How long the digest is, or is if nobody asks for another length.
    pub(super) fn digest_bytes(self) -> usize {
        with_digest!(self, D => <D as Digest>::output_size(), _ => match self {
            Self::Md5Sha1 => <Md5 as Digest>::output_size() + <Sha1 as Digest>::output_size(),
            Self::Shake128 => 16,
            _ => 32,
        })
    }

    /// Whether the digest can have any length.
    pub(super) fn is_extendable(self) -> bool {
        matches!(self, Self::Shake128 | Self::Shake256)
    }

    /// A hash that has seen nothing.
    pub(super) fn hash(self) -> Hash {
        with_digest!(self, D => Box::new(Fixed(D::new())), _ => match self {
            Self::Md5Sha1 => Box::new(Pair(Md5::new(), Sha1::new())),
            Self::Shake128 => Box::new(Extendable(Shake128::default())),
            _ => Box::new(Extendable(Shake256::default())),
        })
    }

    /// The HMAC with `key` (RFC 2104); `None` for algorithms without blocks of their own.
    pub(super) fn hmac(self, key: &[u8]) -> Option<Hash> {
        let block_bytes = self.block_bytes()?;
        let mut block = vec![0; block_bytes];
        if key.len() > block_bytes {
            let mut hash = self.hash();
            hash.update(key);
            let digest = hash.finish(0);
            block[..digest.len()].copy_from_slice(&digest);
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let keyed = |pad: u8| {
            let mut hash = self.hash();
            let padded: Vec<u8> = block.iter().map(|byte| byte ^ pad).collect();
            hash.update(&padded);
            hash
        };
        Some(Box::new(Hmac { inner: keyed(0x36), outer: keyed(0x5c) }))
    }

    fn block_bytes(self) -> Option<usize> {
        with_digest!(self, D => Some(<D as BlockSizeUser>::block_size()), _ => match self {
            // Both of the pair have the same.
            Self::Md5Sha1 => Some(<Md5 as BlockSizeUser>::block_size()),
            _ => None,
        })
    }
}

/// A hash or HMAC under way.
pub(super) trait State {
    fn update(&mut self, data: &[u8]);
    /// The digest, once. `length` counts where any length will do.
    fn finish(&mut self, length: usize) -> Vec<u8>;
    fn copy(&self) -> Hash;
}

pub(super) type Hash = Box<dyn State>;

struct Fixed<D>(D);

impl<D: Digest + Clone + 'static> State for Fixed<D> {
    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }

    fn finish(&mut self, _: usize) -> Vec<u8> {
        std::mem::replace(&mut self.0, D::new()).finalize().to_vec()
    }

    fn copy(&self) -> Hash {
        Box::new(Fixed(self.0.clone()))
    }
}

struct Extendable<D>(D);

impl<D: Update + ExtendableOutput + Default + Clone + 'static> State for Extendable<D> {
    fn update(&mut self, data: &[u8]) {
        Update::update(&mut self.0, data);
    }

    fn finish(&mut self, length: usize) -> Vec<u8> {
        let mut digest = vec![0; length];
        std::mem::take(&mut self.0).finalize_xof().read(&mut digest);
        digest
    }

    fn copy(&self) -> Hash {
        Box::new(Extendable(self.0.clone()))
    }
}

/// MD5 and SHA-1 one after the other, as old versions of TLS sign it.
struct Pair(Md5, Sha1);

impl State for Pair {
    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
        Digest::update(&mut self.1, data);
    }

    fn finish(&mut self, _: usize) -> Vec<u8> {
        let mut digest = self.0.finalize_reset().to_vec();
        digest.extend_from_slice(&self.1.finalize_reset());
        digest
    }

    fn copy(&self) -> Hash {
        Box::new(Pair(self.0.clone(), self.1.clone()))
    }
}

struct Hmac {
    inner: Hash,
    outer: Hash,
}

impl State for Hmac {
    fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    fn finish(&mut self, length: usize) -> Vec<u8> {
        let digest = self.inner.finish(length);
        self.outer.update(&digest);
        self.outer.finish(length)
    }

    fn copy(&self) -> Hash {
        Box::new(Hmac { inner: self.inner.copy(), outer: self.outer.copy() })
    }
}
