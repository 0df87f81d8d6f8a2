'use strict';
// v8.promiseHooks: functions that V8 calls in the life of every promise.
// https://nodejs.org/docs/latest-v24.x/api/v8.html#promise-hooks

const { triggerUncaughtException } = internalBinding('errors');
const { setPromiseHooks } = internalBinding('async_hooks');
const { validatePlainFunction } = require('internal/validators');

/** By kind: the hooks to call, oldest first. Each array is replaced, never changed. */
const hooks = { init: [], before: [], after: [], settled: [] };

/** Adds hooks and returns the function that takes them away. */
function createHook({ init, before, after, settled } = {}) {
  const stops = [];
  if (init) stops.push(onInit(init));
  if (before) stops.push(onBefore(before));
  if (after) stops.push(onAfter(after));
  if (settled) stops.push(onSettled(settled));
  return () => {
    for (const stop of stops) stop();
  };
}

function onInit(hook) {
  return add('init', hook);
}

function onBefore(hook) {
  return add('before', hook);
}

function onAfter(hook) {
  return add('after', hook);
}

function onSettled(hook) {
  return add('settled', hook);
}

function add(kind, hook) {
  validatePlainFunction(hook, `${kind}Hook`);
  hooks[kind] = [...hooks[kind], hook];
  update();
  return () => {
    const index = hooks[kind].indexOf(hook);
    if (index === -1) return;
    hooks[kind] = hooks[kind].toSpliced(index, 1);
    update();
  };
}

function update() {
  setPromiseHooks(
    callerOf(hooks.init), callerOf(hooks.before), callerOf(hooks.after), callerOf(hooks.settled));
}

/** One function for V8 to call; mostly there is one hook, which it calls directly. */
function callerOf(list) {
  return list.length <= 1 ? list[0] : (promise, parent) => callAll(list, promise, parent);
}

/** An exception does not keep the other hooks from being called. */
function callAll(list, promise, parent) {
  const exceptions = [];
  for (const hook of list) {
    try {
      hook(promise, parent);
    } catch (error) {
      exceptions.push(error);
    }
  }
  for (const error of exceptions) triggerUncaughtException(error, false);
}

module.exports = { createHook, onAfter, onBefore, onInit, onSettled };
