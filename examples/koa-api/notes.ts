// The notes that the service keeps, in memory.
export interface Note {
  id: number;
  text: string;
  tags: string[];
}

export class Notes {
  readonly #notes = new Map<number, Note>();
  #lastId = 0;

  add(text: string, tags: string[]): Note {
    const note = { id: ++this.#lastId, text, tags };
    this.#notes.set(note.id, note);
    return note;
  }

  get(id: number): Note | undefined {
    return this.#notes.get(id);
  }

  /** Those that contain the text, oldest first. */
  search(text: string, limit: number): Note[] {
    return [...this.#notes.values()].filter((note) => note.text.includes(text)).slice(0, limit);
  }

  remove(id: number): boolean {
    return this.#notes.delete(id);
  }
}

/** What a body, whether JSON or a form, says about a new note; undefined if it is not one. */
export function noteOf(body: unknown): Omit<Note, "id"> | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { text, tags = [] } = body as { text?: unknown; tags?: string | string[] };
  if (typeof text !== "string" || text === "") return undefined;
  return { text, tags: [tags].flat() };
}
