'use strict';

// `util.inspect`, `util.format` and what else turns values into text for people.
// https://nodejs.org/api/util.html#utilinspectobject-options

const { customInspect, formatValue, noColor } = require('internal/util/inspect/values');
const { formatArguments } = require('internal/util/inspect/format');
const { getStringWidth, removeControlSequences } = require('internal/util/inspect/text');
const { identicalSequenceRange, isError } = require('internal/util/inspect/errors');
const { validateObject, validateString } = require('internal/validators');

const { hasOwn, keys: objectKeys } = Object;

const inspectDefaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

/**
 * @param {any} value
 * @param {object | boolean} [opts] options; a boolean is `showHidden`, followed by `depth` and `colors`
 */
function inspect(value, opts /* , depth, colors */) {
  const ctx = {
    budget: {},
    indentationLvl: 0,
    seen: [],
    currentDepth: 0,
    circular: undefined,
    userOptions: undefined,
    stylize: noColor,
    showHidden: inspectDefaultOptions.showHidden,
    depth: inspectDefaultOptions.depth,
    colors: inspectDefaultOptions.colors,
    customInspect: inspectDefaultOptions.customInspect,
    showProxy: inspectDefaultOptions.showProxy,
    maxArrayLength: inspectDefaultOptions.maxArrayLength,
    maxStringLength: inspectDefaultOptions.maxStringLength,
    breakLength: inspectDefaultOptions.breakLength,
    compact: inspectDefaultOptions.compact,
    sorted: inspectDefaultOptions.sorted,
    getters: inspectDefaultOptions.getters,
    numericSeparator: inspectDefaultOptions.numericSeparator,
  };
  if (arguments.length > 1) {
    if (arguments.length > 2) {
      if (arguments[2] !== undefined) ctx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
    }
    if (typeof opts === 'boolean') ctx.showHidden = opts;
    else if (opts) applyOptions(ctx, opts);
  }
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0);
}

function applyOptions(ctx, options) {
  const keys = objectKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (hasOwn(inspectDefaultOptions, key) || key === 'stylize') ctx[key] = options[key];
    // What we do not know reaches custom inspect functions.
    else ctx.userOptions ??= options;
  }
}

inspect.custom = customInspect;

Object.defineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  get() {
    return inspectDefaultOptions;
  },
  set(options) {
    validateObject(options, 'options');
    return Object.assign(inspectDefaultOptions, options);
  },
});

const FOREGROUND = 39;
const BACKGROUND = 49;

/** SGR codes that switch each colour or style on and off. */
inspect.colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, FOREGROUND],
  red: [31, FOREGROUND],
  green: [32, FOREGROUND],
  yellow: [33, FOREGROUND],
  blue: [34, FOREGROUND],
  magenta: [35, FOREGROUND],
  cyan: [36, FOREGROUND],
  white: [37, FOREGROUND],
  bgBlack: [40, BACKGROUND],
  bgRed: [41, BACKGROUND],
  bgGreen: [42, BACKGROUND],
  bgYellow: [43, BACKGROUND],
  bgBlue: [44, BACKGROUND],
  bgMagenta: [45, BACKGROUND],
  bgCyan: [46, BACKGROUND],
  bgWhite: [47, BACKGROUND],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, FOREGROUND],
  redBright: [91, FOREGROUND],
  greenBright: [92, FOREGROUND],
  yellowBright: [93, FOREGROUND],
  blueBright: [94, FOREGROUND],
  magentaBright: [95, FOREGROUND],
  cyanBright: [96, FOREGROUND],
  whiteBright: [97, FOREGROUND],
  bgGray: [100, BACKGROUND],
  bgRedBright: [101, BACKGROUND],
  bgGreenBright: [102, BACKGROUND],
  bgYellowBright: [103, BACKGROUND],
  bgBlueBright: [104, BACKGROUND],
  bgMagentaBright: [105, BACKGROUND],
  bgCyanBright: [106, BACKGROUND],
  bgWhiteBright: [107, BACKGROUND],
};

function defineColorAlias(target, alias) {
  Object.defineProperty(inspect.colors, alias, {
    __proto__: null,
    get() {
      return this[target];
    },
    set(value) {
      this[target] = value;
    },
    configurable: true,
    enumerable: false,
  });
}

defineColorAlias('gray', 'grey');
defineColorAlias('gray', 'blackBright');
defineColorAlias('bgGray', 'bgGrey');
defineColorAlias('bgGray', 'bgBlackBright');
defineColorAlias('dim', 'faint');
defineColorAlias('strikethrough', 'crossedout');
defineColorAlias('strikethrough', 'strikeThrough');
defineColorAlias('strikethrough', 'crossedOut');
defineColorAlias('hidden', 'conceal');
defineColorAlias('inverse', 'swapColors');
defineColorAlias('inverse', 'swapcolors');
defineColorAlias('doubleunderline', 'doubleUnderline');

/** Which colour each kind of value has; `name` (of properties) has none. */
inspect.styles = {
  __proto__: null,
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
};

function stylizeWithColor(text, styleType) {
  const style = inspect.styles[styleType];
  if (style === undefined) return text;
  if (typeof style === 'function') return style(text);
  const color = inspect.colors[style];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

function format(...args) {
  return formatArguments(undefined, args, inspect);
}

function formatWithOptions(inspectOptions, ...args) {
  validateObject(inspectOptions, 'inspectOptions');
  return formatArguments(inspectOptions, args, inspect);
}

/** Text without its ANSI escape codes. */
function stripVTControlCharacters(str) {
  validateString(str, 'str');
  return removeControlSequences(str);
}

module.exports = {
  format,
  formatWithOptions,
  getStringWidth,
  identicalSequenceRange,
  inspect,
  inspectDefaultOptions,
  isError,
  stripVTControlCharacters,
};
