'use strict';
// `navigator`: what code written for browsers asks about where it runs.
// https://nodejs.org/docs/latest-v24.x/api/globals.html#navigator

class Navigator {
  constructor(key) {
    if (key !== Navigator) {
      const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
      throw new ERR_ILLEGAL_CONSTRUCTOR();
    }
  }

  get hardwareConcurrency() {
    return require('os').availableParallelism();
  }

  get language() {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  get languages() {
    return Object.freeze([this.language]);
  }

  get userAgent() {
    return `Node.js/${process.versions.node.split('.')[0]}`;
  }

  get platform() {
    return 'Linux x86_64';
  }
}

for (const name of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

module.exports = { Navigator, navigator: new Navigator(Navigator) };
