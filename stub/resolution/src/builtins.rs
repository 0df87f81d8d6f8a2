//! The modules that Node 24 brings along. This is the one list; everything else that needs it derives it from here.

/// Found with and without `node:`. Sorted.
const BUILTINS: &[&str] = &[
    "_http_agent",
    "_http_client",
    "_http_common",
    "_http_incoming",
    "_http_outgoing",
    "_http_server",
    "_stream_duplex",
    "_stream_passthrough",
    "_stream_readable",
    "_stream_transform",
    "_stream_wrap",
    "_stream_writable",
    "_tls_common",
    "_tls_wrap",
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "inspector/promises",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Found only with `node:`, because npm packages have these names. Sorted.
const SCHEME_ONLY_BUILTINS: &[&str] = &["sea", "sqlite", "test", "test/reporters"];

/// The builtin that `specifier` names, without `node:`.
#[must_use]
pub fn builtin_id(specifier: &str) -> Option<&'static str> {
    match specifier.strip_prefix("node:") {
        Some(id) => find(BUILTINS, id).or_else(|| find(SCHEME_ONLY_BUILTINS, id)),
        None => find(BUILTINS, specifier),
    }
}

#[must_use]
pub fn can_be_required_without_scheme(id: &str) -> bool {
    find(BUILTINS, id).is_some()
}

/// What `module.builtinModules` lists: ids, with the scheme where it cannot be left out.
pub fn builtin_names() -> impl Iterator<Item = String> {
    let scheme_only = SCHEME_ONLY_BUILTINS.iter().map(|id| format!("node:{id}"));
    BUILTINS.iter().map(|id| (*id).to_owned()).chain(scheme_only)
}

fn find(sorted: &[&'static str], id: &str) -> Option<&'static str> {
    sorted.binary_search(&id).ok().map(|index| sorted[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_sorted() {
        assert!(BUILTINS.is_sorted());
        assert!(SCHEME_ONLY_BUILTINS.is_sorted());
    }

    #[test]
    fn some_builtins_need_their_scheme() {
        assert_eq!(builtin_id("fs/promises"), Some("fs/promises"));
        assert_eq!(builtin_id("node:fs"), Some("fs"));
        assert_eq!(builtin_id("node:test"), Some("test"));
        assert_eq!(builtin_id("test"), None);
        assert_eq!(builtin_id("node:left-pad"), None);
    }
}
