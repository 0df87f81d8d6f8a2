const deep = () => deep() + 1;
try {
  deep();
} catch (error) {
  console.log(error instanceof RangeError, error.message);
}
