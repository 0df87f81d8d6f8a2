'use strict';
// A name's addresses tried one after the other, each with a time of its own ("happy eyeballs").
// https://nodejs.org/docs/latest-v24.x/api/net.html#socketconnectoptions-connectlistener

const {
  ExceptionWithHostPort,
  NodeAggregateError,
  codes: { ERR_IP_BLOCKED, ERR_SOCKET_CONNECTION_TIMEOUT },
} = require('internal/errors');
const { afterConnect, bindHandle, connectionError, requestFor, startAttempt, startTiming } = require('internal/net/connect');
const { SOCKET, TCP } = require('internal/net/sockets');
const { kReinitializeHandle } = require('internal/net/symbols');
const { clearTimeout, setTimeout } = require('timers');

const ECANCELED = -125;
const ETIMEDOUT = -110;

/** @param {{address: string, family: 4 | 6}[]} addresses */
function connectInTurn(socket, addresses, target) {
  attemptNext({ socket, addresses, target, next: 0, errors: [], timer: undefined }, false);
}

function attemptNext(context, isCanceled) {
  clearTimeout(context.timer);
  const { socket, addresses, target } = context;
  if (isCanceled || context.next === addresses.length) {
    giveUp(context);
    return;
  }
  const index = context.next++;
  const { address, family } = addresses[index];
  if (index > 0) socket[kReinitializeHandle](new TCP(SOCKET));
  const { port, localPort } = target;
  if (localPort) {
    const host = family === 6 ? '::' : '0.0.0.0';
    const status = bindHandle(socket._handle, family, host, localPort);
    if (status !== 0) {
      context.errors.push(new ExceptionWithHostPort(status, 'bind', host, localPort));
      attemptNext(context, false);
      return;
    }
  }
  if (socket.blockList?.check(address, `ipv${family}`)) {
    onFailure(context, address, port, family, new ERR_IP_BLOCKED(address));
    return;
  }
  socket.emit('connectionAttempt', address, port, family);
  const request = requestFor({ address, family }, { port, localAddress: undefined, localPort });
  request.oncomplete = (...outcome) => afterAttempt(context, index, ...outcome);
  request.startTime = startTiming();
  socket.autoSelectFamilyAttemptedAddresses.push(`${address}:${port}`);
  const status = startAttempt(socket._handle, request);
  if (status !== 0) {
    onFailure(context, address, port, family, failureAtOnce(socket, status, address, port));
    return;
  }
  if (index < addresses.length - 1) {
    context.timer = setTimeout(onAttemptTimeout, target.timeout, context, request, socket._handle);
  }
}

function failureAtOnce(socket, status, address, port) {
  const name = socket._getsockname();
  const details = name?.address ? `${name.address}:${name.port}` : undefined;
  return new ExceptionWithHostPort(status, 'connect', address, port, details);
}

function onFailure(context, address, port, family, error) {
  context.errors.push(error);
  context.socket.emit('connectionAttemptFailed', address, port, family, error);
  attemptNext(context, false);
}

function giveUp({ socket, errors }) {
  if (errors.length === 0) socket.destroy(new ERR_SOCKET_CONNECTION_TIMEOUT());
  else socket.destroy(new NodeAggregateError(errors));
}

function onAttemptTimeout(context, request, handle) {
  const { socket, errors } = context;
  socket.emit('connectionAttemptTimeout', request.address, request.port, request.addressType);
  request.oncomplete = undefined;
  errors.push(connectionError(request, ETIMEDOUT));
  handle.close();
  // A listener may have ended it.
  if (socket.connecting) attemptNext(context, false);
}

function afterAttempt(context, index, status, handle, request, readable, writable) {
  clearTimeout(context.timer);
  const { socket, errors } = context;
  if (status === 0 && index !== context.next - 1) {
    // Another attempt has taken its place.
    handle.close();
    return;
  }
  if (status !== 0) {
    const error = connectionError(request, status);
    errors.push(error);
    socket.emit('connectionAttemptFailed', request.address, request.port, request.addressType, error);
    if (socket.connecting) attemptNext(context, status === ECANCELED);
    return;
  }
  afterConnect(status, socket._handle, request, readable, writable);
}

module.exports = { connectInTurn };
