'use strict';

// A native operation as a promise. https://nodejs.org/docs/latest-v24.x/api/fs.html#promises-api

/**
 * @template T
 * @param {(...args: any[]) => void} operation one that ends in `callback(error)` or `callback(null, value)`
 * @returns {Promise<T>}
 */
function call(operation, ...args) {
  return new Promise((resolve, reject) => {
    operation(...args, (error, value) => (error ? reject(error) : resolve(value)));
  }).then(undefined, rethrow);
}

/** Native errors are made outside any function; here the stack has the `async` functions that wait. */
function rethrow(error) {
  Error.captureStackTrace(error, rethrow);
  throw error;
}

module.exports = { call };
