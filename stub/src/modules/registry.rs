//! Which `v8::Module` belongs to which module of the application, in both directions, and through a snapshot.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::num::NonZeroI32;
use std::rc::Rc;

use payload::ModuleId;

use super::Application;
use crate::thread::ThreadState;

/// Which module is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Embedded(ModuleId),
    /// Without `node:`.
    Builtin(&'static str),
    /// A file on the disk, or one in the payload that is no module there or has a query in its URL.
    File {
        path: Rc<str>,
        suffix: Rc<str>,
    },
    /// A module in its own URL.
    Data(Rc<str>),
}

impl Key {
    /// An embedded module under a URL with this query and fragment.
    pub(crate) fn instance(application: &'static Application, id: ModuleId, suffix: &str) -> Self {
        if suffix.is_empty() {
            return Self::Embedded(id);
        }
        Self::File { path: Rc::from(application.path(id)), suffix: Rc::from(suffix) }
    }
}

/// Where the modules' list lies among the hooks, and where the modules themselves begin in the context's data.
const KEYS: &str = "moduleKeys";
pub(crate) const FIRST_MODULE_DATA: usize = 1;

/// The modules of one context.
#[derive(Default)]
pub(crate) struct Registry {
    pub(crate) application: Option<&'static Application>,
    modules: RefCell<HashMap<Key, v8::Global<v8::Module>>>,
    by_script: RefCell<HashMap<i32, Key>>,
    /// Synthetic modules have no script, and an identity hash is not unique.
    by_hash: RefCell<HashMap<NonZeroI32, Vec<Key>>>,
    /// Whether modules that the build did not know have asked for builtins: then every name has its value.
    pub(crate) are_builtins_complete: Cell<bool>,
    /// The module behind the facade that is being linked.
    pub(crate) facade_of: RefCell<Option<Key>>,
    /// Whether the snapshot's modules have been taken over.
    restored: Cell<bool>,
}

impl Registry {
    pub(crate) fn new(application: &'static Application) -> Self {
        Self { application: Some(application), ..Self::default() }
    }

    pub(crate) fn get<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Module>> {
        restore(scope);
        let state = ThreadState::of(scope);
        let modules = state.modules.modules.borrow();
        modules.get(key).map(|module| v8::Local::new(scope, module))
    }

    /// Every builtin that has a module.
    pub(crate) fn builtins<'s>(scope: &mut v8::PinScope<'s, '_>) -> Vec<(&'static str, v8::Local<'s, v8::Module>)> {
        restore(scope);
        let state = ThreadState::of(scope);
        let modules = state.modules.modules.borrow();
        let builtins = modules.iter().filter_map(|(key, module)| match key {
            Key::Builtin(id) => Some((*id, v8::Local::new(scope, module))),
            _ => None,
        });
        builtins.collect()
    }

    pub(crate) fn insert(scope: &mut v8::PinScope<'_, '_>, key: &Key, module: v8::Local<'_, v8::Module>) {
        let state = ThreadState::of(scope);
        let registry = &state.modules;
        match module.script_id() {
            Some(script) if module.is_source_text_module() => {
                registry.by_script.borrow_mut().insert(script, key.clone());
            }
            _ => registry.by_hash.borrow_mut().entry(module.get_identity_hash()).or_default().push(key.clone()),
        }
        registry.modules.borrow_mut().insert(key.clone(), v8::Global::new(scope, module));
    }

    /// The key under which `module` is known.
    pub(crate) fn key_of(scope: &mut v8::PinScope<'_, '_>, module: v8::Local<'_, v8::Module>) -> Option<Key> {
        restore(scope);
        let state = ThreadState::of(scope);
        let registry = &state.modules;
        if module.is_source_text_module() {
            return registry.by_script.borrow().get(&module.script_id()?).cloned();
        }
        let candidates = registry.by_hash.borrow();
        let modules = registry.modules.borrow();
        candidates.get(&module.get_identity_hash())?.iter().find(|key| modules[*key] == module).cloned()
    }

    /// Puts every module into the data of the context that `scope` has entered, for [`restore`]; ends the registry's use.
    pub(crate) fn save(scope: &mut v8::PinScope<'_, '_>) {
        let state = ThreadState::of(scope);
        let context = scope.get_current_context();
        let mut modules: Vec<(Key, v8::Global<v8::Module>)> = state.modules.modules.borrow_mut().drain().collect();
        modules.sort_by_key(|(key, _)| sort_key(key));
        state.modules.by_script.borrow_mut().clear();
        state.modules.by_hash.borrow_mut().clear();
        let mut keys = Vec::new();
        for (position, (key, module)) in modules.iter().enumerate() {
            let module = v8::Local::new(scope, module);
            let index = scope.add_context_data(context, module);
            assert_eq!(index, FIRST_MODULE_DATA + position, "bug in jsc: the context's data is out of order");
            keys.push(key_to_js(scope, key));
        }
        let keys = v8::Array::new_with_elements(scope, &keys);
        let name = v8::String::new(scope, KEYS).expect("short").into();
        state.hooks.object(scope).set(scope, name, keys.into());
    }
}

/// Only embedded modules and builtins are ever saved.
fn sort_key(key: &Key) -> (u32, &'static str) {
    match key {
        Key::Embedded(id) => (id.0, ""),
        Key::Builtin(name) => (u32::MAX, name),
        Key::File { .. } | Key::Data(_) => unreachable!("bug in jsc: a module from outside the payload in a snapshot"),
    }
}

fn key_to_js<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> v8::Local<'s, v8::Value> {
    match sort_key(key) {
        (u32::MAX, name) => v8::String::new(scope, name).expect("short").into(),
        (id, _) => v8::Integer::new_from_unsigned(scope, id).into(),
    }
}

/// Takes over the modules of the snapshot, once.
fn restore(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    if state.modules.restored.replace(true) {
        return;
    }
    let name = v8::String::new(scope, KEYS).expect("short").into();
    let keys = state.hooks.object(scope).get(scope, name).and_then(|keys| keys.try_cast::<v8::Array>().ok());
    let Some(keys) = keys else { return };
    for position in 0..keys.length() {
        v8::scope!(let scope, scope);
        let module = scope.get_context_data_from_snapshot_once::<v8::Module>(FIRST_MODULE_DATA + position as usize);
        let key = keys.get_index(scope, position).and_then(|key| key_from_js(scope, key));
        if let (Ok(module), Some(key)) = (module, key) {
            Registry::insert(scope, &key, module);
        }
    }
}

fn key_from_js(scope: &mut v8::PinScope<'_, '_>, key: v8::Local<'_, v8::Value>) -> Option<Key> {
    if let Some(id) = key.try_cast::<v8::Uint32>().ok().map(|id| id.value()) {
        return Some(Key::Embedded(ModuleId(id)));
    }
    resolution::builtin_id(&format!("node:{}", key.to_rust_string_lossy(scope))).map(Key::Builtin)
}
