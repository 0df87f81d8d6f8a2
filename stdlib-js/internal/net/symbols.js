'use strict';
// The keys of what the parts of net and its subclasses (tls, http) keep on sockets.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netsocket

module.exports = {
  kAdopt: Symbol('kAdopt'),
  kBuffer: Symbol('kBuffer'),
  kBufferCallback: Symbol('kBufferCallback'),
  kBufferMaker: Symbol('kBufferMaker'),
  kBytesRead: Symbol('kBytesRead'),
  kBytesWritten: Symbol('kBytesWritten'),
  kKeepAlive: Symbol('kKeepAlive'),
  kLastWriteQueueSize: Symbol('kLastWriteQueueSize'),
  kNoDelay: Symbol('kNoDelay'),
  kReinitializeHandle: Symbol('kReinitializeHandle'),
  kTypeOfService: Symbol('kTypeOfService'),
  normalizedArgsSymbol: Symbol('normalizedArgs'),
};
