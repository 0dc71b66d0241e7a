import { GoMap, GoSlice, type GoType, type GoValue, goType } from '@gotk/go-template';
import { TomlProblem } from './toml-cursor.js';
import { tomlPath } from './toml-key.js';

const TABLES: GoType = { name: '[]map[string]interface {}', kind: 'slice', element: goType.MAP };

/** An array of tables that can still grow. */
class TableList extends GoSlice {
  readonly tables: GoMap[];

  constructor() {
    const tables: GoMap[] = [];
    super(TABLES, tables);
    this.tables = tables;
  }
}

/** The tables of a document while it is read, with the rules on what may be defined twice. */
export class TomlDocument {
  readonly root = new GoMap();
  /** The full key of the table that key-value pairs go into. */
  context: readonly string[] = [];
  /** The key that is being given a value. */
  currentKey = '';
  /** Where the latest key stands: what is wrong with it is reported there. */
  keyLine = 1;
  /** Tables that only exist because keys name them, by full key. */
  private readonly implicit = new Set<string>();
  /** Full keys of arrays. */
  private readonly arrays = new Set<string>();

  /** The key that a message names last; empty when there is none. */
  lastKey(): string {
    if (this.currentKey === '') return tomlPath(this.context);
    return this.context.length === 0 ? this.currentKey : `${tomlPath(this.context)}.${this.currentKey}`;
  }

  /** Begins the table `[key]`, or with `inArray` a further one of `[[key]]`. @throws TomlProblem */
  enter(key: readonly string[], inArray: boolean): void {
    const last = key.at(-1) ?? '';
    const parents = key.slice(0, -1);
    const table = this.descend(parents);
    this.context = parents;
    if (inArray) {
      if (!table.has(last)) table.set(last, new TableList());
      const list = table.get(last);
      if (!(list instanceof TableList)) {
        this.fail(`Key '${tomlPath(key)}' was already created and cannot be used as an array.`);
      }
      list.tables.push(new GoMap());
    } else this.define(last, new GoMap());
    this.context = key;
  }

  /** Begins a table that a dotted key or an inline table makes. @throws TomlProblem */
  enterImplicit(key: readonly string[], inArray = false): void {
    this.implicit.add(tomlPath(key));
    this.enter(key, inArray);
  }

  markAsArray(key: string): void {
    this.arrays.add(tomlPath([...this.context, key]));
  }

  /** Gives a key of the current table its value. @throws TomlProblem */
  define(key: string, value: GoValue): void {
    const path = [...this.context, key];
    const name = tomlPath(path);
    const table = this.table();
    if (!table.has(key)) table.set(key, value);
    else if (!this.implicit.has(name)) this.fail(`Key '${name}' has already been defined.`);
    else {
      this.implicit.delete(name);
      // An implicit table was filled while it was read; an array was only kept open.
      if (this.arrays.has(name)) table.set(key, value);
    }
  }

  /** The table that key-value pairs go into. @throws TomlProblem */
  table(): GoMap {
    let table = this.root;
    for (const [index, key] of this.context.entries()) {
      const inner = tableOf(table.get(key));
      if (inner === undefined) {
        this.fail(`Key '${tomlPath(this.context.slice(0, index + 1))}' has already been defined.`);
      }
      table = inner;
    }
    return table;
  }

  private fail(message: string): never {
    throw new TomlProblem(this.keyLine, message);
  }

  private descend(parents: readonly string[]): GoMap {
    let table = this.root;
    for (const [index, key] of parents.entries()) {
      const name = tomlPath(parents.slice(0, index + 1));
      if (!table.has(key)) {
        this.implicit.add(name);
        table.set(key, new GoMap());
      }
      const inner = tableOf(table.get(key));
      if (inner === undefined) this.fail(`Key '${name}' was already created as a hash.`);
      table = inner;
    }
    return table;
  }
}

function tableOf(value: GoValue): GoMap | undefined {
  if (value instanceof GoMap) return value;
  return value instanceof TableList ? value.tables.at(-1) : undefined;
}
