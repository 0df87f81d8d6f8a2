const x = { y: 1 }; export { x as "module.exports" }; export default 3
