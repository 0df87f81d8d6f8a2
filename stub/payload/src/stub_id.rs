//! The mark that says which build a stub is, readable without running it: a constant in a section of its own.

/// The section that holds the mark.
pub const STUB_ID_SECTION: &str = ".jsc.id";

const MAGIC: [u8; 16] = *b"jsc stub id\r\n\x1a\0\0";
const VERSION_BYTES: usize = 32;

/// Which build a stub is.
///
/// The stub places one as `#[used] #[unsafe(link_section = ".jsc.id")] static`; it holds bytes only, so its memory is
/// its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct StubId {
    magic: [u8; 16],
    format_version: [u8; 4],
    version: [u8; VERSION_BYTES],
    build: [u8; 32],
}

impl StubId {
    /// `version` is jsc's own; `build` is a hash over everything a snapshot depends on (jsc, V8, standard library).
    ///
    /// # Panics
    /// If `version` is longer than 32 bytes; in a constant that is an error of the build.
    #[must_use]
    pub const fn new(version: &str, build: [u8; 32]) -> Self {
        let source = version.as_bytes();
        assert!(source.len() <= VERSION_BYTES, "bug in jsc: the version is too long for the stub's id");
        let mut padded = [0; VERSION_BYTES];
        let mut index = 0;
        while index < source.len() {
            padded[index] = source[index];
            index += 1;
        }
        Self { magic: MAGIC, format_version: crate::FORMAT_VERSION.to_le_bytes(), version: padded, build }
    }

    /// Reads the content of a section [`STUB_ID_SECTION`]; `None` if it is something else.
    #[must_use]
    pub fn parse(section: &[u8]) -> Option<Self> {
        let rest = section.strip_prefix(&MAGIC)?;
        let (format_version, rest) = rest.split_first_chunk()?;
        let (version, rest) = rest.split_first_chunk()?;
        let (build, _) = rest.split_first_chunk()?;
        Some(Self { magic: MAGIC, format_version: *format_version, version: *version, build: *build })
    }

    /// The payload format that the stub reads.
    #[must_use]
    pub const fn format_version(&self) -> u32 {
        u32::from_le_bytes(self.format_version)
    }

    /// The version of jsc that the stub belongs to.
    #[must_use]
    pub fn version(&self) -> &str {
        let length = self.version.iter().position(|&byte| byte == 0).unwrap_or(VERSION_BYTES);
        std::str::from_utf8(&self.version[..length]).unwrap_or("?")
    }

    #[must_use]
    pub const fn build(&self) -> &[u8; 32] {
        &self.build
    }

    /// The encoding, as it lies in the section.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.magic[..], &self.format_version, &self.version, &self.build].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::StubId;

    #[test]
    fn an_id_survives_its_encoding() {
        let id = StubId::new("1.2.3", [7; 32]);
        let parsed = StubId::parse(&id.to_bytes()).unwrap();
        assert_eq!((parsed.version(), parsed.build(), parsed), ("1.2.3", &[7; 32], id));
        assert_eq!(size_of::<StubId>(), id.to_bytes().len());
    }

    #[test]
    fn anything_else_is_no_id() {
        let bytes = StubId::new("1.2.3", [7; 32]).to_bytes();
        assert_eq!(StubId::parse(b""), None);
        assert_eq!(StubId::parse(&bytes[1..]), None);
        assert_eq!(StubId::parse(&bytes[..bytes.len() - 1]), None);
    }
}
