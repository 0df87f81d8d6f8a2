//! From a [`Program`] to its bytes. Equal input gives equal bytes.

use std::collections::{BTreeMap, HashMap};

use crate::layout::{
    FORMAT_VERSION, HEADER_CHECKSUM_OFFSET, MAGIC, NO_ROW, PART_ALIGNMENT, Section, TRAILER_BYTES, checksum,
    compare_paths, numbers, split_path,
};
use crate::program::{Asset, Compression, Module, ModuleKind, Package, Program, RequestKind, Resolution, Target};
use crate::text::author_utf8;

/// What `stat` shows of an embedded module or directory: readable by all, written by nobody.
const MODULE_MODE: u32 = 0o444;
const DIRECTORY_MODE: u32 = 0o555;
/// Fast enough for every build; the ratio hardly grows after it.
const ZSTD_LEVEL: i32 = 3;

/// The payload's bytes. Without a snapshot they are what the compiler hands to the stub that makes it; module texts are
/// the same bytes either way.
///
/// # Panics
/// If the program contradicts itself (modules out of order, a path outside the root, a request given twice): the
/// compiler's scan excludes that.
#[must_use]
pub fn write(program: &Program, snapshot: Option<&[u8]>) -> Vec<u8> {
    assert!(
        program.modules.is_sorted_by(|left, right| left.path < right.path),
        "bug in jsc: modules are not in the order of their paths"
    );
    let mut sections = Sections::default();
    sections.row(Section::Program, |row, strings| {
        row.u32(program.entry.0);
        row.u32(0);
        row.string(strings, &program.root);
    });
    for module in &program.modules {
        write_module(&mut sections, module);
    }
    for package in &program.packages {
        write_package(&mut sections, package);
    }
    write_files(&mut sections, program);
    write_pairs(&mut sections, Section::Options, &program.options);
    write_pairs(&mut sections, Section::Facts, &program.facts);
    sections.bytes(Section::Snapshot).extend_from_slice(snapshot.unwrap_or_default());
    sections.bytes[Section::Strings as usize] = std::mem::take(&mut sections.strings.bytes);
    assemble(&program.stub_build, &sections.bytes)
}

fn write_module(sections: &mut Sections, module: &Module) {
    let text = sections.part(Section::Text, module.text.bytes());
    let map = module.source_map.as_deref().unwrap_or_default();
    let source_map = sections.compressed_part(Section::SourceMaps, map.as_bytes());
    let exports = write_names(sections, &module.exports);
    let reexports = write_names(sections, &module.reexports);
    let resolutions = write_resolutions(sections, module);
    sections.row(Section::Modules, |row, strings| {
        row.string(strings, &module.path);
        row.string(strings, &module.reason);
        row.u8(numbers::number_of(&numbers::MODULE_KINDS, &module.kind));
        row.u8(numbers::number_of(&numbers::TEMPERATURES, &module.temperature));
        row.u8(numbers::number_of(&numbers::ENCODINGS, &module.text.encoding()));
        row.u8(numbers::number_of(&numbers::BOOLEANS, &module.has_top_level_await));
        row.u32(module.package.map_or(NO_ROW, |package| package.0));
        row.u32(module.header_length);
        row.u32(module.footer_length);
        row.part(text);
        row.part(source_map);
        row.u64(map.len() as u64);
        row.list(exports);
        row.list(reexports);
        row.list(resolutions);
    });
}

fn write_names(sections: &mut Sections, names: &[String]) -> List {
    let first = sections.row_count(Section::Names);
    for name in names {
        sections.row(Section::Names, |row, strings| row.string(strings, name));
    }
    List { first, count: names.len() as u32 }
}

fn write_resolutions(sections: &mut Sections, module: &Module) -> List {
    let mut sorted: Vec<&Resolution> = module.resolutions.iter().collect();
    sorted.sort_by_key(|resolution| request_key(resolution));
    assert!(
        sorted.is_sorted_by(|left, right| request_key(left) < request_key(right)),
        "bug in jsc: `{}` resolves one request twice",
        module.path
    );
    let first = sections.row_count(Section::Resolutions);
    for resolution in &sorted {
        write_resolution(sections, resolution);
    }
    List { first, count: sorted.len() as u32 }
}

fn request_key(resolution: &Resolution) -> (&[u8], RequestKind) {
    (resolution.specifier.as_bytes(), resolution.kind)
}

fn write_resolution(sections: &mut Sections, resolution: &Resolution) {
    let (target, module, name, message) = match &resolution.target {
        Target::Module(id) => (numbers::TARGET_MODULE, id.0, "", ""),
        Target::Builtin(name) => (numbers::TARGET_BUILTIN, NO_ROW, name.as_str(), ""),
        Target::External => (numbers::TARGET_EXTERNAL, NO_ROW, "", ""),
        Target::Failed { code, message } => (numbers::TARGET_FAILED, NO_ROW, code.as_str(), message.as_str()),
    };
    sections.row(Section::Resolutions, |row, strings| {
        row.string(strings, &resolution.specifier);
        row.u8(numbers::number_of(&numbers::REQUEST_KINDS, &resolution.kind));
        row.u8(target);
        row.u8(0);
        row.u8(0);
        row.u32(module);
        row.string(strings, name);
        row.string(strings, message);
    });
}

fn write_package(sections: &mut Sections, package: &Package) {
    sections.row(Section::Packages, |row, strings| {
        row.string(strings, &package.path);
        row.string(strings, &package.name);
        row.string(strings, &package.version);
        row.u8(numbers::number_of(&numbers::PACKAGE_TYPES, &package.package_type));
        row.zeros(7);
    });
}

fn write_pairs(sections: &mut Sections, section: Section, pairs: &[(String, String)]) {
    let sorted: BTreeMap<&str, &str> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(sorted.len(), pairs.len(), "bug in jsc: a key among the {} is given twice", section.name());
    for (key, value) in sorted {
        sections.row(section, |row, strings| {
            row.string(strings, key);
            row.string(strings, value);
        });
    }
}

/// What will stand in the file table, before directories know where their entries are.
enum FileSource<'a> {
    Directory,
    Module(u32, &'a Module),
    Asset(&'a Asset),
}

fn write_files(sections: &mut Sections, program: &Program) {
    let files = collect_files(program);
    let mut order: Vec<&str> = files.keys().copied().collect();
    order.sort_by(|left, right| compare_paths(left.as_bytes(), right.as_bytes()));
    let children = children_of(&order);
    for path in &order {
        let list = children.get(path.as_bytes()).copied().unwrap_or_default();
        write_file(sections, path, &files[path], list);
    }
}

/// Every path that `fs` can see: modules, assets (which win), and the directories they lie in up to the root.
fn collect_files(program: &Program) -> BTreeMap<&str, FileSource<'_>> {
    let mut files = BTreeMap::from([(program.root.as_str(), FileSource::Directory)]);
    for (index, module) in program.modules.iter().enumerate() {
        if module.kind != ModuleKind::Addon {
            files.insert(&module.path, FileSource::Module(index as u32, module));
        }
    }
    for asset in &program.assets {
        files.insert(&asset.path, FileSource::Asset(asset));
    }
    let leaves: Vec<&str> = files.keys().copied().collect();
    for path in leaves {
        for directory in directories_above(path, &program.root) {
            files.entry(directory).or_insert(FileSource::Directory);
        }
    }
    files
}

fn directories_above<'a>(path: &'a str, root: &'a str) -> impl Iterator<Item = &'a str> {
    let parent = |path: &'a str| Some(&path[..split_path(path.as_bytes()).0.len()]);
    std::iter::successors(Some(path), move |path| if *path == root { None } else { parent(path) })
        .inspect(|path| assert!(!path.is_empty(), "bug in jsc: a path lies outside the virtual root"))
        .skip(1)
}

/// For each directory, which rows of the file table are its entries.
fn children_of<'a>(order: &[&'a str]) -> HashMap<&'a [u8], List> {
    let mut children: HashMap<&[u8], List> = HashMap::new();
    for (row, path) in order.iter().enumerate() {
        let (directory, _) = split_path(path.as_bytes());
        children.entry(directory).or_insert(List { first: row as u32, count: 0 }).count += 1;
    }
    children
}

fn write_file(sections: &mut Sections, path: &str, source: &FileSource<'_>, children: List) {
    let mut part = PartPlace::default();
    let (content, mode, size, list) = match source {
        FileSource::Directory => (numbers::FILE_DIRECTORY, DIRECTORY_MODE, 0, children),
        FileSource::Module(id, module) => {
            let text =
                author_utf8(module.text.encoding(), module.text.bytes(), module.header_length, module.footer_length)
                    .expect("bug in jsc: the CommonJS wrapper is longer than its module");
            (numbers::FILE_MODULE, MODULE_MODE, text.len(), List { first: *id, count: 0 })
        }
        FileSource::Asset(asset) => {
            let content = match asset.compression {
                Compression::Stored => {
                    part = sections.part(Section::Assets, &asset.bytes);
                    numbers::FILE_STORED
                }
                Compression::Zstd => {
                    part = sections.compressed_part(Section::Assets, &asset.bytes);
                    numbers::FILE_ZSTD
                }
            };
            (content, asset.mode, asset.bytes.len(), List::default())
        }
    };
    sections.row(Section::Files, |row, strings| {
        row.string(strings, path);
        row.u8(content);
        row.zeros(3);
        row.u32(mode);
        row.u64(size as u64);
        row.list(list);
        row.part(part);
    });
}

/// Header, table, sections, trailer.
fn assemble(stub_build: &[u8; 32], sections: &[Vec<u8>; Section::ALL.len()]) -> Vec<u8> {
    let mut payload = vec![0; HEADER_CHECKSUM_OFFSET + size_of::<u64>()];
    let mut table = Row(Vec::new());
    for section in Section::ALL {
        let bytes = &sections[section as usize];
        pad_to(&mut payload, section.alignment());
        table.u64(payload.len() as u64);
        table.u64(bytes.len() as u64);
        table.u64(checksum(bytes));
        payload.extend_from_slice(bytes);
    }
    pad_to(&mut payload, PART_ALIGNMENT);

    let mut header = Row(MAGIC.to_vec());
    header.u32(FORMAT_VERSION);
    header.u32(Section::ALL.len() as u32);
    header.u64((payload.len() + TRAILER_BYTES) as u64);
    header.0.extend_from_slice(stub_build);
    header.0.extend_from_slice(&table.0);
    let header_checksum = checksum(&header.0).to_le_bytes();
    header.0.extend_from_slice(&header_checksum);

    payload[..header.0.len()].copy_from_slice(&header.0);
    payload.extend_from_slice(&header_checksum);
    payload
}

fn pad_to(bytes: &mut Vec<u8>, alignment: usize) {
    bytes.resize(bytes.len().next_multiple_of(alignment), 0);
}

/// Rows of a table: first and count.
#[derive(Clone, Copy, Default)]
struct List {
    first: u32,
    count: u32,
}

/// Where a part lies in its section.
#[derive(Clone, Copy, Default)]
struct PartPlace {
    offset: u64,
    length: u64,
    checksum: u64,
}

/// A row being written.
struct Row(Vec<u8>);

impl Row {
    fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn zeros(&mut self, count: usize) {
        self.0.resize(self.0.len() + count, 0);
    }

    fn list(&mut self, list: List) {
        self.u32(list.first);
        self.u32(list.count);
    }

    fn part(&mut self, part: PartPlace) {
        self.u64(part.offset);
        self.u64(part.length);
        self.u64(part.checksum);
    }

    fn string(&mut self, strings: &mut Strings, value: &str) {
        let offset = strings.offset_of(value);
        self.u32(offset);
        self.u32(value.len() as u32);
    }
}

/// The string section, in which each string stands once.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    offsets: HashMap<String, u32>,
}

impl Strings {
    fn offset_of(&mut self, value: &str) -> u32 {
        if let Some(offset) = self.offsets.get(value) {
            return *offset;
        }
        let offset = u32::try_from(self.bytes.len()).expect("a program has less than 4 GiB of paths and names");
        self.bytes.extend_from_slice(value.as_bytes());
        self.offsets.insert(value.to_owned(), offset);
        offset
    }
}

/// All sections while they grow. Strings have a place of their own, because every row refers to them.
#[derive(Default)]
struct Sections {
    bytes: [Vec<u8>; Section::ALL.len()],
    strings: Strings,
}

impl Sections {
    fn bytes(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.bytes[section as usize]
    }

    fn row_count(&self, section: Section) -> u32 {
        (self.bytes[section as usize].len() / section.row_bytes()) as u32
    }

    fn row(&mut self, section: Section, fill: impl FnOnce(&mut Row, &mut Strings)) {
        let mut row = Row(Vec::with_capacity(section.row_bytes()));
        fill(&mut row, &mut self.strings);
        assert_eq!(row.0.len(), section.row_bytes(), "bug in jsc: a row of {} has the wrong width", section.name());
        self.bytes(section).extend_from_slice(&row.0);
    }

    fn part(&mut self, section: Section, bytes: &[u8]) -> PartPlace {
        let place = self.bytes(section);
        pad_to(place, PART_ALIGNMENT);
        let offset = place.len() as u64;
        place.extend_from_slice(bytes);
        PartPlace { offset, length: bytes.len() as u64, checksum: checksum(bytes) }
    }

    fn compressed_part(&mut self, section: Section, bytes: &[u8]) -> PartPlace {
        if bytes.is_empty() {
            return PartPlace { checksum: checksum(bytes), ..PartPlace::default() };
        }
        let compressed = zstd::bulk::compress(bytes, ZSTD_LEVEL).expect("zstd compresses any bytes into memory");
        self.part(section, &compressed)
    }
}
