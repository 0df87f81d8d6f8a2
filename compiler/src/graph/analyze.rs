//! Finds what a syntax tree asks for: import declarations, `import()`, `require`, and files named beside the module.
//!
//! A `require` counts only where it is Node's: not where a parameter or a variable of that name hides it, as in files
//! that a bundler wrote. What `createRequire` returns counts as well.

use std::collections::HashSet;

use resolution::Request as RequestKind;
use swc_common::Span;
use swc_ecma_ast::{
    ArrowExpr, AwaitExpr, BinExpr, BinaryOp, CallExpr, Callee, CatchClause, Class, ClassMember, CondExpr, Expr,
    ExprOrSpread, ForOfStmt, Function, GetterProp, IfStmt, Lit, MemberExpr, MemberProp, MetaPropKind, NewExpr,
    OptChainExpr, Pat, Program, PropName, SetterProp, Stmt, SwitchCase, Tpl, TryStmt, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::Kind;
use super::facts::{AssetPattern, Edge, Facts, ModulePattern, Request, Weight};
use super::parse::offset;

/// Adds every request that is not an import or export declaration to `facts`.
pub fn requests(program: &Program, kind: Kind, facts: &mut Facts) {
    let mut requires = HashSet::new();
    if kind == Kind::CommonJs {
        requires.insert("require".to_owned());
    }
    let mut visitor = Analysis { facts, requires, hidden: 0, depth: 0, conditions: 0 };
    program.visit_with(&mut visitor);
}

struct Analysis<'a> {
    facts: &'a mut Facts,
    /// Names that mean Node's `require` here.
    requires: HashSet<String>,
    /// How many of the functions around this place hide `require`.
    hidden: usize,
    /// How many functions are around this place that are not called on the spot.
    depth: usize,
    /// How many conditions and `try` blocks are around this place.
    conditions: usize,
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

    fn asset(&mut self, relative: String) {
        self.facts.asset_patterns.push(AssetPattern { relative });
    }

    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        self.conditions += 1;
        visit(self);
        self.conditions -= 1;
    }

    fn in_function<'p>(&mut self, parameters: impl Iterator<Item = &'p Pat>, visit: impl FnOnce(&mut Self)) {
        let hides = parameters.filter_map(Pat::as_ident).any(|name| name.sym == *"require");
        self.depth += 1;
        self.hidden += usize::from(hides);
        visit(self);
        self.hidden -= usize::from(hides);
        self.depth -= 1;
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
            _ => false,
        }
    }

    fn require_call(&mut self, call: &CallExpr) {
        let Some(argument) = call.args.first() else { return };
        match wanted(&argument.expr) {
            Some(Wanted::Text(specifier, span)) => {
                self.request(&specifier, RequestKind::Require, self.weight(), Edge::Load, span);
            }
            Some(Wanted::Choice(choices)) => {
                for (specifier, span) in choices {
                    let weight = self.weight().max(Weight::Guarded);
                    self.request(&specifier, RequestKind::Require, weight, Edge::Load, span);
                }
            }
            Some(Wanted::Pattern(pattern)) => self.pattern(pattern, RequestKind::Require),
            None => {}
        }
    }

    fn import_call(&mut self, call: &CallExpr) {
        let Some(argument) = call.args.first() else { return };
        match wanted(&argument.expr) {
            Some(Wanted::Text(specifier, span)) => {
                self.request(&specifier, RequestKind::Import, Weight::Nested, Edge::Load, span);
            }
            Some(Wanted::Choice(choices)) => {
                for (specifier, span) in choices {
                    self.request(&specifier, RequestKind::Import, Weight::Nested, Edge::Load, span);
                }
            }
            Some(Wanted::Pattern(pattern)) => self.pattern(pattern, RequestKind::Import),
            None => {}
        }
    }

    fn pattern(&mut self, pattern: String, kind: RequestKind) {
        self.facts.module_patterns.push(ModulePattern { pattern, kind });
    }

    /// `require.resolve('x')`, `import.meta.resolve('x')`, `path.join(__dirname, 'x')`.
    fn method_call(&mut self, member: &MemberExpr, arguments: &[ExprOrSpread]) {
        let Some(method) = property(member) else { return };
        let first = arguments.first().and_then(|argument| text(&argument.expr));
        match (method, first) {
            ("resolve", Some((specifier, span))) if self.is_require(&member.obj) => {
                self.request(&specifier, RequestKind::Require, Weight::Nested, Edge::Locate, span);
            }
            ("resolve", Some((specifier, span))) if is_import_meta(&member.obj) => {
                self.request(&specifier, RequestKind::Import, Weight::Nested, Edge::Locate, span);
            }
            // Express loads the package of that name when it renders the first view.
            ("set", Some((setting, _))) if setting == "view engine" => {
                if let Some((engine, span)) = arguments.get(1).and_then(|argument| text(&argument.expr)) {
                    self.request(&engine, RequestKind::Require, Weight::Nested, Edge::Locate, span);
                }
            }
            ("join" | "resolve", None) => {
                if let Some(relative) = joined_to_own_folder(arguments) {
                    self.asset(relative);
                }
            }
            _ => {}
        }
    }

    /// `new URL('./x', import.meta.url)`, and the same as the first argument of `new Worker`.
    fn new_url(&mut self, node: &NewExpr, edge: Edge) {
        let Some([reference, base]) = node.args.as_deref() else { return };
        if !is_name(&node.callee, "URL") || !is_import_meta_url(&base.expr) {
            return;
        }
        let Some((reference, span)) = text(&reference.expr) else { return };
        match edge {
            Edge::Load => self.asset(reference),
            Edge::Locate => {
                // A URL is relative without dots, a specifier is not.
                let is_relative = reference.starts_with(['.', '/']) || reference.contains(':');
                let specifier = if is_relative { reference } else { format!("./{reference}") };
                self.request(&specifier, RequestKind::Import, Weight::Nested, Edge::Locate, span);
            }
        }
    }

    fn declare_require(&mut self, variable: &VarDeclarator) {
        let (Some(name), Some(value)) = (variable.name.as_ident(), variable.init.as_deref()) else { return };
        if is_create_require(value) {
            self.requires.insert(name.sym.to_string());
        }
    }
}

impl Visit for Analysis<'_> {
    fn visit_call_expr(&mut self, node: &CallExpr) {
        match &node.callee {
            Callee::Import(_) => self.import_call(node),
            Callee::Expr(callee) if self.is_require(callee) => self.require_call(node),
            Callee::Expr(callee) => match &**callee {
                Expr::Member(member) => self.method_call(member, &node.args),
                callee => {
                    if let Some(function) = called_on_the_spot(callee) {
                        return self.visit_called_function(function, &node.args);
                    }
                }
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

    fn visit_opt_chain_expr(&mut self, node: &OptChainExpr) {
        self.conditionally(|this| node.visit_children_with(this));
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        let inner = node.args.as_deref().and_then(<[_]>::first).and_then(|argument| argument.expr.as_new());
        match inner {
            Some(inner) if is_worker(&node.callee) => self.new_url(inner, Edge::Locate),
            _ => self.new_url(node, Edge::Load),
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
                if let Some(relative) = added_to_own_folder(node) {
                    self.asset(relative);
                }
                node.visit_children_with(self);
            }
            _ => node.visit_children_with(self),
        }
    }

    fn visit_tpl(&mut self, node: &Tpl) {
        if let Some(relative) = template_in_own_folder(node) {
            self.asset(relative);
        }
        node.visit_children_with(self);
    }

    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        self.declare_require(node);
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

/// What the argument of `require` or `import()` can be.
enum Wanted {
    Text(String, Span),
    /// `flag ? 'a' : 'b'`
    Choice(Vec<(String, Span)>),
    /// With `*` for what is known only at run time.
    Pattern(String),
}

fn wanted(expression: &Expr) -> Option<Wanted> {
    if let Some((text, span)) = text(expression) {
        return Some(Wanted::Text(text, span));
    }
    match expression {
        Expr::Paren(inner) => wanted(&inner.expr),
        Expr::Cond(choice) => {
            Some(Wanted::Choice([&choice.cons, &choice.alt].into_iter().filter_map(|side| text(side)).collect()))
        }
        Expr::Tpl(_) | Expr::Bin(_) => {
            let pattern = pattern_of(expression);
            // Without a folder in front it could be anything.
            let is_relative = pattern.starts_with("./") || pattern.starts_with("../");
            is_relative.then_some(Wanted::Pattern(pattern))
        }
        _ => None,
    }
}

/// The text of an expression, with `*` for every part that is not constant.
fn pattern_of(expression: &Expr) -> String {
    if let Some((text, _)) = text(expression) {
        return text;
    }
    match expression {
        Expr::Bin(sum) if sum.op == BinaryOp::Add => format!("{}{}", pattern_of(&sum.left), pattern_of(&sum.right)),
        Expr::Paren(inner) => pattern_of(&inner.expr),
        Expr::Tpl(template) => {
            let mut pattern = String::new();
            for (index, part) in template.quasis.iter().enumerate() {
                pattern.push_str(part.raw.as_str());
                if let Some(expression) = template.exprs.get(index) {
                    pattern.push_str(&pattern_of(expression));
                }
            }
            pattern
        }
        _ => "*".to_owned(),
    }
}

/// A constant string, as a literal or a template without parts.
fn text(expression: &Expr) -> Option<(String, Span)> {
    match expression {
        Expr::Lit(Lit::Str(literal)) => Some((literal.value.to_string_lossy().into_owned(), literal.span)),
        Expr::Tpl(template) if template.exprs.is_empty() => {
            let part = template.quasis.first()?;
            Some((part.cooked.as_ref()?.to_string_lossy().into_owned(), template.span))
        }
        Expr::Paren(inner) => text(&inner.expr),
        _ => None,
    }
}

fn property(member: &MemberExpr) -> Option<&str> {
    match &member.prop {
        MemberProp::Ident(name) => Some(name.sym.as_str()),
        _ => None,
    }
}

fn is_name(expression: &Expr, name: &str) -> bool {
    expression.as_ident().is_some_and(|identifier| identifier.sym == *name)
}

fn is_worker(callee: &Expr) -> bool {
    is_name(callee, "Worker") || callee.as_member().is_some_and(|member| property(member) == Some("Worker"))
}

fn is_import_meta(expression: &Expr) -> bool {
    expression.as_meta_prop().is_some_and(|meta| meta.kind == MetaPropKind::ImportMeta)
}

fn is_import_meta_url(expression: &Expr) -> bool {
    expression.as_member().is_some_and(|member| is_import_meta(&member.obj) && property(member) == Some("url"))
}

/// `__dirname` or `import.meta.dirname`.
fn is_own_folder(expression: &Expr) -> bool {
    let is_member = |member: &MemberExpr| is_import_meta(&member.obj) && property(member) == Some("dirname");
    is_name(expression, "__dirname") || expression.as_member().is_some_and(is_member)
}

fn joined_to_own_folder(arguments: &[ExprOrSpread]) -> Option<String> {
    let (first, rest) = arguments.split_first()?;
    if rest.is_empty() || !is_own_folder(&first.expr) {
        return None;
    }
    let parts: Option<Vec<String>> = rest.iter().map(|part| text(&part.expr).map(|(text, _)| text)).collect();
    Some(format!("./{}", parts?.join("/")))
}

fn added_to_own_folder(sum: &BinExpr) -> Option<String> {
    let (relative, _) = text(&sum.right)?;
    (is_own_folder(&sum.left) && relative.starts_with('/')).then(|| format!(".{relative}"))
}

fn template_in_own_folder(template: &Tpl) -> Option<String> {
    let ([first], [before, after]) = (template.exprs.as_slice(), template.quasis.as_slice()) else { return None };
    let relative = after.cooked.as_ref()?.to_string_lossy().into_owned();
    (before.raw.is_empty() && is_own_folder(first) && relative.starts_with('/')).then(|| format!(".{relative}"))
}

fn is_create_require(expression: &Expr) -> bool {
    let Some(Callee::Expr(callee)) = expression.as_call().map(|call| &call.callee) else { return false };
    let name = "createRequire";
    is_name(callee, name) || callee.as_member().is_some_and(|member| property(member) == Some(name))
}

fn declares_require(statement: &Stmt) -> bool {
    match statement {
        Stmt::Decl(swc_ecma_ast::Decl::Fn(function)) => function.ident.sym == *"require",
        Stmt::Decl(swc_ecma_ast::Decl::Var(variables)) => variables.decls.iter().any(|variable| {
            let is_require = variable.name.as_ident().is_some_and(|name| name.sym == *"require");
            is_require && !variable.init.as_deref().is_some_and(is_create_require)
        }),
        _ => false,
    }
}

fn called_on_the_spot(callee: &Expr) -> Option<&Expr> {
    match callee {
        Expr::Paren(inner) => called_on_the_spot(&inner.expr),
        Expr::Fn(function) if !function.function.is_generator => Some(callee),
        Expr::Arrow(_) => Some(callee),
        _ => None,
    }
}
