'use strict';
// What keeps the process alive: sockets, servers and other streams, timers, operations of the thread pool.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processgetactiveresourcesinfo

const { referencedOwners, operations } = internalBinding('fd_stream');
const { immediateInfo, timerInfo } = internalBinding('timers');
const { symbols: { owner_symbol } } = require('internal/async_hooks');

/** By what async hooks call the resource. */
const HANDLE_NAMES = {
  __proto__: null,
  FSEVENTWRAP: 'FSEventWrap',
  PIPESERVERWRAP: 'PipeServerWrap',
  PIPEWRAP: 'PipeWrap',
  PROCESSWRAP: 'ProcessWrap',
  TCPSERVERWRAP: 'TCPServerWrap',
  TCPWRAP: 'TCPSocketWrap',
  TTYWRAP: 'TTYWrap',
};

/** By the name of the native operation; all others are the file system's. */
const REQUEST_NAMES = {
  __proto__: null,
  lookup: 'GetAddrInfoReqWrap',
  lookupService: 'GetNameInfoReqWrap',
};

function getActiveResourcesInfo() {
  return [
    ...operations().map(nameOfOperation),
    ...referencedOwners().map((handle) => HANDLE_NAMES[handle.getProviderType?.()] ?? handle.constructor.name),
    ...new Array(timerInfo[0]).fill('Timeout'),
    ...new Array(immediateInfo[1]).fill('Immediate'),
  ];
}

function nameOfOperation(operation) {
  return REQUEST_NAMES[operation] ?? 'FSReqCallback';
}

/** The sockets and servers themselves. */
function getActiveHandles() {
  return referencedOwners().map((handle) => handle[owner_symbol] ?? handle);
}

function getActiveRequests() {
  return operations().map((operation) => ({ type: nameOfOperation(operation), operation }));
}

module.exports = { getActiveHandles, getActiveRequests, getActiveResourcesInfo };
