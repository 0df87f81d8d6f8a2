'use strict';

// `util.types`: what kind of built-in object a value is, whatever its prototype says.
// https://nodejs.org/api/util.html#utiltypes

const native = internalBinding('types');

const { isView: isArrayBufferView } = ArrayBuffer;
const TypedArray = Object.getPrototypeOf(Uint8Array);
const typedArrayTag = primordials.uncurryThis(
  Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get);

const isTypedArray = (value) => typedArrayTag(value) !== undefined;

module.exports = {
  isExternal: native.isExternal,
  isDate: native.isDate,
  isArgumentsObject: native.isArgumentsObject,
  isBigIntObject: native.isBigIntObject,
  isBooleanObject: native.isBooleanObject,
  isNumberObject: native.isNumberObject,
  isStringObject: native.isStringObject,
  isSymbolObject: native.isSymbolObject,
  isBoxedPrimitive: native.isBoxedPrimitive,
  isNativeError: native.isNativeError,
  isRegExp: native.isRegExp,
  isAsyncFunction: native.isAsyncFunction,
  isGeneratorFunction: native.isGeneratorFunction,
  isGeneratorObject: native.isGeneratorObject,
  isPromise: native.isPromise,
  isMap: native.isMap,
  isSet: native.isSet,
  isMapIterator: native.isMapIterator,
  isSetIterator: native.isSetIterator,
  isWeakMap: native.isWeakMap,
  isWeakSet: native.isWeakSet,
  isArrayBuffer: native.isArrayBuffer,
  isDataView: (value) => isArrayBufferView(value) && !isTypedArray(value),
  isSharedArrayBuffer: native.isSharedArrayBuffer,
  isProxy: native.isProxy,
  isModuleNamespaceObject: native.isModuleNamespaceObject,
  isAnyArrayBuffer: native.isAnyArrayBuffer,
  isArrayBufferView,
  isTypedArray,
  isUint8Array: (value) => typedArrayTag(value) === 'Uint8Array',
  isUint8ClampedArray: (value) => typedArrayTag(value) === 'Uint8ClampedArray',
  isUint16Array: (value) => typedArrayTag(value) === 'Uint16Array',
  isUint32Array: (value) => typedArrayTag(value) === 'Uint32Array',
  isInt8Array: (value) => typedArrayTag(value) === 'Int8Array',
  isInt16Array: (value) => typedArrayTag(value) === 'Int16Array',
  isInt32Array: (value) => typedArrayTag(value) === 'Int32Array',
  isFloat16Array: (value) => typedArrayTag(value) === 'Float16Array',
  isFloat32Array: (value) => typedArrayTag(value) === 'Float32Array',
  isFloat64Array: (value) => typedArrayTag(value) === 'Float64Array',
  isBigInt64Array: (value) => typedArrayTag(value) === 'BigInt64Array',
  isBigUint64Array: (value) => typedArrayTag(value) === 'BigUint64Array',
  // Nothing makes keys while `node:crypto` is not there, so no value is one.
  isKeyObject: () => false,
  isCryptoKey(value) {
    // Lazy: the key's class is there when a key is.
    return typeof value === 'object' && value !== null && require('internal/crypto/crypto_key').isCryptoKey(value);
  },
};
