import "./tla2.mjs"; export default 1
