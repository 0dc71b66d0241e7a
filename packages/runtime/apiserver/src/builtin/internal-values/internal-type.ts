import { internalTypes } from './internal-types.generated.js';

/** The name of a struct of the server's own: `core.PodSpec`. */
type StructName = keyof ReturnType<typeof internalTypes>;

/** A type of the server's own that errors show. */
export type InternalType = StructName | `[]${StructName}`;

/** A field of a struct of the server's own. */
export interface InternalField {
  /** What the errors call it. */
  readonly key: string;
  readonly leftOutWhenEmpty: boolean;
  /** Where the API's object has it. */
  readonly path: readonly string[];
  readonly place: 'inside' | 'around' | 'nowhere';
  /** As the table of types writes it. */
  readonly type: string;
}

const parsed = new Map<string, readonly InternalField[]>();

/** The fields of a struct in the order in which they are written. Read when they are first asked for. */
export function internalFields(name: string): readonly InternalField[] {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const fields = fieldTexts(name).map(parseField);
  parsed.set(name, fields);
  return fields;
}

let table: Readonly<Record<string, string>> | undefined;

function fieldTexts(name: string): readonly string[] {
  table ??= internalTypes();
  const text = (Object.hasOwn(table, name) ? table[name] : undefined) ?? '';
  return text === '' ? [] : text.split(' ');
}

function parseField(text: string): InternalField {
  const [name = '', path = '', type = ''] = text.split(':');
  const leftOutWhenEmpty = name.endsWith('?');
  const key = leftOutWhenEmpty ? name.slice(0, -1) : name;
  const isAround = path.startsWith('^');
  const own = path === '' ? key.charAt(0).toLowerCase() + key.slice(1) : path;
  return {
    key,
    leftOutWhenEmpty,
    path: (isAround ? own.slice(1) : own).split('.'),
    place: path === '-' ? 'nowhere' : isAround ? 'around' : 'inside',
    type,
  };
}
