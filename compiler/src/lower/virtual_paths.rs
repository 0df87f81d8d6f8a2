//! Where the application's files appear at run time: below a fixed root, at the same places relative to each other.

use resolution::paths;

use crate::graph::ModuleGraph;

/// No program and no distribution uses this folder, and a reader of a stack trace sees at once what it is. It must not
/// be something like `/app`, which exists in many containers: a path below the root never means a file on the disk.
pub const ROOT: &str = "/jsc-app";

pub struct VirtualPaths {
    /// The folder that contains every file of the graph.
    ancestor: String,
}

impl VirtualPaths {
    pub fn of(graph: &ModuleGraph) -> Self {
        let modules = graph.modules.iter().map(|module| module.path.as_str());
        let assets = graph.assets.iter().map(|asset| asset.path.as_str());
        Self { ancestor: outside_packages(common_folder(modules.chain(assets))) }
    }

    pub fn of_path(&self, path: &str) -> String {
        let rest = path.strip_prefix(self.ancestor.trim_end_matches('/')).unwrap_or(path);
        format!("{ROOT}{rest}")
    }

    /// Replaces the paths in an error message, so that it does not reveal the machine that built the executable.
    pub fn in_message(&self, message: &str) -> String {
        if self.ancestor == "/" { message.to_owned() } else { message.replace(&self.ancestor, ROOT) }
    }
}

/// A folder `node_modules` is part of what is embedded: without it no package would be found at run time.
fn outside_packages(folder: String) -> String {
    let folder_with_slash = format!("{folder}/");
    match folder_with_slash.find("/node_modules/") {
        Some(0) => "/".to_owned(),
        Some(end) => folder[..end].to_owned(),
        None => folder,
    }
}

fn common_folder<'p>(mut files: impl Iterator<Item = &'p str>) -> String {
    let Some(first) = files.next() else { return "/".to_owned() };
    let start = paths::parent(first);
    files
        .fold(start, |folder, file| {
            paths::ancestors(folder).find(|ancestor| paths::is_inside(file, ancestor)).unwrap_or("/")
        })
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_folder_is_that_of_every_file() {
        assert_eq!(common_folder(["/a/b/c.js"].into_iter()), "/a/b");
        assert_eq!(common_folder(["/a/b/c.js", "/a/bc/d.js"].into_iter()), "/a");
        assert_eq!(common_folder(["/a/b", "/c/d"].into_iter()), "/");
    }

    #[test]
    fn the_root_is_never_inside_of_node_modules() {
        for folder in ["/a/node_modules", "/a/node_modules/b/node_modules/c", "/a"] {
            assert_eq!(outside_packages(folder.to_owned()), "/a");
        }
        assert_eq!(outside_packages("/node_modules/b".to_owned()), "/");
    }

    #[test]
    fn files_keep_their_places_below_the_root() {
        let paths = VirtualPaths { ancestor: "/home/me/app".to_owned() };
        assert_eq!(paths.of_path("/home/me/app/src/a.js"), "/jsc-app/src/a.js");
        let at_root = VirtualPaths { ancestor: "/".to_owned() };
        assert_eq!(at_root.of_path("/a.js"), "/jsc-app/a.js");
    }
}
