// Exports of builtins that are made on first use: imported by name, through another module, by import(), and from a module that the build has not seen.

import fs from 'node:fs';
import http, { WebSocket as Imported } from 'node:http';
import * as buffer from 'node:buffer';
import { CloseEvent as Reexported, everything } from './passed-on.mjs';

console.log(Imported === WebSocket, Reexported === CloseEvent, http.MessageEvent === MessageEvent);
console.log(typeof everything.globalAgent, typeof buffer.Blob, typeof buffer.File);
const name = 'node:http';
const namespace = await import(name);
console.log(namespace.MessageEvent === MessageEvent, typeof namespace.maxHeaderSize, namespace.default === http);
console.log(typeof fs.promises.readFile, (await import('node:fs')).promises === fs.promises);
console.log(process.versions.undici.split('.').length);
