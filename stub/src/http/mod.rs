//! HTTP/1: the parser that both paths of `node:http` stand on, and the connections of the native path.

pub(crate) mod connections;
pub(crate) mod method;
pub(crate) mod parser;

mod chunked;
mod header_cache;
mod url;

pub(crate) use header_cache::Place;
