export interface Shape { sides: number }
export const shape = { name: "square", sides: 4 };
