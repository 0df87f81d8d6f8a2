//! The digest algorithms by OpenSSL's names, and their states.

use aws_lc_sys as aws_lc;
use blake2::{Blake2b512, Blake2s256};
use digest::core_api::BlockSizeUser;
use sm3::Sm3;

use super::evp;

/// Its number is what JavaScript knows it by.
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

impl Algorithm {
    /// The algorithm of a name of OpenSSL's, in any case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "md5" | "rsa-md5" | "md5withrsaencryption" | "ssl3-md5" => Self::Md5,
            "md5-sha1" => Self::Md5Sha1,
            "ripemd" | "ripemd160" | "ripemd-160" | "rmd160" | "rsa-ripemd160" | "ripemd160withrsa" => Self::Ripemd160,
            "sha1"
            | "sha-1"
            | "dss1"
            | "rsa-sha1"
            | "rsa-sha1-2"
            | "sha1withrsaencryption"
            | "sha1withrsa"
            | "ssl3-sha1" => Self::Sha1,
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

    /// Of its number.
    pub(super) fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number).copied()
    }

    const ALL: [Self; 19] = [
        Self::Md5,
        Self::Md5Sha1,
        Self::Ripemd160,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha512_224,
        Self::Sha512_256,
        Self::Sha3_224,
        Self::Sha3_256,
        Self::Sha3_384,
        Self::Sha3_512,
        Self::Shake128,
        Self::Shake256,
        Self::Blake2b512,
        Self::Blake2s256,
        Self::Sm3,
    ];

    /// aws-lc's implementation; `None` for what it lacks.
    pub(super) fn evp(self) -> Option<evp::Kind> {
        let describe = match self {
            Self::Md5 => aws_lc::EVP_md5,
            Self::Md5Sha1 => aws_lc::EVP_md5_sha1,
            Self::Ripemd160 => aws_lc::EVP_ripemd160,
            Self::Sha1 => aws_lc::EVP_sha1,
            Self::Sha224 => aws_lc::EVP_sha224,
            Self::Sha256 => aws_lc::EVP_sha256,
            Self::Sha384 => aws_lc::EVP_sha384,
            Self::Sha512 => aws_lc::EVP_sha512,
            Self::Sha512_224 => aws_lc::EVP_sha512_224,
            Self::Sha512_256 => aws_lc::EVP_sha512_256,
            Self::Sha3_224 => aws_lc::EVP_sha3_224,
            Self::Sha3_256 => aws_lc::EVP_sha3_256,
            Self::Sha3_384 => aws_lc::EVP_sha3_384,
            Self::Sha3_512 => aws_lc::EVP_sha3_512,
            Self::Shake128 => aws_lc::EVP_shake128,
            Self::Shake256 => aws_lc::EVP_shake256,
            Self::Blake2b512 | Self::Blake2s256 | Self::Sm3 => return None,
        };
        Some(evp::Kind::of(describe))
    }

    /// How long the digest is, or is if nobody asks for another length.
    pub(super) fn digest_bytes(self) -> usize {
        match self {
            Self::Shake128 => 16,
            Self::Shake256 | Self::Blake2s256 | Self::Sm3 => 32,
            Self::Blake2b512 => 64,
            _ => self.evp().map_or(0, evp::Kind::digest_bytes),
        }
    }

    /// Whether the digest can have any length.
    pub(super) fn is_extendable(self) -> bool {
        matches!(self, Self::Shake128 | Self::Shake256)
    }

    /// A hash that has seen nothing.
    pub(super) fn hash(self) -> Hash {
        match self {
            Self::Blake2b512 => Box::new(Portable(Blake2b512::default())),
            Self::Blake2s256 => Box::new(Portable(Blake2s256::default())),
            Self::Sm3 => Box::new(Portable(Sm3::default())),
            _ => Box::new(evp::Digest::new(self.evp().expect("aws-lc has all others"))),
        }
    }

    /// The digest of all the data at once; `length` counts where any length will do.
    pub(super) fn digest(self, data: &[u8], length: usize) -> Vec<u8> {
        if let Some(kind) = self.evp().filter(|_| !self.is_extendable()) {
            let mut digest = vec![0; kind.digest_bytes()];
            kind.digest(data, &mut digest);
            return digest;
        }
        let mut hash = self.hash();
        hash.update(data);
        hash.finish(length)
    }

    /// The HMAC with `key` (RFC 2104); `None` for algorithms without blocks of their own.
    pub(super) fn hmac(self, key: &[u8]) -> Option<Hash> {
        if self.is_extendable() {
            return None;
        }
        match self.evp().and_then(|kind| evp::Hmac::new(kind, key)) {
            Some(hmac) => Some(Box::new(hmac)),
            None => Some(Box::new(self.composed_hmac(key))),
        }
    }

    /// An HMAC out of two hashes, where aws-lc has none.
    fn composed_hmac(self, key: &[u8]) -> ComposedHmac {
        let block_bytes = self.block_bytes();
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
        ComposedHmac { inner: keyed(0x36), outer: keyed(0x5c) }
    }

    fn block_bytes(self) -> usize {
        match self {
            Self::Blake2b512 => Blake2b512::block_size(),
            Self::Blake2s256 => Blake2s256::block_size(),
            Self::Sm3 => Sm3::block_size(),
            _ => self.evp().map_or(0, evp::Kind::block_bytes),
        }
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

impl State for evp::Digest {
    fn update(&mut self, data: &[u8]) {
        evp::Digest::update(self, data);
    }

    fn finish(&mut self, length: usize) -> Vec<u8> {
        evp::Digest::finish(self, length)
    }

    fn copy(&self) -> Hash {
        Box::new(self.clone())
    }
}

impl State for evp::Hmac {
    fn update(&mut self, data: &[u8]) {
        evp::Hmac::update(self, data);
    }

    fn finish(&mut self, _: usize) -> Vec<u8> {
        evp::Hmac::finish(self)
    }

    fn copy(&self) -> Hash {
        Box::new(self.clone())
    }
}

/// A digest that aws-lc lacks.
struct Portable<D>(D);

impl<D: digest::Digest + Clone + 'static> State for Portable<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finish(&mut self, _: usize) -> Vec<u8> {
        std::mem::replace(&mut self.0, D::new()).finalize().to_vec()
    }

    fn copy(&self) -> Hash {
        Box::new(Portable(self.0.clone()))
    }
}

struct ComposedHmac {
    inner: Hash,
    outer: Hash,
}

impl State for ComposedHmac {
    fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    fn finish(&mut self, length: usize) -> Vec<u8> {
        let digest = self.inner.finish(length);
        self.outer.update(&digest);
        self.outer.finish(length)
    }

    fn copy(&self) -> Hash {
        Box::new(ComposedHmac { inner: self.inner.copy(), outer: self.outer.copy() })
    }
}
