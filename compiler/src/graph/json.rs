//! JSON as modules have it, and with the comments and trailing commas that tsconfig.json may have.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::parse::SyntaxError;

/// Whether a text is JSON. Its value is not needed.
pub fn check(text: &str) -> Result<(), SyntaxError> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| ()).map_err(|error| syntax_error(&error, text))
}

pub fn with_comments(text: &str) -> Result<Value, SyntaxError> {
    serde_json::from_str(&without_comments(text)).map_err(|error| syntax_error(&error, text))
}

fn syntax_error(error: &serde_json::Error, text: &str) -> SyntaxError {
    let lines_before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let start = (lines_before + error.column().saturating_sub(1)).min(text.len()) as u32;
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    SyntaxError { message: message.to_owned(), start, end: start + 1 }
}

/// The same text with spaces for what is not JSON, so that places in it stay true.
fn without_comments(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '"' => end_of_string(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            character => character.len_utf8(),
        };
        match character {
            '/' | '\u{feff}' => push_blank(&mut result, &rest[..length]),
            ']' | '}' => {
                blank_trailing_comma(&mut result);
                result.push(character);
            }
            _ => result.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    result
}

fn push_blank(result: &mut String, removed: &str) {
    result.extend(removed.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

fn blank_trailing_comma(result: &mut String) {
    let end = result.trim_end().len();
    if result[..end].ends_with(',') {
        result.replace_range(end - 1..end, " ");
    }
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_where_they_are() {
        let text = "{ // one\n  \"a\": [1, /* 2, */],\n}";
        assert_eq!(without_comments(text), "{       \n  \"a\": [1          ] \n}");
        assert!(with_comments(text).is_ok());
        assert_eq!(with_comments("{ /* \u{e9} */ \"a\": oops }").map_err(|error| error.start), Err(16));
    }
}
