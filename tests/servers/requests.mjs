// What the three services that keep notes are asked, in this order. Their answers are in notes.out.
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

export const requests = [
  { path: "/notes" },
  { path: "/notes", method: "POST", headers: json, body: '{"text":"water the plants"}' },
  { path: "/notes", method: "POST", headers: json, body: '{"text":"sleep \u{1f634}","tags":["home","now"]}' },
  { path: "/notes", method: "POST", headers: form, body: "text=buy+milk+%26+honey&tags=shop" },
  { path: "/notes", method: "POST", headers: { ...form, "transfer-encoding": "chunked" }, body: "text=ch%C3%BCnked&tags=a&tags=b" },
  { path: "/notes", method: "POST", headers: json, body: '{"text":""}' },
  { path: "/notes", method: "POST", headers: json, body: '{"text":' },
  { path: "/notes", method: "POST", headers: json, body: JSON.stringify({ text: "x".repeat(20_000) }) },
  { path: "/notes" },
  { path: "/notes?search=e&limit=2" },
  { path: "/notes?search=%26%20h" },
  { path: "/notes/2" },
  { path: "/notes/2", method: "HEAD" },
  { path: "/notes/77" },
  { path: "/notes/2", method: "DELETE" },
  { path: "/notes/2", method: "DELETE" },
  { path: "/" },
  { path: "/visitor", method: "POST", headers: form, body: "name=Ada" },
  { path: "/", headers: { cookie: "other=1; visitor=Ada" } },
  { path: "/report" },
  { path: "/report", headers: { "accept-encoding": "gzip" } },
  { path: "/report", headers: { "accept-encoding": "br;q=0, gzip;q=0.5, identity" } },
  { path: "/style.css" },
  { path: "/style.css", method: "HEAD" },
  { path: "/server.ts" },
  { path: "/broken" },
  { path: "/nowhere" },
];
