//! The payload: everything of an application that an executable carries behind the stub. Compiler and stub share this
//! crate and the bytes it defines, and (beside `resolution`) nothing else.
//!
//! Words used here:
//! - *program*: the payload's content as a value ([`Program`]); [`write`] turns it into bytes, [`Reader`] looks into bytes.
//! - *tables*: what the loader asks at every start (modules, resolutions, files, ...). They are checked when the payload is opened.
//! - *parts*: what is used one by one (the snapshot, a module's text, a source map, an asset). Each has a checksum of its
//!   own, checked when the part is read; [`Reader::verify_all`] checks every byte.
//! - *virtual path*: the absolute path under which a module or asset appears to the application.
//!
//! Reading never panics and never trusts a number: whatever the bytes, the result is a value or [`Malformed`]. This crate
//! does no input or output, knows neither V8 nor swc, and has no `unsafe`.
#![forbid(unsafe_code)]

mod layout;
mod malformed;
mod options;
mod program;
mod read;
mod stub_id;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use layout::{FORMAT_VERSION, MAGIC, PAGE_BYTES, Section};
pub use malformed::{Malformed, Part};
pub use options::{OptionOwner, option_names, option_owner};
pub use program::{
    Asset, Compression, Encoding, Module, ModuleId, ModuleKind, Package, PackageId, PackageType, Program, RequestKind,
    Resolution, Target, Temperature, Text,
};
pub use read::{FileContent, FileView, ModuleText, ModuleView, PackageView, Reader, ResolutionView, SectionView};
pub use stub_id::{STUB_ID_SECTION, StubId};
pub use write::write;
