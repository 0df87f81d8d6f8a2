export default 7; export const z = 1
