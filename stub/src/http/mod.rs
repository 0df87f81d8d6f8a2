//! HTTP/1: the parser that both paths of `node:http` stand on.

pub(crate) mod method;
pub(crate) mod parser;

mod chunked;
mod url;
