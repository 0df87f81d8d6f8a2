//! Node's resolution rules: which file, or which builtin, a specifier means.
//!
//! The compiler asks while it scans an application, the stub asks again at run time for files on the real disk and
//! for specifiers that were not known at build time, so both get the same answer, and the same errors as from Node.
//! The crate never touches a disk: everything it learns comes through a [`FileSystem`].
//!
//! Words: an *importer* is the file that contains the specifier; a *request* is how it asks (`import` or `require`),
//! which chooses conditions, extensions and error codes; a *scope* is the nearest package.json above a file.
//!
//! Deliberately not here: caching of answers, tsconfig `paths` (the compiler's), loaders and hooks (JavaScript's).

mod builtins;
mod cjs_exports;
mod commonjs;
mod error;
mod es_module;
mod file_system;
mod format;
mod package;
mod package_target;
pub mod paths;
mod resolver;

pub use builtins::{builtin_id, builtin_names, can_be_required_without_scheme};
pub use cjs_exports::{CommonJsExports, common_js_exports};
pub use commonjs::package_name;
pub use error::{ErrorClass, ErrorCode, ResolveError};
pub use es_module::url_suffix;
pub use file_system::{FileKind, FileSystem, MemoryFileSystem};
pub use format::Format;
pub use package::{PackageJson, PackageType};
pub use resolver::{Extensions, Request, Resolved, Resolver};
