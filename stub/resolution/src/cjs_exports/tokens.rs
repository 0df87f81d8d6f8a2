//! A JavaScript tokenizer that is just good enough to look for export patterns: it skips comments, templates and
//! regular expressions, and never fails, whatever the text.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name, a keyword or a number.
    Word,
    Text,
    Template,
    RegularExpression,
    /// One byte of punctuation.
    Mark(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    /// With the quotes, if it is a string.
    pub(super) text: &'a str,
}

/// After these words a `/` starts a regular expression.
const OPERATOR_WORDS: &[&str] = &[
    "return",
    "typeof",
    "case",
    "do",
    "else",
    "in",
    "instanceof",
    "new",
    "void",
    "delete",
    "throw",
    "yield",
    "await",
    "of",
];
/// A `/` after the closing parenthesis of these starts a regular expression.
const HEAD_WORDS: &[&str] = &["if", "while", "for", "with"];

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokenizer = Tokenizer { text, position: 0, tokens: Vec::with_capacity(text.len() / 4), opened: Vec::new() };
    if text.starts_with("#!") {
        tokenizer.skip_line();
    }
    while tokenizer.position < text.len() {
        tokenizer.step();
    }
    tokenizer.tokens
}

struct Tokenizer<'a> {
    text: &'a str,
    position: usize,
    tokens: Vec<Token<'a>>,
    opened: Vec<Opened>,
}

/// A bracket that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// Behind its end, a `/` divides.
    Expression,
    /// Behind its end, a `/` starts a regular expression.
    Statement,
    /// `${`, behind whose end the template goes on.
    Template,
}

impl<'a> Tokenizer<'a> {
    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        match (bytes[self.position], bytes.get(self.position + 1)) {
            (b' ' | b'\t' | b'\n' | b'\r', _) => self.position += 1,
            (b'/', Some(b'/')) => self.skip_line(),
            (b'/', Some(b'*')) => self.skip_comment(),
            (b'/', _) if self.regular_expression_may_start() => {
                self.push_to(Self::end_of_expression, TokenKind::RegularExpression);
            }
            (b'"' | b'\'', _) => self.push_to(Self::end_of_text, TokenKind::Text),
            (b'`', _) => self.template_part(),
            (b'}', _) if self.opened.last() == Some(&Opened::Template) => {
                self.opened.pop();
                self.template_part();
            }
            (byte, _) if is_word_byte(byte) => self.push_to(Self::end_of_word, TokenKind::Word),
            (byte, _) => self.push_mark(byte),
        }
    }

    fn push_to(&mut self, end: fn(&Self) -> usize, kind: TokenKind) {
        let end = end(self);
        self.tokens.push(Token { kind, text: &self.text[self.position..end] });
        self.position = end;
    }

    fn push_mark(&mut self, byte: u8) {
        match byte {
            b'(' => self.open(self.last().is_some_and(|last| HEAD_WORDS.contains(&last.text))),
            b'{' => self.open(self.block_may_start()),
            b'[' => self.opened.push(Opened::Expression),
            _ => {}
        }
        self.push_to(|this| this.position + 1, TokenKind::Mark(byte));
        if let b')' | b'}' | b']' = byte
            && self.opened.pop() == Some(Opened::Statement)
        {
            // Everything but a closing bracket lets an expression start, so the mark tells both kinds apart.
            let closing = self.tokens.last_mut().expect("a mark was pushed just above");
            closing.kind = TokenKind::Mark(byte | CLOSES_STATEMENT);
        }
    }

    fn open(&mut self, is_statement: bool) {
        self.opened.push(if is_statement { Opened::Statement } else { Opened::Expression });
    }

    /// From a backtick or the end of `${}` to the next `${` or the closing backtick.
    fn template_part(&mut self) {
        let bytes = self.text.as_bytes();
        let mut index = self.position + 1;
        while let Some(&byte) = bytes.get(index) {
            match byte {
                b'\\' => index += 1,
                b'`' => return self.push_template(index + 1),
                b'$' if bytes.get(index + 1) == Some(&b'{') => {
                    self.opened.push(Opened::Template);
                    return self.push_template(index + 2);
                }
                _ => {}
            }
            index += 1;
        }
        self.push_template(index);
    }

    fn push_template(&mut self, end: usize) {
        let end = self.boundary(end);
        // Inside `${` an operand begins, so there is nothing that a `/` could divide.
        let is_open = self.opened.last() == Some(&Opened::Template) && self.text[..end].ends_with("${");
        let kind = if is_open { TokenKind::Mark(b'`') } else { TokenKind::Template };
        self.tokens.push(Token { kind, text: &self.text[self.position..end] });
        self.position = end;
    }

    fn last(&self) -> Option<&Token<'a>> {
        self.tokens.last()
    }

    fn regular_expression_may_start(&self) -> bool {
        match self.last() {
            None => true,
            Some(token) => match token.kind {
                TokenKind::Mark(mark) => !matches!(mark, b')' | b']' | b'}'),
                TokenKind::Word => OPERATOR_WORDS.contains(&token.text),
                TokenKind::Text | TokenKind::Template | TokenKind::RegularExpression => false,
            },
        }
    }

    fn block_may_start(&self) -> bool {
        match self.last() {
            None => true,
            Some(token) => match token.kind {
                TokenKind::Mark(mark) => {
                    mark & CLOSES_STATEMENT != 0 || matches!(mark, b')' | b';' | b'{' | b'}' | b'>')
                }
                TokenKind::Word => matches!(token.text, "else" | "do" | "try" | "finally"),
                _ => false,
            },
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.text[self.position..];
        self.position += rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
    }

    fn skip_comment(&mut self) {
        let rest = &self.text[self.position + 2..];
        self.position = rest.find("*/").map_or(self.text.len(), |end| self.position + 2 + end + 2);
    }

    fn end_of_word(&self) -> usize {
        let rest = &self.text.as_bytes()[self.position..];
        self.position + rest.iter().position(|&byte| !is_word_byte(byte)).unwrap_or(rest.len())
    }

    fn end_of_text(&self) -> usize {
        let bytes = self.text.as_bytes();
        let quote = bytes[self.position];
        let mut index = self.position + 1;
        while let Some(&byte) = bytes.get(index) {
            match byte {
                b'\\' => index += 2,
                b'\n' => break,
                byte if byte == quote => return index + 1,
                _ => index += 1,
            }
        }
        self.boundary(index)
    }

    fn end_of_expression(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut index = self.position + 1;
        let mut in_class = false;
        while let Some(&byte) = bytes.get(index) {
            match byte {
                b'\\' => index += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    let flags = bytes[index + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                    return index + 1 + flags;
                }
                // It was no regular expression after all.
                b'\n' => return self.position + 1,
                _ => {}
            }
            index += 1;
        }
        self.position + 1
    }

    /// An offset that a cut-off escape may have pushed too far or into a character.
    fn boundary(&self, index: usize) -> usize {
        let mut index = index.min(self.text.len());
        while !self.text.is_char_boundary(index) {
            index += 1;
        }
        index
    }
}

/// Set in the mark of a closing bracket behind which a new statement or an operand begins.
const CLOSES_STATEMENT: u8 = 0x80;

impl Token<'_> {
    pub(super) fn is_mark(&self, mark: u8) -> bool {
        matches!(self.kind, TokenKind::Mark(own) if own & !CLOSES_STATEMENT == mark)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text == word
    }

    /// The content of a string literal; nothing, if it is no string or not text (a lone surrogate).
    pub(super) fn string(&self) -> Option<String> {
        let inside = self.text.get(1..self.text.len().checked_sub(1)?)?;
        if self.kind != TokenKind::Text {
            return None;
        }
        if inside.contains('\\') { unescaped(inside) } else { Some(inside.to_owned()) }
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\\' | b'#' | b'@') || byte >= 0x80
}

fn unescaped(text: &str) -> Option<String> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
            continue;
        }
        let escape = characters.next()?;
        match escape {
            'n' => units.push(0x0a),
            't' => units.push(0x09),
            'r' => units.push(0x0d),
            'b' => units.push(0x08),
            'f' => units.push(0x0c),
            'v' => units.push(0x0b),
            '0' => units.push(0),
            'x' => units.push(hexadecimal(characters.by_ref().take(2))? as u16),
            'u' => {
                let rest = characters.as_str();
                if let Some(rest) = rest.strip_prefix('{') {
                    let (digits, after) = rest.split_once('}')?;
                    let character = char::from_u32(hexadecimal(digits.chars())?)?;
                    units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
                    characters = after.chars();
                } else {
                    units.push(hexadecimal(characters.by_ref().take(4))? as u16);
                }
            }
            '\n' => {}
            other => units.extend_from_slice(other.encode_utf16(&mut [0; 2])),
        }
    }
    String::from_utf16(&units).ok()
}

fn hexadecimal(digits: impl Iterator<Item = char>) -> Option<u32> {
    digits.map(|digit| digit.to_digit(16)).try_fold(0_u32, |value, digit| value.checked_mul(16)?.checked_add(digit?))
}
