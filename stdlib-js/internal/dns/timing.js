'use strict';

// The 'dns' entries of perf_hooks: how long a look-up took and what it gave.
// https://nodejs.org/docs/latest-v24.x/api/perf_hooks.html#performanceentryentrytype

const { now } = internalBinding('performance');

let lazyPerformance;

/** When an operation that is to be told of begins; `undefined` if nobody listens. */
function startTiming() {
  lazyPerformance ??= require('internal/performance');
  return lazyPerformance.isObserved('dns') ? now() : undefined;
}

/** @param {number | undefined} start  @param {string} name  @param {() => object} describe called if somebody listens */
function endTiming(start, name, describe) {
  if (start !== undefined) lazyPerformance.enqueueNodeEntry(name, 'dns', start, describe());
}

module.exports = { endTiming, startTiming };
