/** The fields that stand twice in one object of a well-formed JSON text, as strict validation words them. */
export function duplicateFields(text: string): readonly string[] {
  return new DuplicateScanner(text).scan();
}

/** Walks a JSON text by its punctuation; values are only looked at as far as keys can be in them. */
class DuplicateScanner {
  readonly #text: string;
  readonly #found: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly string[] {
    this.#value('');
    return this.#found;
  }

  #value(path: string): void {
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(path);
      case '[':
        return this.#array(path);
      case '"':
        this.#string();
        return;
      default:
        while (this.#at < this.#text.length && !',}] \t\r\n'.includes(this.#text[this.#at] ?? '')) this.#at++;
    }
  }

  #object(path: string): void {
    const seen = new Set<string>();
    this.#at++;
    for (this.#skipSpace(); this.#text[this.#at] === '"'; this.#skipSpace()) {
      const key = this.#string();
      const field = path === '' ? key : `${path}.${key}`;
      if (seen.has(key)) this.#found.push(`duplicate field ${JSON.stringify(field)}`);
      seen.add(key);
      this.#skipSpace();
      this.#at++;
      this.#value(field);
      this.#skipSpace();
      if (this.#text[this.#at] === ',') this.#at++;
    }
    this.#at++;
  }

  #array(path: string): void {
    this.#at++;
    this.#skipSpace();
    for (let index = 0; this.#at < this.#text.length && this.#text[this.#at] !== ']'; index++) {
      this.#value(`${path}[${index}]`);
      this.#skipSpace();
      if (this.#text[this.#at] === ',') this.#at++;
      this.#skipSpace();
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at++;
    let escaped = false;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      if (this.#text[this.#at] === '\\') {
        escaped = true;
        this.#at++;
      }
      this.#at++;
    }
    this.#at++;
    const raw = this.#text.slice(start, this.#at);
    return escaped ? String(JSON.parse(raw)) : raw.slice(1, -1);
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '\0')) this.#at++;
  }
}
