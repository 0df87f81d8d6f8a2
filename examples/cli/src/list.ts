import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { FORMAT } from "./format.mjs";

const Item = z.object({ text: z.string().min(1), priority: z.number().int().min(1).max(9), done: z.boolean().default(false) });
const List = z.object({ format: z.literal(FORMAT), items: z.array(Item) });

export type List = z.infer<typeof List>;
export type NewItem = Omit<z.infer<typeof Item>, "done">;

export function readList(path: string): List {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { format: FORMAT, items: [] };
    throw error;
  }
  const parsed = List.safeParse(JSON.parse(text));
  if (!parsed.success) {
    console.error(`${path} is not a list:\n${z.prettifyError(parsed.error)}`);
    process.exit(2);
  }
  return parsed.data;
}

export function addItem(path: string, list: List, item: NewItem): List {
  return save(path, { ...list, items: [...list.items, { ...item, done: false }] });
}

export function finishItem(path: string, list: List, index: number): List {
  return save(path, { ...list, items: list.items.map((item, at) => (at === index ? { ...item, done: true } : item)) });
}

function save(path: string, list: List): List {
  writeFileSync(path, `${JSON.stringify(list, null, 2)}\n`);
  return list;
}
