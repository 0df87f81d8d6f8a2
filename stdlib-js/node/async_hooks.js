'use strict';
// node:async_hooks: AsyncLocalStorage, AsyncResource, and hooks into the life of asynchronous resources.
// https://nodejs.org/docs/latest-v24.x/api/async_hooks.html

const AsyncContextFrame = require('internal/async_context_frame');
const {
  destroyHooksExist,
  disableHook,
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  enableHook,
  executionAsyncId,
  executionAsyncResource,
  getDefaultTriggerAsyncId,
  hasAsyncIdStack,
  initHooksExist,
  kNoPromiseHook,
  newAsyncId,
  registerDestroyHook,
  symbols: {
    async_id_symbol,
    trigger_async_id_symbol,
    init_symbol,
    before_symbol,
    after_symbol,
    destroy_symbol,
    promise_resolve_symbol,
  },
  triggerAsyncId,
} = require('internal/async_hooks');
const {
  codes: { ERR_ASYNC_CALLBACK, ERR_ASYNC_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_ASYNC_ID },
} = require('internal/errors');
const { validateBoolean, validateFunction, validateString } = require('internal/validators');

const kContextFrame = Symbol('context_frame');
const kDestroyed = Symbol('destroyed');

/** The kinds of resource that Node's native half makes, by number. */
const PROVIDERS = [
  'NONE', 'DIRHANDLE', 'DNSCHANNEL', 'ELDHISTOGRAM', 'FILEHANDLE', 'FILEHANDLECLOSEREQ', 'BLOBREADER', 'FSEVENTWRAP',
  'FSREQCALLBACK', 'FSREQPROMISE', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'HEAPSNAPSHOT', 'HTTP2SESSION',
  'HTTP2STREAM', 'HTTP2PING', 'HTTP2SETTINGS', 'HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST', 'LOCKS', 'JSSTREAM',
  'JSUDPWRAP', 'MESSAGEPORT', 'PIPECONNECTWRAP', 'PIPESERVERWRAP', 'PIPEWRAP', 'PROCESSWRAP', 'PROMISE', 'QUERYWRAP',
  'QUIC_ENDPOINT', 'QUIC_LOGSTREAM', 'QUIC_SESSION', 'QUIC_STREAM', 'QUIC_UDP', 'SHUTDOWNWRAP', 'SIGNALWRAP',
  'STATWATCHER', 'STREAMPIPE', 'TCPCONNECTWRAP', 'TCPSERVERWRAP', 'TCPWRAP', 'TTYWRAP', 'UDPSENDWRAP', 'UDPWRAP',
  'SIGINTWATCHDOG', 'WORKER', 'WORKERCPUPROFILE', 'WORKERCPUUSAGE', 'WORKERHEAPPROFILE', 'WORKERHEAPSNAPSHOT',
  'WORKERHEAPSTATISTICS', 'WRITEWRAP', 'ZLIB', 'CHECKPRIMEREQUEST', 'PBKDF2REQUEST', 'KEYPAIRGENREQUEST',
  'KEYGENREQUEST', 'KEYEXPORTREQUEST', 'ARGON2REQUEST', 'CIPHERREQUEST', 'DERIVEBITSREQUEST', 'HASHREQUEST',
  'RANDOMBYTESREQUEST', 'RANDOMPRIMEREQUEST', 'SCRYPTREQUEST', 'SIGNREQUEST', 'TLSWRAP', 'VERIFYREQUEST',
];

class AsyncHook {
  constructor({ init, before, after, destroy, promiseResolve, trackPromises }) {
    for (const [name, callback] of Object.entries({ init, before, after, destroy, promiseResolve })) {
      if (callback !== undefined && typeof callback !== 'function') throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
    }
    if (trackPromises !== undefined) validateBoolean(trackPromises, 'trackPromises');
    if (trackPromises === false && promiseResolve) {
      throw new ERR_INVALID_ARG_VALUE(
        'trackPromises', trackPromises, 'must not be false when promiseResolve is enabled');
    }
    this[init_symbol] = init;
    this[before_symbol] = before;
    this[after_symbol] = after;
    this[destroy_symbol] = destroy;
    this[promise_resolve_symbol] = promiseResolve;
    this[kNoPromiseHook] = trackPromises === false;
  }

  enable() {
    enableHook(this);
    return this;
  }

  disable() {
    disableHook(this);
    return this;
  }
}

function createHook(callbacks) {
  return new AsyncHook(callbacks);
}

class AsyncResource {
  constructor(type, options = {}) {
    validateString(type, 'type');

    let trigger = options;
    let requireManualDestroy = false;
    if (typeof options !== 'number') {
      trigger = options.triggerAsyncId === undefined ? getDefaultTriggerAsyncId() : options.triggerAsyncId;
      requireManualDestroy = !!options.requireManualDestroy;
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);

    this[kContextFrame] = AsyncContextFrame.current();
    const asyncId = newAsyncId();
    this[async_id_symbol] = asyncId;
    this[trigger_async_id_symbol] = trigger;

    if (initHooksExist()) {
      if (type.length === 0) throw new ERR_ASYNC_TYPE(type);
      emitInit(asyncId, type, trigger, this);
    }
    if (!requireManualDestroy && destroyHooksExist()) {
      const state = { destroyed: false };
      this[kDestroyed] = state;
      registerDestroyHook(this, asyncId, state);
    }
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const asyncId = this[async_id_symbol];
    emitBefore(asyncId, this[trigger_async_id_symbol], this);
    const priorFrame = AsyncContextFrame.exchange(this[kContextFrame]);
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      AsyncContextFrame.exchange(priorFrame);
      // An uncaught exception inside may have cleared it.
      if (hasAsyncIdStack()) emitAfter(asyncId);
    }
  }

  emitDestroy() {
    if (this[kDestroyed] !== undefined) this[kDestroyed].destroyed = true;
    emitDestroy(this[async_id_symbol]);
    return this;
  }

  asyncId() {
    return this[async_id_symbol];
  }

  triggerAsyncId() {
    return this[trigger_async_id_symbol];
  }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    let bound;
    if (thisArg === undefined) {
      bound = function(...args) {
        return resource.runInAsyncScope(fn, this, ...args);
      };
    } else {
      bound = this.runInAsyncScope.bind(this, fn, thisArg);
    }
    describeBound(bound, fn, resource);
    return bound;
  }

  static bind(fn, type, thisArg) {
    const resourceType = type || fn.name || 'bound-anonymous-fn';
    return new AsyncResource(resourceType).bind(fn, thisArg);
  }
}

/** Gives a bound function the length of the original and the deprecated `asyncResource`. */
function describeBound(bound, fn, resource) {
  let asyncResource = resource;
  let isWarned = false;
  const warn = () => {
    if (isWarned) return;
    isWarned = true;
    process.emitWarning(
      'The asyncResource property on bound functions is deprecated', 'DeprecationWarning', 'DEP0172');
  };
  Object.defineProperties(bound, {
    length: { __proto__: null, configurable: true, enumerable: false, value: fn.length, writable: false },
    asyncResource: {
      __proto__: null,
      configurable: true,
      enumerable: true,
      get() {
        warn();
        return asyncResource;
      },
      set(value) {
        warn();
        asyncResource = value;
      },
    },
  });
}

module.exports = {
  get AsyncLocalStorage() {
    return require('internal/async_local_storage'); // Lazy: few programs need it.
  },
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  asyncWrapProviders: Object.freeze({
    __proto__: null,
    ...Object.fromEntries(PROVIDERS.map((name, number) => [name, number])),
  }),
  AsyncResource,
};
