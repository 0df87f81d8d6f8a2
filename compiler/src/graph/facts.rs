//! What parsing one file teaches: what it asks for, what it imports and exports, what has to be done to its text.

use resolution::{CommonJsExports, Request as RequestKind};

/// How surely a request is made when its module is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Always: an import declaration, or a `require` that stands free at the top.
    Certain,
    /// At the top, but under a condition or in a `try`.
    Guarded,
    /// In a function, or an `import()`.
    Nested,
}

/// What a request does with the file it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Load,
    /// `require.resolve`, `import.meta.resolve`, `new Worker(new URL(…))`: wants the file, but does not load it here.
    Locate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub specifier: String,
    pub kind: RequestKind,
    pub weight: Weight,
    pub edge: Edge,
    /// Where the specifier stands, in bytes.
    pub start: u32,
    pub end: u32,
}

/// One name of an import declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Index of the request that the declaration makes.
    pub request: usize,
    /// `*` for the namespace.
    pub name: String,
    pub local: String,
    pub start: u32,
    pub end: u32,
}

/// One name that a module exports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub name: String,
    pub source: ExportSource,
    /// Where the specifier or declaration stands, in bytes.
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportSource {
    /// A value that this module declares.
    Value,
    /// A type that this module declares; nothing is left of it at run time.
    Type,
    /// Something this module imports, under its local name.
    Imported(String),
    Reexport(Reexport),
}

/// `export { name } from`; `*` for a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reexport {
    pub request: usize,
    pub name: String,
}

/// An import or export declaration with a list of names in braces, as far as removing names from it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    pub start: u32,
    pub end: u32,
    /// Every specifier: where it stands, and whether it is already known to be only a type.
    pub specifiers: Vec<Specifier>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specifier {
    pub start: u32,
    pub end: u32,
    pub is_unused: bool,
}

/// How a TypeScript or JSX file becomes JavaScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// It is JavaScript.
    #[default]
    Keep,
    /// Types are blanked in place.
    Blank,
    /// It has syntax that does something at run time (enums, JSX, …), so it is printed anew.
    Reprint,
}

/// In which syntax a CommonJS module is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// That of its kind.
    #[default]
    Own,
    /// TypeScript's `import x = require()` and `export =`.
    ImportEquals,
    /// That of ES modules; it is compiled to CommonJS, as its package or tsconfig.json wants.
    EsModule,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub requests: Vec<Request>,
    pub imports: Vec<Import>,
    pub exports: Vec<Export>,
    /// Requests of `export * from`.
    pub stars: Vec<usize>,
    /// Requests of declarations with `type: 'json'`.
    pub json_requests: Vec<usize>,
    pub declarations: Vec<Declaration>,
    pub treatment: Treatment,
    pub has_jsx: bool,
    pub notation: Notation,
    /// Class fields without a value: where they stand.
    pub valueless_fields: Vec<(u32, u32)>,
    pub has_top_level_await: bool,
    pub asset_patterns: Vec<AssetPattern>,
    pub module_patterns: Vec<ModulePattern>,
    /// Where something is loaded of which the text does not tell what it is.
    pub untraced: Vec<(u32, u32)>,
    /// In such a file: literals that look like files beside it.
    pub relative_texts: Vec<String>,
    /// In a file that asks for its own path: literals that look like names of files.
    pub file_names: Vec<String>,
    /// For CommonJS: what an `import` of it finds.
    pub common_js: CommonJsExports,
}

/// A file or folder that the text names beside itself: `new URL('./x', import.meta.url)`, `path.join(__dirname, 'x')`;
/// `*` stands for what is known only at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetPattern {
    pub relative: String,
}

/// `import(`./locales/${name}.js`)`: a specifier with parts that are known only at run time, here `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModulePattern {
    pub pattern: String,
    pub kind: RequestKind,
}
