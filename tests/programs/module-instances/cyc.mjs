import c from "./cyc.cjs"; export const v = 1; export default c;
