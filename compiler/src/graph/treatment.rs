//! Decides how a file becomes JavaScript: kept, types blanked in place, or printed anew.

use swc_ecma_ast::{
    AutoAccessor, ClassProp, Decorator, JSXElement, JSXFragment, Program, TsEnumDecl, TsExportAssignment,
    TsImportEqualsDecl, TsModuleDecl, TsParamProp, TsTypeAssertion,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::declarations::is_type_namespace;
use super::facts::{Facts, Treatment};
use super::parse::{Language, offset};

/// Sets the facts that decide how `program` is lowered.
pub fn decide(program: &Program, language: Language, facts: &mut Facts) {
    if language == Language::JavaScript {
        return;
    }
    let mut finder = Finder::default();
    program.visit_with(&mut finder);
    facts.has_jsx = finder.has_jsx;
    facts.valueless_fields = finder.valueless_fields;
    facts.treatment = match (finder.has_jsx || finder.has_runtime_syntax, language) {
        (true, _) => Treatment::Reprint,
        (false, Language::Jsx) => Treatment::Keep,
        (false, _) => Treatment::Blank,
    };
}

#[derive(Default)]
struct Finder {
    has_jsx: bool,
    has_runtime_syntax: bool,
    valueless_fields: Vec<(u32, u32)>,
}

impl Visit for Finder {
    fn visit_jsx_element(&mut self, node: &JSXElement) {
        self.has_jsx = true;
        node.visit_children_with(self);
    }

    fn visit_jsx_fragment(&mut self, node: &JSXFragment) {
        self.has_jsx = true;
        node.visit_children_with(self);
    }

    fn visit_ts_enum_decl(&mut self, node: &TsEnumDecl) {
        self.has_runtime_syntax |= !node.declare;
    }

    fn visit_ts_module_decl(&mut self, node: &TsModuleDecl) {
        self.has_runtime_syntax |= !node.declare && !is_type_namespace(node);
    }

    fn visit_ts_param_prop(&mut self, _: &TsParamProp) {
        self.has_runtime_syntax = true;
    }

    fn visit_ts_import_equals_decl(&mut self, node: &TsImportEqualsDecl) {
        self.has_runtime_syntax |= !node.is_type_only;
    }

    fn visit_ts_export_assignment(&mut self, _: &TsExportAssignment) {
        self.has_runtime_syntax = true;
    }

    fn visit_class_prop(&mut self, node: &ClassProp) {
        if node.value.is_none() && !node.is_static && !node.declare && !node.is_abstract {
            self.valueless_fields.push((offset(node.span.lo), offset(node.span.hi)));
        }
        node.visit_children_with(self);
    }

    /// `<T>value`: in place, nothing can stand for the brackets.
    fn visit_ts_type_assertion(&mut self, _: &TsTypeAssertion) {
        self.has_runtime_syntax = true;
    }

    fn visit_decorator(&mut self, _: &Decorator) {
        self.has_runtime_syntax = true;
    }

    fn visit_auto_accessor(&mut self, _: &AutoAccessor) {
        self.has_runtime_syntax = true;
    }
}
