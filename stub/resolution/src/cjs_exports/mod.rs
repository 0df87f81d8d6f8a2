//! Which names a CommonJS module exports, as far as its text shows.
//!
//! `import { x } from './file.cjs'` needs to know before the file runs. Node looks for the patterns that people and
//! compilers write, not for the truth, and documents them (cjs-module-lexer's README is the grammar); a name that Node
//! does not find must not be found here either, so the same shapes count, with the same blind spots.

mod tokens;

use tokens::{Token, TokenKind, tokens};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommonJsExports {
    /// In the order of their first appearance.
    pub names: Vec<String>,
    /// Specifiers of modules whose exports are passed on.
    pub reexports: Vec<String>,
}

#[must_use]
pub fn common_js_exports(text: &str) -> CommonJsExports {
    // Most files of a package have no exports to find in this way; looking for the word costs next to nothing.
    if !text.contains("exports") && !text.contains("__export") {
        return CommonJsExports::default();
    }
    let tokens = tokens(text);
    let mut finder = Finder { tokens: &tokens, found: CommonJsExports::default(), starred: Vec::new() };
    for index in 0..tokens.len() {
        finder.look_at(index);
    }
    finder.found
}

struct Finder<'a> {
    tokens: &'a [Token<'a>],
    found: CommonJsExports,
    /// Variables that hold a required module, for Babel's way to pass its exports on.
    starred: Vec<(&'a str, String)>,
}

impl Finder<'_> {
    fn look_at(&mut self, index: usize) {
        let token = &self.tokens[index];
        if token.kind != TokenKind::Word || self.mark(index.wrapping_sub(1), b'.') {
            // `tslib.__exportStar` is the one that may follow a dot.
            if token.is_word("__exportStar") {
                self.export_star(index);
            }
            return;
        }
        match token.text {
            "exports" => self.assignment(index + 1),
            "module" => {
                if let Some(after) = self.module_exports(index) {
                    self.assignment(after);
                    self.whole_assignment(after);
                }
            }
            "Object" => self.object_call(index),
            "__export" | "__exportStar" => self.export_star(index),
            "var" | "let" | "const" => self.required_variable(index),
            _ => {}
        }
    }

    /// `.name =` or `['name'] =` behind `exports`.
    fn assignment(&mut self, index: usize) {
        if self.mark(index, b'.') && self.kind(index + 1) == Some(TokenKind::Word) && self.mark(index + 2, b'=') {
            self.export(self.tokens[index + 1].text.to_owned());
        } else if self.mark(index, b'[')
            && self.mark(index + 2, b']')
            && self.mark(index + 3, b'=')
            && let Some(name) = self.string(index + 1)
        {
            self.export(name);
        }
    }

    /// `= { … }` or `= require('x')` behind `module.exports`.
    fn whole_assignment(&mut self, index: usize) {
        if !self.mark(index, b'=') {
            return;
        }
        self.found.reexports.clear();
        if self.mark(index + 1, b'{') {
            self.literal(index + 2);
        } else if let Some((specifier, _)) = self.require(index + 1) {
            self.reexport(specifier);
        }
    }

    /// `a, b: c, 'd': e, ...require('x')`: up to the first value that is more than a word.
    fn literal(&mut self, start: usize) {
        let mut index = start;
        while let Some(after) = self.literal_entry(index)
            && self.mark(after, b',')
        {
            index = after + 1;
        }
    }

    /// What comes after an entry of an object, if Node would look any further.
    fn literal_entry(&mut self, index: usize) -> Option<usize> {
        if (0..3).all(|dot| self.mark(index + dot, b'.')) {
            if let Some((specifier, after)) = self.require(index + 3) {
                self.reexport(specifier);
                return Some(after);
            }
            return self.is_name(index + 3).then_some(index + 4);
        }
        let is_text = self.kind(index)? == TokenKind::Text;
        let name = self.key(index)?;
        if self.mark(index + 1, b':') {
            return self.literal_value(name, index + 2);
        }
        let is_accessor = self.word(index, "get") && self.kind(index + 1) == Some(TokenKind::Word);
        if !is_text && !is_accessor {
            self.export(name);
        }
        (!is_accessor).then_some(index + 1)
    }

    fn literal_value(&mut self, name: String, index: usize) -> Option<usize> {
        if !self.is_name(index) {
            return None;
        }
        self.export(name);
        match self.require(index) {
            Some((specifier, _)) => {
                self.reexport(specifier);
                None
            }
            None => Some(index + 1),
        }
    }

    fn key(&self, index: usize) -> Option<String> {
        match self.kind(index)? {
            TokenKind::Word if self.is_name(index) => Some(self.tokens[index].text.to_owned()),
            TokenKind::Text => self.string(index),
            _ => None,
        }
    }

    /// Whether a word is a name, and not a number.
    fn is_name(&self, index: usize) -> bool {
        let word = self.tokens.get(index).filter(|token| token.kind == TokenKind::Word);
        word.is_some_and(|token| !token.text.starts_with(|first: char| first.is_ascii_digit()))
    }

    fn object_call(&mut self, index: usize) {
        if !self.mark(index + 1, b'.') || !self.mark(index + 3, b'(') {
            return;
        }
        if self.word(index + 2, "defineProperty") {
            self.define_property(index + 4);
        } else if self.word(index + 2, "keys") {
            self.keys_for_each(index + 4);
        }
    }

    /// `exports, 'name', { enumerable: true, get: function () { return x.y; } })`, or with a `value`.
    fn define_property(&mut self, start: usize) {
        let Some(index) = self.exports_object(start) else { return };
        if !self.mark(index, b',') || !self.mark(index + 2, b',') || !self.mark(index + 3, b'{') {
            return;
        }
        let Some(name) = self.string(index + 1) else { return };
        let mut index = index + 4;
        if self.word(index, "enumerable") {
            index += if self.mark(index + 2, b'!') { 4 } else { 3 };
            if !self.mark(index, b',') {
                return;
            }
            index += 1;
        }
        let is_value = self.word(index, "value") && self.mark(index + 1, b':');
        if is_value || self.getter_returns_member(index) {
            self.export(name);
        }
    }

    /// `get() {`, `get: function () {` or `get: function get() {`, then `return` and a name or members of one.
    fn getter_returns_member(&self, index: usize) -> bool {
        if !self.word(index, "get") {
            return false;
        }
        let mut index = index + 1;
        if self.mark(index, b':') {
            if !self.word(index + 1, "function") {
                return false;
            }
            index += 2;
            if self.kind(index) == Some(TokenKind::Word) {
                index += 1;
            }
        }
        let is_body = self.mark(index, b'(') && self.mark(index + 1, b')') && self.mark(index + 2, b'{');
        if !is_body || !self.word(index + 3, "return") || self.kind(index + 4) != Some(TokenKind::Word) {
            return false;
        }
        index += 5;
        loop {
            if self.mark(index, b'.') && self.kind(index + 1) == Some(TokenKind::Word) {
                index += 2;
            } else if self.mark(index, b'[')
                && self.kind(index + 1) == Some(TokenKind::Text)
                && self.mark(index + 2, b']')
            {
                index += 3;
            } else {
                break;
            }
        }
        index += usize::from(self.mark(index, b';'));
        if !self.mark(index, b'}') {
            return false;
        }
        index += 1;
        index += usize::from(self.mark(index, b','));
        self.mark(index, b'}') && self.mark(index + 1, b')')
    }

    /// Babel: `_x).forEach(function (key) { … exports[key] = _x[key]; … })` with `var _x = require('x')` before.
    fn keys_for_each(&mut self, index: usize) {
        let Some(variable) = self.tokens.get(index).filter(|token| token.kind == TokenKind::Word) else { return };
        let is_loop = self.mark(index + 1, b')')
            && self.mark(index + 2, b'.')
            && self.word(index + 3, "forEach")
            && self.mark(index + 4, b'(')
            && self.word(index + 5, "function")
            && self.mark(index + 6, b'(')
            && self.mark(index + 8, b')');
        if !is_loop || !self.passes_keys_on(index + 9, variable.text, self.tokens[index + 7].text) {
            return;
        }
        let required = self.starred.iter().rev().find(|(name, _)| *name == variable.text);
        if let Some((_, specifier)) = required.cloned() {
            self.reexport(specifier);
        }
    }

    /// Whether the function body that opens at `start` copies `variable[key]` into `exports`.
    fn passes_keys_on(&self, start: usize, variable: &str, key: &str) -> bool {
        let end = self.end_of_block(start);
        let body = &self.tokens[start.min(end)..end];
        let copies = body
            .windows(3)
            .any(|window| window[0].is_word(variable) && window[1].is_mark(b'[') && window[2].is_word(key));
        copies && body.iter().any(|token| token.is_word("exports"))
    }

    fn end_of_block(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(start) {
            if token.is_mark(b'{') {
                depth += 1;
            } else if token.is_mark(b'}') {
                depth -= 1;
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.tokens.len()
    }

    /// `__export(require('x'))`, `__exportStar(require('x'), exports)`.
    fn export_star(&mut self, index: usize) {
        if self.mark(index + 1, b'(')
            && let Some((specifier, _)) = self.require(index + 2)
        {
            self.reexport(specifier);
        }
    }

    /// `var x = require('x')`, also inside `_interopRequireWildcard(…)`.
    fn required_variable(&mut self, index: usize) {
        let Some(variable) = self.tokens.get(index + 1).filter(|token| token.kind == TokenKind::Word) else { return };
        if !self.mark(index + 2, b'=') {
            return;
        }
        let wildcard = self.word(index + 3, "_interopRequireWildcard") && self.mark(index + 4, b'(');
        if let Some((specifier, _)) = self.require(if wildcard { index + 5 } else { index + 3 }) {
            self.starred.push((variable.text, specifier));
        }
    }

    /// The specifier of `require('x')` at `index`, and what comes after it.
    fn require(&self, index: usize) -> Option<(String, usize)> {
        let is_call = self.word(index, "require") && self.mark(index + 1, b'(') && self.mark(index + 3, b')');
        Some((self.string(index + 2).filter(|_| is_call)?, index + 4))
    }

    /// What comes after `exports` or `module.exports` at `index`.
    fn exports_object(&self, index: usize) -> Option<usize> {
        if self.word(index, "exports") { Some(index + 1) } else { self.module_exports(index) }
    }

    fn module_exports(&self, index: usize) -> Option<usize> {
        let is_exports = self.word(index, "module") && self.mark(index + 1, b'.') && self.word(index + 2, "exports");
        is_exports.then_some(index + 3)
    }

    fn mark(&self, index: usize, mark: u8) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_mark(mark))
    }

    fn word(&self, index: usize, word: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_word(word))
    }

    fn kind(&self, index: usize) -> Option<TokenKind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    fn string(&self, index: usize) -> Option<String> {
        self.tokens.get(index)?.string()
    }

    fn export(&mut self, name: String) {
        if !self.found.names.contains(&name) {
            self.found.names.push(name);
        }
    }

    fn reexport(&mut self, specifier: String) {
        if !self.found.reexports.contains(&specifier) {
            self.found.reexports.push(specifier);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: &[&str], reexports: &[&str]) {
        let found = common_js_exports(text);
        assert_eq!(found.names, names, "{text}");
        assert_eq!(found.reexports, reexports, "{text}");
    }

    #[test]
    fn assignments() {
        check("exports.a = 1; module.exports.b = 2; exports['c d'] = 3; exports.a = 4", &["a", "b", "c d"], &[]);
        check("function f() { exports.inside = 1 }", &["inside"], &[]);
        check("exports.a = exports.b = void 0", &["a", "b"], &[]);
        check("x.exports.a = 1; myexports.a = 1; exports.call()", &[], &[]);
    }

    #[test]
    fn literals_up_to_the_first_value_that_is_more_than_a_word() {
        check("module.exports = { a, b: c, 'd': e, ...require('g'), ...h, i }", &["a", "b", "d", "i"], &["g"]);
        check("module.exports = { a: function () {}, b }", &["a"], &[]);
        check("module.exports = { a: require('b'), c }", &["a"], &["b"]);
        check("module.exports = { a, b: 1, c }", &["a"], &[]);
        check("module.exports = { a, get b() {}, c }", &["a"], &[]);
        check("module.exports = { a() {}, b }", &["a"], &[]);
        check("0 && (module.exports = { a, b })", &["a", "b"], &[]);
        check("exports = module.exports = { a }", &["a"], &[]);
        check("module.exports = {}", &[], &[]);
    }

    #[test]
    fn whole_reexports_replace_each_other() {
        check("module.exports = require('a'); module.exports = require('./b')", &[], &["./b"]);
        check("__exportStar(require('a'), exports); tslib.__exportStar(require('b'), exports)", &[], &["a", "b"]);
        check("function __export(m) {} __export(require('a'))", &[], &["a"]);
    }

    #[test]
    fn defined_properties() {
        check("Object.defineProperty(exports, '__esModule', { value: true })", &["__esModule"], &[]);
        check(
            "Object.defineProperty(exports, \"a\", { enumerable: true, get: function () { return b_1.a; } });",
            &["a"],
            &[],
        );
        check(
            "Object.defineProperty(exports, 'a', { enumerable: !0, get: function get() { return b['a'] } })",
            &["a"],
            &[],
        );
        check("Object.defineProperty(module.exports, 'a', { get() { return b } })", &["a"], &[]);
        check("Object.defineProperty(exports, 'a', { get: function () { return f(); } })", &[], &[]);
    }

    #[test]
    fn babel_passes_exports_on_in_a_loop() {
        check(
            "var _x = require('./x');
             Object.keys(_x).forEach(function (key) {
               if (key === 'default' || key === '__esModule') return;
               exports[key] = _x[key];
             });",
            &[],
            &["./x"],
        );
    }

    #[test]
    fn text_that_only_looks_like_code_is_skipped() {
        check(
            "// exports.a = 1\n/* exports.b = 1 */ 'exports.c = 1'; `exports.d = ${{}} ${`exports.e = 1`}`",
            &[],
            &[],
        );
        check("x = /exports.a = [/]/; if (y) /exports.b = 1/.test(z); exports.c = 1", &["c"], &[]);
        check("`${'`'} ${{ a: '}' }} ${/`/}`; exports.a = 1; `${`${b}`}`; exports.c = 1", &["a", "c"], &[]);
        check("a = b / c; exports.d = e / f", &["d"], &[]);
        check("({}) / 1; exports.a = 1 / 2", &["a"], &[]);
    }

    #[test]
    fn unfinished_text_does_no_harm() {
        for text in [
            "exports.",
            "exports['a",
            "exports.a = `${",
            "module.exports = {",
            "exports/",
            "Object.keys(exports",
            "exports['\\",
            "}exports)]",
        ] {
            let _ = common_js_exports(text);
        }
    }
}
