//! Options of Node's command line that an executable takes: baked into it, or in `JSC_OPTIONS`.

/// Who obeys an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionOwner {
    StandardLibrary,
    Engine,
}

/// Those with `=` take a value, the others do not.
const STANDARD_LIBRARY: &[&str] = &[
    "--disable-warning=",
    "--dns-result-order=",
    "--enable-source-maps",
    "--insecure-http-parser",
    "--max-http-header-size=",
    "--network-family-autoselection",
    "--network-family-autoselection-attempt-timeout=",
    "--deprecation",
    "--no-network-family-autoselection",
    "--no-deprecation",
    "--no-warnings",
    "--redirect-warnings=",
    "--stack-trace-limit=",
    "--throw-deprecation",
    "--title=",
    "--trace-deprecation",
    "--trace-warnings",
    "--unhandled-rejections=",
    "--warnings",
];

/// V8's own, as far as Node documents them.
const ENGINE: &[&str] = &[
    "--expose-gc",
    "--interpreted-frames-native-stack",
    "--jitless",
    "--max-old-space-size=",
    "--max-semi-space-size=",
    "--stack-size=",
];

/// Who obeys `option`; `None` if no executable knows it. Underscores are dashes, as in Node.
#[must_use]
pub fn option_owner(option: &str) -> Option<OptionOwner> {
    let end = option.find('=').map_or(option.len(), |index| index + 1);
    let name = option[..end].replace('_', "-");
    let is_named = |list: &[&str]| list.contains(&name.as_str());
    if is_named(ENGINE) {
        Some(OptionOwner::Engine)
    } else {
        is_named(STANDARD_LIBRARY).then_some(OptionOwner::StandardLibrary)
    }
}

/// Every option, in alphabetical order, those with a value with their `=`.
#[must_use]
pub fn option_names() -> Vec<&'static str> {
    let mut names = [STANDARD_LIBRARY, ENGINE].concat();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_needs_its_value_and_only_its_own() {
        assert_eq!(option_owner("--no-warnings"), Some(OptionOwner::StandardLibrary));
        assert_eq!(option_owner("--max_old_space_size=100"), Some(OptionOwner::Engine));
        assert_eq!(option_owner("--title"), None);
        assert_eq!(option_owner("--no-warnings=1"), None);
        assert_eq!(option_owner("--inspect"), None);
    }
}
