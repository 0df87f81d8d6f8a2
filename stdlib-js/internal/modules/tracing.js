'use strict';
// The tracing channels of the module loaders, made when the application loads node:diagnostics_channel.
// https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html#modules

module.exports = {
  /** @type {import('diagnostics_channel').TracingChannel | undefined} */
  requires: undefined,
  /** @type {import('diagnostics_channel').TracingChannel | undefined} */
  imports: undefined,
};
