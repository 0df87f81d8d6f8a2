//! Things by number: a number is a place in a table and how often that place was used before, so that the number of a thing
//! that is gone names nothing for a long time.

use std::collections::VecDeque;
use std::marker::PhantomData;

/// Numbers stay below 2^30, which JavaScript holds without memory of their own.
const INDEX_BITS: u32 = 20;
const GENERATION_MASK: u32 = (1 << (30 - INDEX_BITS)) - 1;

/// The number of one kind of things.
pub(crate) trait Number: Copy {
    fn new(number: u32) -> Self;
    fn get(self) -> u32;
}

struct Place<T> {
    generation: u32,
    thing: Option<Box<T>>,
}

/// The table.
pub(crate) struct Slots<N, T> {
    numbers: PhantomData<N>,
    places: Vec<Place<T>>,
    /// Used again in the order they became free, so that a number is old before it comes back.
    free: VecDeque<u32>,
}

impl<N, T> Default for Slots<N, T> {
    fn default() -> Self {
        Self { numbers: PhantomData, places: Vec::new(), free: VecDeque::new() }
    }
}

impl<N: Number, T> Slots<N, T> {
    /// `None` when there are a million already.
    pub(crate) fn insert(&mut self, thing: T) -> Option<N> {
        let thing = Some(Box::new(thing));
        if let Some(index) = self.free.pop_front() {
            let place = &mut self.places[index as usize];
            place.generation = (place.generation + 1) & GENERATION_MASK;
            place.thing = thing;
            return Some(N::new(place.generation << INDEX_BITS | index));
        }
        let index = u32::try_from(self.places.len()).ok().filter(|index| index >> INDEX_BITS == 0)?;
        self.places.push(Place { generation: 0, thing });
        Some(N::new(index))
    }

    pub(crate) fn get(&self, number: N) -> Option<&T> {
        self.places.get(index(number)).filter(|place| place.generation == generation(number))?.thing.as_deref()
    }

    pub(crate) fn get_mut(&mut self, number: N) -> Option<&mut T> {
        self.places.get_mut(index(number)).filter(|place| place.generation == generation(number))?.thing.as_deref_mut()
    }

    pub(crate) fn remove(&mut self, number: N) -> Option<Box<T>> {
        let place = self.places.get_mut(index(number)).filter(|place| place.generation == generation(number))?;
        let thing = place.thing.take()?;
        self.free.push_back(index(number) as u32);
        Some(thing)
    }

    /// Every thing with its number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (N, &T)> {
        self.places.iter().enumerate().filter_map(|(index, place)| {
            let number = N::new(place.generation << INDEX_BITS | index as u32);
            Some((number, place.thing.as_deref()?))
        })
    }
}

fn index(number: impl Number) -> usize {
    (number.get() & ((1 << INDEX_BITS) - 1)) as usize
}

fn generation(number: impl Number) -> u32 {
    number.get() >> INDEX_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Number for u32 {
        fn new(number: u32) -> Self {
            number
        }

        fn get(self) -> u32 {
            self
        }
    }

    #[test]
    fn the_number_of_a_thing_that_is_gone_names_nothing() {
        let mut slots = Slots::<u32, _>::default();
        let first = slots.insert("a").expect("there is room");
        let second = slots.insert("b").expect("there is room");
        assert_eq!(slots.remove(first).as_deref(), Some(&"a"));
        let third = slots.insert("c").expect("there is room");
        assert_ne!(first, third);
        assert_eq!((slots.get(first), slots.get(second), slots.get(third)), (None, Some(&"b"), Some(&"c")));
        assert_eq!(slots.remove(first), None);
        assert_eq!(
            slots.iter().map(|(number, thing)| (number, *thing)).collect::<Vec<_>>(),
            [(third, "c"), (second, "b")]
        );
    }
}
