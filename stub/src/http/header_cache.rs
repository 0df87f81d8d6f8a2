//! The header blocks that requests came with lately. Clients send the same headers again and again, so a block that is
//! known is named by its slot, and JavaScript keeps what it made of it.

/// How many blocks are kept; a power of two.
const SLOTS: usize = 256;
/// A longer block is not kept.
const MAX_BLOCK_BYTES: usize = 2048;

/// What a block's place in the cache is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In this slot, as before.
    Known(u32),
    /// In this slot from now on.
    New(u32),
    /// Nowhere: it is too long, or empty.
    None,
}

/// The blocks, each in the slot that its hash names.
pub(crate) struct HeaderCache {
    blocks: Vec<Vec<u8>>,
}

impl Default for HeaderCache {
    fn default() -> Self {
        Self { blocks: vec![Vec::new(); SLOTS] }
    }
}

impl HeaderCache {
    /// Finds the block or keeps it in place of another one.
    pub(crate) fn place(&mut self, block: &[u8]) -> Place {
        if block.is_empty() || block.len() > MAX_BLOCK_BYTES {
            return Place::None;
        }
        let slot = (hash(block) as usize) & (SLOTS - 1);
        let known = &mut self.blocks[slot];
        if known.as_slice() == block {
            return Place::Known(slot as u32);
        }
        known.clear();
        known.extend_from_slice(block);
        Place::New(slot as u32)
    }
}

/// Spreads well and is quick; a collision only costs another parse.
fn hash(block: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = block.len() as u64;
    let (words, rest) = block.as_chunks::<8>();
    for word in words {
        hash = (hash.rotate_left(5) ^ u64::from_ne_bytes(*word)).wrapping_mul(FACTOR);
    }
    for byte in rest {
        hash = (hash.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(FACTOR);
    }
    hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_known_until_another_takes_its_slot() {
        let mut cache = HeaderCache::default();
        let Place::New(slot) = cache.place(b"Host: a\r\n\r\n") else { panic!("it is new") };
        assert_eq!(cache.place(b"Host: a\r\n\r\n"), Place::Known(slot));
        for number in 0..10_000 {
            let block = format!("Host: {number}\r\n\r\n");
            assert!(matches!(cache.place(block.as_bytes()), Place::New(_)), "{number} is new");
        }
        assert!(matches!(cache.place(b"Host: a\r\n\r\n"), Place::New(_)), "every slot was taken since");
        assert_eq!(cache.place(&[b'x'; 4000]), Place::None);
        assert_eq!(cache.place(b""), Place::None);
    }
}
