'use strict';

// How `util.inspect` writes errors: their stack, with repeated frames left out and uninteresting ones grey.
// https://nodejs.org/api/util.html#utilinspectobject-options

const { getPrefix } = require('internal/util/inspect/prefix');

const { uncurryThis } = primordials;
const errorToString = uncurryThis(Error.prototype.toString);
const { isArray } = Array;
const { hasOwn } = Object;

// "    at f (node:fs:1:2)" and "    at node:fs:1:2", but not a path that has "node:" somewhere in it.
const BUILTIN_FRAME = /^ {4}at (?:[^/\\(]+ \(|)node:.+:\d+:\d+(?:\)|$)/;
const NODE_MODULES = /[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)(?=[/\\])/g;
const FRAME_START = '\n    at';

// An error whose name or message throws.
const NAMELESS = '[object Error]';

const MIN_REPEATED_FRAMES = 3;

function formatError(error, constructor, tag, ctx, keys, formatValue) {
  const name = readProperty(error, 'name') ?? 'Error';
  let stack = getStackString(ctx, error, formatValue);
  removeDuplicateErrorKeys(ctx, keys, error, stack);
  if (hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  if (hasOwn(error, 'errors') && isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = typeof name === 'string' ?
    improveStack(stack, constructor, name, tag) :
    stack.replace(`${name}`, `${name} [${getPrefix(constructor, tag, 'Error').slice(0, -1)}]`);

  // A message may itself look like a stack.
  const message = readProperty(error, 'message');
  let messageEnd = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  if (messageEnd !== -1) messageEnd += message.length;
  const stackStart = stack.indexOf(FRAME_START, messageEnd);
  if (stackStart === -1) {
    stack = stack === NAMELESS ? stack : `[${stack}]`;
  } else {
    const frames = getStackFrames(ctx, error, stack.slice(stackStart + 1), formatValue);
    stack = `${stack.slice(0, stackStart)}\n${(ctx.colors ? colorFrames(ctx, frames) : frames).join('\n')}`;
  }
  if (ctx.indentationLvl !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
  return stack;
}

function readProperty(error, key) {
  try {
    return error[key];
  } catch {
    return undefined;
  }
}

function getStackString(ctx, error, formatValue) {
  const stack = readProperty(error, 'stack');
  if (typeof stack === 'string' && stack !== '') return stack;
  if (!stack) return describeError(error);
  ctx.seen.push(error);
  ctx.indentationLvl += 4;
  const shown = formatValue(ctx, stack);
  ctx.indentationLvl -= 4;
  ctx.seen.pop();
  return `${describeError(error)}\n    ${shown}`;
}

function describeError(error) {
  try {
    return errorToString(error);
  } catch {
    return NAMELESS;
  }
}

/** Own properties that the stack shows already. */
function removeDuplicateErrorKeys(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    let value;
    try {
      value = error[name];
    } catch {
      // The getter is worth showing.
      continue;
    }
    if (typeof value !== 'string' || stack.includes(value)) keys.splice(index, 1);
  }
}

/** Puts the class into the first line when the stack names only a base class, or none. */
function improveStack(stack, constructor, name, tag) {
  let length = name.length;
  const startsWithName = name.endsWith('Error') && stack.startsWith(name) &&
    (stack.length === length || stack[length] === ':' || stack[length] === '\n');
  if (constructor !== null && !startsWithName) return stack;

  let fallback = 'Error';
  if (constructor === null) {
    const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    fallback = start?.[1] ?? '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const prefix = getPrefix(constructor, tag, fallback).slice(0, -1);
  if (name === prefix) return stack;
  if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
}

/** The frames of an error, without those that its cause shows again. */
function getStackFrames(ctx, error, stack, formatValue) {
  const frames = stack.split('\n');
  const cause = readProperty(error, 'cause');
  if (cause != null && isError(cause)) {
    const causeStack = getStackString(ctx, cause, formatValue);
    const causeStart = causeStack.indexOf(FRAME_START);
    if (causeStart !== -1) hideFramesOfCause(ctx, frames, causeStack.slice(causeStart + 1).split('\n'));
  }
  if (frames.length > 10) collapseRecursion(ctx, frames);
  return frames;
}

function hideFramesOfCause(ctx, frames, causeFrames) {
  const { len, offset } = identicalSequenceRange(frames, causeFrames);
  if (len <= MIN_REPEATED_FRAMES) return;
  const skipped = len - 2;
  frames.splice(offset + 1, skipped,
                ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'));
}

/** The longest tail of `a` that also stands somewhere in `b`: where it starts in `a`, and how long it is. */
function identicalSequenceRange(a, b) {
  for (let i = 0; i < a.length - MIN_REPEATED_FRAMES; i++) {
    const position = b.indexOf(a[i]);
    if (position === -1) continue;
    const rest = b.length - position;
    if (rest <= MIN_REPEATED_FRAMES) continue;
    const maximum = Math.min(a.length - i, rest);
    let length = 1;
    while (maximum > length && a[i + length] === b[position + length]) length++;
    if (length > MIN_REPEATED_FRAMES) return { len: length, offset: i };
  }
  return { len: 0, offset: 0 };
}

/** Frames that repeat as a block, as a recursion of two functions makes them. */
function collapseRecursion(ctx, frames) {
  const ranges = findRepeatedBlocks(frames);
  for (let i = ranges.length - 1; i >= 0; i--) {
    const { offset, length, count } = ranges[i];
    const message = `    ... collapsed ${length * count} duplicate lines matching above ` +
      (count > 1 ? `${length} lines ${count} times...` : 'lines ...');
    frames.splice(offset, length * count, ctx.stylize(message, 'undefined'));
  }
}

function findRepeatedBlocks(frames) {
  const ranges = [];
  /** @type {Map<string, number[]>} where each line stands, the nearest first */
  const positions = new Map();
  for (let i = 0; i < frames.length; i++) {
    const previous = positions.get(frames[i]);
    if (previous === undefined) {
      positions.set(frames[i], [i]);
      continue;
    }
    const range = findRepetition(frames, i, previous);
    previous.unshift(i);
    if (range === undefined) continue;
    ranges.push(range);
    i += range.length * range.count - 1;
  }
  return ranges;
}

function findRepetition(frames, offset, previous) {
  for (const start of previous) {
    const length = offset - start;
    let count = 0;
    while (isSameBlock(frames, start, offset + count * length, length)) count++;
    if (length * count > MIN_REPEATED_FRAMES) return { offset, length, count };
  }
  return undefined;
}

function isSameBlock(frames, first, second, length) {
  if (second + length > frames.length) return false;
  for (let i = 0; i < length; i++) {
    if (frames[first + i] !== frames[second + i]) return false;
  }
  return true;
}

function colorFrames(ctx, frames) {
  const workingDirectory = getWorkingDirectory();
  return frames.map((frame) => {
    if (BUILTIN_FRAME.test(frame)) return ctx.stylize(frame, 'undefined');
    const marked = frame.replace(NODE_MODULES, (path, name) =>
      `${path.slice(0, path.length - name.length)}${ctx.stylize(name, 'module')}`);
    return workingDirectory === undefined ? marked : markWorkingDirectory(ctx, marked, workingDirectory);
  });
}

function getWorkingDirectory() {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

function markWorkingDirectory(ctx, frame, directory) {
  const inPath = greyOut(ctx, frame, directory);
  return inPath === frame ? greyOut(ctx, frame, `file://${encodeURI(directory)}`) : inPath;
}

/** Greys `directory` in `    at f (directory/file.js:1:2)`, with the parentheses. */
function greyOut(ctx, frame, directory) {
  const start = frame.indexOf(directory);
  if (start === -1) return frame;
  let from = start;
  const to = start + directory.length + 1;
  if (frame.startsWith('file://', start - 7)) from -= 7;
  const isInParentheses = frame[from - 1] === '(';
  if (isInParentheses) from -= 1;
  const end = isInParentheses && frame.endsWith(')') ? frame.length - 1 : frame.length;
  const closing = end === frame.length ? '' : ctx.stylize(')', 'undefined');
  return `${frame.slice(0, from)}${ctx.stylize(frame.slice(from, to), 'undefined')}${frame.slice(to, end)}${closing}`;
}

/** Errors of this context, of others, and objects that inherit from Error. */
function isError(value) {
  if (isNativeError(value)) return true;
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

const { isNativeError } = require('internal/util/types');

module.exports = { formatError, identicalSequenceRange, isError };
