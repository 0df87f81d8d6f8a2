// CommonJS between ES modules: it is imported by one and requires another.
const { FORMAT } = require("./format.mjs");

exports.version = `1.0.0 (format ${FORMAT})`;
