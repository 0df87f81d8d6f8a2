'use strict';
// A transform that changes nothing.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#class-streampassthrough

const Transform = require('internal/streams/transform');

/** @param {object} [options] */
function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function(chunk, encoding, cb) {
  cb(null, chunk);
};

module.exports = PassThrough;
