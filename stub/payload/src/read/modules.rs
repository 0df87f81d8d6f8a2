//! The tables of modules, their requests and their packages.

use super::Reader;
use super::table::{Row, decompress};
use crate::layout::{NO_ROW, Section, module, numbers, package, resolution};
use crate::malformed::{Malformed, Part};
use crate::program::{Encoding, ModuleId, ModuleKind, PackageId, PackageType, RequestKind, Target, Temperature};

/// What the tables say of one module. Its text and source map are parts of their own: [`Reader::text`], [`Reader::source_map`].
#[derive(Clone, Copy, Debug)]
pub struct ModuleView<'a> {
    pub path: &'a str,
    pub reason: &'a str,
    pub kind: ModuleKind,
    pub temperature: Temperature,
    pub encoding: Encoding,
    pub has_top_level_await: bool,
    pub has_source_map: bool,
    pub package: Option<PackageId>,
    pub header_length: u32,
    pub footer_length: u32,
    /// How many bytes the text takes in the payload.
    pub text_bytes: u64,
}

/// A module's text as V8 takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleText<'a> {
    /// Latin-1.
    OneByte(&'a [u8]),
    /// UTF-16.
    TwoByte(&'a [u16]),
}

/// One request of a module: specifier, kind, and what it resolves to.
pub type ResolutionView<'a> = (&'a str, RequestKind, Target<&'a str>);

/// What the tables say of one package.json.
#[derive(Clone, Copy, Debug)]
pub struct PackageView<'a> {
    pub path: &'a str,
    pub name: &'a str,
    pub version: &'a str,
    pub package_type: PackageType,
}

/// Modules.
impl<'a> Reader<'a> {
    #[must_use]
    pub fn module_count(&self) -> u32 {
        self.row_count(Section::Modules)
    }

    /// Every module's number, in order.
    pub fn module_ids(&self) -> impl Iterator<Item = ModuleId> + use<> {
        (0..self.module_count()).map(ModuleId)
    }

    /// The module at a virtual path.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn find_module(&self, path: &str) -> Result<Option<ModuleId>, Malformed> {
        let found = self.search(Section::Modules, 0, self.module_count(), |row| {
            Ok(self.string_bytes(row, module::PATH, "module path")?.cmp(path.as_bytes()))
        })?;
        Ok(found.map(ModuleId))
    }

    /// # Errors
    /// If there is no such module or a field is out of range.
    pub fn module(&self, id: ModuleId) -> Result<ModuleView<'a>, Malformed> {
        let row = self.row(Section::Modules, id.0)?;
        let package = row.u32(module::PACKAGE, "package")?;
        Ok(ModuleView {
            path: self.string(row, module::PATH, "module path")?,
            reason: self.string(row, module::REASON, "reason")?,
            kind: row.choice(module::KIND, &numbers::MODULE_KINDS, "module kind")?,
            temperature: row.choice(module::TEMPERATURE, &numbers::TEMPERATURES, "temperature")?,
            encoding: row.choice(module::ENCODING, &numbers::ENCODINGS, "encoding")?,
            has_top_level_await: row.choice(module::HAS_TOP_LEVEL_AWAIT, &numbers::BOOLEANS, "top-level await")?,
            has_source_map: row.u64(module::SOURCE_MAP_SIZE, "source map size")? != 0,
            package: (package != NO_ROW).then_some(PackageId(package)),
            header_length: row.u32(module::HEADER_LENGTH, "header length")?,
            footer_length: row.u32(module::FOOTER_LENGTH, "footer length")?,
            text_bytes: row.u64(module::TEXT + 8, "text length")?,
        })
    }

    /// A module's text, once its checksum is known to be right. To be asked for when the module is first compiled or evaluated.
    ///
    /// # Errors
    /// If it is damaged or a field is out of range.
    pub fn text(&self, id: ModuleId) -> Result<ModuleText<'a>, Malformed> {
        let row = self.row(Section::Modules, id.0)?;
        let bytes = self.part(Section::Text, row, module::TEXT, Part::Text(id.0))?;
        Self::text_view(row, bytes)
    }

    /// A module's text as it lies there: for registering its place with V8, which does not read it. Before the module
    /// runs, [`Reader::text`] must have succeeded.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn text_unverified(&self, id: ModuleId) -> Result<ModuleText<'a>, Malformed> {
        let row = self.row(Section::Modules, id.0)?;
        let (bytes, _) = self.part_unverified(Section::Text, row, module::TEXT)?;
        Self::text_view(row, bytes)
    }

    fn text_view(row: Row<'a>, bytes: &'a [u8]) -> Result<ModuleText<'a>, Malformed> {
        match row.choice(module::ENCODING, &numbers::ENCODINGS, "encoding")? {
            Encoding::OneByte => Ok(ModuleText::OneByte(bytes)),
            Encoding::TwoByte if bytes.len() % 2 == 1 => Err(Malformed::Field("text length")),
            Encoding::TwoByte => {
                bytemuck::try_cast_slice(bytes).map(ModuleText::TwoByte).map_err(|_| Malformed::Alignment)
            }
        }
    }

    /// A reprinted module's source map, as JSON.
    ///
    /// # Errors
    /// If it is damaged or a field is out of range.
    pub fn source_map(&self, id: ModuleId) -> Result<Option<Vec<u8>>, Malformed> {
        let row = self.row(Section::Modules, id.0)?;
        let size = row.u64(module::SOURCE_MAP_SIZE, "source map size")?;
        let bytes = self.part(Section::SourceMaps, row, module::SOURCE_MAP, Part::SourceMap(id.0))?;
        if size == 0 {
            return Ok(None);
        }
        decompress(bytes, size, Part::SourceMap(id.0)).map(Some)
    }

    /// Export names of a CommonJS module.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn exports(
        &self,
        id: ModuleId,
    ) -> Result<impl Iterator<Item = Result<&'a str, Malformed>> + use<'a>, Malformed> {
        self.names(id, module::EXPORTS)
    }

    /// Specifiers whose exports a CommonJS module passes on.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn reexports(
        &self,
        id: ModuleId,
    ) -> Result<impl Iterator<Item = Result<&'a str, Malformed>> + use<'a>, Malformed> {
        self.names(id, module::REEXPORTS)
    }

    fn names(
        &self,
        id: ModuleId,
        field: usize,
    ) -> Result<impl Iterator<Item = Result<&'a str, Malformed>> + use<'a>, Malformed> {
        let reader = *self;
        let rows = self.list(Section::Names, self.row(Section::Modules, id.0)?, field)?;
        Ok(rows.map(move |row| reader.string(reader.row(Section::Names, row)?, 0, "name")))
    }

    /// What a request of a module resolves to; `None` if the build did not see that request.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn resolve(
        &self,
        id: ModuleId,
        specifier: &str,
        kind: RequestKind,
    ) -> Result<Option<Target<&'a str>>, Malformed> {
        let rows = self.list(Section::Resolutions, self.row(Section::Modules, id.0)?, module::RESOLUTIONS)?;
        let found = self.search(Section::Resolutions, rows.start, rows.end, |row| {
            let by_specifier = self.string_bytes(row, resolution::SPECIFIER, "specifier")?.cmp(specifier.as_bytes());
            let row_kind = row.choice(resolution::KIND, &numbers::REQUEST_KINDS, "request kind")?;
            Ok(by_specifier.then(row_kind.cmp(&kind)))
        })?;
        found.map(|row| self.target(self.row(Section::Resolutions, row)?)).transpose()
    }

    /// Every request of a module that the build saw.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn resolutions(
        &self,
        id: ModuleId,
    ) -> Result<impl Iterator<Item = Result<ResolutionView<'a>, Malformed>> + use<'a>, Malformed> {
        let reader = *self;
        let rows = self.list(Section::Resolutions, self.row(Section::Modules, id.0)?, module::RESOLUTIONS)?;
        Ok(rows.map(move |row| {
            let row = reader.row(Section::Resolutions, row)?;
            let specifier = reader.string(row, resolution::SPECIFIER, "specifier")?;
            let kind = row.choice(resolution::KIND, &numbers::REQUEST_KINDS, "request kind")?;
            Ok((specifier, kind, reader.target(row)?))
        }))
    }

    fn target(&self, row: Row<'a>) -> Result<Target<&'a str>, Malformed> {
        match row.u8(resolution::TARGET, "target")? {
            numbers::TARGET_MODULE => {
                let id = row.u32(resolution::MODULE, "target module")?;
                self.row(Section::Modules, id).map(|_| Target::Module(ModuleId(id)))
            }
            numbers::TARGET_BUILTIN => Ok(Target::Builtin(self.string(row, resolution::NAME, "builtin")?)),
            numbers::TARGET_EXTERNAL => Ok(Target::External),
            numbers::TARGET_FAILED => Ok(Target::Failed {
                code: self.string(row, resolution::NAME, "error code")?,
                message: self.string(row, resolution::MESSAGE, "error message")?,
            }),
            _ => Err(Malformed::Field("target")),
        }
    }

    #[must_use]
    pub fn package_count(&self) -> u32 {
        self.row_count(Section::Packages)
    }

    /// # Errors
    /// If there is no such package or a field is out of range.
    pub fn package(&self, id: PackageId) -> Result<PackageView<'a>, Malformed> {
        let row = self.row(Section::Packages, id.0)?;
        Ok(PackageView {
            path: self.string(row, package::PATH, "package path")?,
            name: self.string(row, package::NAME, "package name")?,
            version: self.string(row, package::VERSION, "package version")?,
            package_type: row.choice(package::TYPE, &numbers::PACKAGE_TYPES, "package type")?,
        })
    }
}
