//! The function around a CommonJS module.
//!
//! The header stands on a line of its own and the stub compiles with a line offset of −1, so that lines and columns in
//! stack traces are the author's.

use crate::graph::Kind;

const HEADER: &str = "(function (exports, require, module, __filename, __dirname) {\n";
const FOOTER: &str = "\n})";

pub struct Wrapped {
    pub text: String,
    /// In characters.
    pub header_length: u32,
    pub footer_length: u32,
}

pub fn wrap(text: String, kind: Kind) -> Wrapped {
    if kind != Kind::CommonJs {
        return Wrapped { text, header_length: 0, footer_length: 0 };
    }
    // Only at the very start of a text is `#!` a comment.
    let body = text.strip_prefix("#!").map_or_else(|| text.clone(), |rest| format!("//{rest}"));
    Wrapped {
        text: format!("{HEADER}{body}{FOOTER}"),
        header_length: HEADER.len() as u32,
        footer_length: FOOTER.len() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_by_exactly_one() {
        let wrapped = wrap("#!/usr/bin/env node\nthrow 1".to_owned(), Kind::CommonJs);
        assert_eq!(wrapped.text.lines().nth(1), Some("///usr/bin/env node"));
        assert_eq!(wrapped.text.lines().nth(2), Some("throw 1"));
    }

    #[test]
    fn a_comment_at_the_end_does_not_swallow_the_footer() {
        assert!(wrap("// end".to_owned(), Kind::CommonJs).text.ends_with("// end\n})"));
    }
}
