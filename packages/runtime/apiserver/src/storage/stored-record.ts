import type { KubeObject } from '@gotk/objects';
import type { ObjectRecord } from './object-record.js';

/** How many objects are kept as values, with their texts. */
const MAX_WARM = 4096;

const records = new WeakMap<KubeObject, StoredRecord>();

/** The JSON text of an object of the store; `undefined` for any other. */
export function storedText(object: KubeObject): string | undefined {
  return records.get(object)?.text;
}

/**
 * An object of the store: as a value and as its text while it is used; as bytes outside the heap when nobody has used it for long, and
 * then both are made again when they are asked for. The log and most answers want the text alone.
 */
export class StoredRecord implements ObjectRecord {
  readonly key: string;
  readonly revision: number;
  #bytes: Buffer | undefined;
  #text: string | undefined;
  #object: KubeObject | undefined;
  /** Where it stands among the warm ones. */
  #place = -1;

  private constructor(key: string, revision: number) {
    this.key = key;
    this.revision = revision;
  }

  /** @param object must not change any more */
  static ofObject(key: string, revision: number, object: KubeObject): StoredRecord {
    const record = new StoredRecord(key, revision);
    record.#keep(object);
    return record;
  }

  /** @param text JSON of the object */
  static ofText(key: string, revision: number, text: string): StoredRecord {
    const record = new StoredRecord(key, revision);
    record.#bytes = exactBytes(text);
    return record;
  }

  /** The same object for as long as anybody but the store uses it, or it was used lately. */
  get object(): KubeObject {
    return this.#object ?? this.#keep(JSON.parse(this.text) as KubeObject); // It was made from one.
  }

  /** JSON. */
  get text(): string {
    if (this.#text !== undefined) return this.#text;
    if (this.#object === undefined) return this.#bytes?.toString() ?? '';
    this.#text = this.#bytes?.toString() ?? JSON.stringify(this.#object);
    return this.#text;
  }

  #keep(object: KubeObject): KubeObject {
    records.set(object, this);
    this.#object = object;
    this.#place = warm.next;
    const oldest = warm.records[warm.next];
    if (oldest !== undefined && oldest.#place === warm.next) oldest.#cool();
    warm.records[warm.next] = this;
    warm.next = (warm.next + 1) % MAX_WARM;
    return object;
  }

  #cool(): void {
    this.#bytes ??= exactBytes(this.text);
    this.#text = undefined;
    this.#object = undefined;
    this.#place = -1;
  }
}

/** Bytes of their own: a share of a pool would keep the whole of it. */
function exactBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

/** The records whose objects were made last, of all stores of the process. */
const warm: { readonly records: (StoredRecord | undefined)[]; next: number } = { records: [], next: 0 };
