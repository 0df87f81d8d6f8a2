#!/usr/bin/env node
// A to-do list in a file: a command-line tool of several files, with packages from npm.
import { Command, InvalidArgumentError } from "commander";
import { addItem, finishItem, readList, type List } from "./list.ts";
import { show, Style } from "./show.ts";
import legacy from "./version.cjs";

const program = new Command("todo").description("keeps a to-do list in a file").version(legacy.version);

program
  .command("add")
  .description("add items; without arguments, one for each line of standard input")
  .argument("[text...]", "what is to be done")
  .option("-f, --file <path>", "the list", "todo.json")
  .option("-p, --priority <number>", "from 1 (now) to 9 (some day)", priority, 5)
  .action(async (words: string[], options: { file: string; priority: number }) => {
    const texts = words.length > 0 ? [words.join(" ")] : await linesOf(process.stdin);
    let list: List = readList(options.file);
    for (const text of texts) list = addItem(options.file, list, { text, priority: options.priority });
    console.log(show(list, Style.Short));
  });

program
  .command("done")
  .argument("<number>", "which item", Number)
  .option("-f, --file <path>", "the list", "todo.json")
  .action((number: number, options: { file: string }) => {
    const list = readList(options.file);
    if (list.items[number - 1] === undefined) program.error(`there is no item ${number}`, { exitCode: 3 });
    console.log(show(finishItem(options.file, list, number - 1), Style.Short));
  });

program
  .command("list", { isDefault: true })
  .option("-f, --file <path>", "the list", "todo.json")
  .option("--long", "with priorities")
  .action((options: { file: string; long?: boolean }) => {
    console.log(show(readList(options.file), options.long ? Style.Long : Style.Short));
  });

function priority(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 9) throw new InvalidArgumentError("Not a number from 1 to 9.");
  return number;
}

async function linesOf(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString().split("\n").filter((line) => line !== "");
}

await program.parseAsync();
