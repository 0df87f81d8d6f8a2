//! `internalBinding('node_exports')`: what Node 24's builtin modules export (`stdlib-js/exports.json`), whether or not
//! this standard library has it.

use super::{Effect, NativeModule, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "node_exports",
    &[function!("ids", ids, Effect::Pure), function!("describe", describe, Effect::Pure)],
);

/// One module per line, `"id": {...}`, between a line for each brace.
const TABLE: &str = include_str!("../../../stdlib-js/exports.json");

/// `ids()`: every builtin module of Node 24, sorted, without `node:`.
fn ids<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let ids: Vec<&str> = entries().map(|(id, _)| id).collect();
    rv.set(ids.to_js(scope));
}

/// `describe(id)`: the module's entry as JSON text, `undefined` where Node has no such module.
fn describe<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let wanted = args.get(0).to_rust_string_lossy(scope);
    if let Some((_, description)) = entries().find(|(id, _)| *id == wanted) {
        rv.set(description.to_js(scope));
    }
}

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let (id, description) = line.trim_end_matches(',').strip_prefix('"')?.split_once("\": ")?;
        Some((id, description))
    })
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn every_line_of_the_table_is_an_entry() {
        assert_eq!(entries().count(), super::TABLE.lines().count() - 2);
        assert!(entries().all(|(_, description)| description.starts_with('{') && description.ends_with('}')));
        assert!(entries().any(|(id, _)| id == "fs/promises"));
    }
}
