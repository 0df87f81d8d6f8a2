module.exports = require("./esm.cjs")
