//! From text to syntax tree, deciding on the way whether a file is an ES module where its path does not tell.

use swc_common::BytePos;
use swc_ecma_ast::{Decl, EsVersion, Module, ModuleItem, Program, Script, Stmt, VarDeclKind};
use swc_ecma_parser::lexer::Lexer;
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_visit::{Visit, VisitWith};

use super::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    JavaScript,
    Jsx,
    TypeScript,
    Tsx,
}

/// As what a text is to be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    EsModule,
    CommonJs,
    Detect,
}

pub struct Parsed {
    pub program: Program,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: String,
    pub start: u32,
    pub end: u32,
}

/// swc reserves position 0, so texts start at 1.
pub const FIRST_POSITION: BytePos = BytePos(1);

/// Names that the CommonJS wrapper declares: a file that declares one itself at the top must be an ES module.
pub const WRAPPER_NAMES: &[&str] = &["exports", "require", "module", "__filename", "__dirname"];

pub fn parse(text: &str, language: Language, goal: Goal) -> Result<Parsed, SyntaxError> {
    match goal {
        Goal::EsModule => parse_module(text, language).map(es_module),
        Goal::CommonJs => parse_script(text, language).map(common_js),
        Goal::Detect => detect(text, language),
    }
}

/// Node's detect-module: CommonJS, unless only an ES module can have this syntax.
fn detect(text: &str, language: Language) -> Result<Parsed, SyntaxError> {
    let script_error = match parse_script(text, language) {
        Ok(script) if !redeclares_wrapper(&script) => return Ok(common_js(script)),
        Ok(script) => match parse_module(text, language) {
            Ok(module) => return Ok(es_module(module)),
            Err(_) => return Ok(common_js(script)),
        },
        Err(error) => error,
    };
    match parse_module(text, language) {
        Ok(module) if is_typescript_common_js(&module) => Ok(Parsed { program: module.into(), kind: Kind::CommonJs }),
        Ok(module) => Ok(es_module(module)),
        // Both failed: what the author meant shows in whether there is an import or export before the mistake.
        Err(error) if error.start > script_error.start => Err(error),
        Err(_) => Err(script_error),
    }
}

/// `import x = require()` and `export =` are TypeScript's way to write CommonJS.
fn is_typescript_common_js(module: &Module) -> bool {
    let mut has_common_js = false;
    for item in &module.body {
        match item {
            ModuleItem::ModuleDecl(declaration) => match declaration {
                swc_ecma_ast::ModuleDecl::TsExportAssignment(_) => has_common_js = true,
                swc_ecma_ast::ModuleDecl::TsImportEquals(import) => {
                    has_common_js |= import.module_ref.is_ts_external_module_ref();
                }
                swc_ecma_ast::ModuleDecl::Import(import) if import.type_only => {}
                _ => return false,
            },
            ModuleItem::Stmt(_) => {}
        }
    }
    has_common_js
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method itself is not general over the lexer's lifetime"
)]
fn parse_module(text: &str, language: Language) -> Result<Module, SyntaxError> {
    with_parser(text, language, |parser| parser.parse_module())
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method itself is not general over the lexer's lifetime"
)]
fn parse_script(text: &str, language: Language) -> Result<Script, SyntaxError> {
    let script = with_parser(text, language, |parser| parser.parse_commonjs())?;
    match import_meta(&script) {
        None => Ok(script),
        Some((start, end)) => {
            Err(SyntaxError { message: "cannot use `import.meta` outside a module".to_owned(), start, end })
        }
    }
}

fn with_parser<T>(
    text: &str,
    language: Language,
    parse: impl FnOnce(&mut Parser<Lexer>) -> swc_ecma_parser::PResult<T>,
) -> Result<T, SyntaxError> {
    let input = StringInput::new(text, FIRST_POSITION, FIRST_POSITION + BytePos(text.len() as u32));
    let lexer = Lexer::new(syntax(language), EsVersion::latest(), input, None);
    let mut parser = Parser::new_from(lexer);
    let result = parse(&mut parser);
    let recovered = parser.take_errors();
    match result {
        Err(error) => Err(syntax_error(&error)),
        Ok(_) if let Some(error) = recovered.iter().min_by_key(|error| swc_common::Spanned::span(*error).lo) => {
            Err(syntax_error(error))
        }
        Ok(tree) => Ok(tree),
    }
}

pub fn syntax(language: Language) -> Syntax {
    match language {
        Language::JavaScript | Language::Jsx => Syntax::Es(EsSyntax {
            jsx: language == Language::Jsx,
            import_attributes: true,
            explicit_resource_management: true,
            ..EsSyntax::default()
        }),
        Language::TypeScript | Language::Tsx => {
            Syntax::Typescript(TsSyntax { tsx: language == Language::Tsx, decorators: true, ..TsSyntax::default() })
        }
    }
}

fn syntax_error(error: &swc_ecma_parser::error::Error) -> SyntaxError {
    let span = swc_common::Spanned::span(error);
    let message = error.kind().msg();
    let message = message.strip_suffix('.').unwrap_or(&message);
    SyntaxError { message: lower_first(message), start: offset(span.lo), end: offset(span.hi) }
}

pub fn offset(position: BytePos) -> u32 {
    position.0.saturating_sub(FIRST_POSITION.0)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        // A word, and not a name in capitals.
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}

fn es_module(module: Module) -> Parsed {
    Parsed { program: module.into(), kind: Kind::EsModule }
}

fn common_js(script: Script) -> Parsed {
    Parsed { program: script.into(), kind: Kind::CommonJs }
}

fn redeclares_wrapper(script: &Script) -> bool {
    script.body.iter().any(|statement| match statement {
        Stmt::Decl(Decl::Class(class)) => WRAPPER_NAMES.contains(&class.ident.sym.as_str()),
        Stmt::Decl(Decl::Var(variables)) if variables.kind != VarDeclKind::Var => variables
            .decls
            .iter()
            .any(|variable| variable.name.as_ident().is_some_and(|name| WRAPPER_NAMES.contains(&name.sym.as_str()))),
        _ => false,
    })
}

/// Where `import.meta` stands in a tree.
pub fn import_meta<T>(tree: &T) -> Option<(u32, u32)>
where
    T: VisitWith<ImportMeta>,
{
    let mut finder = ImportMeta(None);
    tree.visit_with(&mut finder);
    finder.0
}

pub struct ImportMeta(Option<(u32, u32)>);

impl Visit for ImportMeta {
    fn visit_meta_prop_expr(&mut self, node: &swc_ecma_ast::MetaPropExpr) {
        if node.kind == swc_ecma_ast::MetaPropKind::ImportMeta {
            self.0 = Some((offset(node.span.lo), offset(node.span.hi)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Kind) {
        for language in [Language::JavaScript, Language::TypeScript] {
            assert_eq!(parse(text, language, Goal::Detect).map(|parsed| parsed.kind), Ok(expected), "{text}");
        }
    }

    #[test]
    fn syntax_that_only_modules_have_makes_a_module() {
        check("import 'x'", Kind::EsModule);
        check("export {}", Kind::EsModule);
        check("import.meta.url", Kind::EsModule);
        check("await f()", Kind::EsModule);
        check("for await (const x of y) {}", Kind::EsModule);
        check("const require = 1", Kind::EsModule);
        check("const __dirname = 1", Kind::EsModule);
    }

    #[test]
    fn anything_else_is_common_js() {
        check("", Kind::CommonJs);
        check("const x = require('x')", Kind::CommonJs);
        check("import('x')", Kind::CommonJs);
        check("return", Kind::CommonJs);
        check("var module", Kind::CommonJs);
        check("async function f() { await g() }", Kind::CommonJs);
        check("#!/usr/bin/env node\nreturn new.target", Kind::CommonJs);
    }

    #[test]
    fn sloppy_code_is_common_js() {
        let parsed = parse("with (a) { b = 010 }", Language::JavaScript, Goal::Detect);
        assert_eq!(parsed.map(|parsed| parsed.kind), Ok(Kind::CommonJs));
    }

    #[test]
    fn typescript_has_its_own_way_to_write_common_js() {
        let parsed = parse("import x = require('x'); export = x;", Language::TypeScript, Goal::Detect);
        assert_eq!(parsed.map(|parsed| parsed.kind), Ok(Kind::CommonJs));
    }

    #[test]
    fn a_mistake_is_reported_where_it_is() {
        let error = parse("import x from 'x'\nlet = = 1", Language::JavaScript, Goal::Detect).map(|_| ()).unwrap_err();
        assert_eq!(error.start, 24, "{error:?}");
    }
}
