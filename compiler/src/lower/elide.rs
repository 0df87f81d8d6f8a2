//! Drops imports and re-exports of names that are only types, as tsc does.
//!
//! A name is dropped if the file never uses it as a value, or if the module it comes from exports only a type of that
//! name. A declaration that keeps no name is dropped as a whole. Positions of everything else stay.

use crate::graph::{Binding, Declaration, ExportSource, Facts, Module, ModuleGraph, Target, lookup};

/// The module's text with dropped names replaced by spaces.
pub fn in_text(module: &Module, graph: &ModuleGraph) -> String {
    let text = &module.source.text;
    let mut blanked = Blanked { source: text, ranges: Vec::new() };
    for declaration in &module.facts.declarations {
        let dropped = dropped_specifiers(declaration, module, graph);
        blanked.declaration(declaration, &dropped);
    }
    if module.tsconfig.assigns_class_fields {
        let fields = module.facts.valueless_fields.iter();
        blanked.ranges.extend(fields.map(|&(start, end)| (start as usize, end as usize, ';')));
    }
    blanked.finish()
}

/// For every specifier of a declaration whether it goes.
pub fn dropped_specifiers(declaration: &Declaration, module: &Module, graph: &ModuleGraph) -> Vec<bool> {
    let keeps_unused = module.tsconfig.verbatim_module_syntax;
    let is_type = |start: u32| is_type_at(&module.facts, start, module, graph);
    let specifiers = declaration.specifiers.iter();
    specifiers.map(|specifier| (specifier.is_unused && !keeps_unused) || is_type(specifier.start)).collect()
}

/// Whether the import or export specifier that starts at `start` is only a type.
fn is_type_at(facts: &Facts, start: u32, module: &Module, graph: &ModuleGraph) -> bool {
    if let Some(import) = facts.imports.iter().find(|import| import.start == start) {
        return binding(module, graph, import.request, &import.name) == Binding::Type;
    }
    let Some(export) = facts.exports.iter().find(|export| export.start == start) else { return false };
    match &export.source {
        ExportSource::Value => false,
        ExportSource::Type => true,
        ExportSource::Imported(local) => {
            let import = facts.imports.iter().find(|import| import.local == *local);
            import.is_some_and(|import| binding(module, graph, import.request, &import.name) == Binding::Type)
        }
        // What a compiled package does not export can only have been a type in its declarations.
        ExportSource::Reexport(reexport) => matches!(
            binding(module, graph, reexport.request, &reexport.name),
            Binding::Type | Binding::Missing | Binding::NotFoundInCommonJs
        ),
    }
}

fn binding(module: &Module, graph: &ModuleGraph, request: usize, name: &str) -> Binding {
    match module.targets[request] {
        Target::Module(id) => lookup(graph, id, name),
        Target::Builtin(_) | Target::External | Target::Failed(_) => Binding::Unknown,
    }
}

struct Blanked<'a> {
    source: &'a str,
    ranges: Vec<(usize, usize, char)>,
}

impl Blanked<'_> {
    fn declaration(&mut self, declaration: &Declaration, dropped: &[bool]) {
        if dropped.is_empty() || !dropped.contains(&true) {
            return;
        }
        if dropped.iter().all(|dropped| *dropped) {
            // The semicolon keeps the statements around it apart.
            self.ranges.push((declaration.start as usize, declaration.end as usize, ';'));
            return;
        }
        for (index, specifier) in declaration.specifiers.iter().enumerate() {
            if dropped[index] {
                self.specifier(declaration, index, specifier.start as usize, specifier.end as usize);
            }
        }
    }

    /// With the comma behind it; `* as name` has none there, so it goes with the one in front.
    fn specifier(&mut self, declaration: &Declaration, index: usize, start: usize, end: usize) {
        let source = self.source;
        let is_namespace = source[start..end].starts_with('*');
        let from = match index.checked_sub(1) {
            Some(previous) if is_namespace => declaration.specifiers[previous].end as usize,
            _ => start,
        };
        let comma = skip_trivia(source, end);
        let to = if source[comma..].starts_with(',') { comma + 1 } else { end };
        self.ranges.push((from, to, ' '));
    }

    fn finish(mut self) -> String {
        self.ranges.sort_unstable();
        let mut text = String::with_capacity(self.source.len());
        let mut position = 0;
        for (start, end, first) in self.ranges {
            if start < position {
                continue;
            }
            text.push_str(&self.source[position..start]);
            push_blank(&mut text, &self.source[start..end], first);
            position = end;
        }
        text.push_str(&self.source[position..]);
        text
    }
}

/// One space for each byte, so that later offsets hold; lines stay.
fn push_blank(text: &mut String, removed: &str, first: char) {
    let blanks = removed.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' });
    text.push(first);
    text.extend(blanks.skip(1));
}

/// Past spaces and comments.
fn skip_trivia(source: &str, start: usize) -> usize {
    let mut position = start;
    loop {
        let rest = &source[position..];
        let trimmed = rest.trim_start();
        position += rest.len() - trimmed.len();
        let length = if trimmed.starts_with("//") {
            trimmed.find('\n')
        } else if trimmed.starts_with("/*") {
            trimmed.find("*/").map(|end| end + 2)
        } else {
            return position;
        };
        position += length.unwrap_or(trimmed.len());
    }
}
