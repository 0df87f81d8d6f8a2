'use strict';

// `fs.openAsBlob`: a Blob that reads its file when it is read. https://nodejs.org/docs/latest-v24.x/api/fs.html#fsopenasblobpath-options

const { createFileBlob } = require('internal/blob');

/** @returns {Promise<Blob>} */
async function openAsBlob(path, type = '') {
  const { stat } = require('fs/promises');
  return createFileBlob(path, await stat(path), type);
}

module.exports = { openAsBlob };
