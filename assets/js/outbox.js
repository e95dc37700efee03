// What a person wrote and the server has not yet saved. Kept in this tab only, so that neither a reload nor a lost network loses a word;
// leaving the page (exit.js) clears it.

export class Outbox {
  #key; #kept;

  constructor(key) {
    this.#key = `talk ${key}`;
    try { this.#kept = JSON.parse(sessionStorage.getItem(this.#key)); } catch { /* unreadable or switched off: begin empty */ }
    this.#kept ??= { draft: '', letters: [] };
  }

  get draft() { return this.#kept.draft; }
  set draft(text) { this.#kept.draft = text; this.#keep(); }

  /** In the order written: { id, text, anyway, held }. Held ones wait for the writer's answer. */
  get letters() { return this.#kept.letters; }

  find(id) { return this.letters.find(letter => letter.id === id); }

  add(text) {
    const letter = { id: crypto.randomUUID(), text, at: Date.now() };
    this.letters.push(letter);
    this.#keep();
    return letter;
  }

  change(letter, how) {
    Object.assign(letter, how);
    this.#keep();
  }

  take(id) {
    const letter = this.find(id);
    this.#kept.letters = this.letters.filter(each => each !== letter);
    this.#keep();
    return letter;
  }

  #keep() {
    if (document.documentElement.hidden) return;
    try { sessionStorage.setItem(this.#key, JSON.stringify(this.#kept)); } catch { /* kept in memory at least */ }
  }
}
