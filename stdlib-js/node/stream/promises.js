'use strict';
// The promise forms of `pipeline` and `finished`.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streams-promises-api

const { finished } = require('internal/streams/end-of-stream');
const { isIterable, isNodeStream, isWebStream } = require('internal/streams/inspection');

/** @param {...any} streams the last may be options */
function pipeline(...streams) {
  const { pipelineImpl } = require('internal/streams/pipeline'); // Lazy: start-up time.
  return new Promise((resolve, reject) => {
    const last = streams.at(-1);
    let options;
    if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last)) {
      const { signal, end } = streams.pop();
      options = { signal, end };
    }
    pipelineImpl(streams, (error, value) => (error ? reject(error) : resolve(value)), options);
  });
}

module.exports = { finished, pipeline };
