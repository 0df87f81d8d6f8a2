export default function foo() {}; export { foo as "module.exports" }
