//! The open streams by number: a number is a place in a table and how often that place was used before.

use std::collections::VecDeque;

use super::{Stream, StreamId};

/// Numbers stay below 2^30, which JavaScript holds without memory of their own.
const INDEX_BITS: u32 = 20;
const GENERATION_MASK: u32 = (1 << (30 - INDEX_BITS)) - 1;

struct Slot {
    generation: u32,
    stream: Option<Box<Stream>>,
}

#[derive(Default)]
pub(super) struct Table {
    slots: Vec<Slot>,
    /// Used again in the order they became free, so that a number is old before it comes back.
    free: VecDeque<u32>,
}

impl Table {
    /// `None` when there are a million already.
    pub(super) fn insert(&mut self, stream: Stream) -> Option<StreamId> {
        let stream = Some(Box::new(stream));
        if let Some(index) = self.free.pop_front() {
            let slot = &mut self.slots[index as usize];
            slot.generation = (slot.generation + 1) & GENERATION_MASK;
            slot.stream = stream;
            return Some(StreamId(slot.generation << INDEX_BITS | index));
        }
        let index = u32::try_from(self.slots.len()).ok().filter(|index| index >> INDEX_BITS == 0)?;
        self.slots.push(Slot { generation: 0, stream });
        Some(StreamId(index))
    }

    pub(super) fn get(&self, id: StreamId) -> Option<&Stream> {
        self.slots.get(index(id)).filter(|slot| slot.generation == generation(id))?.stream.as_deref()
    }

    pub(super) fn get_mut(&mut self, id: StreamId) -> Option<&mut Stream> {
        self.slots.get_mut(index(id)).filter(|slot| slot.generation == generation(id))?.stream.as_deref_mut()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stream> {
        self.slots.iter().filter_map(|slot| slot.stream.as_deref())
    }

    pub(super) fn remove(&mut self, id: StreamId) -> Option<Box<Stream>> {
        let slot = self.slots.get_mut(index(id)).filter(|slot| slot.generation == generation(id))?;
        let stream = slot.stream.take()?;
        self.free.push_back(index(id) as u32);
        Some(stream)
    }
}

fn index(id: StreamId) -> usize {
    (id.0 & ((1 << INDEX_BITS) - 1)) as usize
}

fn generation(id: StreamId) -> u32 {
    id.0 >> INDEX_BITS
}
