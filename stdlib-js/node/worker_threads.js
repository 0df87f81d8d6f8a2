'use strict';

// `node:worker_threads` as seen from the only thread: https://nodejs.org/docs/latest-v24.x/api/worker_threads.html
// Channels are real; `Worker` is not yet.

const {
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  receiveMessageOnPort,
  untransferable,
} = require('internal/worker/io');
const { markTransferMode } = require('internal/worker/js_transferable');

const environmentData = new Map();

/**
 * Objects so marked can be part of no message.
 * @param {any} obj
 */
function markAsUncloneable(obj) {
  markTransferMode(obj, false, false);
}

/**
 * Objects so marked can be in no transfer list.
 * @param {any} obj
 */
function markAsUntransferable(obj) {
  if ((typeof obj === 'object' && obj !== null) || typeof obj === 'function') untransferable.add(obj);
}

/**
 * @param {any} obj
 * @returns {boolean}
 */
function isMarkedAsUntransferable(obj) {
  return untransferable.has(obj);
}

/**
 * What later threads will find; `undefined` removes it.
 * @param {any} key
 * @param {any} value
 */
function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

/**
 * @param {any} key
 * @returns {any}
 */
function getEnvironmentData(key) {
  return environmentData.get(key);
}

module.exports = {
  isInternalThread: false,
  isMainThread: true,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  receiveMessageOnPort,
  resourceLimits: {},
  threadId: 0,
  threadName: '',
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  parentPort: null,
  workerData: null,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
};
