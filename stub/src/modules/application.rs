//! The application in the payload: its modules, what they mean by their specifiers, and its files.
//!
//! Whatever the payload says is checked where it is read; a damaged one ends the process with one sentence.

use std::collections::BTreeSet;
use std::ffi::c_void;

use payload::{Malformed, ModuleId, ModuleKind, ModuleText, Reader, RequestKind, Target, Temperature};
use resolution::FileKind;

unsafe extern "C" {
    /// A resource for two-byte text of a caller that keeps it for ever (`stub/v8/README.md`).
    fn v8__ExternalTwoByteConst__New(data: *const u16, length: usize) -> *mut c_void;
    /// A string on such a resource; null if it is too long.
    fn v8__String__NewExternalTwoByteConst(isolate: *mut c_void, resource: *mut c_void) -> *const v8::String;
}

/// A module's text as V8 uses it where it lies in the payload.
enum Resource {
    OneByte(&'static v8::OneByteConst),
    TwoByte(*mut c_void),
}

// SAFETY: a resource is an address of memory that is never written and never freed.
unsafe impl Sync for Resource {}

/// The payload, opened, with the texts that the snapshot refers to.
pub(crate) struct Application {
    reader: Reader<'static>,
    /// Of the modules that are in the snapshot, in the order of their ids.
    in_snapshot: Vec<(ModuleId, Resource)>,
    root: &'static str,
    entry: ModuleId,
    has_source_maps: bool,
}

impl Application {
    /// Opens a payload and prepares the texts of the modules in its snapshot.
    pub(crate) fn open(payload: &'static [u8]) -> Result<&'static Self, Malformed> {
        let reader = Reader::open(payload)?;
        let mut in_snapshot = Vec::new();
        let mut has_source_maps = false;
        for id in reader.module_ids() {
            let module = reader.module(id)?;
            has_source_maps |= module.has_source_map;
            if module.temperature != Temperature::Absent && module.kind != ModuleKind::Addon {
                in_snapshot.push((id, Resource::new(reader.text(id)?)));
            }
        }
        let application = Self { root: reader.root()?, entry: reader.entry()?, reader, in_snapshot, has_source_maps };
        Ok(Box::leak(Box::new(application)))
    }

    pub(crate) fn reader(&self) -> &Reader<'static> {
        &self.reader
    }

    /// The addresses of the texts that the snapshot refers to.
    pub(crate) fn texts(&self) -> impl Iterator<Item = *mut c_void> {
        self.in_snapshot.iter().map(|(_, resource)| resource.address())
    }

    /// The modules that are in the snapshot.
    pub(crate) fn linked(&self) -> impl Iterator<Item = ModuleId> {
        self.in_snapshot.iter().map(|(id, _)| *id)
    }

    pub(crate) fn entry(&self) -> ModuleId {
        self.entry
    }

    pub(crate) fn root(&self) -> &'static str {
        self.root
    }

    pub(crate) fn option(&self, key: &str) -> Option<&'static str> {
        intact(self.reader.option(key))
    }

    /// Whether an ES module of the application imports `name` from a builtin, or all its names.
    pub(crate) fn imports_from_builtin(&self, builtin: &str, name: &str) -> bool {
        let imported = self.option("imported-from-builtins").unwrap_or_default();
        let mut names = imported.split(' ').filter_map(|imported| imported.rsplit_once('.'));
        names.any(|(from, imported)| from == builtin && (imported == name || imported == "*"))
    }

    pub(crate) fn path(&self, id: ModuleId) -> &'static str {
        intact(self.reader.module(id)).path
    }

    pub(crate) fn kind(&self, id: ModuleId) -> ModuleKind {
        intact(self.reader.module(id)).kind
    }

    pub(crate) fn temperature(&self, id: ModuleId) -> Temperature {
        intact(self.reader.module(id)).temperature
    }

    pub(crate) fn find(&self, path: &str) -> Option<ModuleId> {
        intact(self.reader.find_module(path))
    }

    pub(crate) fn target(&self, id: ModuleId, specifier: &str, kind: RequestKind) -> Option<Target<&'static str>> {
        intact(self.reader.resolve(id, specifier, kind))
    }

    /// The builtins that a module asks for.
    pub(crate) fn builtins(&self, id: ModuleId) -> impl Iterator<Item = &'static str> {
        intact(self.reader.resolutions(id)).filter_map(|resolution| match intact(resolution) {
            (_, _, Target::Builtin(name)) => Some(name),
            _ => None,
        })
    }

    /// Whether any module was printed anew.
    pub(crate) fn has_source_maps(&self) -> bool {
        self.has_source_maps
    }

    pub(crate) fn has_source_map(&self, id: ModuleId) -> bool {
        intact(self.reader.module(id)).has_source_map
    }

    pub(crate) fn source_map(&self, id: ModuleId) -> Option<String> {
        String::from_utf8(intact(self.reader.source_map(id))?).ok()
    }

    /// The module's text as a string that is not copied to the heap; `None` with an exception pending.
    pub(crate) fn text<'s>(&self, scope: &mut v8::PinScope<'s, '_>, id: ModuleId) -> Option<v8::Local<'s, v8::String>> {
        if let Ok(position) = self.in_snapshot.binary_search_by_key(&id, |(id, _)| *id) {
            return self.in_snapshot[position].1.string(scope);
        }
        Resource::new(intact(self.reader.text(id))).string(scope)
    }

    /// The names that a CommonJS module exports, with those it passes on from others.
    pub(crate) fn export_names(&self, id: ModuleId) -> Vec<String> {
        let mut names = BTreeSet::new();
        let mut pending = vec![id];
        let mut seen = BTreeSet::from([id]);
        while let Some(id) = pending.pop() {
            names.extend(intact(self.reader.exports(id)).map(|name| intact(name).to_owned()));
            for specifier in intact(self.reader.reexports(id)) {
                let target = self.target(id, intact(specifier), RequestKind::Require);
                if let Some(Target::Module(target)) = target
                    && self.kind(target) == ModuleKind::CommonJs
                    && seen.insert(target)
                {
                    pending.push(target);
                }
            }
        }
        names.into_iter().collect()
    }

    pub(crate) fn is_virtual(&self, path: &str) -> bool {
        resolution::paths::is_inside(path, self.root)
    }

    pub(crate) fn file_kind(&self, path: &str) -> Option<FileKind> {
        let file = intact(self.reader.find_file(path.trim_end_matches('/')))?;
        Some(if file.is_directory() { FileKind::Directory } else { FileKind::File })
    }

    pub(crate) fn read(&self, path: &str) -> Option<String> {
        let file = intact(self.reader.find_file(path))?;
        String::from_utf8(intact(self.reader.read_file(file)).into_owned()).ok()
    }
}

/// The value, or the end of the process: nothing sensible can be done with half an application.
pub(crate) fn intact<T>(result: Result<T, Malformed>) -> T {
    match result {
        Ok(value) => value,
        Err(malformed) => {
            crate::messages::damaged(&malformed.to_string());
            crate::process_exit(1)
        }
    }
}

impl Resource {
    fn new(text: ModuleText<'static>) -> Self {
        match text {
            ModuleText::OneByte(bytes) => {
                // SAFETY: the payload is never unmapped, and V8's one-byte strings are Latin-1. The resource is only ever
                // given to V8, never read as a Rust string.
                let resource = unsafe { v8::String::create_external_onebyte_const_unchecked(bytes) };
                Self::OneByte(Box::leak(Box::new(resource)))
            }
            ModuleText::TwoByte(units) => {
                // SAFETY: the text is aligned (`ModuleText`) and, as part of the payload, never unmapped.
                Self::TwoByte(unsafe { v8__ExternalTwoByteConst__New(units.as_ptr(), units.len()) })
            }
        }
    }

    fn address(&self) -> *mut c_void {
        match self {
            Self::OneByte(resource) => std::ptr::from_ref(*resource).cast_mut().cast(),
            Self::TwoByte(resource) => *resource,
        }
    }

    fn string<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::String>> {
        match self {
            Self::OneByte(resource) => v8::String::new_from_onebyte_const(scope, resource),
            Self::TwoByte(resource) => two_byte_string(scope, *resource),
        }
    }
}

fn two_byte_string<'s>(scope: &mut v8::PinScope<'s, '_>, resource: *mut c_void) -> Option<v8::Local<'s, v8::String>> {
    // SAFETY: `UnsafeRawIsolatePtr` is a transparent wrapper of the isolate's address, which the C function takes.
    let isolate = unsafe { std::mem::transmute::<v8::UnsafeRawIsolatePtr, *mut c_void>(scope.as_raw_isolate_ptr()) };
    // SAFETY: the resource came from `v8__ExternalTwoByteConst__New` and is never freed. The result is a handle in the
    // innermost scope, which is `scope`; null means that the string is too long.
    unsafe {
        let string = v8__String__NewExternalTwoByteConst(isolate, resource);
        std::mem::transmute::<*const v8::String, Option<v8::Local<'s, v8::String>>>(string)
    }
}
