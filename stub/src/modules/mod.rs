//! The modules of a context: ES modules as V8's own, CommonJS behind synthetic modules, from the payload or the disk.
//!
//! Words: a [`Key`] says which module is meant, wherever it comes from; the [`Registry`] has at most one `v8::Module` for
//! each key. An *embedded* module lies in the payload; one that is *linked* is already in the snapshot. What a specifier
//! means is looked up in the payload's tables for embedded referrers and found by Node's rules for all others.
//!
//! JavaScript's half is `stdlib-js/internal/modules/`: `require`, `Module`, and everything about CommonJS but its text.

pub(crate) mod application;
mod attributes;
mod dynamic_import;
mod es_module;
mod file_url;
mod files;
mod registry;
mod resolve;
mod synthetic;
mod warm;
mod wrappers;

pub(crate) use application::{Application, intact};
pub(crate) use attributes::Attribute;
pub(crate) use dynamic_import::begin_import;
pub(crate) use es_module::{
    compile_common_js, evaluate_entry, facade, has_module_syntax, is_typescript, link, require_es_module,
    stalled_awaits,
};
pub(crate) use file_url::script_path;
pub(crate) use files::RunTimeFiles;
pub(crate) use registry::{Key, Registry};
pub(crate) use resolve::{Resolution, resolve};
pub(crate) use warm::evaluate_warm;
pub(crate) use wrappers::{save_wrappers, wrapper};

/// Connects V8's questions about modules to their answers.
pub(crate) fn prepare_isolate(isolate: &mut v8::Isolate) {
    isolate.set_host_import_module_dynamically_callback(dynamic_import::import);
    isolate.set_host_initialize_import_meta_object_callback(es_module::init_import_meta);
}

/// The addresses of module callbacks that a snapshot may hold.
pub(crate) fn external_references(references: &mut Vec<v8::ExternalReference>) {
    let steps: v8::SyntheticModuleEvaluationSteps<'_> = v8::MapFnTo::map_fn_to(synthetic::evaluate);
    references.push(v8::ExternalReference { pointer: steps as *mut std::ffi::c_void });
}
