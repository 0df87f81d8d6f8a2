export const area = (r: number) => r * r;
