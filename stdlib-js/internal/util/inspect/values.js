'use strict';

// How `util.inspect` writes a value: one function per kind of object, and the properties they have in common.
// https://nodejs.org/api/util.html#utilinspectobject-options

const { uncurryThis } = primordials;
const {
  classify,
  constants: { ALL_PROPERTIES, ONLY_ENUMERABLE, kPending, kRejected },
  getConstructorName: getNativeConstructorName,
  getExternalValue,
  getOwnNonIndexProperties,
  getPromiseDetails,
  getProxyDetails,
  kinds,
  previewEntries,
} = internalBinding('util');

const { formatError, isError } = require('internal/util/inspect/errors');
const {
  IDENTIFIER, escapeSymbol, formatBigInt, formatNumber, getStringWidth, strEscape,
} = require('internal/util/inspect/text');
const { kArrayExtrasType, kArrayType, kObjectType, reduceToSingleString } = require('internal/util/inspect/layout');
const { getPrefix } = require('internal/util/inspect/prefix');
const { isStackOverflowError } = require('internal/errors');

const { isArray } = Array;
const {
  getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, hasOwn, keys: objectKeys,
  setPrototypeOf,
} = Object;
const { ownKeys } = Reflect;
const { max, min } = Math;
const isEnumerable = uncurryThis(Object.prototype.propertyIsEnumerable);
const functionToString = uncurryThis(Function.prototype.toString);
const regExpToString = uncurryThis(RegExp.prototype.toString);
const symbolToString = uncurryThis(Symbol.prototype.toString);
const dateToISOString = uncurryThis(Date.prototype.toISOString);
const dateToString = uncurryThis(Date.prototype.toString);
const dateGetTime = uncurryThis(Date.prototype.getTime);
const mapEntries = uncurryThis(Map.prototype.entries);
const mapSize = uncurryThis(getOwnPropertyDescriptor(Map.prototype, 'size').get);
const setValues = uncurryThis(Set.prototype.values);
const setSize = uncurryThis(getOwnPropertyDescriptor(Set.prototype, 'size').get);
const mapIteratorNext = uncurryThis(getPrototypeOf(new Map().entries()).next);
const setIteratorNext = uncurryThis(getPrototypeOf(new Set().values()).next);
const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const typedArrayLength = uncurryThis(getOwnPropertyDescriptor(TypedArrayPrototype, 'length').get);
const typedArrayTag = uncurryThis(getOwnPropertyDescriptor(TypedArrayPrototype, Symbol.toStringTag).get);
const BOXED_VALUE_OF = {
  __proto__: null,
  Number: uncurryThis(Number.prototype.valueOf),
  String: uncurryThis(String.prototype.valueOf),
  Boolean: uncurryThis(Boolean.prototype.valueOf),
  BigInt: uncurryThis(BigInt.prototype.valueOf),
  Symbol: uncurryThis(Symbol.prototype.valueOf),
};
const TYPED_ARRAYS = {
  __proto__: null,
  Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, Float16Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
};

const customInspect = Symbol.for('nodejs.util.inspect.custom');

const MAX_ARRAY_INDEX = 2 ** 32 - 2;
// Beyond this much output for one level the rest is cut off, or a huge object would exhaust the memory.
const MAX_OUTPUT = 2 ** 27;
const MIN_LINE_WIDTH = 16;
const MAX_PROTOTYPE_LEVELS = 3;

const INDEX = /^(0|[1-9][0-9]*)$/;
const COMMENTS = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;
const CLASS_HEAD = /^(\s+[^(]*?)\s*{/;
const LINE_ENDS = /(?<=\n)/;

/**
 * Classes whose objects are not "of a class of the user". It is the list that Node has: it lacks those that a flag of
 * V8 brings.
 */
const builtInObjects = new Set([
  'AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean',
  'DataView', 'Date', 'Error', 'EvalError', 'FinalizationRegistry', 'Float32Array', 'Float64Array', 'Function', 'Infinity',
  'Int16Array', 'Int32Array', 'Int8Array', 'Intl', 'Iterator', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object',
  'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError',
  'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef',
  'WeakSet', 'WebAssembly',
]);

const noColor = (text) => text;

/**
 * @param {object} ctx the options, and the state of this call of `inspect`
 * @param {any} value
 * @param {number} recurseTimes how deep the value is
 * @param {boolean} [typedArray] whether the value is the `buffer` of a typed array, shown without its bytes
 */
function formatValue(ctx, value, recurseTimes, typedArray) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return formatPrimitive(ctx.stylize, value, ctx);
  }
  const context = value;
  let kind = classify(value);
  const isProxy = kind === kinds.proxy;
  if (isProxy) {
    if (ctx.showProxy) return formatProxy(ctx, getProxyDetails(value, true), recurseTimes);
    value = unwrapProxy(value);
    if (value === null) return ctx.stylize('<Revoked Proxy>', 'special');
    kind = classify(value);
  }
  if (ctx.customInspect) {
    const customized = formatCustom(ctx, value, context, recurseTimes, isProxy);
    if (customized !== undefined) return customized;
  }
  // Arrays grow while they are compared, so the object is looked for from the innermost.
  if (ctx.seen.includes(value)) return formatCircular(ctx, value);
  return formatRaw(ctx, value, recurseTimes, typedArray, kind);
}

/** The target behind any number of proxies; null for one that is revoked. */
function unwrapProxy(value) {
  while (value !== null && (typeof value === 'object' || typeof value === 'function') &&
         classify(value) === kinds.proxy) {
    value = getProxyDetails(value, false);
  }
  return value;
}

/** What `value[util.inspect.custom]` makes of it; undefined when it has none or leaves the work to us. */
function formatCustom(ctx, value, context, recurseTimes, isProxy) {
  const custom = value[customInspect];
  if (typeof custom !== 'function') return undefined;
  const { inspect } = require('internal/util/inspect');
  // `inspect` itself, and the prototype that merely carries the method, are shown as they are.
  if (custom === inspect || isPrototypeObject(value)) return undefined;
  const depth = ctx.depth === null ? null : ctx.depth - recurseTimes;
  const isCrossContext = isProxy || !(context instanceof Object);
  const result = primordials.FunctionPrototypeCall(
    custom, context, depth, getUserOptions(ctx, isCrossContext), inspect);
  if (result === context) return undefined;
  const text = typeof result === 'string' ? result : formatValue(ctx, result, recurseTimes);
  return text.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}

function isPrototypeObject(value) {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.prototype === value;
}

/** The options as a custom inspect function gets them. */
function getUserOptions(ctx, isCrossContext) {
  const options = {
    stylize: ctx.stylize,
    showHidden: ctx.showHidden,
    depth: ctx.depth,
    colors: ctx.colors,
    customInspect: ctx.customInspect,
    showProxy: ctx.showProxy,
    maxArrayLength: ctx.maxArrayLength,
    maxStringLength: ctx.maxStringLength,
    breakLength: ctx.breakLength,
    compact: ctx.compact,
    sorted: ctx.sorted,
    getters: ctx.getters,
    numericSeparator: ctx.numericSeparator,
    ...ctx.userOptions,
  };
  if (!isCrossContext) return options;
  // Code of another context must not reach this one's objects through its arguments.
  setPrototypeOf(options, null);
  for (const key of objectKeys(options)) {
    const option = options[key];
    if ((typeof option === 'object' || typeof option === 'function') && option !== null) delete options[key];
  }
  options.stylize = setPrototypeOf((value, flavour) => {
    let stylized;
    try {
      stylized = `${ctx.stylize(value, flavour)}`;
    } catch {
      // A user's stylize may throw an object of this context.
    }
    return typeof stylized === 'string' ? stylized : value;
  }, null);
  return options;
}

function formatCircular(ctx, value) {
  ctx.circular ??= new Map();
  let index = ctx.circular.get(value);
  if (index === undefined) {
    index = ctx.circular.size + 1;
    ctx.circular.set(value, index);
  }
  return ctx.stylize(`[Circular *${index}]`, 'special');
}

function formatProxy(ctx, details, recurseTimes) {
  if (details === null || details[0] === null) return ctx.stylize('<Revoked Proxy>', 'special');
  if (recurseTimes > ctx.depth && ctx.depth !== null) return ctx.stylize('Proxy [Array]', 'special');
  recurseTimes += 1;
  ctx.indentationLvl += 2;
  const output = [formatValue(ctx, details[0], recurseTimes), formatValue(ctx, details[1], recurseTimes)];
  ctx.indentationLvl -= 2;
  return reduceToSingleString(ctx, output, '', ['Proxy [', ']'], kArrayExtrasType, recurseTimes);
}

/**
 * How one object is shown. `text` is final; otherwise `base` and `braces` surround what `formatter` and `keys` give.
 * @typedef {{ text?: string, base?: string, braces?: string[], formatter?: Function, keys?: PropertyKey[],
 *   extrasType?: number }} Shape
 */

function formatRaw(ctx, value, recurseTimes, typedArray, kind) {
  let protoProps = ctx.showHidden && (recurseTimes <= ctx.depth || ctx.depth === null) ? [] : undefined;
  const constructor = getConstructorName(value, ctx, recurseTimes, protoProps);
  if (protoProps !== undefined && protoProps.length === 0) protoProps = undefined;
  const tag = getTag(ctx, value);

  const hasProtoProps = protoProps !== undefined;
  const subject = { ctx, value, recurseTimes, typedArray, constructor, tag, kind, hasProtoProps };
  const shape = getShape(subject);
  if (shape.text !== undefined) return shape.text;
  const { base = '', braces = ['{', '}'], formatter, keys, extrasType = kObjectType } = shape;

  if (recurseTimes > ctx.depth && ctx.depth !== null) {
    return ctx.stylize(getShortName(value, constructor, tag), 'special');
  }
  recurseTimes += 1;
  ctx.seen.push(value);
  ctx.currentDepth = recurseTimes;
  let output;
  try {
    output = formatter === undefined ? [] : formatter(ctx, value, recurseTimes);
    for (let i = 0; i < keys.length; i++) output.push(formatProperty(ctx, value, recurseTimes, keys[i], extrasType));
    if (protoProps !== undefined) output.push(...protoProps);
  } catch (error) {
    return handleMaxCallStackSize(ctx, error, getShortName(value, constructor, tag));
  }
  const reference = ctx.circular?.get(value);
  let start = base;
  if (reference !== undefined) {
    const mark = ctx.stylize(`<ref *${reference}>`, 'special');
    if (ctx.compact === true) braces[0] = `${mark} ${braces[0]}`;
    else start = base === '' ? mark : `${mark} ${base}`;
  }
  ctx.seen.pop();

  sortEntries(ctx, output, keys.length, extrasType);
  const text = reduceToSingleString(ctx, output, start, braces, extrasType, recurseTimes, value);
  const used = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
  ctx.budget[ctx.indentationLvl] = used;
  if (used > MAX_OUTPUT) ctx.depth = -1;
  return text;
}

/** `[Foo]`: an object whose contents are not shown. */
function getShortName(value, constructor, tag) {
  const name = getPrefix(constructor, tag, getFallbackName(value, constructor)).slice(0, -1);
  return constructor === null ? name : `[${name}]`;
}

/** What to call an object whose prototype chain names no class: V8 still knows what made it. */
function getFallbackName(value, constructor) {
  return constructor === null ? getNativeConstructorName(value) : 'Object';
}

function sortEntries(ctx, output, keyCount, extrasType) {
  if (!ctx.sorted) return;
  const comparator = ctx.sorted === true ? undefined : ctx.sorted;
  if (extrasType === kObjectType) {
    output.sort(comparator);
  } else if (keyCount > 1) {
    const sorted = output.slice(output.length - keyCount).sort(comparator);
    output.splice(output.length - keyCount, keyCount, ...sorted);
  }
}

function handleMaxCallStackSize(ctx, error, name) {
  if (!isStackOverflowError(error)) throw error;
  ctx.seen.pop();
  return ctx.stylize(
    `[${name.slice(1, -1)}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
}

// Only a tag that says something the class and the own properties do not.
function getTag(ctx, value) {
  let tag;
  try {
    tag = value[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  const isShownAsProperty = ctx.showHidden ?
    hasOwn(value, Symbol.toStringTag) :
    isEnumerable(value, Symbol.toStringTag);
  return isShownAsProperty ? '' : tag;
}

/** @returns {Shape} */
function getShape(subject) {
  const { value, constructor, kind } = subject;
  if (constructor === null || value[Symbol.iterator]) {
    if (isArray(value)) return arrayShape(subject);
    switch (kind) {
      case kinds.set: return setShape(subject);
      case kinds.map: return mapShape(subject);
      case kinds.typedArray: return typedArrayShape(subject);
      case kinds.mapIterator: return iteratorShape(subject, 'Map');
      case kinds.setIterator: return iteratorShape(subject, 'Set');
    }
  }
  return otherShape(subject);
}

function isBare(subject, keys) {
  return keys.length === 0 && !subject.hasProtoProps;
}

function isTooDeep({ ctx, recurseTimes }) {
  return recurseTimes > ctx.depth && ctx.depth !== null;
}

function ownNonIndexKeys({ ctx, value }) {
  return getOwnNonIndexProperties(value, ctx.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE);
}

function arrayShape(subject) {
  const { value, constructor, tag } = subject;
  const prefix = constructor === 'Array' && tag === '' ? '' : getPrefix(constructor, tag, 'Array', `(${value.length})`);
  const keys = ownNonIndexKeys(subject);
  if (value.length === 0 && isBare(subject, keys)) return { text: `${prefix}[]` };
  return { braces: [`${prefix}[`, ']'], formatter: formatArray, keys, extrasType: kArrayExtrasType };
}

function setShape(subject) {
  const { ctx, value, constructor, tag } = subject;
  const size = setSize(value);
  const prefix = getPrefix(constructor, tag, 'Set', `(${size})`);
  const keys = getKeys(value, ctx.showHidden);
  if (size === 0 && isBare(subject, keys)) return { text: `${prefix}{}` };
  return { braces: [`${prefix}{`, '}'], formatter: formatSet, keys };
}

function mapShape(subject) {
  const { ctx, value, constructor, tag } = subject;
  const size = mapSize(value);
  const prefix = getPrefix(constructor, tag, 'Map', `(${size})`);
  const keys = getKeys(value, ctx.showHidden);
  if (size === 0 && isBare(subject, keys)) return { text: `${prefix}{}` };
  return { braces: [`${prefix}{`, '}'], formatter: formatMap, keys };
}

function typedArrayShape(subject) {
  const { ctx, value, constructor, tag } = subject;
  const fallback = typedArrayTag(value);
  // An array without its prototype has no accessors; a copy of it has.
  const bound = constructor === null ? new TYPED_ARRAYS[fallback](value) : value;
  const size = typedArrayLength(value);
  const prefix = getPrefix(constructor, tag, fallback, `(${size})`);
  const keys = ownNonIndexKeys(subject);
  if (size === 0 && keys.length === 0 && !ctx.showHidden) return { text: `${prefix}[]` };
  return {
    braces: [`${prefix}[`, ']'],
    formatter: (_ctx, _value, recurseTimes) => formatTypedArray(value, bound, size, ctx, recurseTimes),
    keys,
    extrasType: kArrayExtrasType,
  };
}

function iteratorShape({ ctx, value, tag }, type) {
  const own = `${type} Iterator`;
  const name = tag === own || tag === '' ? own : `${tag}] [${own}`;
  const braces = [`[${name}] {`, '}'];
  return {
    braces,
    formatter: (_ctx, _value, recurseTimes) => formatIterator(braces, ctx, value, recurseTimes),
    keys: getKeys(value, ctx.showHidden),
  };
}

function otherShape(subject) {
  const { ctx, value, constructor, tag, kind } = subject;
  const keys = getKeys(value, ctx.showHidden);
  switch (kind) {
    case kinds.arguments:
      return bracedShape(subject, keys, constructor === 'Object' ? 'Arguments' : undefined);
    case kinds.function:
      return functionShape(subject, keys);
    case kinds.regExp:
      return regExpShape(subject, keys);
    case kinds.date:
      return dateShape(subject, keys);
    case kinds.arrayBuffer:
      return arrayBufferShape(subject, keys, 'ArrayBuffer');
    case kinds.sharedArrayBuffer:
      return arrayBufferShape(subject, keys, 'SharedArrayBuffer');
    case kinds.dataView:
      return {
        braces: [`${getPrefix(constructor, tag, 'DataView')}{`, '}'],
        formatter: (_ctx, _value, recurseTimes) =>
          formatDataView(ctx, value, recurseTimes),
        keys,
      };
    case kinds.promise:
      return { braces: [`${getPrefix(constructor, tag, 'Promise')}{`, '}'], formatter: formatPromise, keys };
    case kinds.weakSet:
      return {
        braces: [`${getPrefix(constructor, tag, 'WeakSet')}{`, '}'],
        formatter: ctx.showHidden ? formatWeakSet : formatWeakCollection,
        keys,
      };
    case kinds.weakMap:
      return {
        braces: [`${getPrefix(constructor, tag, 'WeakMap')}{`, '}'],
        formatter: ctx.showHidden ? formatWeakMap : formatWeakCollection,
        keys,
      };
    case kinds.moduleNamespace:
      return {
        braces: [`${getPrefix(constructor, tag, 'Module')}{`, '}'],
        formatter: (_ctx, _value, recurseTimes) => formatNamespace(ctx, value, recurseTimes, keys),
        keys: [],
      };
    case kinds.boxed:
      return boxedShape(subject, keys);
    case kinds.mapIterator:
      return iteratorShape(subject, 'Map');
    case kinds.setIterator:
      return iteratorShape(subject, 'Set');
    case kinds.external:
      if (isBare(subject, keys)) {
        return { text: ctx.stylize(`[External: ${getExternalValue(value).toString(16)}]`, 'special') };
      }
      break;
  }
  if (isError(value)) {
    const base = formatError(value, constructor, tag, ctx, keys, formatValue);
    return isBare(subject, keys) ? { text: base } : { base, keys };
  }
  if (constructor === 'URL' && typeof value.href === 'string' && !isTooDeep(subject)) {
    return isBare(subject, keys) ? { text: value.href } : { base: value.href, keys };
  }
  return objectShape(subject, keys);
}

function objectShape(subject, keys) {
  const { constructor, tag } = subject;
  if (constructor === 'Object' && tag === '') {
    return isBare(subject, keys) ? { text: '{}' } : { keys };
  }
  return bracedShape(subject, keys);
}

function bracedShape(subject, keys, name = undefined) {
  const { value, constructor, tag } = subject;
  const fallback = getFallbackName(value, constructor);
  const prefix = name === undefined ?
    getPrefix(constructor, tag, fallback === tag ? 'Object' : fallback) :
    `[${name}] `;
  return isBare(subject, keys) ? { text: `${prefix}{}` } : { braces: [`${prefix}{`, '}'], keys };
}

function functionShape(subject, keys) {
  const { ctx, value, constructor, tag } = subject;
  const base = getFunctionBase(ctx, value, constructor, tag);
  if (isBare(subject, keys)) return { text: ctx.stylize(base, 'special') };
  return { base, keys };
}

function getFunctionBase(ctx, value, constructor, tag) {
  const source = functionToString(value);
  if (source.startsWith('class') && source.endsWith('}') && isClassSource(source.slice(5, -1))) {
    return getClassBase(value, constructor, tag);
  }
  const { isAsyncFunction, isGeneratorFunction } = require('internal/util/types');
  let type = 'Function';
  if (isGeneratorFunction(value)) type = `Generator${type}`;
  if (isAsyncFunction(value)) type = `Async${type}`;
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  if (value.name === '') base += ' (anonymous)';
  else base += `: ${typeof value.name === 'string' ? value.name : formatValue(ctx, value.name)}`;
  base += ']';
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

// A function named `class...` has parentheses before its body; a class may have them in a comment or in `extends`.
function isClassSource(source) {
  const brace = source.indexOf('{');
  if (brace === -1) return false;
  return !source.slice(0, brace).includes('(') || CLASS_HEAD.test(source.replace(COMMENTS, ''));
}

function getClassBase(value, constructor, tag) {
  const name = (hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) {
    base += ' extends [null prototype]';
  } else {
    const superName = getPrototypeOf(value).name;
    if (superName) base += ` extends ${superName}`;
  }
  return `[${base}]`;
}

function regExpShape(subject, keys) {
  const { ctx, value, constructor, tag } = subject;
  const text = regExpToString(constructor === null ? new RegExp(value) : value);
  const prefix = getPrefix(constructor, tag, 'RegExp');
  const base = prefix === 'RegExp ' ? text : `${prefix}${text}`;
  if (isBare(subject, keys) || isTooDeep(subject)) return { text: ctx.stylize(base, 'regexp') };
  return { base, keys };
}

function dateShape(subject, keys) {
  const { ctx, value, constructor, tag } = subject;
  const text = Number.isNaN(dateGetTime(value)) ? dateToString(value) : dateToISOString(value);
  const prefix = getPrefix(constructor, tag, 'Date');
  const base = prefix === 'Date ' ? text : `${prefix}${text}`;
  if (isBare(subject, keys)) return { text: ctx.stylize(base, 'date') };
  return { base, keys };
}

function arrayBufferShape(subject, keys, type) {
  const { ctx, value, constructor, tag, typedArray } = subject;
  const prefix = getPrefix(constructor, tag, type);
  if (typedArray !== undefined && isBare(subject, keys)) {
    return { text: `${prefix}{ [byteLength]: ${formatNumber(ctx.stylize, value.byteLength, false)} }` };
  }
  return {
    braces: [`${prefix}{`, '}'],
    formatter: (_ctx, _value, recurseTimes) => [
      ...(typedArray === undefined ? [formatBytes(ctx, value)] : []),
      ...formatAccessors(ctx, value, recurseTimes, ['byteLength']),
    ],
    keys,
  };
}

function boxedShape(subject, keys) {
  const { ctx, value, constructor, tag } = subject;
  const type = boxedType(value);
  // The characters of a String object are own properties, which its text shows already.
  const ownKeys = type === 'String' ? keys.slice(value.length) : keys;
  let base = `[${type}`;
  if (type !== constructor) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  base += `: ${formatPrimitive(noColor, BOXED_VALUE_OF[type](value), ctx)}]`;
  if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
  if (ownKeys.length === 0 && ctx.stylize !== noColor) base = ctx.stylize(base, type.toLowerCase());
  if (isBare(subject, ownKeys)) return { text: base };
  return { base, keys: ownKeys };
}

function boxedType(value) {
  const types = require('internal/util/types');
  if (types.isNumberObject(value)) return 'Number';
  if (types.isStringObject(value)) return 'String';
  if (types.isBooleanObject(value)) return 'Boolean';
  return types.isBigIntObject(value) ? 'BigInt' : 'Symbol';
}

function getKeys(value, showHidden) {
  const symbols = getOwnPropertySymbols(value);
  if (showHidden) {
    const names = getOwnPropertyNames(value);
    if (symbols.length !== 0) names.push(...symbols);
    return names;
  }
  let keys;
  try {
    keys = objectKeys(value);
  } catch {
    // A module namespace whose exports are not initialised yet.
    keys = getOwnPropertyNames(value);
  }
  for (let i = 0; i < symbols.length; i++) {
    if (isEnumerable(value, symbols[i])) keys.push(symbols[i]);
  }
  return keys;
}

/** The name of the class; null for an object without one. Collects what prototypes add when `protoProps` is given. */
function getConstructorName(object, ctx, recurseTimes, protoProps) {
  const value = object;
  let firstPrototype;
  while (object) {
    const descriptor = getOwnPropertyDescriptor(object, 'constructor');
    if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '' &&
        isInstanceOf(value, descriptor.value)) {
      if (protoProps !== undefined && (firstPrototype !== object || !isBuiltInPrototype(object, descriptor.value))) {
        addPrototypeProperties(ctx, value, firstPrototype ?? value, recurseTimes, protoProps);
      }
      return String(descriptor.value.name);
    }
    object = getPrototypeOf(object);
    if (firstPrototype === undefined) firstPrototype = object;
  }
  if (firstPrototype === null) return null;
  const name = getNativeConstructorName(value);
  if (recurseTimes > ctx.depth && ctx.depth !== null) return `${name} <Complex prototype>`;
  const prototypeName = getConstructorName(firstPrototype, ctx, recurseTimes + 1, protoProps);
  if (prototypeName === null) {
    const { inspect } = require('internal/util/inspect');
    return `${name} <${inspect(firstPrototype, { ...ctx, customInspect: false, depth: -1 })}>`;
  }
  return `${name} <${prototypeName}>`;
}

function isBuiltInPrototype(object, Class) {
  return object === TypedArrayPrototype || builtInObjects.has(Class.name);
}

function isInstanceOf(value, Class) {
  try {
    return value instanceof Class;
  } catch {
    return false;
  }
}

/** Properties of the user's own prototypes, up to three levels; methods are left out. */
function addPrototypeProperties(ctx, main, object, recurseTimes, output) {
  let depth = 0;
  const known = new Set();
  do {
    if (depth !== 0 || main === object) {
      object = getPrototypeOf(object);
      if (object === null) break;
      const descriptor = getOwnPropertyDescriptor(object, 'constructor');
      if (descriptor !== undefined && typeof descriptor.value === 'function' &&
          builtInObjects.has(descriptor.value.name)) {
        break;
      }
    }
    const keys = ownKeys(object);
    ctx.seen.push(main);
    for (const key of keys) {
      if (key === 'constructor' || hasOwn(main, key) || (depth !== 0 && known.has(key))) continue;
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, object, recurseTimes, key, kObjectType, descriptor, main);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    for (const key of keys) known.add(key);
  } while (++depth !== MAX_PROTOTYPE_LEVELS);
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string': return formatString(stylize, value, ctx);
    case 'number': return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint': return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean': return stylize(`${value}`, 'boolean');
    case 'undefined': return stylize('undefined', 'undefined');
    case 'symbol': return stylize(symbolToString(value), 'symbol');
    default: return stylize('null', 'null');
  }
}

function formatString(stylize, text, ctx) {
  let trailer = '';
  if (text.length > ctx.maxStringLength) {
    const remaining = text.length - ctx.maxStringLength;
    text = text.slice(0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
  }
  // A long text with line breaks is written as the sum of its lines.
  if (ctx.compact !== true && text.length > MIN_LINE_WIDTH && text.length > ctx.breakLength - ctx.indentationLvl - 4) {
    const lines = text.split(LINE_ENDS).map((line) => stylize(strEscape(line), 'string'));
    return lines.join(` +\n${' '.repeat(ctx.indentationLvl + 2)}`) + trailer;
  }
  return stylize(strEscape(text), 'string') + trailer;
}

function formatProperty(ctx, value, recurseTimes, key, type, descriptor, original = value) {
  descriptor ??= getOwnPropertyDescriptor(value, key) ?? { value: value[key], configurable: true, enumerable: true };
  let text;
  let gap = ' ';
  if (descriptor.value !== undefined) {
    const indentation = ctx.compact !== true || type !== kObjectType ? 2 : 3;
    ctx.indentationLvl += indentation;
    text = formatValue(ctx, descriptor.value, recurseTimes);
    if (indentation === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) {
      gap = `\n${' '.repeat(ctx.indentationLvl)}`;
    }
    ctx.indentationLvl -= indentation;
  } else if (descriptor.get !== undefined) {
    text = formatGetter(ctx, descriptor, original, recurseTimes);
  } else if (descriptor.set !== undefined) {
    text = ctx.stylize('[Setter]', 'special');
  } else {
    text = ctx.stylize('undefined', 'undefined');
  }
  if (type === kArrayType) return text;
  return `${formatKey(ctx, key, descriptor)}:${gap}${text}`;
}

function formatKey(ctx, key, descriptor) {
  if (typeof key === 'symbol') {
    const symbol = ctx.stylize(escapeSymbol(key), 'symbol');
    return descriptor.enumerable === false ? `[${symbol}]` : symbol;
  }
  let name;
  if (key === '__proto__') name = "['__proto__']";
  else name = IDENTIFIER.test(key) ? ctx.stylize(key, 'name') : ctx.stylize(strEscape(key), 'string');
  return descriptor.enumerable === false ? `[${name}]` : name;
}

function formatGetter(ctx, descriptor, object, recurseTimes) {
  const { stylize } = ctx;
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  const isCalled = ctx.getters === true ||
    (ctx.getters === 'get' && descriptor.set === undefined) || (ctx.getters === 'set' && descriptor.set !== undefined);
  if (!isCalled) return stylize(`[${label}]`, 'special');
  const open = stylize(`[${label}:`, 'special');
  const close = stylize(']', 'special');
  ctx.indentationLvl += 2;
  let text;
  try {
    const value = primordials.FunctionPrototypeCall(descriptor.get, object);
    text = value !== null && (typeof value === 'object' || typeof value === 'function') ?
      `${stylize(`[${label}]`, 'special')} ${formatValue(ctx, value, recurseTimes)}` :
      `${open} ${formatValue(ctx, value, recurseTimes)}${close}`;
  } catch (error) {
    text = `${open} <Inspection threw (${formatValue(ctx, error, recurseTimes)})>${close}`;
  }
  ctx.indentationLvl -= 2;
  return text;
}

function remainingText(remaining) {
  return `... ${remaining} more item${remaining > 1 ? 's' : ''}`;
}

function formatArray(ctx, value, recurseTimes) {
  const { length } = value;
  const shown = min(max(0, ctx.maxArrayLength), length);
  const output = [];
  for (let i = 0; i < shown; i++) {
    if (!hasOwn(value, i)) return formatArrayWithHoles(ctx, value, recurseTimes, shown, output, i);
    output.push(formatProperty(ctx, value, recurseTimes, i, kArrayType));
  }
  if (length > shown) output.push(remainingText(length - shown));
  return output;
}

/** From the first hole on: each run of holes is one entry. */
function formatArrayWithHoles(ctx, value, recurseTimes, maxLength, output, firstHole) {
  const keys = objectKeys(value);
  let index = firstHole;
  for (let i = firstHole; i < keys.length && output.length < maxLength; i++) {
    const key = keys[i];
    if (key > MAX_ARRAY_INDEX) break;
    if (`${index}` !== key) {
      if (!INDEX.test(key)) break;
      const holes = key - index;
      output.push(ctx.stylize(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'));
      index = +key;
      if (output.length === maxLength) break;
    }
    output.push(formatProperty(ctx, value, recurseTimes, key, kArrayType));
    index++;
  }
  const remaining = value.length - index;
  if (output.length !== maxLength) {
    if (remaining > 0) output.push(ctx.stylize(`<${remaining} empty item${remaining > 1 ? 's' : ''}>`, 'undefined'));
  } else if (remaining > 0) {
    output.push(remainingText(remaining));
  }
  return output;
}

function formatTypedArray(value, elements, length, ctx, recurseTimes) {
  const shown = min(max(0, ctx.maxArrayLength), length);
  const formatElement = elements.length > 0 && typeof elements[0] === 'number' ? formatNumber : formatBigInt;
  const output = new Array(shown);
  for (let i = 0; i < shown; i++) output[i] = formatElement(ctx.stylize, elements[i], ctx.numericSeparator);
  if (length > shown) output.push(remainingText(length - shown));
  if (ctx.showHidden) {
    ctx.indentationLvl += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      output.push(`${ctx.stylize(`[${key}]`, 'string')}: ${formatValue(ctx, value[key], recurseTimes, true)}`);
    }
    ctx.indentationLvl -= 2;
  }
  return output;
}

/** What a built-in class keeps behind accessors of its prototype. */
function formatAccessors(ctx, value, recurseTimes, names) {
  ctx.indentationLvl += 2;
  const output = names.map((name) =>
    `${ctx.stylize(`[${name}]`, 'string')}: ${formatValue(ctx, value[name], recurseTimes)}`);
  ctx.indentationLvl -= 2;
  return output;
}

/** A view on a detached buffer has no length and no offset; Node indents what follows, and its tests pin it. */
function formatDataView(ctx, value, recurseTimes) {
  let isDetached = false;
  try {
    void value.byteLength;
  } catch {
    isDetached = true;
  }
  if (!isDetached) return formatAccessors(ctx, value, recurseTimes, ['byteLength', 'byteOffset', 'buffer']);
  ctx.indentationLvl += 4;
  const label = (name) => ctx.stylize(`[${name}]`, 'string');
  return [
    `${label('byteLength')}: ${ctx.stylize('0', 'number')}`,
    `${label('byteOffset')}: ${ctx.stylize('undefined', 'undefined')}`,
    ...formatAccessors(ctx, value, recurseTimes, ['buffer']),
  ];
}

function formatBytes(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return ctx.stylize('(detached)', 'special');
  }
  const shown = min(max(0, ctx.maxArrayLength), bytes.length);
  let hex = '';
  for (let i = 0; i < shown; i++) hex += `${i === 0 ? '' : ' '}${bytes[i].toString(16).padStart(2, '0')}`;
  const remaining = bytes.length - shown;
  if (remaining > 0) hex += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  return `${ctx.stylize('[Uint8Contents]', 'special')}: <${hex}>`;
}

function formatSet(ctx, value, recurseTimes) {
  const size = setSize(value);
  const shown = min(max(0, ctx.maxArrayLength), size);
  const output = [];
  const values = setValues(value);
  ctx.indentationLvl += 2;
  for (let i = 0; i < shown; i++) output.push(formatValue(ctx, setIteratorNext(values).value, recurseTimes));
  if (size > shown) output.push(remainingText(size - shown));
  ctx.indentationLvl -= 2;
  return output;
}

function formatMap(ctx, value, recurseTimes) {
  const size = mapSize(value);
  const shown = min(max(0, ctx.maxArrayLength), size);
  const output = [];
  const entries = mapEntries(value);
  ctx.indentationLvl += 2;
  for (let i = 0; i < shown; i++) {
    const { value: entry } = mapIteratorNext(entries);
    output.push(`${formatValue(ctx, entry[0], recurseTimes)} => ${formatValue(ctx, entry[1], recurseTimes)}`);
  }
  if (size > shown) output.push(remainingText(size - shown));
  ctx.indentationLvl -= 2;
  return output;
}

function formatIterator(braces, ctx, value, recurseTimes) {
  const [entries, isKeyValue] = previewEntries(value, true);
  if (!isKeyValue) return formatPreviewedValues(ctx, recurseTimes, entries);
  braces[0] = braces[0].replace(/ Iterator] {$/, ' Entries] {');
  return formatPreviewedPairs(ctx, recurseTimes, entries, (pair) =>
    reduceToSingleString(ctx, pair, '', ['[', ']'], kArrayExtrasType, recurseTimes));
}

function formatPreviewedValues(ctx, recurseTimes, entries) {
  const shown = min(max(0, ctx.maxArrayLength), entries.length);
  const output = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < shown; i++) output.push(formatValue(ctx, entries[i], recurseTimes));
  ctx.indentationLvl -= 2;
  if (entries.length > shown) output.push(remainingText(entries.length - shown));
  return output;
}

function formatPreviewedPairs(ctx, recurseTimes, entries, join) {
  const count = entries.length / 2;
  const shown = min(max(0, ctx.maxArrayLength), count);
  const output = [];
  ctx.indentationLvl += 2;
  for (let i = 0; i < shown; i++) {
    output.push(join([
      formatValue(ctx, entries[2 * i], recurseTimes), formatValue(ctx, entries[2 * i + 1], recurseTimes),
    ]));
  }
  ctx.indentationLvl -= 2;
  if (count > shown) output.push(remainingText(count - shown));
  return output;
}

function formatWeakCollection(ctx) {
  return [ctx.stylize('<items unknown>', 'special')];
}

// The order in which V8 keeps weak entries means nothing, so they are sorted.
function sortWeakEntries(ctx, output, count) {
  if (ctx.sorted) return output;
  const remainder = output.splice(min(max(0, ctx.maxArrayLength), count));
  return [...output.sort(), ...remainder];
}

function formatWeakSet(ctx, value, recurseTimes) {
  const entries = previewEntries(value);
  return sortWeakEntries(ctx, formatPreviewedValues(ctx, recurseTimes, entries), entries.length);
}

function formatWeakMap(ctx, value, recurseTimes) {
  const entries = previewEntries(value);
  const output = formatPreviewedPairs(ctx, recurseTimes, entries, ([key, item]) => `${key} => ${item}`);
  return sortWeakEntries(ctx, output, entries.length / 2);
}

function formatPromise(ctx, value, recurseTimes) {
  const [state, result] = getPromiseDetails(value);
  if (state === kPending) return [ctx.stylize('<pending>', 'special')];
  ctx.indentationLvl += 2;
  const text = formatValue(ctx, result, recurseTimes);
  ctx.indentationLvl -= 2;
  return [state === kRejected ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

function formatNamespace(ctx, value, recurseTimes, keys) {
  return keys.map((key) => {
    try {
      return formatProperty(ctx, value, recurseTimes, key, kObjectType);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const name = formatProperty(ctx, { [key]: '' }, recurseTimes, key, kObjectType);
      return `${name.slice(0, name.lastIndexOf(' ') + 1)}${ctx.stylize('<uninitialized>', 'special')}`;
    }
  });
}

module.exports = { builtInObjects, customInspect, formatValue, noColor, unwrapProxy };
