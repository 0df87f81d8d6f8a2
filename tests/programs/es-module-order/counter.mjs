export let value = 0;
export function increase() {
  value += 1;
}
