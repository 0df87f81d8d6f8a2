'use strict';
// The symbols under which the parts of node:http keep what they share on each other's objects.
// https://nodejs.org/docs/latest-v24.x/api/http.html

module.exports = {
  kBlock: Symbol('kBlock'),
  kConnection: Symbol('kConnection'),
  kHeadersCount: Symbol('kHeadersCount'),
  kConnectionsCheckingInterval: Symbol('http.server.connectionsCheckingInterval'),
  kConnections: Symbol('http.server.connections'),
  kConnectionState: Symbol('http.server.connectionState'),
  kCorked: Symbol('corked'),
  kChunkedBuffer: Symbol('kChunkedBuffer'),
  kChunkedLength: Symbol('kChunkedLength'),
  kBytesWritten: Symbol('kBytesWritten'),
  kDetachAbortSignal: Symbol('kDetachAbortSignal'),
  kEndCallbacks: Symbol('kEndCallbacks'),
  kErrored: Symbol('errored'),
  kFlushError: Symbol('kFlushError'),
  kHighWaterMark: Symbol('kHighWaterMark'),
  kIncomingMessage: Symbol('IncomingMessage'),
  kNeedDrain: Symbol('kNeedDrain'),
  kOptimizeEmptyRequests: Symbol('OptimizeEmptyRequestsOption'),
  kOutHeaders: Symbol('kOutHeaders'),
  kPath: Symbol('kPath'),
  kRejectNonStandardBodyWrites: Symbol('kRejectNonStandardBodyWrites'),
  kServerResponse: Symbol('ServerResponse'),
  kSkipPendingData: Symbol('SkipPendingData'),
  kSocket: Symbol('kSocket'),
  kStartedAt: Symbol('kStartedAt'),
  kTransport: Symbol('kTransport'),
  kUniqueHeaders: Symbol('kUniqueHeaders'),
  kWritableFinished: Symbol('kWritableFinished'),
};
