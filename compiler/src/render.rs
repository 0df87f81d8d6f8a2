//! How diagnostics look on a terminal or in a log: a headline, the line of code, a hint.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Label, Severity};

/// Whether escape sequences may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Never,
    Always,
}

#[derive(Clone, Copy)]
enum Style {
    Error,
    Warning,
    Remark,
    Frame,
    Strong,
}

/// One diagnostic as text that ends with a line break. Paths inside `folder` are shown relative to it.
pub fn diagnostic(diagnostic: &Diagnostic, folder: &str, color: Color) -> String {
    let mut text = headline(diagnostic, color);
    if let Some(label) = &diagnostic.label {
        code_frame(&mut text, label, severity_style(diagnostic.severity), folder, color);
    }
    if let Some(hint) = &diagnostic.hint {
        let gap = if diagnostic.label.is_some() { "\n" } else { "" };
        let _ = writeln!(text, "{gap}{} {hint}", paint("hint:", Style::Strong, color));
    }
    text
}

pub fn relative<'a>(path: &'a str, folder: &str) -> &'a str {
    let rest = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    rest.filter(|_| folder != "/").unwrap_or(path)
}

fn headline(diagnostic: &Diagnostic, color: Color) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Remark => "remark",
    };
    let title = format!("{severity}[{}]", diagnostic.code);
    format!("{}: {}\n", paint(&title, severity_style(diagnostic.severity), color), diagnostic.message)
}

fn code_frame(text: &mut String, label: &Label, style: Style, folder: &str, color: Color) {
    let excerpt = Excerpt::new(label);
    let number = excerpt.line_number.to_string();
    let gutter = " ".repeat(number.len());
    let path = relative(&label.at.source.path, folder);
    let place = format!("{path}:{number}:{}", excerpt.column);
    let corner = paint("┌", Style::Frame, color);
    let bar = paint("│", Style::Frame, color);
    let marks = paint(&format!("{} {}", "^".repeat(excerpt.mark_width), label.text), style, color);
    let _ = writeln!(text, "{gutter} {corner} {place}");
    let _ = writeln!(text, "{} {bar} {}", paint(&number, Style::Frame, color), excerpt.line);
    let _ = writeln!(text, "{gutter} {bar} {}{}", excerpt.indent, marks.trim_end());
}

/// The part of a file that a label shows.
struct Excerpt {
    line_number: usize,
    column: usize,
    line: String,
    indent: String,
    mark_width: usize,
}

/// Minified files have lines of megabytes; only this many characters around the place are shown.
const LINE_CHARACTERS: usize = 120;
const CONTEXT_CHARACTERS: usize = 40;

impl Excerpt {
    fn new(label: &Label) -> Self {
        let text = label.at.source.text.as_str();
        let start = floor_boundary(text, label.at.start as usize);
        let end = floor_boundary(text, label.at.end as usize).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |index| index + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |index| start + index);
        let before = &text[line_start..start];
        let marked = text[start..end.min(line_end).max(start)].trim_end();
        let column = before.chars().count();
        let skip = if text[line_start..line_end].chars().count() > LINE_CHARACTERS {
            column.saturating_sub(CONTEXT_CHARACTERS)
        } else {
            0
        };
        let visible = |text: &str, skip: usize| text.chars().skip(skip).map(printable).collect::<String>();
        let line: String = visible(text[line_start..line_end].trim_end(), skip).chars().take(LINE_CHARACTERS).collect();
        Self {
            line_number: text[..start].matches('\n').count() + 1,
            column: column + 1,
            indent: " ".repeat(visible(before, skip).chars().count()),
            mark_width: marked.chars().count().clamp(1, LINE_CHARACTERS - CONTEXT_CHARACTERS),
            line,
        }
    }
}

/// One character for one, so that marks stay below what they mark.
fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::Error,
        Severity::Warning => Style::Warning,
        Severity::Remark => Style::Remark,
    }
}

fn paint(text: &str, style: Style, color: Color) -> String {
    let code = match style {
        Style::Error => "1;31",
        Style::Warning => "1;33",
        Style::Remark => "1;34",
        Style::Frame => "2",
        Style::Strong => "1",
    };
    match color {
        Color::Never => text.to_owned(),
        Color::Always => format!("\x1b[{code}m{text}\x1b[0m"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Source, Span};

    fn check(text: &str, start: u32, end: u32, expected: &str) {
        let source = Arc::new(Source { path: "/app/src/main.ts".to_owned(), text: text.to_owned() });
        let shown = Diagnostic::error("some-code", "something is wrong".to_owned())
            .label(Span::new(&source, start, end), "here")
            .hint("do this".to_owned());
        assert_eq!(diagnostic(&shown, "/app", Color::Never), expected);
    }

    #[test]
    fn the_line_is_shown_with_marks_below_the_place() {
        check(
            "// first\nimport x from \"y\";\n",
            23,
            26,
            "error[some-code]: something is wrong
  ┌ src/main.ts:2:15
2 │ import x from \"y\";
  │               ^^^ here

hint: do this
",
        );
    }

    #[test]
    fn tabs_and_wide_characters_keep_marks_in_place() {
        check(
            "\té(x",
            4,
            5,
            "error[some-code]: something is wrong
  ┌ src/main.ts:1:4
1 │  é(x
  │    ^ here

hint: do this
",
        );
    }

    #[test]
    fn the_end_of_a_file_can_be_marked() {
        check(
            "f(",
            2,
            2,
            "error[some-code]: something is wrong
  ┌ src/main.ts:1:3
1 │ f(
  │   ^ here

hint: do this
",
        );
    }
}
