import { shape, type Shape } from "./shape.ts";
interface Named { name: string }
function describe<T extends Named>(value: T): string {
  return `${value.name} ${(value as unknown as Shape).sides satisfies number}`;
}
class Box<T> {
  private readonly content: T;
  declare nothing: string;
  constructor(content: T) {
    this.content = content;
  }
  get(): T {
    return this.content!;
  }
}
console.log(describe(shape), new Box<number>(7).get());
console.log(new Error("where").stack?.split("\n")[1]?.replace(/.*[(/](main\.ts:\d+:\d+).*/, "$1"));
