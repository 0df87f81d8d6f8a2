//! The external references: every address outside the heap that a snapshot may hold, in an order that the process that
//! makes a snapshot and the one that loads it share.

/// The table: native functions, module callbacks, the standard library's texts, then `texts` of the application.
/// It lives as long as the process, as V8 asks.
pub(crate) fn table(texts: impl IntoIterator<Item = *mut std::ffi::c_void>) -> &'static [v8::ExternalReference] {
    let mut references = Vec::new();
    crate::native::external_references(&mut references);
    crate::modules::external_references(&mut references);
    crate::stdlib::external_references(&mut references);
    references.extend(texts.into_iter().map(|pointer| v8::ExternalReference { pointer }));
    references.push(v8::ExternalReference { pointer: std::ptr::null_mut() });
    Vec::leak(references)
}
