exports.named = "named";
exports.esm = () => require("./late.mjs").who;
