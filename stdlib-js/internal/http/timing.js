'use strict';
// What others watch of requests: the channels of diagnostics_channel, and the 'http' entries of perf_hooks.
// https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html#http

const diagnostics = require('diagnostics_channel');
const { kStartedAt } = require('internal/http/symbols');

const channels = {
  clientCreated: diagnostics.channel('http.client.request.created'),
  clientStart: diagnostics.channel('http.client.request.start'),
  clientError: diagnostics.channel('http.client.request.error'),
  clientFinish: diagnostics.channel('http.client.response.finish'),
  serverStart: diagnostics.channel('http.server.request.start'),
  serverCreated: diagnostics.channel('http.server.response.created'),
  serverFinish: diagnostics.channel('http.server.response.finish'),
};

let lazyPerformance;

/** Whether a PerformanceObserver wants entries of the type 'http'. */
function isObserved() {
  lazyPerformance ??= require('internal/performance');
  return lazyPerformance.isObserved('http');
}

/** @param {any} response */
function startServerRequest(response) {
  if (isObserved()) response[kStartedAt] = lazyPerformance.performance.now();
}

/** @param {any} response */
function endServerRequest(response) {
  const start = response[kStartedAt];
  if (start === undefined) return;
  response[kStartedAt] = undefined;
  const { req } = response;
  enqueue('HttpRequest', start, { method: req.method, url: req.url, headers: req.headers }, response);
}

/** @param {any} req */
function startClientRequest(req) {
  if (isObserved()) req[kStartedAt] = lazyPerformance.performance.now();
}

/** @param {any} req @param {any} response */
function endClientRequest(req, response) {
  const start = req[kStartedAt];
  if (start === undefined) return;
  req[kStartedAt] = undefined;
  const url = `${req.protocol}//${req.getHeader('host') ?? req.host}${req.path}`;
  enqueue('HttpClient', start, { method: req.method, url, headers: req.getHeaders() }, response);
}

function enqueue(name, startTime, req, response) {
  const headers = typeof response.getHeaders === 'function' ? response.getHeaders() : response.headers;
  const res = { statusCode: response.statusCode, statusMessage: response.statusMessage, headers };
  lazyPerformance.enqueueNodeEntry(name, 'http', startTime, { req, res });
}

module.exports = { channels, endClientRequest, endServerRequest, startClientRequest, startServerRequest };
