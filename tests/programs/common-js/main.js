const a = require("./a");
console.log(a.done, require("./b").done, require.cache[require.resolve("./a")].exports === a);
console.log(module.id, module.loaded, module.children.length, require.main === module, __filename.endsWith("/main.js"));
console.log(require("./data.json").answer, require("node:path") === require("path"));
try {
  require("./missing");
} catch (error) {
  console.log(error.code, error.message.split("\n")[0].replace(/'.*'/, "'...'"));
}
console.log(typeof require("module").createRequire(__filename)("./b"), this === module.exports, arguments.length);
console.log(require("./es.mjs").default, require("./es.mjs").__esModule);
