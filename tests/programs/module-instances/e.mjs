console.log("run e", import.meta.url.split("/").pop()); export const a = 1; export function f() {}; export class K {}
