//! A small C program plays the stub: it finds its payload as the stub does and prints it. What counts is that it still
//! does after every tool that rewrites executables.
#![expect(clippy::disallowed_methods, reason = "these tests run real linkers and strippers on real files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::*;

const PRINTER: &str = r#"
#include <elf.h>
#include <stdio.h>
#include <sys/auxv.h>
__attribute__((section(".jsc.id"), used)) static const char id[] = ID;
int variable = 42;
int main(void) {
    const Elf64_Phdr *headers = (const Elf64_Phdr *)getauxval(AT_PHDR), *last = 0;
    const char *base = 0;
    for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
        if (headers[i].p_type == PT_PHDR) base = (const char *)headers - headers[i].p_vaddr;
        if (headers[i].p_type == PT_LOAD) last = &headers[i];
    }
    if (last->p_flags & PF_W) return 7;
    fwrite(base + last->p_vaddr, 1, last->p_filesz, stdout);
    return variable != 42;
}
"#;

/// The build that the small stub says it is.
pub(crate) const BUILD: [u8; 32] = [5; 32];

/// A stub of a few kilobytes, for the tests of other modules.
pub(crate) fn small_stub(test: &str, version: &str) -> Vec<u8> {
    Scratch::new(test).compile_version(version, &["-pie", "-s"])
}

/// A folder of its own for each test, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("jsc-executable-{}-{test}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn compile(&self, flags: &[&str]) -> Vec<u8> {
        self.compile_version("1.2.3", flags)
    }

    fn compile_version(&self, version: &str, flags: &[&str]) -> Vec<u8> {
        let id = payload::StubId::new(version, BUILD).to_bytes();
        let id: Vec<String> = id.iter().map(|byte| format!("\\{byte:03o}")).collect();
        let (source, program) = (self.0.join("printer.c"), self.0.join("printer"));
        fs::write(&source, PRINTER.replace("ID", &format!("\"{}\"", id.concat()))).unwrap();
        run(Command::new("cc").args(flags).arg("-o").arg(&program).arg(&source));
        fs::read(program).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn payload_bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 31 % 251) as u8).collect()
}

/// The program runs, prints its payload, and tools agree that the file is in order.
fn check(program: &Path, payload: &[u8]) {
    assert!(run(&mut Command::new(program)).stdout == payload, "{} prints something else", program.display());
    assert!(payload_of(&fs::read(program).unwrap()) == Ok(payload), "{}", program.display());
    let lint = run(Command::new("readelf").args(["--all", "--wide"]).arg(program));
    assert_eq!(String::from_utf8_lossy(&lint.stderr), "", "{}", program.display());
}

#[test]
fn the_payload_survives_every_tool_that_strips() {
    let scratch = Scratch::new("strip");
    let payload = payload_bytes(100_003);
    let app = scratch.write("app", &assemble(&scratch.compile(&["-pie", "-g"]), &payload).unwrap());
    check(&app, &payload);
    let tools: [&[&str]; 6] = [
        &["strip"],
        &["strip", "--strip-debug"],
        &["llvm-strip"],
        &["llvm-strip", "--strip-sections"],
        &["objcopy", "--strip-all"],
        &["llvm-objcopy", "--strip-all"],
    ];
    for tool in tools {
        let stripped = scratch.write("stripped", &fs::read(&app).unwrap());
        for _ in 0..2 {
            run(Command::new(tool[0]).args(&tool[1..]).arg(&stripped));
            check(&stripped, &payload);
        }
    }
    for (first, second) in [("strip", "llvm-strip"), ("llvm-strip", "strip")] {
        let stripped = scratch.write("stripped", &fs::read(&app).unwrap());
        run(Command::new(first).arg(&stripped));
        run(Command::new(second).arg(&stripped));
        check(&stripped, &payload);
    }
}

#[test]
fn a_stripped_stub_and_payloads_of_any_length_will_do() {
    let scratch = Scratch::new("lengths");
    let stub = scratch.compile(&["-pie", "-s"]);
    for length in [1, 4095, 4096, 4097, 3_000_000] {
        let payload = payload_bytes(length);
        check(&scratch.write("app", &assemble(&stub, &payload).unwrap()), &payload);
    }
}

#[test]
fn symbols_keep_their_sections() {
    let scratch = Scratch::new("symbols");
    let stub = scratch.compile(&["-pie", "-g"]);
    let app = assemble(&stub, &payload_bytes(10)).unwrap();
    let symbols = |name, bytes: &[u8]| run(Command::new("nm").arg(scratch.write(name, bytes))).stdout;
    assert_eq!(symbols("before", &stub), symbols("after", &app));
}

#[test]
fn the_payload_is_a_page_aligned_section_behind_everything_else() {
    let scratch = Scratch::new("section");
    let app = assemble(&scratch.compile(&["-pie"]), &payload_bytes(5000)).unwrap();
    let elf = Elf::parse(&app).unwrap();
    let place = segments::payload_place(&elf).unwrap();
    assert_eq!((place.offset % 4096, place.address % 4096, place.length), (0, 0, 5000));
    assert!(section_sizes(&app).contains(&(PAYLOAD_SECTION.to_owned(), 5000)));
    assert_eq!(sections::content(&elf, PAYLOAD_SECTION).unwrap(), payload_bytes(5000));
}

#[test]
fn equal_input_gives_equal_bytes() {
    let scratch = Scratch::new("equal");
    let stub = scratch.compile(&["-pie"]);
    assert!(assemble(&stub, b"payload") == assemble(&stub, b"payload"));
}

#[test]
fn the_id_of_a_stub_is_read_without_running_it() {
    let scratch = Scratch::new("id");
    let stub = scratch.compile(&["-pie"]);
    assert_eq!(stub_id(&stub).unwrap().version(), "1.2.3");
    assert_eq!(stub_id(&assemble(&stub, b"payload").unwrap()).unwrap().build(), &BUILD);
    assert_eq!(payload_of(&stub), Err(NoPayload::BareStub));
}

#[test]
fn odd_stubs_are_refused() {
    let scratch = Scratch::new("odd");
    let stub = scratch.compile(&["-pie"]);
    assert_eq!(assemble(b"#!/bin/sh\n", b"x"), Err(UnfitStub::NotElf));
    assert_eq!(assemble(b"", b"x"), Err(UnfitStub::NotElf));
    assert_eq!(assemble(&scratch.compile(&["-no-pie"]), b"x"), Err(UnfitStub::NotPie));
    assert_eq!(assemble(&assemble(&stub, b"x").unwrap(), b"x"), Err(UnfitStub::HasPayload));
    let mut other_machine = stub.clone();
    other_machine[18] = 183;
    assert_eq!(assemble(&other_machine, b"x"), Err(UnfitStub::OtherMachine));
    assert!(matches!(assemble(&without_notes(stub), b"x"), Err(UnfitStub::Layout(_))));
}

/// The same program with every note segment's header made void.
fn without_notes(mut stub: Vec<u8>) -> Vec<u8> {
    let (start, count) = {
        let elf = Elf::parse(&stub).unwrap();
        (elf.header.e_phoff.get(elf::LE) as usize, elf.segments.len())
    };
    for index in 0..count {
        let header = start + index * size_of::<elf::Segment>();
        if stub[header..header + 4] == object::elf::PT_NOTE.to_le_bytes() {
            stub[header..header + 4].fill(0);
        }
    }
    stub
}

#[test]
fn damaged_headers_never_panic() {
    let scratch = Scratch::new("damaged");
    let stub = scratch.compile(&["-pie", "-s"]);
    let app = assemble(&stub, &payload_bytes(100)).unwrap();
    for length in (0..app.len()).step_by(61) {
        let _ = (payload_of(&app[..length]), stub_id(&app[..length]), assemble(&app[..length], b"x"));
    }
    let headers = Elf::parse(&app).unwrap().header.e_shoff.get(elf::LE) as usize;
    for position in (0..1024).chain(headers..app.len()) {
        let mut damaged = app.clone();
        damaged[position] = !damaged[position];
        let _ = (payload_of(&damaged), stub_id(&damaged), section_sizes(&damaged), assemble(&damaged, b"x"));
    }
}

#[test]
fn a_file_cut_within_the_payload_says_so() {
    let scratch = Scratch::new("cut");
    let app = assemble(&scratch.compile(&["-pie"]), &payload_bytes(10_000)).unwrap();
    let end = segments::payload_place(&Elf::parse(&app).unwrap()).map(|place| place.offset + place.length).unwrap();
    assert_eq!(payload_of(&app[..end as usize - 1]), Err(NoPayload::CutShort));
}
