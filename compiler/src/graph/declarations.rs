//! Reads import and export declarations, and which of their names are only types.

use resolution::Request as RequestKind;
use swc_common::{Span, Spanned};
use swc_ecma_ast::{
    Decl, DefaultDecl, ExportDecl, ExportSpecifier, Id, ImportDecl, ImportSpecifier, Module, ModuleDecl,
    ModuleExportName, ModuleItem, NamedExport, ObjectLit, Pat, PropOrSpread, Stmt, TsModuleDecl, TsModuleRef,
    TsNamespaceBody,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::facts::{Declaration, Edge, Export, ExportSource, Facts, Import, Reexport, Request, Specifier, Weight};
use super::parse::offset;
use super::usage::Usage;

/// Adds the import and export declarations of `module` to `facts`. Without `usage` every import counts as used.
pub fn declarations(module: &Module, usage: Option<&Usage>, facts: &mut Facts) {
    let mut reader = Reader { facts, usage };
    for item in &module.body {
        match item {
            ModuleItem::ModuleDecl(declaration) => reader.declaration(declaration),
            ModuleItem::Stmt(_) => {}
        }
    }
    let types = type_names(module);
    for export in &mut facts.exports {
        if let ExportSource::Imported(local) = &export.source
            && !facts.imports.iter().any(|import| import.local == *local)
        {
            let is_type = types.contains(local) || usage.is_some_and(|usage| usage.is_type_import(local));
            export.source = if is_type { ExportSource::Type } else { ExportSource::Value };
        }
    }
}

struct Reader<'a> {
    facts: &'a mut Facts,
    usage: Option<&'a Usage>,
}

impl Reader<'_> {
    fn declaration(&mut self, declaration: &ModuleDecl) {
        match declaration {
            ModuleDecl::Import(import) => self.import(import),
            ModuleDecl::ExportDecl(export) => self.export_declaration(export),
            ModuleDecl::ExportNamed(export) => self.export_names(export),
            ModuleDecl::ExportDefaultDecl(export) => {
                let is_type = matches!(export.decl, DefaultDecl::TsInterfaceDecl(_));
                self.export("default", if is_type { ExportSource::Type } else { ExportSource::Value }, export.span);
            }
            ModuleDecl::ExportDefaultExpr(export) => self.export("default", ExportSource::Value, export.span),
            ModuleDecl::ExportAll(export) if export.type_only => {}
            ModuleDecl::ExportAll(export) => {
                let request = self.request(&export.src.value.to_string_lossy(), RequestKind::Import, export.src.span);
                self.attributes(request, export.with.as_deref());
                self.facts.stars.push(request);
            }
            ModuleDecl::TsImportEquals(import) if !import.is_type_only => {
                if let TsModuleRef::TsExternalModuleRef(reference) = &import.module_ref {
                    let specifier = reference.expr.value.to_string_lossy();
                    self.request(&specifier, RequestKind::Require, reference.expr.span);
                }
            }
            ModuleDecl::TsImportEquals(_) | ModuleDecl::TsExportAssignment(_) | ModuleDecl::TsNamespaceExport(_) => {}
        }
    }

    fn import(&mut self, import: &ImportDecl) {
        if import.type_only {
            return;
        }
        let specifiers: Vec<Specifier> = import.specifiers.iter().map(|name| self.import_specifier(name)).collect();
        let is_unused = !specifiers.is_empty() && specifiers.iter().all(|specifier| specifier.is_unused);
        if !is_unused || self.usage.is_none() {
            let request = self.request(&import.src.value.to_string_lossy(), RequestKind::Import, import.src.span);
            self.attributes(request, import.with.as_deref());
            let used = import.specifiers.iter().zip(&specifiers).filter(|(_, place)| !place.is_unused);
            for (specifier, place) in used {
                self.facts.imports.push(Import {
                    request,
                    name: imported_name(specifier),
                    local: specifier.local().sym.to_string(),
                    start: place.start,
                    end: place.end,
                });
            }
        }
        self.declaration_list(import.span, specifiers);
    }

    fn import_specifier(&self, specifier: &ImportSpecifier) -> Specifier {
        let is_used = |id: &Id| self.usage.is_none_or(|usage| usage.is_value(id));
        let is_unused = specifier.is_type_only() || !is_used(&specifier.local().to_id());
        let span = specifier.span();
        Specifier { start: offset(span.lo), end: offset(span.hi), is_unused }
    }

    fn export_declaration(&mut self, export: &ExportDecl) {
        let source = if is_type_declaration(&export.decl) { ExportSource::Type } else { ExportSource::Value };
        for name in declared_names(&export.decl) {
            self.export(&name, source.clone(), export.span);
        }
    }

    fn export_names(&mut self, export: &NamedExport) {
        if export.type_only {
            return;
        }
        let request = export.src.as_ref().map(|source| {
            let specifier = source.value.to_string_lossy();
            let request = self.request(&specifier, RequestKind::Import, source.span);
            self.attributes(request, export.with.as_deref());
            request
        });
        let mut specifiers = Vec::new();
        for specifier in &export.specifiers {
            let span = specifier.span();
            let is_unused = matches!(specifier, ExportSpecifier::Named(named) if named.is_type_only);
            if !is_unused {
                self.export_specifier(specifier, request, span);
            }
            specifiers.push(Specifier { start: offset(span.lo), end: offset(span.hi), is_unused });
        }
        self.declaration_list(export.span, specifiers);
    }

    /// `with { type: 'json' }`
    fn attributes(&mut self, request: usize, attributes: Option<&ObjectLit>) {
        let mut properties = attributes.into_iter().flat_map(|attributes| &attributes.props);
        let is_json = |property: &PropOrSpread| {
            let pair = property.as_prop().and_then(|property| property.as_key_value());
            pair.is_some_and(|pair| super::values::text(&pair.value).as_deref() == Some("json"))
        };
        if properties.any(is_json) {
            self.facts.json_requests.push(request);
        }
    }

    fn export_specifier(&mut self, specifier: &ExportSpecifier, request: Option<usize>, span: Span) {
        let (exported, original) = match specifier {
            ExportSpecifier::Namespace(namespace) => (text(&namespace.name), "*".to_owned()),
            ExportSpecifier::Default(default) => (default.exported.sym.to_string(), "default".to_owned()),
            ExportSpecifier::Named(named) => (text(named.exported.as_ref().unwrap_or(&named.orig)), text(&named.orig)),
        };
        let source = match request {
            Some(request) => ExportSource::Reexport(Reexport { request, name: original }),
            None => ExportSource::Imported(original),
        };
        self.export(&exported, source, span);
    }

    fn export(&mut self, name: &str, source: ExportSource, span: Span) {
        self.facts.exports.push(Export { name: name.to_owned(), source, start: offset(span.lo), end: offset(span.hi) });
    }

    fn declaration_list(&mut self, span: Span, specifiers: Vec<Specifier>) {
        self.facts.declarations.push(Declaration { start: offset(span.lo), end: offset(span.hi), specifiers });
    }

    fn request(&mut self, specifier: &str, kind: RequestKind, span: Span) -> usize {
        let (start, end) = (offset(span.lo), offset(span.hi));
        let request =
            Request { specifier: specifier.to_owned(), kind, weight: Weight::Certain, edge: Edge::Load, start, end };
        self.facts.requests.push(request);
        self.facts.requests.len() - 1
    }
}

fn imported_name(specifier: &ImportSpecifier) -> String {
    match specifier {
        ImportSpecifier::Default(_) => "default".to_owned(),
        ImportSpecifier::Namespace(_) => "*".to_owned(),
        ImportSpecifier::Named(named) => named.imported.as_ref().map_or_else(|| named.local.sym.to_string(), text),
    }
}

fn text(name: &ModuleExportName) -> String {
    name.atom().to_string()
}

/// Whether nothing is left of a declaration at run time.
fn is_type_declaration(declaration: &Decl) -> bool {
    match declaration {
        Decl::TsInterface(_) | Decl::TsTypeAlias(_) => true,
        Decl::TsModule(module) => is_type_namespace(module),
        Decl::TsEnum(declaration) => declaration.declare,
        Decl::Class(class) => class.declare,
        Decl::Fn(function) => function.declare,
        Decl::Var(variables) => variables.declare,
        Decl::Using(_) => false,
    }
}

/// Whether a namespace holds nothing but types.
pub fn is_type_namespace(module: &TsModuleDecl) -> bool {
    module.declare || module.body.as_ref().is_none_or(|body| !has_values(body))
}

fn has_values(body: &TsNamespaceBody) -> bool {
    match body {
        TsNamespaceBody::TsNamespaceDecl(inner) => has_values(&inner.body),
        TsNamespaceBody::TsModuleBlock(block) => block.body.iter().any(|item| match item {
            ModuleItem::Stmt(Stmt::Decl(declaration)) => !is_type_declaration(declaration),
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => !is_type_declaration(&export.decl),
            _ => true,
        }),
    }
}

fn declared_names(declaration: &Decl) -> Vec<String> {
    match declaration {
        Decl::Class(class) => vec![class.ident.sym.to_string()],
        Decl::Fn(function) => vec![function.ident.sym.to_string()],
        Decl::Var(variables) => variables.decls.iter().flat_map(|variable| bound_names(&variable.name)).collect(),
        Decl::Using(using) => using.decls.iter().flat_map(|variable| bound_names(&variable.name)).collect(),
        Decl::TsInterface(interface) => vec![interface.id.sym.to_string()],
        Decl::TsTypeAlias(alias) => vec![alias.id.sym.to_string()],
        Decl::TsEnum(declaration) => vec![declaration.id.sym.to_string()],
        Decl::TsModule(module) => module.id.as_ident().map(|name| name.sym.to_string()).into_iter().collect(),
    }
}

fn bound_names(pattern: &Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl Visit for Names {
        fn visit_binding_ident(&mut self, node: &swc_ecma_ast::BindingIdent) {
            self.0.push(node.id.sym.to_string());
        }
        fn visit_assign_pat_prop(&mut self, node: &swc_ecma_ast::AssignPatProp) {
            self.0.push(node.key.id.sym.to_string());
        }
        fn visit_expr(&mut self, _: &swc_ecma_ast::Expr) {}
    }
    let mut names = Names(Vec::new());
    pattern.visit_with(&mut names);
    names.0
}

/// Names that are declared at the top of a module, but only as types.
fn type_names(module: &Module) -> Vec<String> {
    let declarations = module.body.iter().filter_map(|item| match item {
        ModuleItem::Stmt(Stmt::Decl(declaration)) => Some(declaration),
        ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => Some(&export.decl),
        _ => None,
    });
    let (types, values): (Vec<&Decl>, Vec<&Decl>) =
        declarations.partition(|declaration| is_type_declaration(declaration));
    let values: Vec<String> = values.into_iter().flat_map(declared_names).collect();
    types.into_iter().flat_map(declared_names).filter(|name| !values.contains(name)).collect()
}
