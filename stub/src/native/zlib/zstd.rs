//! Zstandard.

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

use zstd_safe::zstd_sys as sys;

use super::{Engine, Failure, Input, Output, Step};

/// Ends the frame; the other flags go to the library as they are.
const OPERATION_END: u32 = 2;

pub(super) struct Compressor {
    context: NonNull<sys::ZSTD_CCtx>,
    pledged_size: Option<u64>,
}

// SAFETY: the context owns its memory; nothing of it belongs to a thread.
unsafe impl Send for Compressor {}

impl Compressor {
    pub(super) fn new(params: &[(u32, i32)], pledged_size: Option<u64>, dictionary: &[u8]) -> Option<Self> {
        // SAFETY: null is handled; `drop` frees it.
        let context = NonNull::new(unsafe { sys::ZSTD_createCCtx() })?;
        let mut compressor = Self { context, pledged_size };
        for &(key, value) in params {
            let parameter = compressor_parameter(key)?;
            // SAFETY: the context is alive.
            is_ok(unsafe { sys::ZSTD_CCtx_setParameter(context.as_ptr(), parameter, value) })?;
        }
        compressor.pledge()?;
        if !dictionary.is_empty() {
            let (data, length) = (dictionary.as_ptr().cast::<c_void>(), dictionary.len());
            // SAFETY: the context is alive and copies the dictionary.
            is_ok(unsafe { sys::ZSTD_CCtx_loadDictionary(context.as_ptr(), data, length) })?;
        }
        Some(compressor)
    }

    fn pledge(&mut self) -> Option<()> {
        match self.pledged_size {
            // SAFETY: the context is alive.
            Some(size) => is_ok(unsafe { sys::ZSTD_CCtx_setPledgedSrcSize(self.context.as_ptr(), size) }),
            None => Some(()),
        }
    }
}

fn is_ok(result: usize) -> Option<()> {
    // SAFETY: takes any number.
    (unsafe { sys::ZSTD_isError(result) } == 0).then_some(())
}

fn compressor_parameter(key: u32) -> Option<sys::ZSTD_cParameter> {
    use sys::ZSTD_cParameter as P;
    Some(match key {
        100 => P::ZSTD_c_compressionLevel,
        101 => P::ZSTD_c_windowLog,
        102 => P::ZSTD_c_hashLog,
        103 => P::ZSTD_c_chainLog,
        104 => P::ZSTD_c_searchLog,
        105 => P::ZSTD_c_minMatch,
        106 => P::ZSTD_c_targetLength,
        107 => P::ZSTD_c_strategy,
        160 => P::ZSTD_c_enableLongDistanceMatching,
        161 => P::ZSTD_c_ldmHashLog,
        162 => P::ZSTD_c_ldmMinMatch,
        163 => P::ZSTD_c_ldmBucketSizeLog,
        164 => P::ZSTD_c_ldmHashRateLog,
        200 => P::ZSTD_c_contentSizeFlag,
        201 => P::ZSTD_c_checksumFlag,
        202 => P::ZSTD_c_dictIDFlag,
        400 => P::ZSTD_c_nbWorkers,
        401 => P::ZSTD_c_jobSize,
        402 => P::ZSTD_c_overlapLog,
        _ => return None,
    })
}

fn buffers(input: &Input, output: &Output) -> (sys::ZSTD_inBuffer, sys::ZSTD_outBuffer) {
    (
        sys::ZSTD_inBuffer { src: input.data.cast(), size: input.length, pos: 0 },
        sys::ZSTD_outBuffer { dst: output.data.cast(), size: output.length, pos: 0 },
    )
}

/// The failure that a result stands for, if it does.
fn failure(result: usize) -> Option<Failure> {
    is_ok(result).is_none().then(|| {
        // SAFETY: the code is one of the library's, whose names are constant strings.
        let (code, text) = unsafe {
            let code = sys::ZSTD_getErrorCode(result);
            (code, CStr::from_ptr(sys::ZSTD_getErrorString(code)))
        };
        Failure::new(&text.to_string_lossy(), "", code as i32)
    })
}

impl Engine for Compressor {
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step {
        let operation = match flush {
            0 => sys::ZSTD_EndDirective::ZSTD_e_continue,
            1 => sys::ZSTD_EndDirective::ZSTD_e_flush,
            _ => sys::ZSTD_EndDirective::ZSTD_e_end,
        };
        let (mut from, mut to) = buffers(input, output);
        // SAFETY: the context is alive, and both memories are valid for their lengths during this step.
        let result = unsafe { sys::ZSTD_compressStream2(self.context.as_ptr(), &raw mut to, &raw mut from, operation) };
        Step { read: from.pos, written: to.pos, failure: failure(result) }
    }

    fn reset(&mut self) {
        // SAFETY: the context is alive.
        unsafe { sys::ZSTD_CCtx_reset(self.context.as_ptr(), sys::ZSTD_ResetDirective::ZSTD_reset_session_only) };
        self.pledge();
    }
}

impl Drop for Compressor {
    fn drop(&mut self) {
        // SAFETY: made by `ZSTD_createCCtx` and freed once.
        unsafe { sys::ZSTD_freeCCtx(self.context.as_ptr()) };
    }
}

pub(super) struct Decompressor {
    context: NonNull<sys::ZSTD_DCtx>,
    /// Whether a frame has ended and no other has begun.
    is_between_frames: bool,
}

// SAFETY: as for the compressor.
unsafe impl Send for Decompressor {}

impl Decompressor {
    pub(super) fn new(params: &[(u32, i32)], dictionary: &[u8]) -> Option<Self> {
        const WINDOW_LOG_MAX: u32 = 100;
        // SAFETY: null is handled; `drop` frees it.
        let context = NonNull::new(unsafe { sys::ZSTD_createDCtx() })?;
        let decompressor = Self { context, is_between_frames: false };
        for &(key, value) in params {
            if key != WINDOW_LOG_MAX {
                return None;
            }
            let parameter = sys::ZSTD_dParameter::ZSTD_d_windowLogMax;
            // SAFETY: the context is alive.
            is_ok(unsafe { sys::ZSTD_DCtx_setParameter(context.as_ptr(), parameter, value) })?;
        }
        if !dictionary.is_empty() {
            let (data, length) = (dictionary.as_ptr().cast::<c_void>(), dictionary.len());
            // SAFETY: the context is alive and copies the dictionary.
            is_ok(unsafe { sys::ZSTD_DCtx_loadDictionary(context.as_ptr(), data, length) })?;
        }
        Some(decompressor)
    }
}

impl Engine for Decompressor {
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step {
        let (mut from, mut to) = buffers(input, output);
        // SAFETY: the context is alive, and both memories are valid for their lengths during this step.
        let result = unsafe { sys::ZSTD_decompressStream(self.context.as_ptr(), &raw mut to, &raw mut from) };
        let mut failure = failure(result);
        if result == 0 || from.pos > 0 {
            self.is_between_frames = result == 0;
        }
        // The frame wants more although there is room for it and no more will come.
        if failure.is_none() && !self.is_between_frames && flush == OPERATION_END && to.pos < to.size {
            failure = Some(Failure::unexpected_end());
        }
        Step { read: from.pos, written: to.pos, failure }
    }

    fn reset(&mut self) {
        // SAFETY: the context is alive.
        unsafe { sys::ZSTD_DCtx_reset(self.context.as_ptr(), sys::ZSTD_ResetDirective::ZSTD_reset_session_only) };
        self.is_between_frames = false;
    }
}

impl Drop for Decompressor {
    fn drop(&mut self) {
        // SAFETY: made by `ZSTD_createDCtx` and freed once.
        unsafe { sys::ZSTD_freeDCtx(self.context.as_ptr()) };
    }
}
