//! What happens to an exception that nothing caught: the standard library is asked, and if it does not handle it, it is
//! printed as Node prints it and the process ends.

use crate::thread::{Hook, ThreadState};

/// Node's exit code for an exception in an `uncaughtException` handler.
const HANDLER_THREW: i32 = 7;

/// Where the exception came from, for `process.on('uncaughtException', (error, origin) => ...)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Callback,
    Rejection,
}

/// Hands `exception` to the standard library; ends the process when nobody handles it.
pub(crate) fn handle<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exception: v8::Local<'s, v8::Value>,
    message: Option<v8::Local<'s, v8::Message>>,
    origin: Origin,
) {
    let arrow = message.map(|message| source_arrow(scope, message)).unwrap_or_default();
    v8::tc_scope!(let scope, scope);
    let from_promise = v8::Boolean::new(scope, origin == Origin::Rejection).into();
    let handled = Hook::UncaughtException.call(scope, &[exception, from_promise]);
    if let Some(thrown) = scope.exception() {
        // A handler that throws ends the process with what it threw, at once, and with Node's code for that.
        let arrow = scope.message().map(|message| source_arrow(scope, message)).unwrap_or_default();
        scope.reset();
        print(scope, thrown, &arrow);
        ThreadState::of(scope).flush_output();
        crate::process_exit(HANDLER_THREW);
    }
    if handled.is_some_and(|handled| handled.is_true()) {
        return;
    }
    // As in Node, the `exit` handlers run before the exception is printed.
    let code = crate::event_loop::exit_code(scope, Some(1));
    print(scope, exception, &arrow);
    ThreadState::of(scope).flush_output();
    crate::process_exit(code);
}

fn print<'s>(scope: &mut v8::PinScope<'s, '_>, exception: v8::Local<'s, v8::Value>, arrow: &str) {
    let arrow = v8::String::new(scope, arrow).map_or_else(|| v8::undefined(scope).into(), Into::into);
    if Hook::PrintFatal.call(scope, &[exception, arrow]).is_none() {
        let text = exception.to_rust_string_lossy(scope);
        crate::messages::uncaught_before_bootstrap(&text);
    }
}

/// What V8 reports to nobody else: an exception in a microtask that is a plain function.
pub(crate) unsafe extern "C" fn on_message(message: v8::Local<'_, v8::Message>, exception: v8::Local<'_, v8::Value>) {
    v8::callback_scope!(unsafe scope, message);
    handle(scope, exception, Some(message), Origin::Callback);
}

/// Node's `file:line`, source line and carets for a message.
pub(crate) fn source_arrow(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> String {
    let name = message.get_script_resource_name(scope).filter(|name| name.is_string());
    let file = name.map_or_else(|| "<anonymous_script>".to_owned(), |name| name.to_rust_string_lossy(scope));
    if has_source_map(scope, &file) {
        return String::new();
    }
    let line = message.get_line_number(scope).unwrap_or(0);
    let Some(source) = message.get_source_line(scope).map(|source| source.to_rust_string_lossy(scope)) else {
        return String::new();
    };
    // V8 gives -1 where it does not know, as for an exception that is thrown by V8 itself.
    let start = message.get_start_column().min(source.len());
    let end = message.get_end_column().min(source.len());
    let mut carets = String::new();
    for character in source.chars().take(start) {
        carets.push(if character == '\t' { '\t' } else { ' ' });
    }
    for _ in start..end.max(start + 1) {
        carets.push('^');
    }
    format!("{file}:{line}\n{source}\n{carets}")
}

/// The line of a module that was printed anew is not the author's; its stack is.
fn has_source_map(scope: &v8::Isolate, name: &str) -> bool {
    let path = crate::modules::script_path(name);
    let application = ThreadState::of(scope).modules.application;
    application.is_some_and(|application| application.find(&path).is_some_and(|id| application.has_source_map(id)))
}
