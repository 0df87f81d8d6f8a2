//! package.json: the fields that resolution reads.

use serde_json::{Map, Value};

/// What `"type"` says about a package's `.js` files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageType {
    Module,
    CommonJs,
    Unspecified,
}

#[derive(Clone, Debug)]
pub struct PackageJson {
    /// The folder it lies in.
    pub folder: String,
    pub name: Option<String>,
    pub version: Option<String>,
    pub main: Option<String>,
    pub package_type: PackageType,
    pub(crate) exports: Option<Value>,
    pub(crate) imports: Option<Map<String, Value>>,
}

impl PackageJson {
    /// Nothing, if `text` is not JSON with an object at the top.
    pub(crate) fn parse(folder: &str, text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Value::Object(mut fields) = serde_json::from_str(text).ok()? else { return None };
        Some(Self {
            folder: folder.to_owned(),
            name: text_field(&fields, "name"),
            version: text_field(&fields, "version"),
            main: text_field(&fields, "main"),
            package_type: match fields.get("type").and_then(Value::as_str) {
                Some("module") => PackageType::Module,
                Some("commonjs") => PackageType::CommonJs,
                _ => PackageType::Unspecified,
            },
            exports: fields.remove("exports").filter(|exports| !exports.is_null()),
            imports: match fields.remove("imports") {
                Some(Value::Object(imports)) => Some(imports),
                _ => None,
            },
        })
    }

    #[must_use]
    pub fn path(&self) -> String {
        package_json_in(&self.folder)
    }
}

pub(crate) fn package_json_in(folder: &str) -> String {
    format!("{}/package.json", folder.trim_end_matches('/'))
}

fn text_field(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::as_str).map(str::to_owned)
}
