//! The same questions to Node and to this crate: `node/bless.mjs` wrote down what Node 24 answered.

use resolution::{ErrorClass, Extensions, MemoryFileSystem, Request, Resolved, Resolver};
use serde_json::Value;

const FIXTURE: &str = include_str!("node/fixture.json");
const EXPECTED: &str = include_str!("node/expected.json");

fn files(fixture: &Value) -> MemoryFileSystem {
    let mut files = MemoryFileSystem::default().with_file("/app/main.mjs", "");
    for (path, text) in fixture["files"].as_object().expect("the fixture has files") {
        files = files.with_file(&format!("/app/{path}"), text.as_str().expect("a file is text"));
    }
    for (path, target) in fixture["links"].as_object().expect("the fixture has links") {
        files = files
            .with_link(&format!("/app/{path}"), &format!("/app/{}", target.as_str().expect("a link has a target")));
    }
    files
}

fn answer(resolver: &Resolver, specifier: &str, request: Request) -> String {
    match resolver.resolve(specifier, "/app/main.mjs", request) {
        Ok(Resolved::Builtin(id)) if request == Request::Import || specifier.starts_with("node:") => {
            format!("node:{id}")
        }
        Ok(Resolved::Builtin(id)) => id.to_owned(),
        Ok(Resolved::File { path, suffix }) => format!("{path}{suffix}"),
        Ok(Resolved::DataUrl(url)) => url,
        Err(error) => {
            let class = if error.code.class() == ErrorClass::TypeError { "TypeError" } else { "Error" };
            format!("{class} {} {}", error.code.name(), error.message)
        }
    }
}

#[test]
fn every_specifier_means_what_it_means_to_node() {
    let fixture: Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    let expected: Value = serde_json::from_str(EXPECTED).expect("the answers are JSON");
    let files = files(&fixture);
    let resolver = Resolver::new(&files, Extensions::AsNode, Vec::new());
    let mut differences = Vec::new();
    for row in expected.as_array().expect("the answers are a list") {
        let specifier = row["specifier"].as_str().expect("a row has a specifier");
        for (key, request) in [("import", Request::Import), ("require", Request::Require)] {
            let (own, node) = (answer(&resolver, specifier, request), row[key].as_str().expect("a row has answers"));
            if own != node {
                differences.push(format!("{key} {specifier}\n  node: {node}\n  own:  {own}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
