//! A small program through the whole format: there and back, cut everywhere, and damaged everywhere.

use super::*;

fn resolution(specifier: &str, kind: RequestKind, target: Target<String>) -> Resolution {
    Resolution { specifier: specifier.into(), kind, target }
}

fn module(path: &str, kind: ModuleKind, text: &str) -> Module {
    Module {
        path: path.into(),
        kind,
        temperature: Temperature::Absent,
        reason: String::new(),
        text: Text::new(text),
        header_length: 0,
        footer_length: 0,
        has_top_level_await: false,
        source_map: None,
        exports: vec![],
        reexports: vec![],
        package: None,
        resolutions: vec![],
    }
}

const WRAPPED: &str = "(function (exports) {\nexports.a = 'é'\n})";

fn program() -> Program {
    Program {
        stub_build: [9; 32],
        root: "/app".into(),
        entry: ModuleId(1),
        modules: vec![
            Module {
                temperature: Temperature::Linked,
                reason: "imported by the entry".into(),
                header_length: 22,
                footer_length: 3,
                exports: vec!["a".into(), "b".into()],
                reexports: vec!["./other".into()],
                package: Some(PackageId(0)),
                ..module("/app/lib/wrapped.cjs", ModuleKind::CommonJs, WRAPPED)
            },
            Module {
                temperature: Temperature::Warm,
                has_top_level_await: true,
                source_map: Some(r#"{"version":3,"mappings":"AAAA"}"#.into()),
                resolutions: vec![
                    resolution("./lib/wrapped.cjs", RequestKind::Require, Target::Module(ModuleId(0))),
                    resolution("fs", RequestKind::Import, Target::Builtin("fs".into())),
                    resolution("./lib/wrapped.cjs", RequestKind::Import, Target::Module(ModuleId(0))),
                    resolution("left-out", RequestKind::Import, Target::External),
                    resolution(
                        "missing",
                        RequestKind::Require,
                        Target::Failed { code: "MODULE_NOT_FOUND".into(), message: "Cannot find module".into() },
                    ),
                ],
                ..module("/app/main.mjs", ModuleKind::Esm, "await 'Ω'")
            },
            module("/app/native.node", ModuleKind::Addon, ""),
        ],
        packages: vec![Package {
            path: "/app/lib/package.json".into(),
            name: "lib".into(),
            version: "1.0.0".into(),
            package_type: PackageType::CommonJs,
        }],
        assets: vec![
            Asset {
                path: "/app/lib-x/a.txt".into(),
                mode: 0o644,
                compression: Compression::Zstd,
                bytes: vec![b'a'; 99],
            },
            Asset { path: "/app/lib-x/empty".into(), mode: 0o600, compression: Compression::Zstd, bytes: vec![] },
            Asset {
                path: "/app/native.node".into(),
                mode: 0o755,
                compression: Compression::Stored,
                bytes: b"ELF".into(),
            },
        ],
        options: vec![("title".into(), "app".into()), ("flags".into(), "--x".into())],
        facts: vec![("jsc".into(), "0.1.0".into())],
    }
}

#[test]
fn everything_written_is_read_again() {
    let payload = write(&program(), Some(b"snapshot"));
    let reader = Reader::open(&payload).unwrap();
    reader.verify_all().unwrap();
    assert_eq!(reader.stub_build(), &[9; 32]);
    assert_eq!((reader.entry().unwrap(), reader.root().unwrap()), (ModuleId(1), "/app"));
    assert_eq!(reader.snapshot().unwrap(), Some(&b"snapshot"[..]));
    assert_eq!(reader.option("title").unwrap(), Some("app"));
    assert_eq!(reader.option("no").unwrap(), None);
    assert_eq!(reader.options().collect::<Result<Vec<_>, _>>().unwrap(), [("flags", "--x"), ("title", "app")]);
    assert_eq!(reader.facts().collect::<Result<Vec<_>, _>>().unwrap(), [("jsc", "0.1.0")]);
    assert_eq!(reader.package(PackageId(0)).unwrap().name, "lib");
    for view in reader.sections() {
        assert_eq!(view.offset % view.section.alignment(), 0, "{}", view.section.name());
    }
}

#[test]
fn modules_are_found_by_path_and_keep_their_facts() {
    let payload = write(&program(), None);
    let reader = Reader::open(&payload).unwrap();
    assert_eq!(reader.snapshot().unwrap(), None);
    assert_eq!(reader.find_module("/app/main.mjs").unwrap(), Some(ModuleId(1)));
    assert_eq!(reader.find_module("/app/main").unwrap(), None);
    let wrapped = reader.module(ModuleId(0)).unwrap();
    assert_eq!((wrapped.kind, wrapped.temperature), (ModuleKind::CommonJs, Temperature::Linked));
    assert_eq!((wrapped.reason, wrapped.package), ("imported by the entry", Some(PackageId(0))));
    assert_eq!(reader.exports(ModuleId(0)).unwrap().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    assert_eq!(reader.reexports(ModuleId(0)).unwrap().collect::<Result<Vec<_>, _>>().unwrap(), ["./other"]);
    assert!(reader.module(ModuleId(1)).unwrap().has_top_level_await);
    assert_eq!(reader.source_map(ModuleId(0)).unwrap(), None);
    assert_eq!(reader.source_map(ModuleId(1)).unwrap().unwrap(), br#"{"version":3,"mappings":"AAAA"}"#);
    assert!(reader.module(ModuleId(3)).is_err());
}

#[test]
fn text_is_one_byte_where_latin1_suffices_and_two_byte_elsewhere() {
    let payload = write(&program(), None);
    let reader = Reader::open(&payload).unwrap();
    let latin1: Vec<u8> = WRAPPED.chars().map(|character| u8::try_from(character).unwrap()).collect();
    let utf16: Vec<u16> = "await 'Ω'".encode_utf16().collect();
    assert_eq!(reader.text(ModuleId(0)).unwrap(), ModuleText::OneByte(&latin1));
    assert_eq!(reader.text(ModuleId(1)).unwrap(), ModuleText::TwoByte(&utf16));
}

#[test]
fn text_is_the_same_with_and_without_a_snapshot() {
    let (before, after) = (write(&program(), None), write(&program(), Some(&[1; 5000])));
    let (before, after) = (Reader::open(&before).unwrap(), Reader::open(&after).unwrap());
    for id in before.module_ids() {
        assert_eq!(before.text(id).unwrap(), after.text(id).unwrap());
    }
}

#[test]
fn requests_resolve_by_specifier_and_kind() {
    let payload = write(&program(), None);
    let reader = Reader::open(&payload).unwrap();
    let resolve = |specifier, kind| reader.resolve(ModuleId(1), specifier, kind).unwrap();
    assert_eq!(resolve("./lib/wrapped.cjs", RequestKind::Import), Some(Target::Module(ModuleId(0))));
    assert_eq!(resolve("fs", RequestKind::Import), Some(Target::Builtin("fs")));
    assert_eq!(resolve("fs", RequestKind::Require), None);
    assert_eq!(resolve("left-out", RequestKind::Import), Some(Target::External));
    let failed = Target::Failed { code: "MODULE_NOT_FOUND", message: "Cannot find module" };
    assert_eq!(resolve("missing", RequestKind::Require), Some(failed));
    assert_eq!(reader.resolve(ModuleId(0), "fs", RequestKind::Import).unwrap(), None);
    assert_eq!(reader.resolutions(ModuleId(1)).unwrap().count(), 5);
}

#[test]
fn modules_and_assets_are_files_in_directories() {
    let payload = write(&program(), None);
    let reader = Reader::open(&payload).unwrap();
    let names = |path: &str| {
        let directory = reader.find_file(path).unwrap().unwrap();
        let entries = reader.entries(directory).unwrap();
        entries.map(|entry| entry.unwrap().name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("/app"), ["lib", "lib-x", "main.mjs", "native.node"]);
    assert_eq!(names("/app/lib-x"), ["a.txt", "empty"]);
    assert_eq!(names("/app/main.mjs"), [""; 0]);
    assert!(reader.find_file("/").unwrap().is_none());
    assert!(reader.find_file("/app/lib-x/").unwrap().is_none());

    let content = |path: &str| {
        let file = reader.find_file(path).unwrap().unwrap();
        let bytes = reader.read_file(file).unwrap().into_owned();
        assert_eq!(file.size, bytes.len() as u64, "{path}");
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(content("/app/lib/wrapped.cjs"), "exports.a = 'é'");
    assert_eq!(content("/app/main.mjs"), "await 'Ω'");
    assert_eq!(content("/app/native.node"), "ELF");
    assert_eq!(content("/app/lib-x/a.txt"), "a".repeat(99));
    assert_eq!(content("/app/lib-x/empty"), "");
}

#[test]
fn the_root_may_be_the_root_of_all() {
    let modules = vec![module("/main.js", ModuleKind::Esm, "")];
    let payload = write(&Program { root: "/".into(), entry: ModuleId(0), modules, assets: vec![], ..program() }, None);
    let reader = Reader::open(&payload).unwrap();
    let root = reader.find_file("/").unwrap().unwrap();
    let entries: Vec<_> = reader.entries(root).unwrap().map(|entry| entry.unwrap().path).collect();
    assert_eq!(entries, ["/main.js"]);
    reader.verify_all().unwrap();
}

#[test]
fn an_empty_program_without_modules_is_noticed() {
    let payload = write(&Program { modules: vec![], assets: vec![], ..program() }, None);
    assert_eq!(Reader::open(&payload).unwrap().verify_all(), Err(Malformed::Field("modules")));
}

#[test]
fn every_truncation_is_noticed_when_the_payload_is_opened() {
    let payload = write(&program(), Some(b"snapshot"));
    for length in 0..payload.len() {
        assert!(Reader::open(&payload[..length]).is_err(), "cut to {length} bytes");
        // What a mapping shows of a file cut short: zeros up to the page's end.
        let mut zeroed = payload.clone();
        zeroed[length..].fill(0);
        assert!(Reader::open(&zeroed).is_err(), "zeros from {length} on");
    }
    let longer = [payload.as_slice(), b"\0"].concat();
    assert!(matches!(Reader::open(&longer), Err(Malformed::Length { .. })));
}

#[test]
fn every_flipped_byte_is_noticed() {
    let mut payload = write(&program(), Some(b"snapshot"));
    for position in 0..payload.len() {
        for flip in [0xff, 0x01] {
            payload[position] ^= flip;
            let result = Reader::open(&payload).and_then(|reader| reader.verify_all());
            assert!(result.is_err(), "byte {position}");
            payload[position] ^= flip;
        }
    }
}

#[test]
fn every_flipped_byte_of_a_part_is_noticed_when_the_part_is_used() {
    let mut payload = write(&program(), Some(b"snapshot"));
    let parts: Vec<usize> = {
        let reader = Reader::open(&payload).unwrap();
        let parts = reader.sections().iter().filter(|view| !view.section.is_table());
        parts.flat_map(|view| view.offset..view.offset + view.bytes.len()).collect()
    };
    for position in parts {
        let was_padding = payload[position] == 0;
        payload[position] ^= 0x10;
        let reader = Reader::open(&payload).unwrap();
        let texts = reader.module_ids().map(|id| reader.text(id).map(drop));
        let maps = reader.module_ids().map(|id| reader.source_map(id).map(drop));
        let files = reader.files().map(|file| reader.read_file(file?).map(drop));
        let all = texts.chain(maps).chain(files).chain([reader.snapshot().map(drop)]);
        assert!(all.collect::<Result<(), _>>().is_err() || was_padding, "byte {position}");
        payload[position] ^= 0x10;
    }
}

/// Tables whose checksums were made right again after the damage: nothing may panic.
#[test]
fn forged_tables_never_panic() {
    let payload = write(&program(), Some(b"snapshot"));
    let tables: Vec<(usize, usize, usize)> = {
        let reader = Reader::open(&payload).unwrap();
        let views = reader.sections().iter().enumerate();
        views.map(|(index, view)| (index, view.offset, view.offset + view.bytes.len())).collect()
    };
    for (index, start, end) in tables {
        for position in start..end {
            let mut forged = payload.clone();
            forged[position] = !forged[position];
            reseal(&mut forged, index, start, end);
            if let Ok(reader) = Reader::open(&forged) {
                let _ = reader.verify_all();
                let _ = reader.find_module("/app/main.mjs");
                let _ = reader.resolve(ModuleId(1), "fs", RequestKind::Import);
                let _ = reader.find_file("/app/lib-x/a.txt").map(|file| file.map(|file| reader.read_file(file)));
            }
        }
    }
}

fn reseal(payload: &mut [u8], section: usize, start: usize, end: usize) {
    use crate::layout::{HEADER_BYTES, HEADER_CHECKSUM_OFFSET, SECTION_ROW_BYTES, checksum};
    let sum = checksum(&payload[start..end]).to_le_bytes();
    let place = HEADER_BYTES + section * SECTION_ROW_BYTES + 16;
    payload[place..place + 8].copy_from_slice(&sum);
    let header = checksum(&payload[..HEADER_CHECKSUM_OFFSET]).to_le_bytes();
    payload[HEADER_CHECKSUM_OFFSET..HEADER_CHECKSUM_OFFSET + 8].copy_from_slice(&header);
    let trailer = payload.len() - 8;
    payload[trailer..].copy_from_slice(&header);
}

#[test]
fn a_payload_of_another_format_says_so() {
    let mut payload = write(&program(), None);
    payload[8] = 99;
    assert_eq!(Reader::open(&payload).err(), Some(Malformed::Version { found: 99 }));
}

#[test]
fn equal_programs_give_equal_bytes() {
    assert_eq!(write(&program(), None), write(&program(), None));
}
