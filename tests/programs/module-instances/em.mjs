export default 7; export const __esModule = true;
