//! Every sentence that the compiler says, one function each: lower case, no full stop, the fact first, then a hint about
//! what can be done. `tests/errors/` has a case for every code.

use std::io;

use payload::Malformed;
use resolution::ErrorCode;

use crate::diagnostic::{Diagnostic, Span};
use crate::executable::UnfitStub;
use crate::graph::Failure;

pub fn entry_not_found(entry: &str) -> Diagnostic {
    Diagnostic::error("entry-not-found", format!("cannot find the entry file `{entry}`"))
        .hint("name the file that starts your application, for example `jsc build src/main.ts`".to_owned())
}

pub fn nothing_included(pattern: &str) -> Diagnostic {
    Diagnostic::error("nothing-included", format!("`--include {pattern}` matches no file")).hint(
        "paths and patterns are relative to the current folder; quote patterns, so that the shell leaves them alone"
            .to_owned(),
    )
}

pub fn syntax_error(message: &str, at: Span) -> Diagnostic {
    Diagnostic::error("syntax-error", message.to_owned()).label(at, "")
}

pub fn tsconfig_not_found(path: &str) -> Diagnostic {
    Diagnostic::error("tsconfig-not-found", format!("cannot read `{path}`"))
        .hint("check the path after `--tsconfig`".to_owned())
}

pub fn invalid_tsconfig(message: &str, at: Span) -> Diagnostic {
    Diagnostic::error("invalid-tsconfig", format!("this configuration is not JSON: {message}")).label(at, "")
}

/// A request that Node's rules refuse: the code is Node's, in the compiler's spelling.
pub fn unresolved(specifier: &str, failure: &Failure, at: Span) -> Diagnostic {
    let message = format!("cannot find `{specifier}`");
    let error = &failure.error;
    match error.code {
        ErrorCode::ModuleNotFound | ErrorCode::ErrModuleNotFound => match resolution::package_name(specifier) {
            Some(package) => Diagnostic::error("package-not-found", message)
                .label(at, "imported here")
                .hint(format!("run `npm install {package}`, or leave it out with `--external {package}`")),
            None => Diagnostic::error("file-not-found", message).label(at, "imported here").hint(
                match &failure.suggestion {
                    Some(file) => format!("`import` needs the file's name in full: write `{file}`"),
                    None => "check the path; `import` needs the file's name with its extension".to_owned(),
                },
            ),
        },
        ErrorCode::ErrUnsupportedDirImport => {
            Diagnostic::error("folder-import", format!("`{specifier}` is a folder, and `import` needs a file"))
                .label(at, "imported here")
                .hint(format!("write `{}`", failure.suggestion.as_deref().unwrap_or("./folder/file.js")))
        }
        ErrorCode::ErrPackagePathNotExported => {
            Diagnostic::error("not-exported", without_paths(&error.message, specifier))
                .label(at, "imported here")
                .hint("only what the package lists in \"exports\" of its package.json can be imported".to_owned())
        }
        ErrorCode::ErrPackageImportNotDefined => Diagnostic::error(
            "import-not-defined",
            format!("`{specifier}` is not defined in \"imports\" of package.json"),
        )
        .label(at, "imported here")
        .hint(format!("add \"{specifier}\" to \"imports\" in the package.json of this file")),
        ErrorCode::ErrUnknownBuiltinModule => {
            Diagnostic::error("unknown-builtin", format!("Node has no module `{specifier}`"))
                .label(at, "imported here")
                .hint("leave out `node:` if a package is meant".to_owned())
        }
        ErrorCode::ErrUnsupportedEsmUrlScheme => {
            Diagnostic::error("unsupported-url", format!("`{specifier}` cannot be imported"))
                .label(at, "imported here")
                .hint("Node imports only `file:`, `data:` and `node:` URLs".to_owned())
        }
        ErrorCode::ErrUnknownFileExtension => {
            Diagnostic::error("unknown-file-type", format!("`{specifier}` is no kind of file that `import` loads"))
                .label(at, "imported here")
                .hint("embed it with `--include` and read it with `fs`".to_owned())
        }
        ErrorCode::ErrInvalidModuleSpecifier => {
            Diagnostic::error("invalid-specifier", format!("`{specifier}` is no valid specifier"))
                .label(at, "imported here")
                .hint("see https://nodejs.org/api/esm.html#import-specifiers".to_owned())
        }
        ErrorCode::ErrInvalidPackageConfig | ErrorCode::ErrInvalidPackageTarget => {
            Diagnostic::error("invalid-package", format!("the package.json behind `{specifier}` is not valid"))
                .label(at, "imported here")
                .hint(format!("mend it, or install another version of the package; Node says: {}", error.message))
        }
    }
}

pub fn import_attribute_missing(specifier: &str, at: Span) -> Diagnostic {
    Diagnostic::error("import-attribute-missing", format!("`{specifier}` is JSON, which has to be imported as such"))
        .label(at, "imported here")
        .hint("add `with { type: 'json' }`".to_owned())
}

/// A remark: it is found at run time, if it is embedded or can be on the disk.
pub fn untraced_request(at: Span) -> Diagnostic {
    Diagnostic::warning("untraced-request", "only run time knows what is loaded here".to_owned())
        .label(at, "")
        .hint("embed what it may be with `--include`".to_owned())
}

fn without_paths(message: &str, specifier: &str) -> String {
    if message.starts_with("No ") {
        format!("`{specifier}` exports nothing under its own name")
    } else {
        format!("`{specifier}` is not among the exports of its package")
    }
}

pub fn missing_export(name: &str, specifier: &str, at: Span) -> Diagnostic {
    Diagnostic::error("missing-export", format!("`{specifier}` does not export `{name}`"))
        .label(at, "imported here")
        .hint("if it is a type, write `import type`; else check the spelling".to_owned())
}

pub fn export_not_found_in_common_js(name: &str, specifier: &str, at: Span) -> Diagnostic {
    let hint = "import the default export and take the name from it, as Node would have you do";
    Diagnostic::warning(
        "common-js-export-not-found",
        format!("`{specifier}` is a CommonJS module in which Node finds no export `{name}`"),
    )
    .label(at, "imported here")
    .hint(hint.to_owned())
}

pub fn output_not_writable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-not-writable", format!("cannot write `{path}`: {}", reason(error)))
        .hint("choose another file with `-o`".to_owned())
}

pub fn output_is_a_folder(path: &str) -> Diagnostic {
    Diagnostic::error("output-is-a-folder", format!("the output `{path}` is a folder"))
        .hint("choose another file with `-o`".to_owned())
}

pub fn output_is_an_input(path: &str) -> Diagnostic {
    Diagnostic::error("output-is-an-input", format!("the output `{path}` would replace a file of the application"))
        .hint("choose another file with `-o`".to_owned())
}

pub fn cannot_transform(reason: &str, at: Span) -> Diagnostic {
    Diagnostic::error("unsupported-syntax", reason.to_owned()).label(at, "")
}

pub fn snapshot_not_started(stub: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("snapshot-not-started", format!("cannot run the stub `{stub}`: {}", reason(error)))
        .hint("the stub must be a program for this machine; `--stub` names another one".to_owned())
}

pub fn snapshot_failed(reason: &str) -> Diagnostic {
    Diagnostic::error("snapshot-failed", format!("the stub could not make a snapshot: {reason}"))
        .hint("please report this with the files that show it".to_owned())
}

pub fn snapshot_without_modules(reason: &str) -> Diagnostic {
    Diagnostic::warning(
        "snapshot-without-modules",
        format!("the application could not be prepared ahead of time, so it will start slower: {reason}"),
    )
}

pub fn stub_not_found(beside: &str, installed: &str) -> Diagnostic {
    Diagnostic::error("stub-not-found", format!("jsc has no stub: neither `{beside}` nor `{installed}` exists"))
        .hint("install jsc again, or name a stub with `--stub`".to_owned())
}

pub fn target_not_installed(target: &str, installed: &[String]) -> Diagnostic {
    let hint = if installed.is_empty() {
        "no target is installed".to_owned()
    } else {
        format!("the installed targets are: {}", installed.join(", "))
    };
    Diagnostic::error("target-not-installed", format!("no stub for `{target}` is installed")).hint(hint)
}

pub fn stub_unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("stub-unreadable", format!("cannot read the stub `{path}`: {}", reason(error)))
        .hint("check the path after `--stub`, or in the variable `JSC_STUB`".to_owned())
}

pub fn not_a_stub(path: &str) -> Diagnostic {
    Diagnostic::error("not-a-stub", format!("`{path}` is not a stub of jsc"))
        .hint("use the `jsc-stub` that came with jsc".to_owned())
}

pub fn stub_of_another_version(path: &str, found: &str, wanted: &str) -> Diagnostic {
    let message = format!("the stub `{path}` belongs to jsc {found}, and this is jsc {wanted}");
    Diagnostic::error("stub-of-another-version", message).hint("use the `jsc-stub` that came with jsc".to_owned())
}

pub fn stub_damaged(path: &str) -> Diagnostic {
    Diagnostic::error("stub-damaged", format!("the compressed stub `{path}` is damaged"))
        .hint("install jsc again".to_owned())
}

pub fn own_path_unknown(error: &io::Error) -> Diagnostic {
    Diagnostic::error("own-path-unknown", format!("jsc cannot find out where it is installed: {}", reason(error)))
        .hint("name a stub with `--stub`".to_owned())
}

pub fn cache_not_writable(folder: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("cache-not-writable", format!("cannot write to the cache `{folder}`: {}", reason(error)))
        .hint("set `XDG_CACHE_HOME` to a folder that can be written".to_owned())
}

pub fn unfit_stub(path: &str, unfit: UnfitStub) -> Diagnostic {
    let reason = match unfit {
        UnfitStub::NotElf => "it is no program",
        UnfitStub::OtherMachine => "it is for another machine",
        UnfitStub::NotPie => "it is not position-independent",
        UnfitStub::HasPayload => "it carries an application already",
        UnfitStub::Layout(what) => what,
    };
    Diagnostic::error("unfit-stub", format!("`{path}` cannot begin an executable: {reason}"))
        .hint("use the `jsc-stub` that came with jsc".to_owned())
}

pub fn executable_unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("executable-unreadable", format!("cannot read `{path}`: {}", reason(error)))
        .hint("name an executable that `jsc build` wrote".to_owned())
}

pub fn not_an_executable_of_jsc(path: &str) -> Diagnostic {
    Diagnostic::error("not-an-executable", format!("`{path}` was not made by jsc"))
        .hint("name an executable that `jsc build` wrote".to_owned())
}

pub fn stub_without_program(path: &str) -> Diagnostic {
    Diagnostic::error("stub-without-program", format!("`{path}` is a bare stub, without an application"))
        .hint("name an executable that `jsc build` wrote".to_owned())
}

pub fn executable_cut_short(path: &str) -> Diagnostic {
    Diagnostic::error("executable-cut-short", format!("the end of `{path}` is missing"))
        .hint("copy or build it again".to_owned())
}

pub fn executable_damaged(path: &str, malformed: Malformed) -> Diagnostic {
    Diagnostic::error("executable-damaged", format!("`{path}` is damaged: {malformed}"))
        .hint("copy or build it again".to_owned())
}

/// Why an operation on a file failed, in the words of the system, without Rust's number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
