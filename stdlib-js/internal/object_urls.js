'use strict';

// `URL.createObjectURL` and its reverse: blobs under names that live as long as the process.
// https://nodejs.org/docs/latest-v24.x/api/url.html#urlcreateobjecturlblob

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

const PREFIX = 'blob:nodedata:';

/** @type {Map<string, Blob>} */
const blobs = new Map();

/**
 * @param {Blob} obj
 * @returns {string}
 */
function createObjectURL(obj) {
  if (!require('internal/blob').isBlob(obj)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', obj);
  const url = `${PREFIX}${randomUUID()}`;
  blobs.set(url, obj);
  return url;
}

/** @param {string} url */
function revokeObjectURL(url) {
  blobs.delete(url);
}

/**
 * @param {string} url
 * @returns {Blob | undefined}
 */
function resolveObjectURL(url) {
  return blobs.get(url);
}

/** A name that only has to differ from the others of this process, so it needs no cryptography. */
function randomUUID() {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (digit) => {
    const random = Math.floor(Math.random() * 16);
    return (digit === 'y' ? 8 + (random & 3) : random).toString(16);
  });
}

module.exports = { createObjectURL, revokeObjectURL, resolveObjectURL };
