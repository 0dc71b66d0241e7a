import { parseJsonPointer, renderJsonPointer } from '@gotk/json';
import { helmError } from '../helm-error.js';
import { type Draft, draftOf, LATEST_DRAFT } from './draft.js';
import type { ForeignSchemas } from './foreign-schemas.js';
import { type JsonNode, listOf, nodeAt, tableOf } from './json-node.js';
import { isPlainSchema } from './plain-schema.js';
import { placeText, resolveReference, type SchemaTarget, splitReference } from './schema-url.js';

/** A schema of a document that has a URL of its own: the whole document, or one with an `$id`. */
export interface SchemaResource {
  readonly pointer: string;
  readonly url: string;
  readonly draft: Draft;
  /** Pointers by anchor. */
  readonly anchors: Map<string, string>;
  readonly dynamicAnchors: Set<string>;
}

const DEFINITION = /^#\/(definitions|\$defs)\/([\w.-]+)$/;

/** A JSON document that holds schemas. */
export class SchemaDocument {
  readonly url: string;
  readonly root: JsonNode;
  /** Whether the whole is certainly valid against the metaschema of its draft. */
  readonly isValid: boolean;
  /**
   * Whether nothing in it can be wrong: what its references lead to is there too, one of the schemas that are valid. Then it is
   * one resource, and the places of its schemas need not be gathered.
   */
  readonly isPlain: boolean;
  private readonly resources = new Map<string, SchemaResource>();
  /** Schemas by where they stand. */
  private readonly known = new Map<string, JsonNode>();
  private readonly foreign: ForeignSchemas;

  /** @param foreign where metaschemas are looked for that are none of the drafts. @throws LocatedError with Go's text */
  constructor(url: string, root: JsonNode, foreign: ForeignSchemas) {
    this.url = url;
    this.root = root;
    this.foreign = foreign;
    const table = tableOf(root);
    const { draft } = table === undefined ? { draft: LATEST_DRAFT } : this.identify(table, '', LATEST_DRAFT);
    const references = new Set<string>();
    this.isValid = isPlainSchema(root, draft, references);
    this.isPlain = this.isValid && [...references].every((reference) => reference === '#' || this.isDefined(reference));
    this.collect(root, { base: url, pointer: '', draft: LATEST_DRAFT });
  }

  private isDefined(reference: string): boolean {
    const [, keyword = '', name = ''] = DEFINITION.exec(reference) ?? [];
    return tableOf(tableOf(this.root)?.get(keyword))?.has(name) === true;
  }

  /** The resource that a place belongs to. */
  resourceOf(pointer: string): SchemaResource {
    const top = this.resources.get('');
    if (top !== undefined && this.resources.size === 1) return top;
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = this.resources.get(at);
      if (found !== undefined) return found;
      if (!at.includes('/')) throw new Error(`the schema document ${this.url} has no root`);
    }
  }

  /** The resource that begins at a place. */
  resourceAt(pointer: string): SchemaResource | undefined {
    return this.resources.get(pointer);
  }

  /** The value at a place. @throws LocatedError with Go's text */
  at(pointer: string): JsonNode {
    const found = this.known.get(pointer) ?? nodeAt(this.root, parseJsonPointer(pointer));
    if (found !== undefined) return found;
    throw helmError('schema-invalid', `json-pointer in "${placeText(this.url, pointer)}" not found`);
  }

  /** The place of a target within this document; `undefined` when it is another document's. @throws LocatedError */
  find({ url, fragment }: SchemaTarget): string | undefined {
    const resource = url === this.url ? this.resources.get('') : this.resourceWithUrl(url);
    return resource && this.findIn(resource, fragment);
  }

  /** Takes note of a place that only a reference makes a schema. @returns whether it is new */
  addReferenced(pointer: string): boolean {
    if (this.known.has(pointer)) return false;
    const { url: base, draft } = this.resourceOf(pointer);
    this.collect(this.at(pointer), { base, pointer, draft });
    return true;
  }

  private findIn({ pointer, url, anchors }: SchemaResource, fragment: string): string {
    if (fragment === '' || fragment.startsWith('/')) return pointer + fragment;
    const found = anchors.get(fragment);
    if (found !== undefined) return found;
    const reference = placeText(url, fragment);
    throw helmError('schema-invalid', `anchor in "${reference}" not found in schema "${this.url}"`);
  }

  private resourceWithUrl(url: string): SchemaResource | undefined {
    return [...this.resources.values()].find((resource) => resource.url === url);
  }

  private collect(node: JsonNode, { base, pointer, draft: fallback }: Place): void {
    if (this.known.has(pointer)) return;
    this.known.set(pointer, node);
    const table = tableOf(node);
    if (table === undefined) {
      if (pointer === '') this.addResource({ pointer, url: base, draft: fallback });
      return;
    }
    const { draft, id } = this.identify(table, pointer, fallback);
    const url = id === '' ? base : this.joined(base, id, pointer);
    if (id !== '' || pointer === '') this.addResource({ pointer, url, draft: hasDraft(table) ? draft : fallback });
    const resource = this.resourceOf(pointer);
    this.collectAnchors(table, pointer, resource);
    if (this.isPlain) return;
    for (const [step, child] of subschemasOf(table, draft)) {
      this.collect(child, { base: resource.url, pointer: pointer + renderJsonPointer(step), draft: resource.draft });
    }
  }

  /** A schema within another may only name another draft when it has an id. */
  private identify(
    table: ReadonlyMap<string, JsonNode>,
    pointer: string,
    fallback: Draft,
  ): { readonly draft: Draft; readonly id: string } {
    const named = table.get('$schema');
    const draft = typeof named === 'string' ? this.draftNamed(named, fallback) : fallback;
    const id = idOf(table, draft);
    return id === '' && pointer !== '' ? { draft: fallback, id: idOf(table, fallback) } : { draft, id };
  }

  private draftNamed(name: string, fallback: Draft): Draft {
    const draft = draftOf(name);
    if (draft !== undefined) return draft;
    const { url } = splitReference(name);
    if (url === this.url) throw helmError('schema-invalid', `draft "${url}" is not supported`);
    const named = tableOf(this.foreign.load(url))?.get('$schema');
    return (typeof named === 'string' ? draftOf(named) : undefined) ?? fallback;
  }

  private joined(base: string, id: string, pointer: string): string {
    try {
      return resolveReference(base, id).url;
    } catch {
      throw helmError('schema-invalid', `error in parsing id at "${placeText(this.url, pointer)}"`);
    }
  }

  private addResource({ pointer, url, draft }: Pick<SchemaResource, 'pointer' | 'url' | 'draft'>): void {
    const other = this.resourceWithUrl(url);
    if (other === undefined) {
      this.resources.set(pointer, { pointer, url, draft, anchors: new Map(), dynamicAnchors: new Set() });
    } else if (other.pointer !== pointer) {
      const places = `"${pointer}" and "${other.pointer}"`;
      throw helmError('schema-invalid', `duplicate id "${url}" in "${this.url}" at ${places}`);
    }
  }

  private collectAnchors(
    table: ReadonlyMap<string, JsonNode>,
    pointer: string,
    { draft, anchors, dynamicAnchors }: SchemaResource,
  ): void {
    const add = (anchor: JsonNode | undefined): void => {
      if (typeof anchor !== 'string') return;
      const other = anchors.get(anchor);
      if (other !== undefined && other !== pointer) {
        const places = `"${other}" and "${pointer}"`;
        throw helmError('schema-invalid', `duplicate anchor "${anchor}" in "${this.url}" at ${places}`);
      }
      anchors.set(anchor, pointer);
    };
    if (draft.version < 2019) {
      const id = table.has('$ref') ? undefined : table.get(draft.idKeyword);
      const fragment = typeof id === 'string' ? splitReference(id).fragment : '';
      if (fragment !== '' && !fragment.startsWith('/')) add(fragment);
      return;
    }
    add(table.get('$anchor'));
    const dynamic = table.get('$dynamicAnchor');
    if (draft.version < 2020 || typeof dynamic !== 'string') return;
    add(dynamic);
    dynamicAnchors.add(dynamic);
  }
}

interface Place {
  readonly base: string;
  readonly pointer: string;
  readonly draft: Draft;
}

function hasDraft(table: ReadonlyMap<string, JsonNode>): boolean {
  return typeof table.get('$schema') === 'string';
}

/** The id without its fragment; before 2019 a `$ref` hides it. */
function idOf(table: ReadonlyMap<string, JsonNode>, { version, idKeyword }: Draft): string {
  if (version < 2019 && table.has('$ref')) return '';
  const id = table.get(idKeyword);
  return typeof id === 'string' ? (id.split('#', 1)[0] ?? '') : '';
}

/** The schemas within a schema, by their steps. */
function* subschemasOf(
  table: ReadonlyMap<string, JsonNode>,
  { schemas, lists, tables }: Draft,
): Generator<[string[], JsonNode]> {
  for (const keyword of schemas) {
    const schema = table.get(keyword);
    if (schema !== undefined) yield [[keyword], schema];
  }
  for (const keyword of lists) {
    for (const [index, schema] of (listOf(table.get(keyword)) ?? []).entries())
      yield [[keyword, String(index)], schema];
  }
  for (const keyword of tables) {
    for (const [key, schema] of tableOf(table.get(keyword)) ?? []) yield [[keyword, key], schema];
  }
}
