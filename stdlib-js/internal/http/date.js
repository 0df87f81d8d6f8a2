'use strict';
// The text of the Date header, made once per second.
// https://nodejs.org/docs/latest-v24.x/api/http.html#responsesenddate

let text;
let validUntil = 0;

/** The time now as HTTP writes it: `Sat, 21 Nov 2026 12:00:00 GMT`. */
function utcDate() {
  const now = Date.now();
  // The second test is for a clock that was set back.
  if (now >= validUntil || now < validUntil - 1000) {
    text = new Date(now).toUTCString();
    validUntil = now - now % 1000 + 1000;
  }
  return text;
}

module.exports = { utcDate };
