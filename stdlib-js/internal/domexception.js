'use strict';
// DOMException: the errors of web APIs, with their names and legacy codes.
// https://nodejs.org/docs/latest-v24.x/api/globals.html#class-domexception

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');

/** Name, constant, in the order of their codes from 1 on. */
const LEGACY_CODES = [
  ['IndexSizeError', 'INDEX_SIZE_ERR'],
  ['DOMStringSizeError', 'DOMSTRING_SIZE_ERR'],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR'],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR'],
  ['NoDataAllowedError', 'NO_DATA_ALLOWED_ERR'],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 'NOT_FOUND_ERR'],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR'],
  ['InvalidStateError', 'INVALID_STATE_ERR'],
  ['SyntaxError', 'SYNTAX_ERR'],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 'NAMESPACE_ERR'],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR'],
  ['ValidationError', 'VALIDATION_ERR'],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR'],
  ['SecurityError', 'SECURITY_ERR'],
  ['NetworkError', 'NETWORK_ERR'],
  ['AbortError', 'ABORT_ERR'],
  ['URLMismatchError', 'URL_MISMATCH_ERR'],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 'TIMEOUT_ERR'],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR'],
  ['DataCloneError', 'DATA_CLONE_ERR'],
];

/** These have a constant, and an exception of that name has no code all the same. */
const DISUSED_NAMES = ['DOMStringSizeError', 'NoDataAllowedError', 'ValidationError'];

const codeByName = new Map();
/** The name and message of every exception: its own properties do not show them. */
const internals = new WeakMap();

class DOMException {
  constructor(message = '', options = 'Error') {
    const text = `${message}`;
    // An ordinary Error, so that it has a stack and is one for `Error.isError`. V8 remembers the message for the
    // stack's first line; the property is the prototype's.
    const self = new Error(text);
    delete self.message;
    Object.setPrototypeOf(self, new.target.prototype);
    // On each, since what merely inherits from the prototype is no exception.
    markTransferMode(self, true, false);
    if (options && typeof options === 'object') {
      internals.set(self, { message: text, name: `${options.name}` });
      if ('cause' in options) {
        Object.defineProperty(self, 'cause', {
          __proto__: null, value: options.cause, configurable: true, writable: true, enumerable: false,
        });
      }
    } else {
      internals.set(self, { message: text, name: `${options}` });
    }
    return self;
  }

  [kClone]() {
    const { message, name } = internals.get(this);
    return { data: { message, name, stack: this.stack }, deserializeInfo: 'internal/domexception:ClonedDOMException' };
  }

  [kDeserialize]({ message, name, stack }) {
    internals.set(this, { message, name });
    this.stack = stack;
  }

  get name() {
    return internalsOf(this).name;
  }

  get message() {
    return internalsOf(this).message;
  }

  get code() {
    return codeByName.get(internalsOf(this).name) ?? 0;
  }
}

/** What a structured clone is made of before its data arrives. */
function ClonedDOMException() {
  return new DOMException();
}
ClonedDOMException.prototype[kDeserialize] = () => {};

function internalsOf(exception) {
  const found = internals.get(exception);
  if (found === undefined) throw new ERR_INVALID_THIS('DOMException');
  return found;
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'DOMException' },
  name: { __proto__: null, enumerable: true, configurable: true },
  message: { __proto__: null, enumerable: true, configurable: true },
  code: { __proto__: null, enumerable: true, configurable: true },
});

LEGACY_CODES.forEach(([name, constant], index) => {
  const descriptor = { __proto__: null, enumerable: true, value: index + 1 };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
  if (!DISUSED_NAMES.includes(name)) codeByName.set(name, index + 1);
});

module.exports = { ClonedDOMException, DOMException };
