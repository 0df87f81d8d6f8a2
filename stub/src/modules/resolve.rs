//! What a specifier means in a module: by the payload's tables where the compiler has answered, else by Node's rules.

use std::rc::Rc;

use payload::{RequestKind, Target};
use resolution::{ErrorClass, Extensions, Request, ResolveError, Resolved, Resolver, paths};

use super::files::RunTimeFiles;
use super::{Application, Key, file_url};
use crate::native::ToJs;
use crate::thread::Hook;

/// Why a specifier means nothing, with what Node's error says.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) is_type_error: bool,
    pub(crate) path: Option<String>,
    /// What the author can do about it.
    pub(crate) hint: Option<String>,
}

/// Where a request comes from.
pub(crate) struct Resolution<'a> {
    pub(crate) specifier: &'a str,
    /// The path of the module that asks, or of an imaginary file in its folder.
    pub(crate) referrer: &'a str,
    pub(crate) request: Request,
}

/// Finds out which module is meant.
pub(crate) fn resolve(application: Option<&'static Application>, asked: &Resolution<'_>) -> Result<Key, Failure> {
    if let Some(answer) = application.and_then(|application| from_tables(application, asked)) {
        return answer;
    }
    by_rules(application, asked).or_else(|failure| match application {
        Some(application) if application.is_virtual(asked.referrer) => unforeseen(application, asked, failure),
        _ => Err(failure),
    })
}

/// A request that the compiler did not see, for something that is not embedded: a package may be on the disk, as those that
/// were left out are; for all else the author has to say that it is needed.
fn unforeseen(application: &'static Application, asked: &Resolution<'_>, failure: Failure) -> Result<Key, Failure> {
    if !failure.code.ends_with("MODULE_NOT_FOUND") {
        return Err(failure);
    }
    if resolution::package_name(asked.specifier).is_some() {
        return external(application, asked).map_err(|_| failure.not_embedded(asked.specifier));
    }
    let plain = file_url::to_path(asked.specifier);
    let path = paths::join(paths::parent(asked.referrer), plain.as_deref().unwrap_or(asked.specifier));
    match path.strip_prefix(application.root()).and_then(|rest| rest.strip_prefix('/')) {
        Some(relative) => Err(failure.not_embedded(relative)),
        None => Err(failure),
    }
}

/// The compiler's answer; `None` where it has none or left the answer to run time.
fn from_tables(application: &'static Application, asked: &Resolution<'_>) -> Option<Result<Key, Failure>> {
    let referrer = application.find(asked.referrer)?;
    let kind = match asked.request {
        Request::Import => RequestKind::Import,
        Request::Require => RequestKind::Require,
    };
    Some(match application.target(referrer, asked.specifier, kind)? {
        Target::Module(id) if asked.request == Request::Import => {
            let suffix = resolution::url_suffix(asked.specifier);
            Ok(Key::instance(application, id, suffix))
        }
        Target::Module(id) => Ok(Key::Embedded(id)),
        Target::Builtin(name) => Ok(Key::Builtin(resolution::builtin_id(&format!("node:{name}"))?)),
        Target::External => return Some(external(application, asked)),
        Target::Failed { code, message } => {
            let is_type_error =
                resolution::ErrorCode::of_name(code).is_some_and(|code| code.class() == ErrorClass::TypeError);
            Err(Failure { is_type_error, ..Failure::new(code, message.to_owned()) })
        }
    })
}

fn by_rules(application: Option<&'static Application>, asked: &Resolution<'_>) -> Result<Key, Failure> {
    let files = RunTimeFiles { application };
    let resolver = Resolver::new(&files, Extensions::AsNode, Vec::new());
    let resolved = resolver.resolve(asked.specifier, asked.referrer, asked.request).map_err(Failure::from)?;
    Ok(key_of(application, resolved))
}

fn key_of(application: Option<&'static Application>, resolved: Resolved) -> Key {
    match resolved {
        Resolved::Builtin(name) => Key::Builtin(name),
        Resolved::DataUrl(url) => Key::Data(Rc::from(url)),
        Resolved::File { path, suffix } => {
            let embedded = application.filter(|_| suffix.is_empty()).and_then(|application| application.find(&path));
            embedded.map_or_else(|| Key::File { path: Rc::from(path), suffix: Rc::from(suffix) }, Key::Embedded)
        }
    }
}

/// A package that was left out is looked for from the executable's folder, then from the working directory.
fn external(application: &'static Application, asked: &Resolution<'_>) -> Result<Key, Failure> {
    let beside = std::env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    let here = std::env::current_dir().ok().and_then(|path| path.to_str().map(|path| format!("{path}/[eval]")));
    let mut first_failure = None;
    for referrer in [beside, here].into_iter().flatten() {
        let elsewhere = Resolution { specifier: asked.specifier, referrer: &referrer, request: asked.request };
        match by_rules(Some(application), &elsewhere) {
            Ok(key) => return Ok(key),
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    Err(first_failure.unwrap_or_else(|| Failure {
        code: "MODULE_NOT_FOUND".to_owned(),
        message: format!("Cannot find module '{}'", asked.specifier),
        is_type_error: false,
        path: None,
        hint: None,
    }))
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        Self {
            code: error.code.name().to_owned(),
            is_type_error: error.code.class() == ErrorClass::TypeError,
            message: error.message,
            path: error.path,
            hint: None,
        }
    }
}

impl Failure {
    /// Throws Node's error for this.
    pub(crate) fn throw(&self, scope: &mut v8::PinScope<'_, '_>) {
        let exception = self.to_js(scope);
        scope.throw_exception(exception);
    }

    pub(crate) fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let arguments = [
            self.code.as_str().to_js(scope),
            self.message.as_str().to_js(scope),
            self.is_type_error.to_js(scope),
            self.path.clone().to_js(scope),
            self.hint.clone().to_js(scope),
        ];
        Hook::MakeModuleError.call(scope, &arguments).unwrap_or_else(|| v8::undefined(scope).into())
    }

    fn not_embedded(mut self, include: &str) -> Self {
        self.hint = Some(crate::messages::not_embedded(include));
        self
    }

    pub(crate) fn new(code: &str, message: String) -> Self {
        Self { code: code.to_owned(), message, is_type_error: false, path: None, hint: None }
    }
}
