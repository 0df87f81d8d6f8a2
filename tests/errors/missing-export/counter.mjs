export function increment() {}
