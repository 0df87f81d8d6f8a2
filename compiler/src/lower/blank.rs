//! Replaces types by spaces, so that every other character stays where its author wrote it.

use std::sync::{Arc, Mutex, PoisonError};

use swc_common::errors::{DiagnosticBuilder, Emitter, Handler};
use swc_common::sync::Lrc;
use swc_common::{GLOBALS, Globals, SourceMap};
use swc_ecma_parser::TsSyntax;
use swc_ts_fast_strip::{Mode, Options, operate};

use crate::diagnostic::{Diagnostic, Span};
use crate::graph::{Kind, Language, Module, offset};
use crate::messages;

/// `text` is the module's, perhaps with imports already blanked; offsets in it are those of the source.
pub fn types(module: &Module, text: String) -> Result<String, Diagnostic> {
    let options = Options {
        // CommonJS may return at the top, which only the guess allows.
        module: (module.kind == Kind::EsModule).then_some(true),
        parser: TsSyntax { tsx: module.language == Language::Tsx, decorators: true, ..TsSyntax::default() },
        mode: Mode::StripOnly,
        ..Options::default()
    };
    let complaints = Complaints::default();
    let handler = Handler::with_emitter(true, false, Box::new(complaints.clone()));
    let source_map: Lrc<SourceMap> = Lrc::default();
    let result = GLOBALS.set(&Globals::new(), || operate(&source_map, &handler, text, options));
    result.map(|output| output.code).map_err(|error| {
        let (message, start, end) = complaints.first().unwrap_or((error.message, 0, 0));
        messages::cannot_transform(&message, Span::new(&module.source, start, end))
    })
}

type Complaint = (String, u32, u32);

/// What swc has to say about a file, with offsets.
#[derive(Clone, Default)]
pub struct Complaints(Arc<Mutex<Vec<Complaint>>>);

impl Complaints {
    pub fn first(&self) -> Option<Complaint> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).first().cloned()
    }
}

impl Emitter for Complaints {
    fn emit(&mut self, diagnostic: &mut DiagnosticBuilder<'_>) {
        let span = diagnostic.span.primary_span().unwrap_or_default();
        let complaint = (diagnostic.message(), offset(span.lo), offset(span.hi));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(complaint);
    }
}
