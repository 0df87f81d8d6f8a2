//! Prints a file anew whose TypeScript or JSX does something at run time, with a source map back to the author's text.
//!
//! The order of the transforms is TypeScript's: decorators see the types that they turn into metadata, then the types go,
//! then JSX.

use swc_common::comments::SingleThreadedComments;
use swc_common::errors::{HANDLER, Handler};
use swc_common::source_map::SourceMapGenConfig;
use swc_common::sync::Lrc;
use swc_common::{FileName, GLOBALS, Globals, Mark, SourceFile, SourceMap};
use swc_ecma_ast::{EsVersion, Pass, Program};
use swc_ecma_codegen::text_writer::JsWriter;
use swc_ecma_codegen::{Config, Emitter, Node};
use swc_ecma_parser::lexer::Lexer;
use swc_ecma_parser::{Parser, StringInput};
use swc_ecma_transforms::helpers::{HELPERS, Helpers, inject_helpers};
use swc_ecma_transforms::modules::common_js::{self, FeatureFlag, common_js};
use swc_ecma_transforms::modules::path::Resolver;
use swc_ecma_transforms::modules::util::ImportInterop;
use swc_ecma_transforms::proposals::decorator_2023_11::decorator_2023_11;
use swc_ecma_transforms::proposals::decorators::{self, decorators};
use swc_ecma_transforms::react::{self, Runtime, react};
use swc_ecma_transforms::typescript as strip;
use swc_ecma_transforms::{fixer, hygiene, resolver};
use swc_ecma_visit::visit_mut_pass;

use super::Lowered;
use super::removals::Removals;
use crate::diagnostic::{Diagnostic, Span};
use crate::graph::{Decorators, Interop, Jsx, Kind, Language, Module, ModuleGraph, Notation, TsConfig, syntax};
use crate::messages;

/// `path` is the module's virtual path, which the source map names.
pub fn reprint(module: &Module, graph: &ModuleGraph, path: &str) -> Result<Lowered, Diagnostic> {
    let sources: Lrc<SourceMap> = Lrc::default();
    let file = sources.new_source_file(Lrc::new(FileName::Custom(path.to_owned())), module.source.text.clone());
    let comments = SingleThreadedComments::default();
    let complaints = super::blank::Complaints::default();
    let handler = Handler::with_emitter(true, false, Box::new(complaints.clone()));
    let mut program = parse(module, &file, &comments);
    GLOBALS.set(&Globals::new(), || {
        HANDLER.set(&handler, || {
            HELPERS.set(&Helpers::new(false), || transform(&mut program, module, graph, &sources, &comments));
        });
    });
    if let Some((message, start, end)) = complaints.first() {
        return Err(messages::cannot_transform(&message, Span::new(&module.source, start, end)));
    }
    Ok(print(&program, &sources, &comments))
}

/// The scan has parsed the file before, so it has no mistakes; it keeps no trees, because only these few are needed again.
fn parse(module: &Module, file: &SourceFile, comments: &SingleThreadedComments) -> Program {
    let lexer = Lexer::new(syntax(module.language), EsVersion::latest(), StringInput::from(file), Some(comments));
    let mut parser = Parser::new_from(lexer);
    let has_declarations = module.kind == Kind::EsModule || module.facts.notation != Notation::Own;
    let program = if has_declarations {
        parser.parse_module().map(Program::Module)
    } else {
        parser.parse_commonjs().map(Program::Script)
    };
    program.expect("the scan parsed the same text")
}

fn transform(
    program: &mut Program,
    module: &Module,
    graph: &ModuleGraph,
    sources: &Lrc<SourceMap>,
    comments: &SingleThreadedComments,
) {
    let unresolved = Mark::new();
    let top_level = Mark::new();
    let is_typescript = matches!(module.language, Language::TypeScript | Language::Tsx);
    program.mutate(&mut resolver(unresolved, top_level, is_typescript));
    if is_typescript {
        program.mutate(&mut visit_mut_pass(Removals::of(module, graph)));
        lower_decorators(program, &module.tsconfig);
        program.mutate(&mut strip::typescript(typescript_config(module), unresolved, top_level));
    }
    if module.facts.has_jsx {
        program.mutate(&mut react(
            sources.clone(),
            Some(comments.clone()),
            jsx_options(&module.tsconfig),
            top_level,
            unresolved,
        ));
    }
    if module.facts.notation == Notation::EsModule {
        let features = FeatureFlag { support_block_scoping: true, support_arrow: true };
        program.mutate(&mut common_js(Resolver::Default, unresolved, common_js_config(&module.tsconfig), features));
    }
    program.mutate(&mut inject_helpers(unresolved));
    program.mutate(&mut hygiene());
    program.mutate(&mut fixer(Some(comments)));
}

fn lower_decorators(program: &mut Program, tsconfig: &TsConfig) {
    let legacy = |emit_metadata| decorators::Config {
        legacy: true,
        emit_metadata,
        use_define_for_class_fields: !tsconfig.assigns_class_fields,
    };
    match tsconfig.decorators {
        Decorators::Standard => decorator_2023_11().process(program),
        Decorators::Legacy => decorators(legacy(false)).process(program),
        Decorators::LegacyWithMetadata => decorators(legacy(true)).process(program),
    }
}

fn typescript_config(module: &Module) -> strip::Config {
    strip::Config {
        verbatim_module_syntax: module.tsconfig.verbatim_module_syntax,
        import_export_assign_config: match module.kind {
            // `import x = require()` needs a `require` first.
            Kind::EsModule => strip::TsImportExportAssignConfig::NodeNext,
            _ => strip::TsImportExportAssignConfig::Classic,
        },
        // Whether a file is an ES module was decided by its author's text; an empty export would decide anew.
        no_empty_export: true,
        ..strip::Config::default()
    }
}

fn jsx_options(tsconfig: &TsConfig) -> react::Options {
    react::Options {
        next: Some(true),
        runtime: Some(if tsconfig.jsx == Jsx::Classic { Runtime::Classic } else { Runtime::Automatic }),
        import_source: tsconfig.jsx_import_source.as_deref().map(Into::into),
        pragma: tsconfig.jsx_factory.clone().map(Into::into),
        pragma_frag: tsconfig.jsx_fragment_factory.clone().map(Into::into),
        development: Some(tsconfig.jsx == Jsx::Development),
        ..react::Options::default()
    }
}

fn common_js_config(tsconfig: &TsConfig) -> common_js::Config {
    common_js::Config {
        import_interop: Some(match tsconfig.interop {
            Interop::Module => ImportInterop::Swc,
            Interop::Property => ImportInterop::None,
        }),
        // So that ES modules find the names, as Node looks for them.
        export_interop_annotation: Some(true),
        ignore_dynamic: true,
        ..common_js::Config::default()
    }
}

fn print(program: &Program, sources: &Lrc<SourceMap>, comments: &SingleThreadedComments) -> Lowered {
    let mut text = Vec::new();
    let mut mappings = Vec::new();
    let writer = JsWriter::new(sources.clone(), "\n", &mut text, Some(&mut mappings));
    let mut emitter = Emitter { cfg: Config::default(), cm: sources.clone(), comments: Some(comments), wr: writer };
    program.emit_with(&mut emitter).expect("writing to memory does not fail");
    let mut map = Vec::new();
    let built = sources.build_source_map(&mappings, None, VirtualSources);
    built.to_writer(&mut map).expect("writing to memory does not fail");
    let text = String::from_utf8(text).expect("the printer writes text");
    let map = String::from_utf8(map).expect("a source map is JSON");
    Lowered { text, source_map: Some(map) }
}

/// Sources are named by their virtual paths. Their text is not repeated: a stack trace needs only the places.
struct VirtualSources;

impl SourceMapGenConfig for VirtualSources {
    fn file_name_to_source(&self, file: &FileName) -> String {
        match file {
            FileName::Custom(path) => path.clone(),
            other => other.to_string(),
        }
    }
}
