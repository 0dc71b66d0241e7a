import { isJsonObject, type JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { ListBody } from '../representation/list-body.js';
import { storedText } from '../storage/stored-record.js';

const MAX_CHARACTERS = 48 * 1024 * 1024;
/** So many lines of events are kept, if they are not longer than this. */
const MAX_EVENTS = 64;
const MAX_EVENT_BYTES = 64 * 1024;

/** An event as it is sent. */
interface EventLine {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * The JSON texts of objects that are sent again and again: in lists, and to many watchers. Objects never change, a change makes a
 * new one. Those of the store have their text at hand; the text of another, as when it was converted, is kept from the second time on
 * that it is sent. The oldest go when there are too many.
 */
export class ObjectTexts {
  readonly #texts = new Map<object, string>();
  readonly #events = new Map<object, EventLine>();
  readonly #seen = new WeakSet<object>();
  readonly #maxCharacters: number;
  #characters = 0;

  /** @param maxCharacters how much text is kept. */
  constructor(maxCharacters = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  /** Any body as JSON. */
  text(body: unknown): string {
    if (body instanceof ListBody) return this.#list(body);
    return isStored(body) ? this.#object(body) : JSON.stringify(body);
  }

  /** An event of a watch, as a line. Many watches may get it, so the latest are kept. */
  event(event: unknown): Uint8Array {
    const { type, object } = event as { readonly type: string; readonly object: object };
    const kept = this.#events.get(object);
    if (kept?.type === type) return kept.bytes;
    const bytes = Buffer.from(`{"type":"${type}","object":${this.text(object)}}\n`);
    if (bytes.length <= MAX_EVENT_BYTES) this.#keepEvent(object, { type, bytes });
    return bytes;
  }

  #keepEvent(object: object, line: EventLine): void {
    this.#events.set(object, line);
    if (this.#events.size <= MAX_EVENTS) return;
    for (const oldest of this.#events.keys()) {
      this.#events.delete(oldest);
      return;
    }
  }

  /** A list as JSON, object by object. */
  *listTexts({ head, items }: ListBody): Iterable<string> {
    yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
    let separator = '';
    for (const item of items) {
      if (separator !== '') yield separator;
      yield (item.text === undefined ? undefined : withoutKind(item.text)) ?? this.#fields(item.object);
      separator = ',';
    }
    yield ']}';
  }

  #list(list: ListBody): string {
    return [...this.listTexts(list)].join('');
  }

  #object(object: KubeObject): string {
    const { kind, apiVersion } = object;
    return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},${this.#fields(object).slice(1)}`;
  }

  /** An object without its kind. It has metadata, so it is never empty. */
  #fields(object: KubeObject): string {
    const stored = storedText(object);
    const known = stored === undefined ? this.#texts.get(object) : withoutKind(stored);
    if (known !== undefined) return known;
    const { apiVersion: _a, kind: _k, ...fields } = object;
    const text = JSON.stringify(fields);
    if (this.#seen.has(object)) this.#keep(object, text);
    else this.#seen.add(object);
    return text;
  }

  #keep(object: KubeObject, text: string): void {
    this.#texts.set(object, text);
    this.#characters += text.length;
    for (const [oldest, its] of this.#texts) {
      if (this.#characters <= this.#maxCharacters) return;
      this.#texts.delete(oldest);
      this.#characters -= its.length;
    }
  }
}

const KIND = /^\{(?:"kind":"\w+","apiVersion":"[\w./-]+"|"apiVersion":"[\w./-]+","kind":"\w+"),/;

/** The text of an object without its kind, where that comes first as it does in nearly every text. */
function withoutKind(text: string): string | undefined {
  const [begin] = KIND.exec(text) ?? [];
  return begin === undefined ? undefined : `{${text.slice(begin.length)}`;
}

/** Whether a body is an object of the store: only those have a version. */
function isStored(body: unknown): body is KubeObject {
  if (!isJsonObject(body as JsonValue)) return false;
  const { kind, apiVersion, metadata } = body as unknown as Partial<KubeObject>;
  return kind !== undefined && apiVersion !== undefined && metadata?.resourceVersion !== undefined;
}
