import { LocatedError } from '@gotk/located-error';
import { goTypeOfValue } from '../tree/go-type-of-value.js';
import type { SopsBranch, SopsValue } from '../tree/sops-tree.js';
import { isBranch, isComment, isList, printableText } from '../tree/sops-tree.js';
import { renderFixed } from '../tree/value-bytes.js';

/** The fields of a mapping by name. */
export type FieldMap = ReadonlyMap<string, SopsValue>;

const NO_FIELDS: FieldMap = new Map();
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['', '0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
]);

/** The fields of a branch; of equal keys the last one counts. @throws LocatedError `sops-metadata` for keys that are no text. */
export function fieldsOf({ entries }: SopsBranch): FieldMap {
  const fields = new Map<string, SopsValue>();
  for (const entry of entries) {
    if (entry.kind === 'comment') continue;
    if (typeof entry.key !== 'string')
      throw new LocatedError({ code: 'sops-metadata', message: `Unexpected key type ${entry.key.goType}` });
    fields.set(entry.key, entry.value);
  }
  return fields;
}

/**
 * Reads metadata as generously as SOPS does: numbers count as text and text as numbers, one thing as a list of it, names of
 * fields in any case. Collects what cannot be read.
 */
export class WeakDecoder {
  readonly #errors: string[] = [];

  /** @throws LocatedError `sops-metadata` when something could not be read. */
  check(): void {
    if (this.#errors.length === 0) return;
    const message = `decoding failed due to the following error(s):\n\n${this.#errors.join('\n')}`;
    throw new LocatedError({ code: 'sops-metadata', message });
  }

  text(fields: FieldMap, name: string, parent = ''): string {
    const value = find(fields, name);
    if (value === null) return '';
    if (typeof value === 'string' || value instanceof Uint8Array) return printableText(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number') return renderFixed(value);
    if (typeof value === 'boolean') return value ? '1' : '0';
    return this.#unconvertible({ path: join(parent, name), type: 'string', value }, '');
  }

  integer(fields: FieldMap, name: string): number {
    const value = find(fields, name);
    if (value === null) return 0;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'number') return Math.trunc(value);
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value !== 'string') return this.#unconvertible({ path: name, type: 'int', value }, 0);
    if (/^(?:|[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]*|0[bB][01]+|[1-9][0-9]*))$/.test(value)) return readInteger(value);
    this.#errors.push(`'${name}' cannot parse value as 'int': strconv.ParseInt: invalid syntax`);
    return 0;
  }

  boolean(fields: FieldMap, name: string): boolean {
    const value = find(fields, name);
    if (value === null) return false;
    if (typeof value === 'boolean') return value;
    if (typeof value === 'bigint' || typeof value === 'number') return Number(value) !== 0;
    if (typeof value !== 'string') return this.#unconvertible({ path: name, type: 'bool', value }, false);
    const known = BOOLEANS.get(value);
    if (known === undefined)
      this.#errors.push(`'${name}' cannot parse value as 'bool': strconv.ParseBool: invalid syntax`);
    return known ?? false;
  }

  /** A list of mappings, each of which `read` turns into what is wanted; it is also given the path of the item. */
  list<T>(
    fields: FieldMap,
    name: string,
    options: { parent?: string; read: (item: FieldMap, path: string) => T },
  ): T[] {
    const value = find(fields, name);
    if (value === null || (isBranch(value) && value.entries.length === 0)) return [];
    const items = isList(value) ? value.filter((item) => !isComment(item)) : [value];
    const path = join(options.parent ?? '', name);
    return items.flatMap((item, index) => {
      const at = `${path}[${index}]`;
      if (item === null) return [options.read(NO_FIELDS, at)];
      if (isBranch(item)) return [options.read(fieldsOf(item), at)];
      this.#errors.push(`'${at}' expected a map or struct, got "${kindOf(item)}"`);
      return [];
    });
  }

  /** A mapping of text to text. */
  texts(fields: FieldMap, name: string, parent: string): Readonly<Record<string, string>> {
    const value = find(fields, name);
    if (value === null) return {};
    const path = join(parent, name);
    if (!isBranch(value)) return this.#unconvertible({ path, type: 'map[string]*string', value }, {});
    const entries = fieldsOf(value);
    return Object.fromEntries([...entries.keys()].map((key) => [key, this.text(entries, key, path)]));
  }

  #unconvertible<T>({ path, type, value }: { path: string; type: string; value: SopsValue }, instead: T): T {
    const found = isBranch(value) ? 'map[string]interface {}' : goTypeOfValue(value);
    this.#errors.push(`'${path}' expected type '${type}', got unconvertible type '${found}'`);
    return instead;
  }
}

function find(fields: FieldMap, name: string): SopsValue {
  const exact = fields.get(name);
  if (exact !== undefined) return exact;
  for (const [key, value] of fields) {
    if (key.toLowerCase() === name.toLowerCase()) return value;
  }
  return null;
}

function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

function kindOf(value: SopsValue): string {
  return isList(value) ? 'slice' : goTypeOfValue(value);
}

function readInteger(text: string): number {
  const digits = text.replace(/^[-+]/, '').replace(/^0(?=\d)/, '0o');
  const value = digits === '' ? 0 : Number(digits);
  return text.startsWith('-') ? -value : value;
}
