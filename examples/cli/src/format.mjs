export const FORMAT = 2;
