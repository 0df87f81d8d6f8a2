'use strict';
// `process.env`: an object whose properties are the environment, read and written as they are used.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processenv

const environment = internalBinding('environment').make();

/** Whether this is the thread's environment, which messages copy. */
function isEnvironment(object) {
  return object === environment;
}

module.exports = { environment, isEnvironment };
