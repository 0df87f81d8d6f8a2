'use strict';

// The labelled clocks of `console.time`, and how they write a duration.
// https://nodejs.org/api/console.html#consoletimelabel

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

function startTimer(timers, label) {
  label = `${label}`;
  if (timers.has(label)) {
    process.emitWarning(`Label '${label}' already exists for console.time()`);
    return;
  }
  timers.set(label, process.hrtime());
}

/** The time since the label was started, as text; undefined, with a warning, when it was not. */
function readTimer(timers, label, method) {
  const start = timers.get(label);
  if (start === undefined) {
    process.emitWarning(`No such label '${label}' for console.${method}()`);
    return undefined;
  }
  const [seconds, nanoseconds] = process.hrtime(start);
  return formatTime(seconds * 1000 + nanoseconds / 1e6);
}

function pad(value) {
  return `${value}`.padStart(2, '0');
}

/** `1.5ms`, `2.000s`, `1:02.500 (m:ss.mmm)`, `1:00:01.000 (h:mm:ss.mmm)`. */
function formatTime(milliseconds) {
  const hours = Math.floor(milliseconds / HOUR_MS);
  const minutes = Math.floor((milliseconds % HOUR_MS) / MINUTE_MS);
  const seconds = (milliseconds % MINUTE_MS) / SECOND_MS;
  if (hours !== 0 || minutes !== 0) {
    const [whole, fraction] = seconds.toFixed(3).split('.');
    const start = hours === 0 ? minutes : `${hours}:${pad(minutes)}`;
    return `${start}:${pad(whole)}.${fraction} (${hours === 0 ? '' : 'h:m'}m:ss.mmm)`;
  }
  if (milliseconds >= SECOND_MS) return `${seconds.toFixed(3)}s`;
  return `${Number(milliseconds.toFixed(3))}ms`;
}

module.exports = { formatTime, readTimer, startTimer };
