try { module.exports = require("./cyc.mjs") } catch (e) { module.exports = [e.code, e.message.replaceAll(__dirname, "")] }
