//! The payload's content as plain values: what the compiler fills in, and the small enums that both sides speak.

/// A module's number: its position among all modules in the order of their virtual paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// A package's number: its position in [`Program::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageId(pub u32);

/// How a module is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleKind {
    Esm,
    CommonJs,
    Json,
    /// A `.node` file. It has no text; its bytes are the asset of the same path.
    Addon,
}

/// How much of a module's work was done when the executable was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Temperature {
    /// Only text, compiled when the module is first loaded.
    Absent,
    /// Compiled and linked in the snapshot, evaluated at start.
    Linked,
    /// Evaluated in the snapshot.
    Warm,
}

/// How a text lies in the payload: as V8 can use it without a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Latin-1, one byte for each character.
    OneByte,
    /// UTF-16, little-endian, at an even address.
    TwoByte,
}

/// Which kind of request a specifier was written in; Node resolves them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestKind {
    Import,
    Require,
}

/// What a request resolves to. `Text` is `String` when writing and `&str` when reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<Text> {
    Module(ModuleId),
    /// A module of the standard library, named without `node:`.
    Builtin(Text),
    /// Left out of the executable by the user: looked for on the disk at run time.
    External,
    /// Could not be resolved, and the program may not care (`try { require('x') } catch {}`): thrown when reached.
    Failed {
        code: Text,
        message: Text,
    },
}

/// `"type"` of a package.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageType {
    /// The field is missing.
    None,
    CommonJs,
    Module,
}

/// How an asset is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Stored,
    Zstd,
}

/// A module's text in the form in which V8 will use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    encoding: Encoding,
    bytes: Vec<u8>,
}

impl Text {
    /// Latin-1 if every character fits, UTF-16 otherwise.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { encoding: Encoding::OneByte, bytes: text.as_bytes().to_vec() };
        }
        match text.chars().map(|character| u8::try_from(character).ok()).collect() {
            Some(bytes) => Self { encoding: Encoding::OneByte, bytes },
            None => {
                Self { encoding: Encoding::TwoByte, bytes: text.encode_utf16().flat_map(u16::to_le_bytes).collect() }
            }
        }
    }

    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes as they will lie in the payload.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// One request of one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    pub specifier: String,
    pub kind: RequestKind,
    pub target: Target<String>,
}

/// One embedded module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its virtual path.
    pub path: String,
    pub kind: ModuleKind,
    pub temperature: Temperature,
    /// Why it has that temperature, for `jsc inspect`. May be empty.
    pub reason: String,
    /// What V8 compiles. For CommonJS this includes the wrapper; for an addon it is empty.
    pub text: Text,
    /// How many characters at the start of `text` are the CommonJS wrapper and not the author's.
    pub header_length: u32,
    /// How many characters at the end of `text` are the CommonJS wrapper.
    pub footer_length: u32,
    pub has_top_level_await: bool,
    /// The source map of a reprinted module, as JSON.
    pub source_map: Option<String>,
    /// Export names of a CommonJS module, as cjs-module-lexer finds them.
    pub exports: Vec<String>,
    /// Specifiers whose exports a CommonJS module passes on.
    pub reexports: Vec<String>,
    /// The package whose scope the module is in.
    pub package: Option<PackageId>,
    /// In any order; each (specifier, kind) once.
    pub resolutions: Vec<Resolution>,
}

/// What the loader has to know of a package.json.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Virtual path of the package.json.
    pub path: String,
    pub name: String,
    pub version: String,
    pub package_type: PackageType,
}

/// A file that the application reads with `fs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its virtual path. If it is also a module's, `fs` reads these bytes and not the module's text.
    pub path: String,
    /// Permission bits, as `stat` shows them.
    pub mode: u32,
    pub compression: Compression,
    /// The file's own bytes; [`crate::write`] compresses them where `compression` says so.
    pub bytes: Vec<u8>,
}

/// Everything a payload holds but the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The build of the stub that this payload is for ([`crate::StubId::build`]).
    pub stub_build: [u8; 32],
    /// The virtual root: the directory of which every path here is below.
    pub root: String,
    pub entry: ModuleId,
    /// In the order of their paths (byte order), each path once.
    pub modules: Vec<Module>,
    pub packages: Vec<Package>,
    pub assets: Vec<Asset>,
    /// What the stub reads at start (baked flags, process title, ...): key and value, each key once.
    pub options: Vec<(String, String)>,
    /// What `jsc inspect` shows of the build: key and value, each key once.
    pub facts: Vec<(String, String)>,
}
