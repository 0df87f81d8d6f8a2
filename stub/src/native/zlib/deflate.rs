//! zlib: deflate and inflate with their headers, raw, in gzip, or found out from the first bytes.

use std::ffi::{CStr, c_int};

use libz_rs_sys as z;

use super::{Engine, Failure, Input, Output, Step};

/// Node's numbers for what a stream does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Deflate,
    Inflate,
    Gzip,
    Gunzip,
    DeflateRaw,
    InflateRaw,
    /// Gzip or zlib, as the first two bytes say.
    Unzip,
}

impl Mode {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            1 => Self::Deflate,
            2 => Self::Inflate,
            3 => Self::Gzip,
            4 => Self::Gunzip,
            5 => Self::DeflateRaw,
            6 => Self::InflateRaw,
            7 => Self::Unzip,
            _ => return None,
        })
    }

    fn is_compressor(self) -> bool {
        matches!(self, Self::Deflate | Self::Gzip | Self::DeflateRaw)
    }

    /// zlib tells the formats apart by adding to the size of the window.
    fn window_bits(self, bits: i32) -> i32 {
        match self {
            Self::Gzip | Self::Gunzip => bits + 16,
            Self::Unzip => bits + 32,
            Self::DeflateRaw | Self::InflateRaw => -bits,
            Self::Deflate | Self::Inflate => bits,
        }
    }
}

pub(super) struct Options {
    pub(super) window_bits: i32,
    pub(super) level: i32,
    pub(super) memory_level: i32,
    pub(super) strategy: i32,
    pub(super) dictionary: Vec<u8>,
    /// Whether a gzip file is one member, and what follows it is left alone.
    pub(super) ends_with_first_member: bool,
}

pub(super) struct Zlib {
    /// In a box because zlib's state points back at it.
    stream: Box<z::z_stream>,
    /// What the stream was made for, and what it has turned out to be.
    mode: Mode,
    found: Mode,
    /// How many of gzip's two first bytes have been seen.
    gzip_bytes_seen: u8,
    dictionary: Vec<u8>,
    ends_with_first_member: bool,
    /// Whether everything was compressed and the end written.
    has_ended: bool,
    /// Why the dictionary cannot be used.
    dictionary_failure: Option<&'static str>,
}

// SAFETY: the stream is zlib's own memory and nothing of it belongs to a thread; `next_in` and `next_out` are set anew in each step.
unsafe impl Send for Zlib {}

impl Zlib {
    pub(super) fn new(mode: i32, options: Options) -> Option<Self> {
        let mode = Mode::from_number(mode)?;
        let mut stream = Box::new(z::z_stream::default());
        let window_bits = mode.window_bits(options.window_bits);
        let (version, size) = (z::zlibVersion(), size_of::<z::z_stream>() as c_int);
        // SAFETY: the stream is fresh, stays where it is, and is ended in `drop`, because a failure here drops it as a box only.
        let result = unsafe {
            if mode.is_compressor() {
                let (level, memory_level, strategy) = (options.level, options.memory_level, options.strategy);
                z::deflateInit2_(
                    &raw mut *stream,
                    level,
                    z::Z_DEFLATED,
                    window_bits,
                    memory_level,
                    strategy,
                    version,
                    size,
                )
            } else {
                z::inflateInit2_(&raw mut *stream, window_bits, version, size)
            }
        };
        if result != z::Z_OK {
            return None;
        }
        let (dictionary, ends_with_first_member) = (options.dictionary, options.ends_with_first_member);
        let mut zlib = Self {
            stream,
            mode,
            found: mode,
            gzip_bytes_seen: 0,
            dictionary,
            ends_with_first_member,
            has_ended: false,
            dictionary_failure: None,
        };
        zlib.set_dictionary();
        Some(zlib)
    }

    /// Gives zlib the dictionary, but for the formats that ask for it by themselves.
    fn set_dictionary(&mut self) {
        if self.dictionary.is_empty() {
            return;
        }
        let (stream, dictionary, length) =
            (&raw mut *self.stream, self.dictionary.as_ptr(), self.dictionary.len() as z::uInt);
        // SAFETY: the stream is initialised for the direction, and the dictionary outlives the call.
        let result = unsafe {
            match self.mode {
                Mode::Deflate | Mode::DeflateRaw => z::deflateSetDictionary(stream, dictionary, length),
                Mode::InflateRaw => z::inflateSetDictionary(stream, dictionary, length),
                Mode::Inflate | Mode::Gzip | Mode::Gunzip | Mode::Unzip => z::Z_OK,
            }
        };
        self.dictionary_failure = (result != z::Z_OK).then_some("Failed to set dictionary");
    }

    fn inflate(&mut self, flush: c_int) -> c_int {
        // SAFETY: the stream is initialised for inflating, and `step` set where it reads and writes.
        unsafe { z::inflate(&raw mut *self.stream, flush) }
    }

    /// Finds out the format from the bytes that come next.
    fn detect(&mut self) {
        const GZIP: [u8; 2] = [0x1f, 0x8b];
        let (mut next, end) = (self.stream.next_in, self.stream.next_in.wrapping_add(self.stream.avail_in as usize));
        while self.found == Mode::Unzip && next < end {
            // SAFETY: `next` is before the end of the input.
            if unsafe { *next } != GZIP[usize::from(self.gzip_bytes_seen)] {
                self.found = Mode::Inflate;
            } else if self.gzip_bytes_seen == 1 {
                self.found = Mode::Gunzip;
            }
            self.gzip_bytes_seen = 1;
            next = next.wrapping_add(1);
        }
    }

    fn decompress(&mut self, flush: c_int) -> c_int {
        self.detect();
        let mut result = self.inflate(flush);
        if result == z::Z_NEED_DICT && self.found != Mode::InflateRaw && !self.dictionary.is_empty() {
            let (dictionary, length) = (self.dictionary.as_ptr(), self.dictionary.len() as z::uInt);
            // SAFETY: as in `set_dictionary`.
            result = unsafe { z::inflateSetDictionary(&raw mut *self.stream, dictionary, length) };
            if result == z::Z_OK {
                result = self.inflate(flush);
            } else if result == z::Z_DATA_ERROR {
                // It is not the one that the data was compressed with.
                result = z::Z_NEED_DICT;
            }
        }
        // A gzip file may have several members; zeros behind the last are padding.
        while self.stream.avail_in > 0
            && self.found == Mode::Gunzip
            && result == z::Z_STREAM_END
            && !self.ends_with_first_member
            // SAFETY: there is at least one byte of input left.
            && unsafe { *self.stream.next_in } != 0
        {
            self.restart();
            result = self.inflate(flush);
        }
        result
    }

    fn restart(&mut self) {
        // SAFETY: the stream is initialised for the direction.
        unsafe {
            if self.mode.is_compressor() {
                z::deflateReset(&raw mut *self.stream);
            } else {
                z::inflateReset(&raw mut *self.stream);
            }
        }
    }

    fn failure(&self, result: c_int, flush: c_int) -> Option<Failure> {
        match result {
            z::Z_OK | z::Z_BUF_ERROR if self.stream.avail_out != 0 && flush == z::Z_FINISH => {
                Some(Failure::unexpected_end())
            }
            z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => None,
            z::Z_NEED_DICT => {
                let message = if self.dictionary.is_empty() { "Missing dictionary" } else { "Bad dictionary" };
                Some(Failure::new(message, code_name(result), result))
            }
            _ => Some(Failure::new(&self.message(), code_name(result), result)),
        }
    }

    fn message(&self) -> String {
        if self.stream.msg.is_null() {
            return "Zlib error".to_owned();
        }
        // SAFETY: zlib's messages are constant strings that end in NUL.
        unsafe { CStr::from_ptr(self.stream.msg) }.to_string_lossy().into_owned()
    }
}

fn code_name(result: c_int) -> &'static str {
    match result {
        z::Z_NEED_DICT => "Z_NEED_DICT",
        z::Z_ERRNO => "Z_ERRNO",
        z::Z_DATA_ERROR => "Z_DATA_ERROR",
        z::Z_MEM_ERROR => "Z_MEM_ERROR",
        z::Z_BUF_ERROR => "Z_BUF_ERROR",
        z::Z_VERSION_ERROR => "Z_VERSION_ERROR",
        _ => "Z_STREAM_ERROR",
    }
}

impl Engine for Zlib {
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step {
        if let Some(message) = self.dictionary_failure {
            let failure = Some(Failure::new(message, code_name(z::Z_STREAM_ERROR), z::Z_STREAM_ERROR));
            return Step { read: 0, written: 0, failure };
        }
        // A flush that was asked for before the end, but comes after it.
        if self.has_ended && input.length == 0 {
            return Step { read: 0, written: 0, failure: None };
        }
        let flush = flush as c_int;
        // zlib counts in 32 bits; what is beyond is left for the next step.
        let (input_length, output_length) = (input.length.min(u32::MAX as usize), output.length.min(u32::MAX as usize));
        self.stream.next_in = input.data.cast_mut();
        self.stream.avail_in = input_length as z::uInt;
        self.stream.next_out = output.data;
        self.stream.avail_out = output_length as z::uInt;
        let result = if self.mode.is_compressor() {
            // SAFETY: the stream is initialised for deflating, and its memories are those of this step.
            unsafe { z::deflate(&raw mut *self.stream, flush) }
        } else {
            self.decompress(flush)
        };
        self.has_ended = self.mode.is_compressor() && result == z::Z_STREAM_END;
        Step {
            read: input_length - self.stream.avail_in as usize,
            written: output_length - self.stream.avail_out as usize,
            failure: self.failure(result, flush),
        }
    }

    fn reset(&mut self) {
        self.restart();
        self.has_ended = false;
        self.found = self.mode;
        self.gzip_bytes_seen = 0;
        self.set_dictionary();
    }

    fn set_params(&mut self, level: i32, strategy: i32) {
        if self.mode.is_compressor() {
            // JavaScript flushed before, so there is nothing to write: the stream needs no memory to write it to.
            let mut nothing = [0; 1];
            self.stream.next_in = nothing.as_mut_ptr();
            self.stream.avail_in = 0;
            self.stream.next_out = nothing.as_mut_ptr();
            self.stream.avail_out = 0;
            // SAFETY: the stream is initialised for deflating.
            unsafe { z::deflateParams(&raw mut *self.stream, level, strategy) };
        }
    }
}

impl Drop for Zlib {
    fn drop(&mut self) {
        // SAFETY: the stream was initialised for the direction and is ended once.
        unsafe {
            if self.mode.is_compressor() {
                z::deflateEnd(&raw mut *self.stream);
            } else {
                z::inflateEnd(&raw mut *self.stream);
            }
        }
    }
}

/// The checksum of gzip, continued from `start`.
pub(super) fn crc32(start: u32, data: &[u8]) -> u32 {
    // SAFETY: the pointer and the length are of one slice.
    unsafe { z::crc32_z(start.into(), data.as_ptr(), data.len()) as u32 }
}
