//! The request methods that Node knows, by the numbers that its parser gives them.

/// The methods in the order of their numbers (`llhttp`'s `HTTP_ALL_METHOD_MAP`). A name with `-` or `_` is spelt as on the wire.
pub(crate) const METHODS: [&str; 47] = [
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
    "PRI",
    "DESCRIBE",
    "ANNOUNCE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "REDIRECT",
    "RECORD",
    "FLUSH",
    "QUERY",
];

/// A method's number: its place in [`METHODS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Method(pub(crate) u8);

impl Method {
    pub(crate) const GET: Method = Method(1);
    pub(crate) const POST: Method = Method(3);
    pub(crate) const CONNECT: Method = Method(5);
    const OPTIONS: Method = Method(6);
    pub(crate) const SOURCE: Method = Method(33);
    pub(crate) const PRI: Method = Method(34);
    const FIRST_OF_RTSP: u8 = 35;
    const LAST_OF_RTSP: u8 = 45;

    /// Whether it may stand in a request of HTTP.
    pub(crate) fn is_http(self) -> bool {
        !(Self::FIRST_OF_RTSP..=Self::LAST_OF_RTSP).contains(&self.0)
    }

    /// Whether it may stand in a request of RTSP.
    pub(crate) fn is_rtsp(self) -> bool {
        !self.is_http() || [Self::GET, Self::POST, Self::OPTIONS].contains(&self)
    }

    /// The method of exactly this name.
    pub(crate) fn from_name(name: &[u8]) -> Option<Method> {
        METHODS.iter().position(|known| known.as_bytes() == name).map(|index| Method(index as u8))
    }

    /// Whether some method's name begins with `start`.
    pub(crate) fn some_begins_with(start: &[u8]) -> bool {
        METHODS.iter().any(|known| known.as_bytes().starts_with(start))
    }
}
