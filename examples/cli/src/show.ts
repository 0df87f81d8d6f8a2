import chalk from "chalk";
import type { List } from "./list.ts";

export enum Style {
  Short,
  Long,
}

export function show(list: List, style: Style): string {
  if (list.items.length === 0) return chalk.dim("nothing to do");
  return list.items
    .map((item, index) => {
      const box = item.done ? chalk.green("[x]") : "[ ]";
      const priority = style === Style.Long ? chalk.yellow(` (${item.priority})`) : "";
      return `${index + 1}. ${box} ${item.done ? chalk.strikethrough(item.text) : item.text}${priority}`;
    })
    .join("\n");
}
