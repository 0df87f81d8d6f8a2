module.exports = { a: 1, ["module.exports"]: 9, b: 2 }
