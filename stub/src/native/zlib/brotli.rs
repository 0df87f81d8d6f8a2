//! Brotli. The library works on slices, so memory that JavaScript may write goes through pieces of our own.

use brotli::enc::StandardAlloc as Alloc;
use brotli::enc::encode::{BrotliEncoderOperation, BrotliEncoderParameter, BrotliEncoderStateStruct};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};

use super::{Engine, Failure, Input, Output, Step};

const PIECE_BYTES: usize = 64 * 1024;

/// Node's numbers for what to do with the input, which are brotli's.
const OPERATION_PROCESS: u32 = 0;
const OPERATION_FLUSH: u32 = 1;
const OPERATION_FINISH: u32 = 2;

pub(super) struct Compressor {
    state: BrotliEncoderStateStruct<Alloc>,
    params: Vec<(u32, i32)>,
}

// SAFETY: the state owns its memory; nothing of it belongs to a thread.
unsafe impl Send for Compressor {}

impl Compressor {
    pub(super) fn new(params: Vec<(u32, i32)>) -> Option<Self> {
        let state = compressor_state(&params)?;
        Some(Self { state, params })
    }
}

fn compressor_state(params: &[(u32, i32)]) -> Option<BrotliEncoderStateStruct<Alloc>> {
    use BrotliEncoderParameter as P;
    let mut state = BrotliEncoderStateStruct::new(Alloc::default());
    for &(key, value) in params {
        let parameter = match key {
            0 => P::BROTLI_PARAM_MODE,
            1 => P::BROTLI_PARAM_QUALITY,
            2 => P::BROTLI_PARAM_LGWIN,
            3 => P::BROTLI_PARAM_LGBLOCK,
            4 => P::BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING,
            5 => P::BROTLI_PARAM_SIZE_HINT,
            6 => P::BROTLI_PARAM_LARGE_WINDOW,
            // Two parameters that this encoder chooses by itself.
            _ => continue,
        };
        if !state.set_parameter(parameter, value as u32) {
            return None;
        }
    }
    Some(state)
}

impl Engine for Compressor {
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step {
        let (mut read, mut written) = (0, 0);
        loop {
            let piece = input.piece(read, PIECE_BYTES);
            let is_last = read + piece.len() == input.length;
            let operation = match if is_last { flush } else { OPERATION_PROCESS } {
                OPERATION_PROCESS => BrotliEncoderOperation::BROTLI_OPERATION_PROCESS,
                OPERATION_FLUSH => BrotliEncoderOperation::BROTLI_OPERATION_FLUSH,
                OPERATION_FINISH => BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
                _ => BrotliEncoderOperation::BROTLI_OPERATION_EMIT_METADATA,
            };
            let mut room = vec![0; (output.length - written).min(PIECE_BYTES)];
            let (mut input_left, mut input_offset) = (piece.len(), 0);
            let (mut output_left, mut output_offset) = (room.len(), 0);
            let is_ok = self.state.compress_stream(
                operation,
                &mut input_left,
                &piece,
                &mut input_offset,
                &mut output_left,
                &mut room,
                &mut output_offset,
                &mut None,
                &mut |_, _, _, _| (),
            );
            output.put(written, &room[..output_offset]);
            read += input_offset;
            written += output_offset;
            if !is_ok {
                let failure = Some(Failure::new("Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1));
                return Step { read, written, failure };
            }
            let is_full = written == output.length;
            let has_made_progress = input_offset > 0 || output_offset > 0;
            if is_full || !has_made_progress || (read == input.length && !self.state.has_more_output()) {
                return Step { read, written, failure: None };
            }
        }
    }

    fn reset(&mut self) {
        if let Some(state) = compressor_state(&self.params) {
            self.state = state;
        }
    }
}

pub(super) struct Decompressor {
    state: BrotliState<Alloc, Alloc, Alloc>,
    is_window_large: bool,
}

// SAFETY: as for the compressor.
unsafe impl Send for Decompressor {}

/// The decoder's parameter for windows beyond those of RFC 7932.
const DECODER_LARGE_WINDOW: u32 = 1;

impl Decompressor {
    pub(super) fn new(params: &[(u32, i32)]) -> Self {
        let is_window_large = params.iter().any(|&(key, value)| key == DECODER_LARGE_WINDOW && value != 0);
        Self { state: decompressor_state(is_window_large), is_window_large }
    }
}

fn decompressor_state(is_window_large: bool) -> BrotliState<Alloc, Alloc, Alloc> {
    let mut state = BrotliState::new(Alloc::default(), Alloc::default(), Alloc::default());
    state.large_window = is_window_large;
    state
}

impl Engine for Decompressor {
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step {
        let (mut read, mut written) = (0, 0);
        loop {
            let piece = input.piece(read, PIECE_BYTES);
            let mut room = vec![0; (output.length - written).min(PIECE_BYTES)];
            let (mut input_left, mut input_offset) = (piece.len(), 0);
            let (mut output_left, mut output_offset, mut total) = (room.len(), 0, 0);
            let result = BrotliDecompressStream(
                &mut input_left,
                &mut input_offset,
                &piece,
                &mut output_left,
                &mut output_offset,
                &mut room,
                &mut total,
                &mut self.state,
            );
            output.put(written, &room[..output_offset]);
            read += input_offset;
            written += output_offset;
            let failure = match result {
                BrotliResult::ResultFailure => Some(self.failure()),
                BrotliResult::NeedsMoreInput if read < input.length => continue,
                BrotliResult::NeedsMoreOutput if written < output.length => continue,
                BrotliResult::NeedsMoreInput if flush == OPERATION_FINISH => Some(Failure::unexpected_end()),
                _ => None,
            };
            return Step { read, written, failure };
        }
    }

    fn reset(&mut self) {
        self.state = decompressor_state(self.is_window_large);
    }
}

impl Decompressor {
    /// `ERR__ERROR_FORMAT_PADDING_1` for `BROTLI_DECODER_ERROR_FORMAT_PADDING_1`.
    fn failure(&self) -> Failure {
        let name = format!("{:?}", self.state.error_code);
        let code = format!("ERR_{}", name.strip_prefix("BROTLI_DECODER").unwrap_or(&name));
        Failure::new("Decompression failed", &code, self.state.error_code as i32)
    }
}
