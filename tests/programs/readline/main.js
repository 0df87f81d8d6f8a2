// Lines from a stream, questions, and a line editor on something that says it is a terminal.
const readline = require('node:readline');
const { PassThrough } = require('node:stream');

const log = (...values) => console.log(...values);

async function lines() {
  const input = new PassThrough();
  const rl = readline.createInterface({ input, crlfDelay: Infinity });
  rl.on('pause', () => log('pause')).on('resume', () => log('resume')).on('close', () => log('close'));
  input.write('one\r');
  input.write('\ntwo\n\nthr');
  input.end('ee');
  for await (const line of rl) log(JSON.stringify(line));
}

async function questions() {
  const input = new PassThrough();
  const output = new PassThrough();
  const rl = require('node:readline/promises').createInterface({ input, output });
  setImmediate(() => input.write('Ada\n'));
  log(await rl.question('name? '));
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  log(await rl.question('again? ', { signal: controller.signal }).catch((error) => error.name));
  rl.close();
  log(JSON.stringify(output.read().toString()));
  log(await rl.question('late? ').catch((error) => error.code));
}

async function editor() {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 40, isTTY: true });
  const rl = readline.createInterface({
    input,
    output,
    terminal: true,
    prompt: '> ',
    history: ['older'],
    completer: (line) => [['help', 'hello', 'quit'].filter((word) => word.startsWith(line)), line],
  });
  rl.on('line', (line) => log('line', JSON.stringify(line)));
  rl.on('history', (history) => log('history', history));
  rl.prompt();
  for (const keys of ['hello world', '\x1b[D\x1b[D', '\x7f', 'L', '\x01', '>', '\x05', '<', '\r', '\x1b[A', '\x1b[A', '\x17', 'new', '\r',
                      'h', '\t', '\t', '\t', '\x15', 'caf\u00e9 \u4f60', '\x1bb', '\x1bd', '\x19', '\x1f', '\r']) {
    input.write(keys);
    await new Promise(setImmediate);
    log(JSON.stringify(keys), rl.line, rl.cursor, rl.getCursorPos());
  }
  rl.close();
  log(JSON.stringify(output.read().toString()));
}

function keys() {
  const input = new PassThrough();
  readline.emitKeypressEvents(input);
  input.on('keypress', (text, key) => log(JSON.stringify([text, key])));
  input.write('aA1\r\n\t\x7f\x1b[A\x1b[1;5C\x1bOP\x1b[3~\x1b[15;2~\x1b[Z\x1ba\x1b[[A\x01\u00e9\u{1f600}\x1b[200~');
  return new Promise(setImmediate);
}

(async () => {
  for (const part of [lines, questions, editor, keys]) {
    log(`-- ${part.name}`);
    await part();
  }
})();
