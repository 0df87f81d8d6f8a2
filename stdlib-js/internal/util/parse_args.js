'use strict';

// `util.parseArgs`: command-line arguments by a table of options.
// https://nodejs.org/api/util.html#utilparseargsconfig

const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_PARSE_ARGS_INVALID_OPTION_VALUE,
    ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
    ERR_PARSE_ARGS_UNKNOWN_OPTION,
  },
} = require('internal/errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateString, validateStringArray,
  validateUnion,
} = require('internal/validators');

const { hasOwn } = Object;

/** @param {object} config */
function parseArgs(config) {
  const args = own(config, 'args') ?? mainArguments();
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const returnTokens = own(config, 'tokens') ?? false;
  const allowNegative = own(config, 'allowNegative') ?? false;
  const options = own(config, 'options') ?? { __proto__: null };
  const settings = { args, strict, allowPositionals, returnTokens, allowNegative, options };
  validateSettings(settings);

  const tokens = tokenize(args, options);
  const result = { values: { __proto__: null }, positionals: [] };
  if (returnTokens) result.tokens = tokens;
  for (const token of tokens) applyToken(token, settings, result);
  applyDefaults(options, result.values);
  return result;
}

// What was inherited was not said.
function own(object, key) {
  return hasOwn(object, key) ? object[key] : undefined;
}

/** The arguments after the executable and, where there is one, the script. */
function mainArguments() {
  return process.argv.slice(2);
}

function validateSettings({ args, strict, allowPositionals, returnTokens, allowNegative, options }) {
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(returnTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const name of Object.keys(options)) validateOption(options[name], `options.${name}`);
}

function validateOption(option, path) {
  validateObject(option, path);
  const type = own(option, 'type');
  validateUnion(type, `${path}.type`, ['string', 'boolean']);

  if (hasOwn(option, 'short')) {
    const { short } = option;
    validateString(short, `${path}.short`);
    if (short.length !== 1) throw new ERR_INVALID_ARG_VALUE(`${path}.short`, short, 'must be a single character');
  }

  const multiple = own(option, 'multiple');
  if (hasOwn(option, 'multiple')) validateBoolean(multiple, `${path}.multiple`);

  const defaultValue = own(option, 'default');
  if (defaultValue === undefined) return;
  const validate = type === 'string' ?
    (multiple ? validateStringArray : validateString) :
    (multiple ? validateBooleanArray : validateBoolean);
  validate(defaultValue, `${path}.default`);
}

/** Every argument as tokens: options with their values, positionals, and the `--` that ends the options. */
function tokenize(args, options) {
  const tokens = [];
  // A group such as `-abc` is taken apart in front of what is left.
  const remaining = [...args];
  let index = -1;
  let groupCount = 0;
  while (remaining.length > 0) {
    const argument = remaining.shift();
    const next = remaining[0];
    if (groupCount > 0) groupCount--;
    else index++;

    if (argument === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of remaining) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (isLoneShortOption(argument)) {
      const name = longName(argument[1], options);
      let value;
      let inlineValue;
      if (typeOf(name, options) === 'string' && isOptionValue(next)) {
        value = remaining.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: argument, index, value, inlineValue });
      if (value != null) ++index;
      continue;
    }
    if (isShortOptionGroup(argument, options)) {
      const expanded = expandGroup(argument, options);
      remaining.unshift(...expanded);
      groupCount = expanded.length;
      continue;
    }
    if (isShortOptionAndValue(argument, options)) {
      const name = longName(argument[1], options);
      tokens.push({
        kind: 'option', name, rawName: `-${argument[1]}`, index, value: argument.slice(2), inlineValue: true,
      });
      continue;
    }
    if (isLoneLongOption(argument)) {
      const name = argument.slice(2);
      let value;
      let inlineValue;
      if (typeOf(name, options) === 'string' && isOptionValue(next)) {
        value = remaining.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: argument, index, value, inlineValue });
      if (value != null) ++index;
      continue;
    }
    if (isLongOptionAndValue(argument)) {
      const equals = argument.indexOf('=');
      const name = argument.slice(2, equals);
      tokens.push({
        kind: 'option', name, rawName: `--${name}`, index, value: argument.slice(equals + 1), inlineValue: true,
      });
      continue;
    }
    tokens.push({ kind: 'positional', index, value: argument });
  }
  return tokens;
}

/** `-abc` becomes `-a -b -c`; from an option with a value on, the rest is that value: `-abx1` becomes `-a -bx1`. */
function expandGroup(argument, options) {
  const expanded = [];
  for (let i = 1; i < argument.length; i++) {
    const short = argument[i];
    if (typeOf(longName(short, options), options) === 'string' && i + 1 < argument.length) {
      expanded.push(`-${argument.slice(i)}`);
      break;
    }
    expanded.push(`-${short}`);
  }
  return expanded;
}

function isLoneShortOption(argument) {
  return argument.length === 2 && argument[0] === '-' && argument[1] !== '-';
}

function isLoneLongOption(argument) {
  return argument.length > 2 && argument.startsWith('--') && !argument.includes('=', 3);
}

function isLongOptionAndValue(argument) {
  return argument.length > 2 && argument.startsWith('--') && argument.includes('=', 3);
}

function isShortOptionGroup(argument, options) {
  if (argument.length <= 2 || argument[0] !== '-' || argument[1] === '-') return false;
  return typeOf(longName(argument[1], options), options) !== 'string';
}

function isShortOptionAndValue(argument, options) {
  if (argument.length <= 2 || argument[0] !== '-' || argument[1] === '-') return false;
  return typeOf(longName(argument[1], options), options) === 'string';
}

// A value may begin with a dash; `checkOptionLikeValue` refuses one that looks like a mistake.
function isOptionValue(value) {
  return value != null;
}

function isOptionLikeValue(value) {
  return value != null && value.length > 1 && value[0] === '-';
}

function typeOf(name, options) {
  return hasOwn(options, name) ? own(options[name], 'type') : undefined;
}

function longName(short, options) {
  return Object.keys(options).find((name) => own(options[name], 'short') === short) ?? short;
}

function applyToken(token, settings, result) {
  const { strict, options, allowPositionals, allowNegative } = settings;
  if (token.kind === 'option') {
    if (strict) {
      checkOptionUsage(settings, token);
      checkOptionLikeValue(token);
    }
    storeOption(token, options, result.values, allowNegative);
  } else if (token.kind === 'positional') {
    if (!allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
    result.positionals.push(token.value);
  }
}

/** `--no-color` with `allowNegative`: the option that it denies, undefined for any other token. */
function negatedName(token, options) {
  if (!token.name.startsWith('no-')) return undefined;
  const name = token.name.slice(3);
  return typeOf(name, options) === 'boolean' ? name : undefined;
}

function checkOptionUsage({ options, allowNegative, allowPositionals }, token) {
  let { name } = token;
  if (!hasOwn(options, name)) {
    const negated = allowNegative ? negatedName(token, options) : undefined;
    if (negated === undefined) throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
    name = negated;
  }
  const short = own(options[name], 'short');
  const shortAndLong = `${short ? `-${short}, ` : ''}--${name}`;
  const type = typeOf(name, options);
  if (type === 'string' && typeof token.value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shortAndLong} <value>' argument missing`);
  }
  if (type === 'boolean' && token.value != null) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shortAndLong}' does not take an argument`);
  }
}

function checkOptionLikeValue(token) {
  if (token.inlineValue || !isOptionLikeValue(token.value)) return;
  const example = token.rawName.startsWith('--') ?
    `'${token.rawName}=-XYZ'` :
    `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${token.rawName}' argument is ambiguous.\n` +
    `Did you forget to specify the option argument for '${token.rawName}'?\n` +
    `To specify an option argument starting with a dash use ${example}.`);
}

function storeOption(token, options, values, allowNegative) {
  let { name } = token;
  let value = token.value ?? true;
  if (name === '__proto__') return;
  if (allowNegative && token.value === undefined) {
    const negated = negatedName(token, options);
    if (negated !== undefined) {
      // The token says what was meant, too.
      token.name = name = negated;
      value = false;
    }
  }
  if (hasOwn(options, name) && own(options[name], 'multiple')) (values[name] ??= []).push(value);
  else values[name] = value;
}

function applyDefaults(options, values) {
  for (const name of Object.keys(options)) {
    const defaultValue = own(options[name], 'default');
    if (defaultValue !== undefined && values[name] === undefined && name !== '__proto__') values[name] = defaultValue;
  }
}

module.exports = { parseArgs };
