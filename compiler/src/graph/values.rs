//! What an expression can be when a module is loaded by it, as far as one file tells.
//!
//! A [`Value`] is an expression reduced to what matters for a path. [`Names`] knows what the file's variables can hold and
//! with what its functions are called; it tells names apart by their letters only, so it finds rather too much than too
//! little. The result is a list of texts, with [`UNKNOWN`] for every part that only run time knows.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use swc_ecma_ast::{
    AssignExpr, AssignOp, AssignTarget, BinaryOp, CallExpr, Callee, Expr, ExprOrSpread, ForHead, ForOfStmt, Lit,
    MemberExpr, MemberProp, MetaPropKind, NewExpr, Pat, Program, Prop, PropName, PropOrSpread, SimpleAssignTarget, Str,
    Tpl, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

/// A part of a text that only run time knows.
pub const UNKNOWN: char = '*';
/// Stands for the folder of the file itself, at the beginning of a text.
pub const OWN_FOLDER: char = '\u{1}';
/// Stands for the path or URL of the file itself.
const OWN_FILE: char = '\u{2}';

/// More values than this are no choice any more.
const MOST_TEXTS: usize = 64;
/// How many names, sums and calls are followed one after the other.
const DEEPEST: usize = 12;
/// How many steps one expression is worth: in minified files a name stands for hundreds of variables.
const MOST_STEPS: usize = 2_000;
/// A name with more values than this is several names.
const MOST_MEANINGS: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    OwnFolder,
    OwnFile,
    Unknown,
    Name(String),
    /// What a function of this file gets as its argument with this index.
    Parameter {
        function: String,
        index: usize,
    },
    /// `object.key`, or `object[…]` where the key is not known.
    Member {
        object: Box<Value>,
        key: Option<String>,
    },
    /// An object or array literal; elements of arrays have no keys.
    Table(Vec<(Option<String>, Value)>),
    Sum(Vec<Value>),
    Choice(Vec<Value>),
    /// The arguments of `path.join`.
    Path(Vec<Value>),
    /// `path.dirname(…)`
    Parent(Box<Value>),
}

impl Value {
    pub fn of(expression: &Expr) -> Self {
        if let Some(text) = text(expression) {
            return Self::Text(text);
        }
        match expression {
            Expr::Paren(inner) => Self::of(&inner.expr),
            Expr::TsAs(inner) => Self::of(&inner.expr),
            Expr::TsNonNull(inner) => Self::of(&inner.expr),
            Expr::Await(inner) => Self::of(&inner.arg),
            Expr::Seq(sequence) => sequence.exprs.last().map_or(Self::Unknown, |last| Self::of(last)),
            Expr::Cond(choice) => Self::Choice(vec![Self::of(&choice.cons), Self::of(&choice.alt)]),
            Expr::Bin(operation) => match operation.op {
                BinaryOp::Add => Self::Sum(vec![Self::of(&operation.left), Self::of(&operation.right)]),
                BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                    Self::Choice(vec![Self::of(&operation.left), Self::of(&operation.right)])
                }
                BinaryOp::LogicalAnd => Self::of(&operation.right),
                _ => Self::Unknown,
            },
            Expr::Tpl(template) => Self::of_template(template),
            Expr::Ident(name) => match name.sym.as_str() {
                "__dirname" => Self::OwnFolder,
                "__filename" => Self::OwnFile,
                name => Self::Name(name.to_owned()),
            },
            Expr::Member(member) => Self::of_member(member),
            Expr::Call(call) => Self::of_call(call),
            Expr::New(new) => Self::of_new(new),
            Expr::Object(object) => Self::Table(object.props.iter().map(entry).collect()),
            Expr::Array(array) => {
                let elements = array.elems.iter().flatten();
                Self::Table(elements.map(|element| (None, Self::of(&element.expr))).collect())
            }
            _ => Self::Unknown,
        }
    }

    pub fn of_template(template: &Tpl) -> Self {
        let mut parts = Vec::new();
        for (index, part) in template.quasis.iter().enumerate() {
            let cooked = part.cooked.as_ref().map(|text| text.to_string_lossy().into_owned());
            parts.push(Self::Text(cooked.unwrap_or_default()));
            parts.extend(template.exprs.get(index).map(|expression| Self::of(expression)));
        }
        Self::Sum(parts)
    }

    fn of_member(member: &MemberExpr) -> Self {
        if is_import_meta(&member.obj) {
            return match property(member) {
                Some("dirname") => Self::OwnFolder,
                Some("url" | "filename") => Self::OwnFile,
                _ => Self::Unknown,
            };
        }
        let key = match &member.prop {
            MemberProp::Ident(name) => Some(name.sym.to_string()),
            MemberProp::Computed(computed) => text(&computed.expr),
            MemberProp::PrivateName(_) => return Self::Unknown,
        };
        match key.as_deref() {
            // Of a URL: as far as a path goes, that is the same.
            Some("href" | "pathname") => Self::of(&member.obj),
            _ => Self::Member { object: Box::new(Self::of(&member.obj)), key },
        }
    }

    fn of_call(call: &CallExpr) -> Self {
        let Callee::Expr(callee) = &call.callee else { return Self::Unknown };
        let arguments = || call.args.iter().map(|argument| Self::of(&argument.expr));
        let first = || arguments().next().unwrap_or(Self::Unknown);
        match called_name(callee) {
            // One argument is an array's separator.
            Some("join" | "resolve") if call.args.len() > 1 => Self::Path(arguments().collect()),
            Some("resolve" | "normalize" | "fileURLToPath" | "pathToFileURL" | "String") => first(),
            Some("dirname") => Self::Parent(Box::new(first())),
            Some("toString") => callee_object(callee).map_or(Self::Unknown, Self::of),
            _ => Self::Unknown,
        }
    }

    /// `new URL('./x', import.meta.url)`
    pub fn of_new(new: &NewExpr) -> Self {
        match new.args.as_deref() {
            Some([reference, base]) if is_name(&new.callee, "URL") && Self::of(&base.expr) == Self::OwnFile => {
                Self::Path(vec![Self::OwnFolder, Self::of(&reference.expr)])
            }
            _ => Self::Unknown,
        }
    }

    /// The functions whose arguments matter for this value.
    pub fn functions(&self, found: &mut HashSet<String>) {
        match self {
            Self::Parameter { function, .. } => {
                found.insert(function.clone());
            }
            Self::Member { object: inner, .. } | Self::Parent(inner) => inner.functions(found),
            Self::Sum(parts) | Self::Choice(parts) | Self::Path(parts) => {
                for part in parts {
                    part.functions(found);
                }
            }
            _ => {}
        }
    }

    /// Puts parameters in the place of names, as the function around the expression has them.
    pub fn with_parameters(self, parameter: &dyn Fn(&str) -> Option<Self>) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(|part| part.with_parameters(parameter)).collect();
        match self {
            Self::Name(name) => parameter(&name).unwrap_or(Self::Name(name)),
            Self::Sum(parts) => Self::Sum(all(parts)),
            Self::Choice(parts) => Self::Choice(all(parts)),
            Self::Path(parts) => Self::Path(all(parts)),
            Self::Parent(inner) => Self::Parent(Box::new(inner.with_parameters(parameter))),
            other => other,
        }
    }
}

fn entry(property: &PropOrSpread) -> (Option<String>, Value) {
    let PropOrSpread::Prop(property) = property else { return (None, Value::Unknown) };
    match &**property {
        Prop::KeyValue(pair) => {
            let key = match &pair.key {
                PropName::Ident(name) => Some(name.sym.to_string()),
                PropName::Str(text) => Some(text.value.to_string_lossy().into_owned()),
                _ => None,
            };
            (key, Value::of(&pair.value))
        }
        Prop::Shorthand(name) => (Some(name.sym.to_string()), Value::Name(name.sym.to_string())),
        _ => (None, Value::Unknown),
    }
}

/// What the names of a file can mean.
#[derive(Default)]
pub struct Names {
    variables: HashMap<String, Vec<Value>>,
    /// The arguments of every call, for the functions of which they are wanted.
    calls: HashMap<String, Vec<Vec<Value>>>,
    /// Literals that look like files beside this one.
    pub relative_texts: Vec<String>,
    /// Literals that look like names of files.
    pub bare_files: Vec<String>,
    /// Of the evaluation that goes on.
    steps: Cell<usize>,
}

impl Names {
    pub fn of(program: &Program, functions: HashSet<String>) -> Self {
        let calls = functions.into_iter().map(|name| (name, Vec::new())).collect();
        let mut names = Self { calls, ..Self::default() };
        program.visit_with(&mut names);
        names
    }

    /// Every text that `value` can be; without repetition, in the order of the file.
    pub fn texts(&self, value: &Value) -> Vec<String> {
        self.steps.set(0);
        let mut texts = Vec::new();
        for text in self.all_texts(value, 0) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    fn all_texts(&self, value: &Value, depth: usize) -> Vec<String> {
        let unknown = || vec![UNKNOWN.to_string()];
        self.steps.update(|steps| steps + 1);
        if depth > DEEPEST || self.steps.get() > MOST_STEPS {
            return unknown();
        }
        let union = |values: &mut dyn Iterator<Item = &Value>| {
            let texts: Vec<String> = values.flat_map(|value| self.all_texts(value, depth + 1)).collect();
            if texts.is_empty() || texts.len() > MOST_TEXTS { unknown() } else { texts }
        };
        match value {
            Value::Text(text) => vec![text.clone()],
            Value::OwnFolder => vec![OWN_FOLDER.to_string()],
            Value::OwnFile => vec![OWN_FILE.to_string()],
            Value::Name(name) => union(&mut self.meanings(name).iter()),
            Value::Choice(choices) => union(&mut choices.iter()),
            Value::Parameter { function, index } => {
                let calls = self.calls.get(function).into_iter().flatten();
                union(&mut calls.map(|arguments| arguments.get(*index).unwrap_or(&Value::Unknown)))
            }
            Value::Member { object, key } => union(&mut self.entries(object, key.as_deref()).into_iter()),
            Value::Sum(parts) => self.combined(parts, "", depth),
            Value::Path(parts) => self.combined(parts, "/", depth),
            Value::Parent(inner) => self.all_texts(inner, depth + 1).iter().map(|path| parent(path)).collect(),
            Value::Unknown | Value::Table(_) => unknown(),
        }
    }

    fn entries<'v>(&'v self, object: &'v Value, key: Option<&str>) -> Vec<&'v Value> {
        let tables: Vec<&Value> = match object {
            Value::Name(name) => self.meanings(name).iter().collect(),
            object => vec![object],
        };
        let entries = tables.into_iter().filter_map(|table| match table {
            Value::Table(entries) => Some(entries),
            _ => None,
        });
        let is_meant = |name: &Option<String>| key.is_none() || name.as_deref() == key;
        entries.flatten().filter(|(name, _)| is_meant(name)).map(|(_, value)| value).collect()
    }

    /// Every combination of the parts' texts.
    fn combined(&self, parts: &[Value], between: &str, depth: usize) -> Vec<String> {
        let mut texts = vec![String::new()];
        for (index, part) in parts.iter().enumerate() {
            let ends = self.all_texts(part, depth + 1);
            let between = if index == 0 { "" } else { between };
            texts =
                texts.iter().flat_map(|start| ends.iter().map(move |end| format!("{start}{between}{end}"))).collect();
            if texts.len() > MOST_TEXTS {
                return vec![UNKNOWN.to_string()];
            }
        }
        texts
    }

    fn meanings(&self, name: &str) -> &[Value] {
        let meanings = self.variables.get(name).map_or(&[][..], Vec::as_slice);
        if meanings.len() > MOST_MEANINGS { &[] } else { meanings }
    }

    fn assign(&mut self, name: &str, value: Value) {
        self.variables.entry(name.to_owned()).or_default().push(value);
    }
}

impl Visit for Names {
    fn visit_var_declarator(&mut self, node: &VarDeclarator) {
        if let (Some(name), Some(value)) = (node.name.as_ident(), node.init.as_deref()) {
            self.assign(&name.sym, Value::of(value));
        }
        node.visit_children_with(self);
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        if let AssignTarget::Simple(SimpleAssignTarget::Ident(name)) = &node.left {
            let is_plain = matches!(node.op, AssignOp::Assign | AssignOp::NullishAssign | AssignOp::OrAssign);
            self.assign(&name.id.sym, if is_plain { Value::of(&node.right) } else { Value::Unknown });
        }
        node.visit_children_with(self);
    }

    /// `for (const name of names)`
    fn visit_for_of_stmt(&mut self, node: &ForOfStmt) {
        let name = match &node.left {
            ForHead::VarDecl(variables) => variables.decls.first().map(|variable| &variable.name),
            ForHead::Pat(pattern) => Some(&**pattern),
            ForHead::UsingDecl(_) => None,
        };
        if let Some(name) = name.and_then(Pat::as_ident) {
            let value = Value::Member { object: Box::new(Value::of(&node.right)), key: None };
            self.assign(&name.sym, value);
        }
        node.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let Callee::Expr(callee) = &node.callee
            && let Some(calls) = called_name(callee).and_then(|name| self.calls.get_mut(name))
        {
            calls.push(node.args.iter().map(|argument| Value::of(&argument.expr)).collect());
        }
        node.visit_children_with(self);
    }

    fn visit_str(&mut self, node: &Str) {
        let text = node.value.to_string_lossy();
        if text.starts_with("./") || text.starts_with("../") {
            self.relative_texts.push(text.into_owned());
        } else if is_file_name(&text) {
            self.bare_files.push(text.into_owned());
        }
    }
}

fn is_file_name(text: &str) -> bool {
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
    let has_ending = text.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && !ending.is_empty());
    has_ending && text.len() < 100 && !text.starts_with('.') && text.chars().all(is_part)
}

fn parent(path: &str) -> String {
    match path.rsplit_once('/') {
        _ if path.starts_with(OWN_FILE) => OWN_FOLDER.to_string(),
        Some((folder, name)) if !name.contains(UNKNOWN) => folder.to_owned(),
        _ => UNKNOWN.to_string(),
    }
}

/// A constant string, as a literal or a template without parts.
pub fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(Lit::Str(literal)) => Some(literal.value.to_string_lossy().into_owned()),
        Expr::Tpl(template) if template.exprs.is_empty() => {
            Some(template.quasis.first()?.cooked.as_ref()?.to_string_lossy().into_owned())
        }
        Expr::Paren(inner) => text(&inner.expr),
        _ => None,
    }
}

/// `f` of `f()`, `object.f()` and `(0, object.f)()`.
pub fn called_name(callee: &Expr) -> Option<&str> {
    match callee {
        Expr::Ident(name) => Some(name.sym.as_str()),
        Expr::Member(member) => property(member),
        Expr::Paren(inner) => called_name(&inner.expr),
        Expr::Seq(sequence) => called_name(sequence.exprs.last()?),
        _ => None,
    }
}

fn callee_object(callee: &Expr) -> Option<&Expr> {
    callee.as_member().map(|member| &*member.obj)
}

pub fn property(member: &MemberExpr) -> Option<&str> {
    match &member.prop {
        MemberProp::Ident(name) => Some(name.sym.as_str()),
        _ => None,
    }
}

pub fn is_name(expression: &Expr, name: &str) -> bool {
    expression.as_ident().is_some_and(|identifier| identifier.sym == *name)
}

pub fn is_import_meta(expression: &Expr) -> bool {
    expression.as_meta_prop().is_some_and(|meta| meta.kind == MetaPropKind::ImportMeta)
}

/// Whether the arguments begin with something that can lead to the file's own folder.
pub fn can_begin_at_own_folder(arguments: &[ExprOrSpread]) -> bool {
    let Some((first, rest)) = arguments.split_first() else { return false };
    !rest.is_empty() && !matches!(Value::of(&first.expr), Value::Text(_) | Value::Unknown | Value::Table(_))
}
