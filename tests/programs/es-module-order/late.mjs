import { value } from "./counter.mjs";
export default value;
export const who = "late";
