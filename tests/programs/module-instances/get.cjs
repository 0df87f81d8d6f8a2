Object.defineProperty(exports, "a", { enumerable: true, get() { throw new Error("no") } }); exports.b = 1
