//! `jsc inspect`: what an executable is made of, and whether every byte of it is as it was written.
//!
//! The report is a value; how it is shown (for people or as JSON) is decided last. It is read with the same code that the
//! stub reads it with, so what is shown here is what runs.

use std::fmt::Write;

use payload::{FORMAT_VERSION, FileContent, Malformed, ModuleId, ModuleKind, Reader, Target, Temperature};
use resolution::paths;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::executable::{self, NoPayload};
use crate::host::Host;
use crate::messages;

/// Everything that `jsc inspect` knows. The names of the fields are the keys of the JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    file: String,
    bytes: u64,
    stub: Stub,
    payload_format: u32,
    root: String,
    entry: String,
    options: Vec<Pair>,
    facts: Vec<Pair>,
    payload: Vec<Part>,
    sections: Vec<Part>,
    modules: Vec<Module>,
    assets: Vec<Asset>,
}

/// Which stub it is made with.
#[derive(Debug, Serialize)]
struct Stub {
    /// Absent if the section that says so was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    build: String,
}

#[derive(Debug, Serialize)]
struct Pair {
    key: String,
    value: String,
}

/// A piece of the payload or a section of the executable.
#[derive(Debug, Serialize)]
struct Part {
    name: String,
    bytes: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Module {
    path: String,
    kind: &'static str,
    temperature: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    bytes: u64,
    has_source_map: bool,
    external: Vec<String>,
    failed: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Asset {
    path: String,
    bytes: u64,
    is_compressed: bool,
}

/// Reads the executable at `path`, which may be relative to the current folder.
///
/// # Errors
/// If there is none, it is not one of jsc's, or it is damaged.
pub fn inspect(path: &str, host: &dyn Host) -> Result<Report, Diagnostic> {
    let file = paths::join(&host.current_folder(), path);
    let bytes = host.read_bytes(&file).map_err(|error| messages::executable_unreadable(path, &error))?;
    let payload = executable::payload_of(&bytes).map_err(|reason| match reason {
        NoPayload::Foreign => messages::not_an_executable_of_jsc(path),
        NoPayload::BareStub => messages::stub_without_program(path),
        NoPayload::CutShort => messages::executable_cut_short(path),
    })?;
    report(path, &bytes, payload).map_err(|malformed| messages::executable_damaged(path, malformed))
}

fn report(path: &str, executable: &[u8], payload: &[u8]) -> Result<Report, Malformed> {
    let reader = Reader::open(payload)?;
    reader.verify_all()?;
    let id = executable::stub_id(executable);
    if id.is_some_and(|id| id.build() != reader.stub_build()) {
        return Err(Malformed::OtherStub);
    }
    let sections = executable::section_sizes(executable);
    Ok(Report {
        file: path.to_owned(),
        bytes: executable.len() as u64,
        stub: Stub { version: id.map(|id| id.version().to_owned()), build: hexadecimal(reader.stub_build()) },
        payload_format: FORMAT_VERSION,
        root: reader.root()?.to_owned(),
        entry: reader.module(reader.entry()?)?.path.to_owned(),
        options: reader.options().map(pair).collect::<Result<_, _>>()?,
        facts: reader.facts().map(pair).collect::<Result<_, _>>()?,
        payload: reader.sections().iter().map(|view| part(view.section.name(), view.bytes.len() as u64)).collect(),
        sections: sections.iter().map(|(name, bytes)| part(name, *bytes)).collect(),
        modules: reader.module_ids().map(|id| module(&reader, id)).collect::<Result<_, _>>()?,
        assets: assets(&reader)?,
    })
}

fn part(name: &str, bytes: u64) -> Part {
    Part { name: name.to_owned(), bytes }
}

fn pair(pair: Result<(&str, &str), Malformed>) -> Result<Pair, Malformed> {
    pair.map(|(key, value)| Pair { key: key.to_owned(), value: value.to_owned() })
}

fn module(reader: &Reader<'_>, id: ModuleId) -> Result<Module, Malformed> {
    let view = reader.module(id)?;
    let (mut external, mut failed) = (Vec::new(), Vec::new());
    for resolution in reader.resolutions(id)? {
        match resolution? {
            (specifier, _, Target::External) => external.push(specifier.to_owned()),
            (specifier, _, Target::Failed { .. }) => failed.push(specifier.to_owned()),
            (_, _, Target::Module(_) | Target::Builtin(_)) => {}
        }
    }
    // The same specifier may be asked for by `import` and by `require`; they are neighbours.
    external.dedup();
    failed.dedup();
    Ok(Module {
        path: view.path.to_owned(),
        kind: kind_name(view.kind),
        temperature: temperature_name(view.temperature),
        reason: view.reason.to_owned(),
        bytes: view.text_bytes,
        has_source_map: view.has_source_map,
        external,
        failed,
    })
}

fn assets(reader: &Reader<'_>) -> Result<Vec<Asset>, Malformed> {
    let mut assets = Vec::new();
    for file in reader.files() {
        let file = file?;
        if matches!(file.content, FileContent::Stored | FileContent::Zstd) {
            let is_compressed = file.content == FileContent::Zstd;
            assets.push(Asset { path: file.path.to_owned(), bytes: file.size, is_compressed });
        }
    }
    Ok(assets)
}

fn kind_name(kind: ModuleKind) -> &'static str {
    match kind {
        ModuleKind::Esm => "esm",
        ModuleKind::CommonJs => "commonjs",
        ModuleKind::Json => "json",
        ModuleKind::Addon => "addon",
    }
}

fn temperature_name(temperature: Temperature) -> &'static str {
    match temperature {
        Temperature::Absent => "absent",
        Temperature::Linked => "linked",
        Temperature::Warm => "warm",
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Showing.
impl Report {
    /// For programs.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a report is only strings, numbers and lists");
        json + "\n"
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text).expect("writing into a string cannot fail");
        text
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let version = self.stub.version.as_deref().unwrap_or("unknown");
        writeln!(out, "{}: {}, every checksum matches", self.file, size(self.bytes))?;
        writeln!(out)?;
        let about = [
            ("stub", version),
            ("stub build", &self.stub.build),
            ("payload format", &self.payload_format.to_string()),
            ("virtual root", &self.root),
            ("entry", &self.entry),
        ];
        for (key, value) in about.into_iter().chain(self.pairs()) {
            writeln!(out, "  {key:<20} {value}")?;
        }
        write_parts(out, "payload", &self.payload)?;
        self.write_modules(out)?;
        self.write_assets(out)?;
        write_parts(out, "sections of the file", &self.sections)
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facts.iter().chain(&self.options).map(|pair| (pair.key.as_str(), pair.value.as_str()))
    }

    fn write_modules(&self, out: &mut String) -> std::fmt::Result {
        let bytes = self.modules.iter().map(|module| module.bytes).sum();
        writeln!(out, "\nmodules: {} with {}", self.modules.len(), size(bytes))?;
        for module in &self.modules {
            let Module { temperature, kind, bytes, path, reason, .. } = module;
            let line = format!("  {:>10}  {temperature:<6}  {kind:<8}  {path}  {reason}", size(*bytes));
            writeln!(out, "{}", line.trim_end())?;
            for specifier in &module.external {
                writeln!(out, "{:32}left out: {specifier}", "")?;
            }
            for specifier in &module.failed {
                writeln!(out, "{:32}not found: {specifier}", "")?;
            }
        }
        Ok(())
    }

    fn write_assets(&self, out: &mut String) -> std::fmt::Result {
        let bytes = self.assets.iter().map(|asset| asset.bytes).sum();
        writeln!(out, "\nassets: {} with {}", self.assets.len(), size(bytes))?;
        for asset in &self.assets {
            let how = if asset.is_compressed { "zstd" } else { "stored" };
            writeln!(out, "  {:>10}  {how:<6}  {}", size(asset.bytes), asset.path)?;
        }
        Ok(())
    }
}

fn write_parts(out: &mut String, title: &str, parts: &[Part]) -> std::fmt::Result {
    writeln!(out, "\n{title}:")?;
    for part in parts.iter().filter(|part| part.bytes > 0) {
        writeln!(out, "  {:>10}  {}", size(part.bytes), part.name)?;
    }
    Ok(())
}

/// A size as people read it: three significant digits.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use payload::{Asset, Compression, Encoding, Module, Package, PackageType, Program, RequestKind, Resolution, Text};

    use super::*;
    use crate::executable::tests::{BUILD, small_stub};
    use crate::host::MemoryHost;

    fn program() -> Program {
        let module = Module {
            path: "/app/main.mjs".into(),
            kind: ModuleKind::Esm,
            temperature: Temperature::Linked,
            reason: "runs at start".into(),
            text: Text::new("import 'left-out'"),
            header_length: 0,
            footer_length: 0,
            has_top_level_await: false,
            source_map: None,
            exports: vec![],
            reexports: vec![],
            package: None,
            resolutions: vec![Resolution {
                specifier: "left-out".into(),
                kind: RequestKind::Import,
                target: Target::External,
            }],
        };
        assert_eq!(module.text.encoding(), Encoding::OneByte);
        Program {
            stub_build: BUILD,
            root: "/app".into(),
            entry: ModuleId(0),
            modules: vec![module],
            packages: vec![Package {
                path: "/app/package.json".into(),
                name: "app".into(),
                version: "1.0.0".into(),
                package_type: PackageType::None,
            }],
            assets: vec![Asset {
                path: "/app/a.txt".into(),
                mode: 0o644,
                compression: Compression::Stored,
                bytes: b"text".into(),
            }],
            options: vec![("title".into(), "app".into())],
            facts: vec![("jsc".into(), "0.1.0".into())],
        }
    }

    fn inspected(executable: &[u8]) -> Result<Report, &'static str> {
        let host = MemoryHost::default().with_binary("/app/app", executable);
        inspect("app", &host).map_err(|diagnostic| diagnostic.code)
    }

    #[test]
    fn a_report_shows_modules_assets_options_and_parts() {
        let stub = small_stub("inspect-report", "1.2.3");
        let executable = executable::assemble(&stub, &payload::write(&program(), Some(b"snapshot"))).unwrap();
        let report = inspected(&executable).unwrap();
        let text = report.to_text();
        for line in [
            "  stub                 1.2.3",
            "  title                app",
            "        17 B  linked  esm       /app/main.mjs  runs at start",
            "                                left out: left-out",
            "         4 B  stored  /app/a.txt",
            "         8 B  snapshot",
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line}\n--\n{text}");
        }
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
        assert_eq!(json["modules"][0]["temperature"], "linked");
        assert_eq!(json["stub"]["version"], "1.2.3");
    }

    #[test]
    fn what_is_not_a_whole_executable_of_jsc_is_named() {
        let stub = small_stub("inspect-refuse", "1.2.3");
        let payload = payload::write(&program(), Some(b"snapshot"));
        let executable = executable::assemble(&stub, &payload).unwrap();
        let place = executable.windows(payload.len()).position(|window| window == payload).unwrap();

        assert_eq!(inspected(b"#!/bin/sh").unwrap_err(), "not-an-executable");
        assert_eq!(inspected(&stub).unwrap_err(), "stub-without-program");
        assert_eq!(inspected(&executable[..place + 100]).unwrap_err(), "executable-cut-short");
        for position in (place..place + payload.len()).step_by(37) {
            let mut damaged = executable.clone();
            damaged[position] ^= 1;
            assert_eq!(inspected(&damaged).unwrap_err(), "executable-damaged", "byte {}", position - place);
        }
        let foreign = payload::write(&Program { stub_build: [1; 32], ..program() }, None);
        let foreign = executable::assemble(&stub, &foreign).unwrap();
        assert_eq!(inspected(&foreign).unwrap_err(), "executable-damaged");
        assert_eq!(inspect("nothing", &MemoryHost::default()).unwrap_err().code, "executable-unreadable");
    }

    #[test]
    fn sizes_have_three_digits() {
        let cases = [(0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (9_999, "10.0 kB"), (99_999, "100 kB")];
        let large = [(999_499, "999 kB"), (999_500, "1.00 MB"), (48_123_456, "48.1 MB"), (5_000_000_000, "5.00 GB")];
        for (bytes, expected) in cases.into_iter().chain(large) {
            assert_eq!(size(bytes), expected);
        }
    }
}
