//! What kind of module a file is, as far as its path and its package can tell.

use crate::package::PackageType;
use crate::paths;
use crate::resolver::Resolver;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    EsModule,
    CommonJs,
    /// An ES module if its text has syntax that only ES modules have, else CommonJS.
    Detect,
    Json,
    Addon,
    Wasm,
    /// `import` refuses it; `require` treats it as CommonJS.
    Unknown,
}

impl Resolver<'_> {
    /// A scope whose package.json cannot be read counts as one without `type`: whoever resolves through it reports it.
    #[must_use]
    pub fn format(&self, path: &str) -> Format {
        match paths::extension(path) {
            ".mjs" | ".mts" => Format::EsModule,
            ".cjs" | ".cts" => Format::CommonJs,
            ".js" | ".ts" | ".jsx" | ".tsx" | "" => self.format_by_scope(path),
            ".json" => Format::Json,
            ".node" => Format::Addon,
            ".wasm" => Format::Wasm,
            _ => Format::Unknown,
        }
    }

    fn format_by_scope(&self, path: &str) -> Format {
        let scope = self.scope(paths::parent(path)).ok().flatten();
        match scope.map_or(PackageType::Unspecified, |package| package.package_type) {
            PackageType::Module => Format::EsModule,
            PackageType::CommonJs => Format::CommonJs,
            PackageType::Unspecified => Format::Detect,
        }
    }
}
