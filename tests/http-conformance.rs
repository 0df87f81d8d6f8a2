//! Raw requests to a server of `node:http`: our executable must answer what real Node answers, byte for byte.
//!
//! `tests/http-conformance/table.txt` says what is sent, `expected.txt` what Node answered (`JSC_BLESS=1` asks it again).

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use jsc_tests::{build, is_blessing, node, root, scratch};

/// Long enough for two pieces not to arrive together. Nothing is lost if they do.
const PAUSE: Duration = Duration::from_millis(15);
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections at a time.
const WORKERS: usize = 8;

/// One connection of the table.
struct Case {
    name: String,
    pieces: Vec<Vec<u8>>,
    /// Whether the client leaves its side open.
    stays_open: bool,
}

#[test]
fn every_request_is_answered_as_by_node() {
    let folder = root().join("tests/http-conformance");
    let cases = cases(&fs::read_to_string(folder.join("table.txt")).expect("the table is there"));
    let expected = folder.join("expected.txt");
    if is_blessing() {
        let server = Server::start(Command::new(node()).arg(folder.join("server.js")));
        fs::write(&expected, answers(&cases, &server)).expect("the expectation is writable");
    }
    let program = scratch("http-conformance").join("server");
    build(&folder.join("server.js"), &program, &[]);
    let wanted = fs::read_to_string(&expected).unwrap_or_default();
    for path in ["native", "watched"] {
        let found = answers(&cases, &Server::start(Command::new(&program).arg(path)));
        assert!(found == wanted, "{path}: {}", difference(&wanted, &found));
    }
}

/// What differs, case by case.
fn difference(wanted: &str, found: &str) -> String {
    let mut text = String::new();
    let wanted: Vec<&str> = wanted.split("\n\n").collect();
    for (index, answer) in found.split("\n\n").enumerate() {
        let expected = wanted.get(index).copied().unwrap_or_default();
        if answer != expected {
            let _ = writeln!(text, "--- node\n{expected}\n--- jsc\n{answer}\n");
        }
    }
    text
}

/// A running server and the ports that it printed.
struct Server {
    child: Child,
    ports: Vec<u16>,
}

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is a pipe");
        BufReader::new(output).read_line(&mut line).expect("the server prints its ports");
        let ports = line.split_whitespace().map(|port| port.parse().expect("a port")).collect();
        Self { child, ports }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The paragraphs of the table after its first.
fn cases(table: &str) -> Vec<Case> {
    table.split("\n\n").filter_map(|paragraph| paragraph.trim_start().strip_prefix("# ")).map(case).collect()
}

fn case(paragraph: &str) -> Case {
    let mut lines = paragraph.lines();
    let name = lines.next().expect("a paragraph has a line").to_owned();
    let mut case = Case { name, pieces: vec![Vec::new()], stays_open: false };
    for line in lines {
        match line {
            "@open" => case.stays_open = true,
            "~" => case.pieces.push(Vec::new()),
            _ => case.pieces.last_mut().expect("there is a piece").extend(unescape(line)),
        }
    }
    case
}

/// The bytes that a line of the table stands for.
fn unescape(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        if let Some((text, count, after)) = repetition(rest) {
            bytes.extend(unescape(text).repeat(count));
            rest = after;
            continue;
        }
        let escape = if first == '\\' { rest.as_bytes()[1] } else { 0 };
        let length = match escape {
            0 => 1,
            b'x' => 4,
            _ => 2,
        };
        bytes.push(match escape {
            0 => first as u8,
            b'r' => b'\r',
            b'n' => b'\n',
            b't' => b'\t',
            b'0' => 0,
            b'x' => u8::from_str_radix(&rest[2..4], 16).expect("two digits"),
            other => other,
        });
        rest = &rest[length..];
    }
    bytes
}

/// `{text*count}` at the beginning.
fn repetition(line: &str) -> Option<(&str, usize, &str)> {
    let (inside, after) = line.strip_prefix('{')?.split_once('}')?;
    let (text, count) = inside.rsplit_once('*')?;
    Some((text, count.parse().ok()?, after))
}

/// The answers to all cases, in their order, from every port.
fn answers(cases: &[Case], server: &Server) -> String {
    let jobs: Vec<(u16, &Case)> =
        server.ports.iter().flat_map(|port| cases.iter().map(move |case| (*port, case))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut answers: Vec<(usize, String)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut answers = Vec::new();
                    loop {
                        let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        let Some((port, case)) = jobs.get(index) else { return answers };
                        answers.push((index, answer(*port, case)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker does not panic")).collect()
    });
    answers.sort();
    let texts: Vec<String> = answers
        .into_iter()
        .map(|(index, answer)| {
            format!("# {} ({})\n{answer}", jobs[index].1.name, if index < cases.len() { "plain" } else { "telling" })
        })
        .collect();
    format!("{}\n", texts.join("\n\n"))
}

/// What a server answers on one connection, as text, and how the connection ended.
fn answer(port: u16, case: &Case) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    socket.set_nodelay(true).expect("a socket has this option");
    socket.set_read_timeout(Some(PATIENCE)).expect("a socket has this option");
    for (index, piece) in case.pieces.iter().enumerate() {
        if index > 0 {
            thread::sleep(PAUSE);
        }
        // A server may have refused the first piece already.
        if socket.write_all(piece).is_err() {
            break;
        }
    }
    if !case.stays_open {
        let _ = socket.shutdown(Shutdown::Write);
    }
    let mut bytes = Vec::new();
    let end = match socket.read_to_end(&mut bytes) {
        Ok(_) => "[end]",
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => "[reset]",
        Err(_) => "[still open]",
    };
    format!("{}{end}", escape(&bytes))
}

/// The bytes as lines of text, without the time of day.
fn escape(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'\r' => text.push_str("\\r"),
            b'\n' => text.push_str("\\n\n"),
            0x20..=0x7e => text.push(char::from(*byte)),
            _ => {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
    }
    let lines: Vec<&str> =
        text.lines().map(|line| if line.starts_with("Date: ") { "Date: (now)\\r\\n" } else { line }).collect();
    let mut text = lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

#[test]
fn the_table_is_read_as_it_says() {
    assert_eq!(unescape(r"a\r\n{b\t*2}\x41\\"), b"a\r\nb\tb\tA\\");
    let cases = cases("Words.\n\n# one\nGET\n~\nrest\n\n# two\n@open\nx\n");
    assert_eq!((cases.len(), cases[0].pieces.len(), cases[1].stays_open), (2, 2, true));
    assert_eq!(cases[0].name, "one");
}
