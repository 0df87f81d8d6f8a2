'use strict';

// The diagnostics channels on which console methods publish their arguments, such as `console.log`.
// https://nodejs.org/api/diagnostics_channel.html#console
//
// Only who has loaded `node:diagnostics_channel` can listen, so that module connects them, and the console need not load
// it.

const METHODS = ['log', 'info', 'debug', 'warn', 'error'];

/** Method -> channel; undefined as long as nobody can listen. */
let channels;

/** @param {(name: string) => any} channel makes or finds the channel of a name */
function connect(channel) {
  channels = { __proto__: null };
  for (const method of METHODS) channels[method] = channel(`console.${method}`);
}

function publish(method, args) {
  if (channels !== undefined && channels[method].hasSubscribers) channels[method].publish(args);
}

module.exports = { connect, publish };
