//! The elision of `elide.rs` on a syntax tree, for files that are printed anew.

use std::collections::HashSet;

use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{ClassMember, ModuleDecl, ModuleItem};
use swc_ecma_visit::{VisitMut, VisitMutWith};

use super::elide::dropped_specifiers;
use crate::graph::{Module, ModuleGraph};

pub struct Removals {
    /// Where the specifiers start that are only types.
    types: HashSet<u32>,
    drops_fields_without_value: bool,
}

impl Removals {
    pub fn of(module: &Module, graph: &ModuleGraph) -> Self {
        let declarations = module.facts.declarations.iter();
        let dropped = declarations.flat_map(|declaration| {
            let dropped = dropped_specifiers(declaration, module, graph);
            let starts = declaration.specifiers.iter().map(|specifier| specifier.start);
            starts.zip(dropped).filter(|(_, dropped)| *dropped).map(|(start, _)| start)
        });
        Self { types: dropped.collect(), drops_fields_without_value: module.tsconfig.assigns_class_fields }
    }

    fn is_type(&self, start: BytePos) -> bool {
        self.types.contains(&start.0.saturating_sub(1))
    }

    fn keeps(&self, item: &mut ModuleItem) -> bool {
        match item {
            ModuleItem::ModuleDecl(ModuleDecl::Import(import)) => {
                self.keeps_any(&mut import.specifiers, Spanned::span_lo)
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(export)) => {
                self.keeps_any(&mut export.specifiers, Spanned::span_lo)
            }
            _ => true,
        }
    }

    /// A declaration that loses all its names goes; one that had none stays.
    fn keeps_any<T>(&self, specifiers: &mut Vec<T>, start: fn(&T) -> BytePos) -> bool {
        let was_empty = specifiers.is_empty();
        specifiers.retain(|specifier| !self.is_type(start(specifier)));
        was_empty || !specifiers.is_empty()
    }
}

impl VisitMut for Removals {
    fn visit_mut_module_items(&mut self, items: &mut Vec<ModuleItem>) {
        items.retain_mut(|item| self.keeps(item));
        items.visit_mut_children_with(self);
    }

    fn visit_mut_class_members(&mut self, members: &mut Vec<ClassMember>) {
        members.visit_mut_children_with(self);
        if self.drops_fields_without_value {
            members.retain(|member| match member {
                // A decorator still has to see its field; its transform drops the field itself.
                ClassMember::ClassProp(field) => {
                    field.value.is_some() || field.is_static || !field.decorators.is_empty()
                }
                _ => true,
            });
        }
    }
}
