//! What the compiler tells its user: errors and warnings, collected over a whole build and shown together.
//!
//! The sentences are in `messages.rs`, how they look is in `render.rs`; this is only their shape.

use std::sync::Arc;

/// A file's text, kept to show lines of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    pub path: String,
    pub text: String,
}

/// A place in a file. Offsets are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub source: Arc<Source>,
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    /// Shown only on request (`--verbose`).
    Remark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub at: Span,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable, kebab-case; names the case in `tests/errors/`.
    pub code: &'static str,
    pub message: String,
    pub label: Option<Label>,
    pub hint: Option<String>,
}

/// What a stage that failed returns: at least one error, perhaps with warnings.
pub type Diagnostics = Vec<Diagnostic>;

impl Span {
    pub fn new(source: &Arc<Source>, start: u32, end: u32) -> Self {
        Self { source: Arc::clone(source), start, end }
    }
}

impl Diagnostic {
    pub fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, label: None, hint: None }
    }

    pub fn error(code: &'static str, message: String) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: String) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    pub fn label(mut self, at: Span, text: &str) -> Self {
        self.label = Some(Label { at, text: text.to_owned() });
        self
    }

    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Orders diagnostics as a reader goes through files, whatever order the threads found them in.
    pub fn position(&self) -> (Option<(&str, u32)>, &str) {
        let place = self.label.as_ref().map(|label| (label.at.source.path.as_str(), label.at.start));
        (place, &self.message)
    }
}
