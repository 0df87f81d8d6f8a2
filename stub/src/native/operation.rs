//! Runs an operation that is written once, `fn(Args) -> Result<Out, OsError>`, here or on the thread pool.

use super::convert::{FromArguments, ToJs};
use super::os_error::OsError;
use crate::thread::ThreadState;

/// Runs `run` on the calling thread: its result is the return value, its error is thrown.
pub(crate) fn run_here<'s, A: FromArguments, R: ToJs>(
    name: &'static str,
    run: fn(A) -> Result<R, OsError>,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(arguments) = A::from_arguments(scope, args) else {
        return throw_bad_arguments(scope, name);
    };
    match run(arguments) {
        Ok(value) => rv.set(value.to_js(scope)),
        Err(error) => {
            let exception = error.to_js(scope);
            scope.throw_exception(exception);
        }
    }
}

/// Runs `run` on the thread pool; the argument after its own is called with `(error)` or `(null, value)`.
/// The pending request keeps the process alive.
pub(crate) fn run_on_the_pool<'s, A: FromArguments + Send + 'static, R: ToJs + Send + 'static>(
    name: &'static str,
    run: fn(A) -> Result<R, OsError>,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let callback = args.get(A::COUNT).try_cast::<v8::Function>();
    let (Some(arguments), Ok(callback)) = (A::from_arguments(scope, args), callback) else {
        return throw_bad_arguments(scope, name);
    };
    let state = ThreadState::of(scope);
    let request = state.requests.add(scope, name, callback);
    state.wakeups.run_blocking(request, move || {
        let result = run(arguments);
        Box::new(move |scope, callback| complete(scope, callback, result))
    });
}

/// Calls back with an operation's result; the event loop owns the turn this is part of.
fn complete<'s, R: ToJs>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Function>,
    result: Result<R, OsError>,
) {
    let receiver = v8::undefined(scope).into();
    match result {
        Ok(value) => {
            let arguments = [v8::null(scope).into(), value.to_js(scope)];
            // Without a result the callback sees one argument, as in Node.
            let count = if arguments[1].is_undefined() { 1 } else { 2 };
            callback.call(scope, receiver, &arguments[..count]);
        }
        Err(error) => {
            let exception = error.to_js(scope);
            callback.call(scope, receiver, &[exception]);
        }
    }
}

pub(crate) fn throw_bad_arguments(scope: &mut v8::PinScope<'_, '_>, name: &str) {
    let text = format!("bug in jsc: the standard library called `{name}` with unexpected arguments");
    let message = v8::String::new(scope, &text).expect("the sentence is short");
    let exception = v8::Exception::type_error(scope, message);
    scope.throw_exception(exception);
}
