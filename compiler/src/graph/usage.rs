//! Which imported names a TypeScript file uses as values. tsc drops the others, and so does jsc.

use std::collections::HashSet;

use swc_common::{GLOBALS, Globals, Mark};
use swc_ecma_ast::{
    Class, ClassDecl, ClassExpr, ExportNamedSpecifier, Expr, Id, Ident, ImportDecl, JSXElementName, JSXMemberExpr,
    JSXObject, ModuleExportName, NamedExport, Program, Prop, SimpleAssignTarget, TsEntityName, TsExprWithTypeArgs,
    TsImportEqualsDecl, TsInterfaceDecl, TsModuleRef, TsType, TsTypeAliasDecl, TsTypeAnn, TsTypeParamDecl,
    TsTypeParamInstantiation,
};
use swc_ecma_transforms::resolver;
use swc_ecma_visit::{Visit, VisitWith};

use super::parse::WRAPPER_NAMES;
use super::tsconfig::Decorators;

#[derive(Debug, Default)]
pub struct Usage {
    values: HashSet<Id>,
    type_imports: HashSet<String>,
    uses_wrapper: bool,
}

impl Usage {
    /// Renames nothing, but tells bindings of the same name apart, so that a local variable does not keep an import.
    pub fn of(program: &mut Program, decorators: Decorators) -> Self {
        GLOBALS.set(&Globals::new(), || {
            let unresolved = Mark::new();
            program.mutate(&mut resolver(unresolved, Mark::new(), true));
            let mut finder = Finder { usage: Self::default(), decorators, in_metadata: false, unresolved };
            program.visit_with(&mut finder);
            finder.usage
        })
    }

    pub fn is_value(&self, id: &Id) -> bool {
        self.values.contains(id)
    }

    /// Whether the file needs a variable that only CommonJS has.
    pub fn uses_wrapper(&self) -> bool {
        self.uses_wrapper
    }

    /// Whether the name was imported with `import type`.
    pub fn is_type_import(&self, local: &str) -> bool {
        self.type_imports.contains(local)
    }
}

struct Finder {
    usage: Usage,
    decorators: Decorators,
    /// Inside a class whose decorators get the types of its members as values.
    in_metadata: bool,
    /// Marks names that the file does not declare.
    unresolved: Mark,
}

impl Finder {
    fn value(&mut self, name: &Ident) {
        if WRAPPER_NAMES.contains(&name.sym.as_str()) && name.ctxt.outer() == self.unresolved {
            self.usage.uses_wrapper = true;
        }
        self.usage.values.insert(name.to_id());
    }

    fn entity(&mut self, name: &TsEntityName) {
        match name {
            TsEntityName::Ident(name) => self.value(name),
            TsEntityName::TsQualifiedName(qualified) => self.entity(&qualified.left),
        }
    }

    fn class(&mut self, class: &Class) {
        let outer = self.in_metadata;
        self.in_metadata = self.decorators == Decorators::LegacyWithMetadata;
        class.visit_children_with(self);
        self.in_metadata = outer;
    }
}

impl Visit for Finder {
    fn visit_import_decl(&mut self, node: &ImportDecl) {
        let types = node.specifiers.iter().filter(|specifier| node.type_only || specifier.is_type_only());
        self.usage.type_imports.extend(types.map(|specifier| specifier.local().sym.to_string()));
    }

    fn visit_expr(&mut self, node: &Expr) {
        match node {
            Expr::Ident(name) => self.value(name),
            node => node.visit_children_with(self),
        }
    }

    fn visit_prop(&mut self, node: &Prop) {
        match node {
            Prop::Shorthand(name) => self.value(name),
            node => node.visit_children_with(self),
        }
    }

    fn visit_simple_assign_target(&mut self, node: &SimpleAssignTarget) {
        match node {
            SimpleAssignTarget::Ident(name) => self.value(&name.id),
            node => node.visit_children_with(self),
        }
    }

    fn visit_jsx_element_name(&mut self, node: &JSXElementName) {
        match node {
            JSXElementName::Ident(name) => self.value(name),
            node => node.visit_children_with(self),
        }
    }

    fn visit_jsx_member_expr(&mut self, node: &JSXMemberExpr) {
        match &node.obj {
            JSXObject::Ident(name) => self.value(name),
            JSXObject::JSXMemberExpr(inner) => inner.visit_with(self),
        }
    }

    /// Whether an exported name is a type is the graph's question, so here it counts as used.
    fn visit_named_export(&mut self, node: &NamedExport) {
        if node.src.is_none() && !node.type_only {
            node.visit_children_with(self);
        }
    }

    fn visit_export_named_specifier(&mut self, node: &ExportNamedSpecifier) {
        if let (ModuleExportName::Ident(name), false) = (&node.orig, node.is_type_only) {
            self.value(name);
        }
    }

    fn visit_ts_import_equals_decl(&mut self, node: &TsImportEqualsDecl) {
        if let (TsModuleRef::TsEntityName(name), false) = (&node.module_ref, node.is_type_only) {
            self.entity(name);
        }
    }

    fn visit_class_decl(&mut self, node: &ClassDecl) {
        if !node.declare {
            self.class(&node.class);
        }
    }

    fn visit_class_expr(&mut self, node: &ClassExpr) {
        self.class(&node.class);
    }

    fn visit_ts_type_ann(&mut self, node: &TsTypeAnn) {
        if self.in_metadata {
            node.visit_children_with(self);
        }
    }

    fn visit_ts_type(&mut self, node: &TsType) {
        match node {
            TsType::TsTypeRef(reference) if self.in_metadata => self.entity(&reference.type_name),
            // `string | Thing`: what the metadata becomes is up to the transform; keeping an import costs nothing.
            TsType::TsUnionOrIntersectionType(_) | TsType::TsParenthesizedType(_) if self.in_metadata => {
                node.visit_children_with(self);
            }
            _ => {}
        }
    }

    fn visit_ts_interface_decl(&mut self, _: &TsInterfaceDecl) {}
    fn visit_ts_type_alias_decl(&mut self, _: &TsTypeAliasDecl) {}
    fn visit_ts_type_param_decl(&mut self, _: &TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &TsTypeParamInstantiation) {}
    fn visit_ts_expr_with_type_args(&mut self, _: &TsExprWithTypeArgs) {}
}
