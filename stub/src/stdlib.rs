//! The standard library's JavaScript: one static text per builtin, compiled when the builtin is first required.

/// One file of `stdlib-js/`, wrapped as a function (`build.rs`).
pub(crate) struct Builtin {
    /// Its path below `stdlib-js/`, without `node/` and `.js`: `fs/promises`, `internal/errors`.
    pub(crate) id: &'static str,
    /// The text as V8 uses it where it lies. Its address stands among the snapshot's references.
    pub(crate) resource: v8::OneByteConst,
}

impl Builtin {
    const fn new(id: &'static str, text: &'static [u8]) -> Self {
        // SAFETY: `build.rs` refuses texts that are not ASCII.
        let resource = unsafe { v8::String::create_external_onebyte_const_unchecked(text) };
        Self { id, resource }
    }
}

include!(concat!(env!("OUT_DIR"), "/builtins.rs"));

/// Reads a builtin's file, for whoever works on the standard library: an edit is seen without building the stub anew.
#[cfg(feature = "stdlib-from-disk")]
fn from_disk(id: &'static str, file: &str) -> Builtin {
    let text = std::fs::read_to_string(file).expect("the file was there when the stub was built");
    assert!(text.is_ascii(), "{file}: the standard library is ASCII, use \\u escapes");
    Builtin::new(id, Vec::leak(format!("{HEADER}{text}{FOOTER}").into_bytes()))
}

/// Makes sure that the texts are in memory, before the process may open nothing more.
pub(crate) fn prepare() {
    let _ = BUILTINS.len();
}

/// Compiles the builtin `id` and returns its wrapper function; `None` if there is none.
pub(crate) fn compile<'s>(scope: &mut v8::PinScope<'s, '_>, id: &str) -> Option<v8::Local<'s, v8::Function>> {
    let index = BUILTINS.binary_search_by(|builtin| builtin.id.cmp(id)).ok()?;
    let source = v8::String::new_from_onebyte_const(scope, &BUILTINS[index].resource)?;
    let name = v8::String::new(scope, &format!("node:{id}"))?.into();
    let origin = v8::ScriptOrigin::new(scope, name, -1, 0, false, -1, None, false, false, false, None);
    let script = v8::Script::compile(scope, source, Some(&origin))?;
    script.run(scope)?.try_cast::<v8::Function>().ok()
}

/// The addresses of all texts, in the order of [`BUILTINS`].
pub(crate) fn external_references(references: &mut Vec<v8::ExternalReference>) {
    references.extend(
        BUILTINS
            .iter()
            .map(|builtin| v8::ExternalReference { pointer: std::ptr::from_ref(&builtin.resource).cast_mut().cast() }),
    );
}

include!(concat!(env!("OUT_DIR"), "/export_names.rs"));

/// The names that Node 24 exports from a builtin, `default` left out.
pub(crate) fn export_names(id: &str) -> &'static [&'static str] {
    EXPORT_NAMES.binary_search_by(|(known, _)| (*known).cmp(id)).map_or(&[], |index| EXPORT_NAMES[index].1)
}
