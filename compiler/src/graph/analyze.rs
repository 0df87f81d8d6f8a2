//! Finds what a syntax tree asks for: import declarations, `import()`, `require`, and files named beside the module.
//!
//! A `require` counts only where it is Node's: not where a parameter or a variable of that name hides it, as in files
//! that a bundler wrote. What `createRequire` returns counts as well, and so does a `new Function` around an `import()`.
//! What is asked for by more than a literal is kept until the whole file is known ([`super::values`]).

use std::collections::HashSet;

use resolution::Request as RequestKind;
use swc_common::{Span, Spanned};
use swc_ecma_ast::{
    ArrowExpr, AssignExpr, AssignTarget, AwaitExpr, BinExpr, BinaryOp, CallExpr, Callee, CatchClause, Class,
    ClassMember, ClassMethod, CondExpr, Expr, ExprOrSpread, FnDecl, ForOfStmt, Function, GetterProp, Ident, IfStmt,
    ImportNamedSpecifier, KeyValuePatProp, ModuleExportName, NewExpr, OptChainExpr, Pat, Program, PropName, SetterProp,
    SimpleAssignTarget, Stmt, SwitchCase, Tpl, TryStmt, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::Kind;
use super::facts::{AssetPattern, Edge, Facts, ModulePattern, Request, Weight};
use super::parse::offset;
use super::values::{
    Names, OWN_FOLDER, UNKNOWN, Value, called_name, can_begin_at_own_folder, is_import_meta, is_name, property, text,
};

/// Adds every request that is not an import or export declaration to `facts`.
pub fn requests(program: &Program, kind: Kind, facts: &mut Facts) {
    let mut requires = HashSet::new();
    if kind == Kind::CommonJs {
        requires.insert("require".to_owned());
    }
    let mut visitor = Analysis {
        facts,
        requires,
        imports: HashSet::new(),
        create_requires: HashSet::from(["createRequire".to_owned()]),
        functions: Vec::new(),
        next_function: None,
        hidden: 0,
        depth: 0,
        conditions: 0,
        computed: Vec::new(),
        files: Vec::new(),
        asks_for_own_path: false,
    };
    program.visit_with(&mut visitor);
    let (computed, files, asks_for_own_path) = (visitor.computed, visitor.files, visitor.asks_for_own_path);
    if !computed.is_empty() || !files.is_empty() || asks_for_own_path {
        let names = evaluate(program, &computed, &files, facts);
        facts.file_names = if asks_for_own_path { names.bare_files } else { Vec::new() };
    }
}

/// A request by more than a literal.
struct Computed {
    value: Value,
    kind: RequestKind,
    weight: Weight,
    edge: Edge,
    span: Span,
}

/// Finds out what values can be, now that all of the file is known.
fn evaluate(program: &Program, computed: &[Computed], files: &[Value], facts: &mut Facts) -> Names {
    let mut functions = HashSet::new();
    for value in computed.iter().map(|request| &request.value).chain(files) {
        value.functions(&mut functions);
    }
    let mut names = Names::of(program, functions);
    for request in computed {
        for text in names.texts(&request.value) {
            add_computed(facts, request, &text);
        }
    }
    for value in files {
        let texts = names.texts(value);
        facts
            .asset_patterns
            .extend(texts.iter().filter_map(|text| own(text)).map(|relative| AssetPattern { relative }));
    }
    if !facts.untraced.is_empty() {
        facts.relative_texts = std::mem::take(&mut names.relative_texts);
    }
    names
}

fn add_computed(facts: &mut Facts, request: &Computed, text: &str) {
    let (start, end) = (offset(request.span.lo), offset(request.span.hi));
    let Computed { kind, weight, edge, .. } = *request;
    let specifier = own(text).unwrap_or_else(|| text.to_owned());
    if specifier.starts_with(UNKNOWN) {
        facts.untraced.push((start, end));
    } else if specifier.contains(UNKNOWN) {
        facts.module_patterns.push(ModulePattern { pattern: specifier, kind });
    } else if !specifier.is_empty() && !specifier.contains(char::is_control) {
        facts.requests.push(Request { specifier, kind, weight, edge, start, end });
    }
}

/// A path that begins at the file's own folder, relative to it.
fn own(text: &str) -> Option<String> {
    let rest = text.strip_prefix(OWN_FOLDER)?.trim_start_matches('/');
    Some(format!("./{}", rest.strip_prefix("./").unwrap_or(rest)))
}

struct Analysis<'a> {
    facts: &'a mut Facts,
    /// Names that mean Node's `require` here.
    requires: HashSet<String>,
    /// Names of functions that are nothing but an `import()`.
    imports: HashSet<String>,
    /// Names that mean `createRequire` here.
    create_requires: HashSet<String>,
    /// The functions around this place: their names, if they have one, and their parameters'.
    functions: Vec<(Option<String>, Vec<Option<String>>)>,
    /// The name of the function that comes next.
    next_function: Option<String>,
    /// How many of the functions around this place hide `require`.
    hidden: usize,
    /// How many functions are around this place that are not called on the spot.
    depth: usize,
    /// How many conditions and `try` blocks are around this place.
    conditions: usize,
    computed: Vec<Computed>,
    /// Paths that may begin at the file's own folder.
    files: Vec<Value>,
    asks_for_own_path: bool,
}

impl Analysis<'_> {
    fn weight(&self) -> Weight {
        match (self.depth, self.conditions) {
            (0, 0) => Weight::Certain,
            (0, _) => Weight::Guarded,
            _ => Weight::Nested,
        }
    }

    fn request(&mut self, specifier: &str, kind: RequestKind, weight: Weight, edge: Edge, span: Span) {
        let (start, end) = (offset(span.lo), offset(span.hi));
        self.facts.requests.push(Request { specifier: specifier.to_owned(), kind, weight, edge, start, end });
    }

    /// A request by any expression.
    fn ask(&mut self, expression: &Expr, kind: RequestKind, weight: Weight, edge: Edge) {
        if let Some(specifier) = text(expression) {
            return self.request(&specifier, kind, weight, edge, expression.span());
        }
        let value = self.value(expression);
        let weight = weight.max(Weight::Guarded);
        self.computed.push(Computed { value, kind, weight, edge, span: expression.span() });
    }

    fn value(&self, expression: &Expr) -> Value {
        Value::of(expression).with_parameters(&|name| self.parameter(name))
    }

    /// What `name` stands for if a function around this place has such a parameter.
    fn parameter(&self, name: &str) -> Option<Value> {
        self.functions.iter().rev().find_map(|(function, parameters)| {
            let index = parameters.iter().position(|parameter| parameter.as_deref() == Some(name))?;
            Some(match function {
                Some(function) => Value::Parameter { function: function.clone(), index },
                None => Value::Unknown,
            })
        })
    }

    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        self.conditions += 1;
        visit(self);
        self.conditions -= 1;
    }

    fn in_function<'p>(&mut self, parameters: impl Iterator<Item = &'p Pat>, visit: impl FnOnce(&mut Self)) {
        let names: Vec<Option<String>> =
            parameters.map(|parameter| parameter.as_ident().map(|name| name.sym.to_string())).collect();
        let hides = names.iter().flatten().any(|name| name == "require");
        let name = self.next_function.take();
        self.functions.push((name, names));
        self.depth += 1;
        self.hidden += usize::from(hides);
        visit(self);
        self.hidden -= usize::from(hides);
        self.depth -= 1;
        self.functions.pop();
    }

    fn is_require(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Ident(name) if name.sym == *"require" => self.hidden == 0 && self.requires.contains("require"),
            Expr::Ident(name) => self.requires.contains(name.sym.as_str()),
            // `module.require('x')`
            Expr::Member(member) => {
                is_name(&member.obj, "module")
                    && property(member) == Some("require")
                    && self.requires.contains("require")
            }
            Expr::Paren(inner) => self.is_require(&inner.expr),
            Expr::Call(_) => self.is_create_require(expression),
            _ => false,
        }
    }

    /// `createRequire(import.meta.url)`, under whatever name.
    fn is_create_require(&self, expression: &Expr) -> bool {
        let Some(Callee::Expr(callee)) = expression.as_call().map(|call| &call.callee) else { return false };
        called_name(callee).is_some_and(|name| self.create_requires.contains(name))
    }

    fn is_import(&self, callee: &Expr) -> bool {
        called_name(callee).is_some_and(|name| self.imports.contains(name)) || is_hidden_import(callee)
    }

    fn require_call(&mut self, call: &CallExpr) {
        if let Some(argument) = call.args.first() {
            self.ask(&argument.expr, RequestKind::Require, self.weight(), Edge::Load);
        }
    }

    fn import_call(&mut self, call: &CallExpr) {
        if let Some(argument) = call.args.first() {
            self.ask(&argument.expr, RequestKind::Import, Weight::Nested, Edge::Load);
        }
    }

    /// `require.resolve('x')`, `import.meta.resolve('x')`, `path.join(__dirname, 'x')`.
    fn method_call(&mut self, callee: &Expr, arguments: &[ExprOrSpread]) {
        let (Some(method), Some(first)) = (called_name(callee), arguments.first()) else { return };
        let object = callee.as_member().map(|member| &*member.obj);
        match (method, object) {
            ("resolve", Some(object)) if self.is_require(object) => {
                self.ask(&first.expr, RequestKind::Require, Weight::Nested, Edge::Locate);
            }
            ("resolve", Some(object)) if is_import_meta(object) => {
                self.ask(&first.expr, RequestKind::Import, Weight::Nested, Edge::Locate);
            }
            // Express loads the package of that name when it renders the first view.
            ("set", Some(_)) if text(&first.expr).is_some_and(|setting| setting == "view engine") => {
                if let Some(engine) = arguments.get(1).filter(|engine| text(&engine.expr).is_some()) {
                    self.ask(&engine.expr, RequestKind::Require, Weight::Nested, Edge::Locate);
                }
            }
            ("join" | "resolve", _) if can_begin_at_own_folder(arguments) => {
                let parts = arguments.iter().map(|argument| self.value(&argument.expr)).collect();
                self.files.push(Value::Path(parts));
            }
            _ => {}
        }
    }

    /// `new Worker(new URL('./x', import.meta.url))`; a URL is relative without dots, a specifier is not.
    fn new_worker(&mut self, url: &NewExpr) {
        let Some([reference, base]) = url.args.as_deref() else { return };
        let Some(reference_text) = text(&reference.expr) else { return };
        if is_name(&url.callee, "URL") && Value::of(&base.expr) == Value::OwnFile {
            let is_relative = reference_text.starts_with(['.', '/']) || reference_text.contains(':');
            let specifier = if is_relative { reference_text } else { format!("./{reference_text}") };
            let span = reference.expr.span();
            self.request(&specifier, RequestKind::Import, Weight::Nested, Edge::Locate, span);
        }
    }

    fn declare(&mut self, name: &str, value: &Expr) {
        if self.is_create_require(value) || (name != "require" && value.is_ident() && self.is_require(value)) {
            self.requires.insert(name.to_owned());
        } else if is_hidden_import(value) {
            self.imports.insert(name.to_owned());
        } else if value.is_fn_expr() || value.is_arrow() {
            self.next_function = Some(name.to_owned());
        }
    }
}

impl Visit for Analysis<'_> {
    fn visit_call_expr(&mut self, node: &CallExpr) {
        match &node.callee {
            Callee::Import(_) => self.import_call(node),
            Callee::Expr(callee) if self.is_require(callee) => self.require_call(node),
            Callee::Expr(callee) if self.is_import(callee) => self.import_call(node),
            Callee::Expr(callee) => match called_on_the_spot(callee) {
                Some(function) => return self.visit_called_function(function, &node.args),
                None => self.method_call(callee, &node.args),
            },
            Callee::Super(_) => {}
        }
        if let (Callee::Expr(callee), [inner, ..]) = (&node.callee, node.args.as_slice())
            && let Expr::Member(member) = &**callee
            && matches!(property(member), Some("call" | "apply"))
            && let Some(function) = called_on_the_spot(&member.obj)
        {
            inner.visit_with(self);
            return self.visit_called_function(function, &node.args[1..]);
        }
        node.visit_children_with(self);
    }

    fn visit_ident(&mut self, node: &Ident) {
        self.asks_for_own_path |= matches!(node.sym.as_str(), "__filename" | "__dirname");
    }

    fn visit_opt_chain_expr(&mut self, node: &OptChainExpr) {
        self.conditionally(|this| node.visit_children_with(this));
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        let inner = node.args.as_deref().and_then(<[_]>::first).and_then(|argument| argument.expr.as_new());
        match inner {
            Some(inner) if is_worker(&node.callee) => self.new_worker(inner),
            _ => {
                let value = Value::of_new(node);
                if value != Value::Unknown {
                    self.files.push(value);
                }
            }
        }
        node.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, node: &BinExpr) {
        match node.op {
            BinaryOp::LogicalAnd | BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                node.left.visit_with(self);
                self.conditionally(|this| node.right.visit_with(this));
            }
            BinaryOp::Add => {
                if is_own_folder(&node.left) {
                    self.files.push(Value::Sum(vec![Value::OwnFolder, self.value(&node.right)]));
                }
                node.visit_children_with(self);
            }
            _ => node.visit_children_with(self),
        }
    }

    fn visit_tpl(&mut self, node: &Tpl) {
        let starts_empty = node.quasis.first().is_some_and(|part| part.raw.is_empty());
        if starts_empty && node.exprs.first().is_some_and(|first| is_own_folder(first)) {
            self.files.push(Value::of_template(node));
        }
        node.visit_children_with(self);
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        if let (Some(name), Some(value)) = (node.name.as_ident(), node.init.as_deref()) {
            self.declare(&name.sym, value);
        }
        node.visit_children_with(self);
        self.next_function = None;
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        if let AssignTarget::Simple(SimpleAssignTarget::Ident(name)) = &node.left {
            self.declare(&name.id.sym, &node.right);
        }
        node.visit_children_with(self);
        self.next_function = None;
    }

    fn visit_fn_decl(&mut self, node: &FnDecl) {
        self.next_function = Some(node.ident.sym.to_string());
        node.visit_children_with(self);
    }

    fn visit_class_method(&mut self, node: &ClassMethod) {
        self.next_function = node.key.as_ident().map(|name| name.sym.to_string());
        node.function.visit_with(self);
        node.key.visit_with(self);
    }

    /// `import { createRequire as name } from 'node:module'`
    fn visit_import_named_specifier(&mut self, node: &ImportNamedSpecifier) {
        if matches!(&node.imported, Some(ModuleExportName::Ident(name)) if name.sym == *"createRequire") {
            self.create_requires.insert(node.local.sym.to_string());
        }
    }

    /// `const { createRequire: name } = require('node:module')`
    fn visit_key_value_pat_prop(&mut self, node: &KeyValuePatProp) {
        let is_meant = node.key.as_ident().is_some_and(|name| name.sym == *"createRequire");
        if let (true, Some(name)) = (is_meant, node.value.as_ident()) {
            self.create_requires.insert(name.sym.to_string());
        }
        node.visit_children_with(self);
    }

    fn visit_function(&mut self, node: &Function) {
        self.in_function(node.params.iter().map(|parameter| &parameter.pat), |this| node.visit_children_with(this));
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        self.in_function(node.params.iter(), |this| node.visit_children_with(this));
    }

    fn visit_getter_prop(&mut self, node: &GetterProp) {
        self.in_function(std::iter::empty(), |this| node.visit_children_with(this));
    }

    fn visit_setter_prop(&mut self, node: &SetterProp) {
        self.in_function(std::iter::empty(), |this| node.visit_children_with(this));
    }

    fn visit_class(&mut self, node: &Class) {
        node.super_class.visit_with(self);
        node.decorators.visit_with(self);
        for member in &node.body {
            match member {
                // These run when the class is defined.
                ClassMember::StaticBlock(block) => block.visit_with(self),
                member => self.in_function(std::iter::empty(), |this| member.visit_with(this)),
            }
        }
    }

    fn visit_if_stmt(&mut self, node: &IfStmt) {
        node.test.visit_with(self);
        self.conditionally(|this| {
            node.cons.visit_with(this);
            node.alt.visit_with(this);
        });
    }

    fn visit_cond_expr(&mut self, node: &CondExpr) {
        node.test.visit_with(self);
        self.conditionally(|this| {
            node.cons.visit_with(this);
            node.alt.visit_with(this);
        });
    }

    fn visit_switch_case(&mut self, node: &SwitchCase) {
        self.conditionally(|this| node.visit_children_with(this));
    }

    fn visit_try_stmt(&mut self, node: &TryStmt) {
        self.conditionally(|this| node.visit_children_with(this));
    }

    fn visit_catch_clause(&mut self, node: &CatchClause) {
        node.body.visit_with(self);
    }

    fn visit_await_expr(&mut self, node: &AwaitExpr) {
        self.facts.has_top_level_await |= self.depth == 0;
        node.visit_children_with(self);
    }

    fn visit_for_of_stmt(&mut self, node: &ForOfStmt) {
        self.facts.has_top_level_await |= self.depth == 0 && node.is_await;
        node.visit_children_with(self);
    }

    fn visit_stmts(&mut self, nodes: &[Stmt]) {
        let hides = nodes.iter().any(declares_require);
        self.hidden += usize::from(hides);
        nodes.visit_children_with(self);
        self.hidden -= usize::from(hides);
    }

    fn visit_prop_name(&mut self, node: &PropName) {
        if let PropName::Computed(computed) = node {
            computed.visit_with(self);
        }
    }
}

impl Analysis<'_> {
    /// `(function () { … })()` runs where it stands: its requests are as certain as those around it, but what it
    /// awaits is its own.
    fn visit_called_function(&mut self, function: &Expr, arguments: &[ExprOrSpread]) {
        arguments.visit_with(self);
        let has_await = self.facts.has_top_level_await;
        match function {
            Expr::Fn(function) => {
                let parameters = function.function.params.iter().map(|parameter| &parameter.pat);
                self.on_the_spot(parameters, |this| function.function.body.visit_with(this));
            }
            Expr::Arrow(arrow) => self.on_the_spot(arrow.params.iter(), |this| arrow.body.visit_with(this)),
            _ => {}
        }
        self.facts.has_top_level_await = has_await;
    }

    fn on_the_spot<'p>(&mut self, parameters: impl Iterator<Item = &'p Pat>, visit: impl FnOnce(&mut Self)) {
        let depth = self.depth;
        self.in_function(parameters, |this| {
            this.depth = depth;
            visit(this);
            this.depth = depth + 1;
        });
    }
}

fn is_worker(callee: &Expr) -> bool {
    is_name(callee, "Worker") || callee.as_member().is_some_and(|member| property(member) == Some("Worker"))
}

fn is_own_folder(expression: &Expr) -> bool {
    Value::of(expression) == Value::OwnFolder
}

fn declares_require(statement: &Stmt) -> bool {
    match statement {
        Stmt::Decl(swc_ecma_ast::Decl::Fn(function)) => function.ident.sym == *"require",
        Stmt::Decl(swc_ecma_ast::Decl::Var(variables)) => variables.decls.iter().any(|variable| {
            let is_require = variable.name.as_ident().is_some_and(|name| name.sym == *"require");
            is_require && !variable.init.as_deref().is_some_and(calls_create_require)
        }),
        _ => false,
    }
}

/// `new Function('file', 'return import(file)')`, which keeps TypeScript from making a `require` of it.
fn is_hidden_import(expression: &Expr) -> bool {
    let (callee, arguments) = match expression {
        Expr::Paren(inner) => return is_hidden_import(&inner.expr),
        Expr::New(new) => (&*new.callee, new.args.as_deref().unwrap_or_default()),
        Expr::Call(CallExpr { callee: Callee::Expr(callee), args, .. }) => (&**callee, args.as_slice()),
        _ => return false,
    };
    let body = arguments.last().and_then(|body| text(&body.expr));
    (is_name(callee, "Function") || is_name(callee, "eval")) && body.is_some_and(|body| body.contains("import("))
}

fn calls_create_require(expression: &Expr) -> bool {
    let Some(Callee::Expr(callee)) = expression.as_call().map(|call| &call.callee) else { return false };
    called_name(callee).is_some_and(|name| name.contains("createRequire"))
}

fn called_on_the_spot(callee: &Expr) -> Option<&Expr> {
    match callee {
        Expr::Paren(inner) => called_on_the_spot(&inner.expr),
        Expr::Fn(function) if !function.function.is_generator => Some(callee),
        Expr::Arrow(_) => Some(callee),
        _ => None,
    }
}
