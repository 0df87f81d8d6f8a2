'use strict';

// When two values are deeply equal: loosely, strictly, or with only a part of the first asked for.
// https://nodejs.org/api/assert.html#assertdeepstrictequalactual-expected-message

const {
  classify, constants: { ONLY_ENUMERABLE, SKIP_SYMBOLS }, getOwnNonIndexProperties, kinds,
} = internalBinding('util');
const { isError } = require('internal/util/inspect');
const types = require('internal/util/types');

const { isArray } = Array;
const { getOwnPropertySymbols, getPrototypeOf, hasOwn, is, keys: objectKeys } = Object;
const { uncurryThis } = primordials;
const isEnumerable = uncurryThis(Object.prototype.propertyIsEnumerable);
const getTag = uncurryThis(Object.prototype.toString);
const typedArrayTag = uncurryThis(
  Object.getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);
const getTime = uncurryThis(Date.prototype.getTime);
const valueOf = {
  Number: uncurryThis(Number.prototype.valueOf),
  String: uncurryThis(String.prototype.valueOf),
  Boolean: uncurryThis(Boolean.prototype.valueOf),
  BigInt: uncurryThis(BigInt.prototype.valueOf),
  Symbol: uncurryThis(Symbol.prototype.valueOf),
};

/** How much has to match. In kPartial mode the second value is the part that the first must have. */
const kLoose = 0;
const kStrict = 1;
const kPartial = 2;
const kStrictWithoutPrototypes = 3;

/** What an object iterates over beside its keys. */
const kNoIterator = 0;
const kIsArray = 1;
const kIsSet = 2;
const kIsMap = 3;

/**
 * The state of one comparison.
 * @typedef {{ mode: number, left: Set<object>, right: Set<object> }} Comparison `left` and `right` hold the objects
 *   that are being compared further out.
 */

function isDeepEqual(a, b) {
  return areEqual({ mode: kLoose, left: new Set(), right: new Set() }, a, b);
}

function isDeepStrictEqual(a, b, skipPrototype = false) {
  const mode = skipPrototype ? kStrictWithoutPrototypes : kStrict;
  return areEqual({ mode, left: new Set(), right: new Set() }, a, b);
}

function isPartialStrictEqual(actual, expected) {
  return areEqual({ mode: kPartial, left: new Set(), right: new Set() }, actual, expected);
}

function areEqual(comparison, a, b) {
  if (a === b) return a !== 0 || comparison.mode === kLoose || is(a, b);
  const isObjectA = typeof a === 'object' && a !== null;
  const isObjectB = typeof b === 'object' && b !== null;
  if (isObjectA && isObjectB) return areObjectsEqual(comparison, a, b);
  if (comparison.mode !== kLoose) return typeof a === 'number' && is(a, b);
  // Functions and primitives.
  // eslint-disable-next-line eqeqeq
  return !isObjectA && !isObjectB && (a == b || (a !== a && b !== b));
}

function areObjectsEqual(comparison, a, b) {
  const { mode } = comparison;
  if (mode === kStrict && !areClassesEqual(a, b)) return false;
  const tag = getTag(a);
  if (tag !== getTag(b)) return false;

  if (isArray(a)) return isArray(b) && areArraysEqual(comparison, a, b);
  if (isArray(b)) return false;
  if (tag === '[object Object]') return areKeysEqual(comparison, a, b, kNoIterator);
  const kind = getKind(a);
  if (kind !== getKind(b)) return false;
  switch (kind) {
    case kinds.date:
      if (!is(getTime(a), getTime(b))) return false;
      break;
    case kinds.regExp:
      if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
      break;
    case kinds.nativeError:
      if (!areErrorsEqual(comparison, a, b)) return false;
      break;
    case kinds.typedArray:
    case kinds.dataView:
      return areViewsEqual(comparison, a, b);
    case kinds.arrayBuffer:
    case kinds.sharedArrayBuffer:
      if (!areBytesEqual(comparison, new Uint8Array(a), new Uint8Array(b))) return false;
      break;
    case kinds.boxed:
      if (!areBoxedEqual(a, b)) return false;
      break;
    case kinds.set:
      if (mode === kPartial ? a.size < b.size : a.size !== b.size) return false;
      return areKeysEqual(comparison, a, b, kIsSet);
    case kinds.map:
      if (mode === kPartial ? a.size < b.size : a.size !== b.size) return false;
      return areKeysEqual(comparison, a, b, kIsMap);
    case kinds.weakMap:
    case kinds.weakSet:
    case kinds.promise:
      // Nobody can see what is inside.
      return false;
    default:
      if (isURL(a)) {
        if (!isURL(b) || a.href !== b.href) return false;
      } else if (isURL(b)) {
        return false;
      }
  }
  return areKeysEqual(comparison, a, b, kNoIterator);
}

// The class is what `constructor` says, unless the object has that property itself.
function areClassesEqual(a, b) {
  if (a.constructor === undefined || hasOwn(a, 'constructor')) return getPrototypeOf(a) === getPrototypeOf(b);
  return a.constructor === b.constructor;
}

// What inherits from Error counts as one.
function getKind(value) {
  let kind = classify(value);
  if (kind === kinds.proxy) kind = getKindBehindProxy(value);
  return kind === kinds.object && isError(value) ? kinds.nativeError : kind;
}

function getKindBehindProxy(value) {
  const target = require('internal/util/inspect/values').unwrapProxy(value);
  // A proxy passes for an object of its own class, but it has no internal slots.
  return typeof target === 'function' ? kinds.function : kinds.object;
}

function isURL(value) {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor === globalThis.URL && typeof value.href === 'string' &&
    typeof value.protocol === 'string';
}

function areErrorsEqual(comparison, a, b) {
  // None of these is enumerable, so they are not among the keys.
  for (const key of ['message', 'name', 'cause', 'errors']) {
    if (comparison.mode === kPartial && key !== 'name' && !hasOwn(b, key)) continue;
    const isHiddenInA = !isEnumerable(a, key);
    const isHiddenInB = !isEnumerable(b, key);
    if (isHiddenInA !== isHiddenInB && comparison.mode !== kPartial) return false;
    if (!isHiddenInA) continue;
    if (key === 'message' || key === 'name') {
      if (a[key] !== b[key]) return false;
    } else if (hasOwn(a, key) !== hasOwn(b, key)) {
      return false;
    } else if (hasOwn(a, key) && !(comparison.mode === kPartial && b[key] === undefined) &&
               !areEqual(comparison, a[key], b[key])) {
      return false;
    }
  }
  return true;
}

function areBoxedEqual(a, b) {
  const type = boxedType(a);
  return type === boxedType(b) && is(valueOf[type](a), valueOf[type](b));
}

function boxedType(value) {
  if (types.isNumberObject(value)) return 'Number';
  if (types.isStringObject(value)) return 'String';
  if (types.isBooleanObject(value)) return 'Boolean';
  return types.isBigIntObject(value) ? 'BigInt' : 'Symbol';
}

function nonIndexKeys(comparison, value) {
  const filter = comparison.mode === kLoose ? ONLY_ENUMERABLE | SKIP_SYMBOLS : ONLY_ENUMERABLE;
  const keys = getOwnNonIndexProperties(value, filter);
  return keys.filter((key) => typeof key === 'string');
}

function areArraysEqual(comparison, a, b) {
  const keysB = nonIndexKeys(comparison, b);
  if (comparison.mode === kPartial) {
    if (a.length < b.length) return false;
  } else if (a.length !== b.length || nonIndexKeys(comparison, a).length !== keysB.length) {
    return false;
  }
  return areKeysEqual(comparison, a, b, kIsArray, keysB);
}

function areViewsEqual(comparison, a, b) {
  if (typedArrayTag(a) !== typedArrayTag(b)) return false;
  const { mode } = comparison;
  const isFloat = types.isFloat32Array(a) || types.isFloat64Array(a) || types.isFloat16Array(a);
  if (mode !== kPartial && a.byteLength !== b.byteLength) return false;
  if (isFloat && mode !== kStrict && mode !== kStrictWithoutPrototypes) {
    if (!areElementsEqual(comparison, a, b)) return false;
  } else if (!areBytesEqual(comparison, bytesOf(a), bytesOf(b))) {
    return false;
  }
  const keysB = nonIndexKeys(comparison, b);
  if (mode !== kPartial && nonIndexKeys(comparison, a).length !== keysB.length) return false;
  return areKeysEqual(comparison, a, b, kNoIterator, keysB);
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function areBytesEqual(comparison, a, b) {
  if (comparison.mode !== kPartial && a.length !== b.length) return false;
  return areElementsEqual(comparison, a, b);
}

/** All elements in order; in kPartial mode others may stand between them. */
function areElementsEqual(comparison, a, b) {
  if (comparison.mode !== kPartial) {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
    return true;
  }
  let position = 0;
  for (let i = 0; i < b.length; i++) {
    while (position < a.length && !is(a[position], b[i])) position++;
    if (position === a.length) return false;
    position++;
  }
  return true;
}

/** Own enumerable keys, symbols too unless loose, then what the objects contain. */
function areKeysEqual(comparison, a, b, iteration, keysB = objectKeys(b)) {
  const { mode } = comparison;
  if (iteration !== kIsArray && mode !== kPartial && !hasNonIndexKeys(iteration, keysB, b) &&
      objectKeys(a).length !== objectKeys(b).length) {
    return false;
  }
  for (const key of keysB) if (!isEnumerable(a, key)) return false;

  let keys = keysB;
  if (mode !== kLoose) {
    const symbols = sharedSymbols(mode, a, b);
    if (symbols === undefined) return false;
    if (symbols.length > 0) keys = [...keysB, ...symbols];
  }
  if (keys.length === 0 && isEmptyIteration(iteration, a, b, mode)) return true;
  return withCycles(comparison, a, b, () => areContentsEqual(comparison, a, b, keys, iteration));
}

function hasNonIndexKeys(iteration, keysB, b) {
  // Typed arrays come with their non-index keys, whose number was compared.
  return iteration === kNoIterator && ArrayBuffer.isView(b) && keysB !== undefined;
}

function isEmptyIteration(iteration, a, b, mode) {
  if (iteration === kNoIterator) return true;
  const size = iteration === kIsArray ? b.length : b.size;
  if (size !== 0) return false;
  return mode === kPartial || (iteration === kIsArray ? a.length : a.size) === 0;
}

/** The enumerable symbols that both must have; undefined when one lacks some. */
function sharedSymbols(mode, a, b) {
  const symbolsB = getOwnPropertySymbols(b).filter((symbol) => isEnumerable(b, symbol));
  for (const symbol of symbolsB) if (!isEnumerable(a, symbol)) return undefined;
  if (mode !== kPartial) {
    const countA = getOwnPropertySymbols(a).filter((symbol) => isEnumerable(a, symbol)).length;
    if (countA !== symbolsB.length) return undefined;
  }
  return symbolsB;
}

/**
 * Objects that contain themselves: where both sides are met again the cycle closes, and they are equal if everything
 * else is; where one side is met again and the other is new, they differ.
 */
function withCycles(comparison, a, b, compare) {
  const { left, right } = comparison;
  const isKnownA = left.has(a);
  const isKnownB = right.has(b);
  if (isKnownA || isKnownB) return isKnownA && isKnownB;
  left.add(a);
  right.add(b);
  const result = compare();
  left.delete(a);
  right.delete(b);
  return result;
}

function areContentsEqual(comparison, a, b, keys, iteration) {
  const areContained = iteration === kNoIterator ||
    (iteration === kIsArray && areArrayElementsEqual(comparison, a, b)) ||
    (iteration === kIsSet && areSetsEqual(comparison, a, b)) ||
    (iteration === kIsMap && areMapsEqual(comparison, a, b));
  if (!areContained) return false;
  for (const key of keys) if (!areEqual(comparison, a[key], b[key])) return false;
  return true;
}

function areArrayElementsEqual(comparison, a, b) {
  if (comparison.mode === kPartial) return hasElementsInOrder(comparison, a, b);
  for (let i = 0; i < a.length; i++) {
    const isHoleA = a[i] === undefined && !hasOwn(a, i);
    const isHoleB = b[i] === undefined && !hasOwn(b, i);
    if (isHoleA !== isHoleB) return false;
    if (isHoleA) return areSparseRestsEqual(comparison, a, b, i);
    if (!areEqual(comparison, a[i], b[i])) return false;
  }
  return true;
}

// An array with holes may be very long, so only what it has is visited.
function areSparseRestsEqual(comparison, a, b, from) {
  const keysA = indexKeys(a, from);
  const keysB = indexKeys(b, from);
  if (keysA.length !== keysB.length) return false;
  for (const key of keysA) if (!hasOwn(b, key) || !areEqual(comparison, a[key], b[key])) return false;
  return true;
}

function indexKeys(array, from) {
  return objectKeys(array).filter((key) => key >= from && `${key >>> 0}` === key);
}

/** Holes in `b` ask for nothing. */
function hasElementsInOrder(comparison, a, b) {
  let position = 0;
  for (let i = 0; i < b.length; i++) {
    if (b[i] === undefined && !hasOwn(b, i)) continue;
    while (position < a.length && !hasEqualElement(comparison, a, position, b[i])) position++;
    if (position === a.length) return false;
    position++;
  }
  return true;
}

function hasEqualElement(comparison, array, index, value) {
  return (array[index] !== undefined || hasOwn(array, index)) && areEqual(comparison, array[index], value);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function areSetsEqual(comparison, a, b) {
  const { mode } = comparison;
  if (mode === kPartial) return isSubset(comparison, a, b);
  /** Elements of `a` that may equal a different element of `b`. */
  let unmatched;
  for (const value of a) {
    if (b.has(value)) continue;
    if (!isObject(value)) {
      if (mode !== kLoose || !mayHaveLooseElement(b, value)) return false;
    }
    (unmatched ??= new Set()).add(value);
  }
  if (unmatched === undefined) return true;
  for (const value of b) {
    if (a.has(value)) continue;
    if (!isObject(value) && mode !== kLoose) return false;
    if (!takeEqualElement(comparison, unmatched, value, false)) return false;
  }
  return unmatched.size === 0;
}

function isSubset(comparison, a, b) {
  const candidates = new Set(a);
  for (const value of b) {
    if (candidates.delete(value)) continue;
    if (!isObject(value) || !takeEqualElement(comparison, candidates, value, true)) return false;
  }
  return true;
}

function takeEqualElement(comparison, candidates, value) {
  for (const candidate of candidates) {
    if (areEqual(comparison, candidate, value)) {
      candidates.delete(candidate);
      return true;
    }
  }
  return false;
}

/** Whether a primitive could be loosely equal to something else: `1` to `'1'`, `null` to `undefined`. */
function mayHaveLooseElement(set, primitive) {
  const alternative = looseAlternative(primitive);
  return alternative === undefined || set.has(alternative.value) || [...set].some(isObject) || alternative.isOpen;
}

// For `null` and `undefined` each other; for strings, numbers and booleans there are several spellings.
function looseAlternative(primitive) {
  switch (typeof primitive) {
    case 'undefined': return { value: null, isOpen: false };
    case 'object': return { value: undefined, isOpen: false };
    case 'symbol': return { value: primitive, isOpen: false };
    case 'string': return Number.isNaN(+primitive) ? { value: primitive, isOpen: false } : undefined;
    default: return undefined;
  }
}

function areMapsEqual(comparison, a, b) {
  const { mode } = comparison;
  if (mode === kPartial) return isSubmap(comparison, a, b);
  let unmatched;
  for (const [key, value] of a) {
    if (isObject(key)) {
      (unmatched ??= new Set()).add(key);
    } else if (b.has(key)) {
      if (!areEqual(comparison, value, b.get(key))) {
        if (mode !== kLoose) return false;
        (unmatched ??= new Set()).add(key);
      }
    } else {
      if (mode !== kLoose) return false;
      (unmatched ??= new Set()).add(key);
    }
  }
  if (unmatched === undefined) return true;
  for (const [key, value] of b) {
    if (isObject(key)) {
      if (!takeEqualEntry(comparison, unmatched, a, key, value)) return false;
    } else if (mode === kLoose && (!a.has(key) || !areEqual(comparison, a.get(key), value))) {
      if (!takeEqualEntry(comparison, unmatched, a, key, value)) return false;
    }
  }
  return unmatched.size === 0;
}

function isSubmap(comparison, a, b) {
  const candidates = new Set(a.keys());
  for (const [key, value] of b) {
    if (a.has(key) && areEqual(comparison, a.get(key), value)) candidates.delete(key);
    else if (!isObject(key) || !takeEqualEntry(comparison, candidates, a, key, value)) return false;
  }
  return true;
}

function takeEqualEntry(comparison, candidates, map, key, value) {
  for (const candidate of candidates) {
    if (areEqual(comparison, candidate, key) && areEqual(comparison, map.get(candidate), value)) {
      candidates.delete(candidate);
      return true;
    }
  }
  return false;
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
