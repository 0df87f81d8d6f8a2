//! Why a specifier means nothing: Node's error codes and Node's sentences.

use std::fmt;

/// The `code` property of the error that Node throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    ModuleNotFound,
    ErrModuleNotFound,
    ErrUnsupportedDirImport,
    ErrInvalidModuleSpecifier,
    ErrInvalidPackageConfig,
    ErrInvalidPackageTarget,
    ErrPackageImportNotDefined,
    ErrPackagePathNotExported,
    ErrUnknownBuiltinModule,
    ErrUnsupportedEsmUrlScheme,
    ErrUnknownFileExtension,
}

/// The class of the error that Node throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    Error,
    TypeError,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveError {
    pub code: ErrorCode,
    /// Without the require stack, which only a running program has.
    pub message: String,
    /// The path that the error is about. Node hangs it on the error: as `url` if `import` asked for a file, as `path`
    /// if `require` found a package that names a missing file.
    pub path: Option<String>,
}

impl ErrorCode {
    const ALL: [Self; 11] = [
        Self::ModuleNotFound,
        Self::ErrModuleNotFound,
        Self::ErrUnsupportedDirImport,
        Self::ErrInvalidModuleSpecifier,
        Self::ErrInvalidPackageConfig,
        Self::ErrInvalidPackageTarget,
        Self::ErrPackageImportNotDefined,
        Self::ErrPackagePathNotExported,
        Self::ErrUnknownBuiltinModule,
        Self::ErrUnsupportedEsmUrlScheme,
        Self::ErrUnknownFileExtension,
    ];

    /// The code with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ModuleNotFound => "MODULE_NOT_FOUND",
            Self::ErrModuleNotFound => "ERR_MODULE_NOT_FOUND",
            Self::ErrUnsupportedDirImport => "ERR_UNSUPPORTED_DIR_IMPORT",
            Self::ErrInvalidModuleSpecifier => "ERR_INVALID_MODULE_SPECIFIER",
            Self::ErrInvalidPackageConfig => "ERR_INVALID_PACKAGE_CONFIG",
            Self::ErrInvalidPackageTarget => "ERR_INVALID_PACKAGE_TARGET",
            Self::ErrPackageImportNotDefined => "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            Self::ErrPackagePathNotExported => "ERR_PACKAGE_PATH_NOT_EXPORTED",
            Self::ErrUnknownBuiltinModule => "ERR_UNKNOWN_BUILTIN_MODULE",
            Self::ErrUnsupportedEsmUrlScheme => "ERR_UNSUPPORTED_ESM_URL_SCHEME",
            Self::ErrUnknownFileExtension => "ERR_UNKNOWN_FILE_EXTENSION",
        }
    }

    #[must_use]
    pub const fn class(self) -> ErrorClass {
        match self {
            Self::ErrInvalidModuleSpecifier | Self::ErrPackageImportNotDefined | Self::ErrUnknownFileExtension => {
                ErrorClass::TypeError
            }
            _ => ErrorClass::Error,
        }
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ResolveError {}

impl ResolveError {
    fn new(code: ErrorCode, message: String) -> Self {
        Self { code, message, path: None }
    }

    fn at(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Whether nothing is there, as opposed to something that is wrong.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.code, ErrorCode::ModuleNotFound | ErrorCode::ErrModuleNotFound)
    }

    pub(crate) fn cannot_find_module(request: &str) -> Self {
        Self::new(ErrorCode::ModuleNotFound, format!("Cannot find module '{request}'"))
    }

    /// `require` found a package, but the file that the package names does not exist.
    pub(crate) fn cannot_find_exported_file(path: &str, package_folder: &str) -> Self {
        Self::new(ErrorCode::ModuleNotFound, format!("Cannot find module '{path}'")).at(package_folder)
    }

    pub(crate) fn cannot_find_main(package_json: &str, main: &str) -> Self {
        let message =
            format!("Cannot find module '{main}'. Please verify that the package.json has a valid \"main\" entry");
        Self::new(ErrorCode::ModuleNotFound, message).at(package_json)
    }

    pub(crate) fn cannot_find_imported_file(path: &str, importer: &str) -> Self {
        Self::new(ErrorCode::ErrModuleNotFound, format!("Cannot find module '{path}' imported from {importer}"))
            .at(path)
    }

    pub(crate) fn cannot_find_package(package: &str, importer: &str) -> Self {
        Self::new(ErrorCode::ErrModuleNotFound, format!("Cannot find package '{package}' imported from {importer}"))
    }

    pub(crate) fn directory_import(path: &str, importer: &str) -> Self {
        let message =
            format!("Directory import '{path}' is not supported resolving ES modules imported from {importer}");
        Self::new(ErrorCode::ErrUnsupportedDirImport, message).at(path)
    }

    pub(crate) fn suggesting(mut self, specifier: &str) -> Self {
        self.message = format!("{}\nDid you mean to import \"{specifier}\"?", self.message);
        self
    }

    pub(crate) fn invalid_specifier(request: &str, reason: &str, importer: Option<&str>) -> Self {
        let message = format!("Invalid module \"{request}\" {reason}{}", imported_from(importer));
        Self::new(ErrorCode::ErrInvalidModuleSpecifier, message)
    }

    pub(crate) fn unreadable_config(package_json: &str, request: Option<(&str, &str)>) -> Self {
        let request = request
            .map_or(String::new(), |(specifier, importer)| format!(" while importing \"{specifier}\" from {importer}"));
        Self::new(ErrorCode::ErrInvalidPackageConfig, format!("Invalid package config {package_json}{request}."))
    }

    pub(crate) fn invalid_config(package_json: &str, importer: Option<&str>, reason: &str) -> Self {
        let importer = importer.map_or(String::new(), |importer| format!(" while importing file://{importer}"));
        let message = format!("Invalid package config {package_json}{importer}. {reason}");
        Self::new(ErrorCode::ErrInvalidPackageConfig, message)
    }

    pub(crate) fn invalid_target(message: String) -> Self {
        Self::new(ErrorCode::ErrInvalidPackageTarget, message)
    }

    pub(crate) fn import_not_defined(specifier: &str, package_json: Option<&str>, importer: &str) -> Self {
        let package = package_json.map_or(String::new(), |path| format!(" in package {path}"));
        let message =
            format!("Package import specifier \"{specifier}\" is not defined{package} imported from {importer}");
        Self::new(ErrorCode::ErrPackageImportNotDefined, message)
    }

    pub(crate) fn not_exported(package_json: &str, subpath: &str, importer: Option<&str>) -> Self {
        let from = imported_from(importer);
        let message = if subpath == "." {
            format!("No \"exports\" main defined in {package_json}{from}")
        } else {
            format!("Package subpath '{subpath}' is not defined by \"exports\" in {package_json}{from}")
        };
        Self::new(ErrorCode::ErrPackagePathNotExported, message)
    }

    pub(crate) fn unknown_builtin(name: &str) -> Self {
        Self::new(ErrorCode::ErrUnknownBuiltinModule, format!("No such built-in module: {name}"))
    }

    /// `import` found a file, but its name does not say what kind of module it is.
    #[must_use]
    pub fn unknown_extension(path: &str) -> Self {
        let extension = crate::paths::extension(path);
        let message = format!("Unknown file extension \"{extension}\" for {path}");
        Self::new(ErrorCode::ErrUnknownFileExtension, message).at(path)
    }

    pub(crate) fn unsupported_scheme(scheme: &str) -> Self {
        let message = format!(
            "Only URLs with a scheme in: file and data are supported by the default ESM loader. \
             Received protocol '{scheme}:'"
        );
        Self::new(ErrorCode::ErrUnsupportedEsmUrlScheme, message)
    }
}

pub(crate) fn imported_from(importer: Option<&str>) -> String {
    importer.map_or(String::new(), |importer| format!(" imported from {importer}"))
}
