import { compileRegex, GoError, quoteText, type Regex } from '@gotk/go-template';
import { renderJsonPointer } from '@gotk/json';
import { helmError } from '../helm-error.js';
import { isWhole } from './decimal.js';
import { formatNamed } from './formats.js';
import { type JsonNode, JsonNumber, type JsonTable, listOf, tableOf } from './json-node.js';
import {
  type ArrayKeywords,
  type Combinators,
  type Keywords,
  type NumberBound,
  type ObjectKeywords,
  type References,
  type ScalarKeywords,
  Schema,
  type SchemaParts,
} from './schema.js';
import type { SchemaDocument } from './schema-document.js';
import type { SchemaLibrary } from './schema-library.js';
import { placeText, resolveReference, splitReference } from './schema-url.js';

const TYPE_NAMES = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];

/** Compiles schemas and all that they refer to. */
export class SchemaCompiler {
  private readonly library: SchemaLibrary;
  /** Whether `format` is checked whatever the draft. */
  private readonly assertsFormats: boolean;
  private readonly schemas = new Map<string, Schema>();
  /** In the order in which they were met; grows while it is gone through. */
  private readonly queue: Schema[] = [];

  constructor(library: SchemaLibrary, { assertsFormats }: { readonly assertsFormats: boolean }) {
    this.library = library;
    this.assertsFormats = assertsFormats;
  }

  /**
   * Compiles all at once, so that errors come in Go's order; of a plain document, which has none, what is used as it is used.
   *
   * @throws LocatedError with Go's text
   */
  compile(url: string): Schema {
    const document = this.library.open(url);
    const schema = this.schemaAt(document.url, '');
    if (!document.isPlain) for (const { parts } of this.queue) void parts;
    return schema;
  }

  /** The schema at a place, to be compiled later when it is not yet known. */
  private schemaAt(url: string, pointer: string): Schema {
    const key = `${url}#${pointer}`;
    const known = this.schemas.get(key);
    if (known !== undefined) return known;
    const schema = new Schema(url, pointer, (self) => this.partsOf(self));
    this.schemas.set(key, schema);
    this.queue.push(schema);
    return schema;
  }

  private partsOf(schema: Schema): SchemaParts {
    const { url, pointer } = schema;
    const document = this.library.open(url);
    this.library.requireSchema(document, pointer);
    const { draft, pointer: top } = document.resourceOf(pointer);
    const resource = this.schemaAt(url, top);
    const dynamicAnchors = this.dynamicAnchorsOf(document, schema);
    const node = document.at(pointer);
    const table = tableOf(node);
    const always = typeof node === 'boolean' ? node : table?.size === 0 ? true : undefined;
    const reader =
      always === undefined && table !== undefined ? new KeywordReader(table, schema, draft.version) : undefined;
    const keywords = reader === undefined ? {} : this.keywordsOf(reader, document);
    return { draft: draft.version, always, keywords, resource, dynamicAnchors };
  }

  private dynamicAnchorsOf(document: SchemaDocument, { url, pointer }: Schema): ReadonlyMap<string, Schema> {
    const resource = document.resourceAt(pointer);
    if (resource === undefined || resource.draft.version < 2020) return new Map();
    const anchors = [...resource.anchors].filter(([anchor]) => resource.dynamicAnchors.has(anchor));
    return new Map(anchors.map(([anchor, at]) => [anchor, this.schemaAt(url, at)]));
  }

  private keywordsOf(reader: KeywordReader, document: SchemaDocument): Keywords {
    const { draft } = reader;
    const ref = this.refOf(reader, document, '$ref');
    // Before 2019 nothing beside a reference counts, but for what draft 6 brought. Schemas among it must be sound.
    if (ref !== undefined && draft < 2019) return { ref, ...constantOf(reader), ...this.besideReferenceOf(reader) };
    return {
      ...this.referencesOf(reader, document),
      ref,
      ...this.combinatorsOf(reader),
      ...this.objectKeywordsOf(reader),
      ...this.arrayKeywordsOf(reader),
      ...this.scalarKeywordsOf(reader),
    };
  }

  private besideReferenceOf(reader: KeywordReader): Keywords {
    const { draft } = reader;
    if (draft < 6) return {};
    return {
      contains: this.inner(reader, 'contains'),
      propertyNames: this.inner(reader, 'propertyNames'),
      condition: this.conditionOf(reader),
    };
  }

  private referencesOf(reader: KeywordReader, document: SchemaDocument): References {
    const { draft } = reader;
    if (draft < 2019) return {};
    const recursive = {
      recursiveRef: this.refOf(reader, document, '$recursiveRef'),
      recursiveAnchor: reader.flag('$recursiveAnchor'),
    };
    const schema = draft < 2020 ? undefined : this.refOf(reader, document, '$dynamicRef');
    if (schema === undefined) return { ...recursive, dynamicAnchor: reader.text('$dynamicAnchor') };
    const { fragment } = splitReference(reader.text('$dynamicRef') ?? '');
    const anchor = fragment === '' || fragment.startsWith('/') ? undefined : fragment;
    return { ...recursive, dynamicRef: { schema, anchor }, dynamicAnchor: reader.text('$dynamicAnchor') };
  }

  private refOf(reader: KeywordReader, document: SchemaDocument, keyword: string): Schema | undefined {
    const reference = reader.text(keyword);
    if (reference === undefined) return undefined;
    const target = resolveReference(document.resourceOf(reader.schema.pointer).url, reference);
    const local = document.find(target);
    if (local !== undefined) return this.schemaAt(document.url, local);
    const found = this.library.locate(target);
    return this.schemaAt(found.document.url, found.pointer);
  }

  private combinatorsOf(reader: KeywordReader): Combinators {
    return {
      allOf: this.innerList(reader, 'allOf'),
      anyOf: this.innerList(reader, 'anyOf'),
      oneOf: this.innerList(reader, 'oneOf'),
      not: this.inner(reader, 'not'),
      condition: this.conditionOf(reader),
    };
  }

  private conditionOf(reader: KeywordReader): Combinators['condition'] {
    const test = reader.draft < 7 ? undefined : this.inner(reader, 'if');
    if (test === undefined) return undefined;
    const always = reader.boolean('if');
    return {
      test,
      whenMet: always === false ? undefined : this.inner(reader, 'then'),
      otherwise: always === true ? undefined : this.inner(reader, 'else'),
    };
  }

  private objectKeywordsOf(reader: KeywordReader): ObjectKeywords {
    const { draft } = reader;
    return {
      minProperties: reader.count('minProperties'),
      maxProperties: reader.count('maxProperties'),
      required: reader.texts('required'),
      properties: this.innerTable(reader, 'properties'),
      patternProperties: this.patternsOf(reader),
      additionalProperties: reader.boolean('additionalProperties') ?? this.inner(reader, 'additionalProperties'),
      dependencies: this.dependenciesOf(reader),
      ...(draft < 6 ? {} : { propertyNames: this.inner(reader, 'propertyNames') }),
      ...(draft < 2019 ? {} : this.laterObjectKeywordsOf(reader)),
    };
  }

  private laterObjectKeywordsOf(reader: KeywordReader): ObjectKeywords {
    const required = reader.table('dependentRequired');
    return {
      dependentSchemas: this.innerTable(reader, 'dependentSchemas'),
      dependentRequired: required && new Map([...required].map(([key, list]) => [key, textsIn(list) ?? []])),
      unevaluatedProperties: this.inner(reader, 'unevaluatedProperties'),
    };
  }

  private patternsOf(reader: KeywordReader): ObjectKeywords['patternProperties'] {
    const schemas = this.innerTable(reader, 'patternProperties');
    if (schemas === undefined) return undefined;
    return [...schemas].map(([source, schema]) => ({ regex: reader.regex('patternProperties', source), schema }));
  }

  private dependenciesOf(reader: KeywordReader): ObjectKeywords['dependencies'] {
    const table = reader.table('dependencies');
    if (table === undefined) return undefined;
    return new Map(
      [...table].map(([key, node]) => [key, textsIn(node) ?? this.innerAt(reader, ['dependencies', key])]),
    );
  }

  private arrayKeywordsOf(reader: KeywordReader): ArrayKeywords {
    const { draft } = reader;
    const contains = draft < 6 ? undefined : this.inner(reader, 'contains');
    const counts = contains !== undefined && draft >= 2019;
    return {
      minItems: reader.count('minItems'),
      maxItems: reader.count('maxItems'),
      uniqueItems: reader.flag('uniqueItems'),
      ...this.itemsOf(reader),
      contains,
      ...(counts ? { minContains: reader.count('minContains'), maxContains: reader.count('maxContains') } : {}),
      ...(draft < 2019 ? {} : { unevaluatedItems: this.inner(reader, 'unevaluatedItems') }),
    };
  }

  private itemsOf(reader: KeywordReader): ArrayKeywords {
    if (reader.draft >= 2020) {
      return { prefixItems: this.innerList(reader, 'prefixItems'), items: this.inner(reader, 'items') };
    }
    const prefixItems = this.innerList(reader, 'items');
    if (prefixItems === undefined) return { items: this.inner(reader, 'items') };
    const items = reader.boolean('additionalItems') ?? this.inner(reader, 'additionalItems');
    return { prefixItems, items, itemsAreAdditional: true };
  }

  private scalarKeywordsOf(reader: KeywordReader): ScalarKeywords {
    const pattern = reader.text('pattern');
    const format = reader.draft < 2019 || this.assertsFormats ? reader.text('format') : undefined;
    const check = format === undefined ? undefined : formatNamed(format);
    return {
      types: reader.types(),
      enumeration: reader.list('enum'),
      ...constantOf(reader),
      ...(format === undefined || check === undefined ? {} : { format: { name: format, check } }),
      minLength: reader.count('minLength'),
      maxLength: reader.count('maxLength'),
      ...(pattern === undefined ? {} : { pattern: { source: pattern, regex: reader.regex('pattern', pattern) } }),
      bounds: reader.bounds(),
    };
  }

  private inner(reader: KeywordReader, keyword: string): Schema | undefined {
    return reader.get(keyword) === undefined ? undefined : this.innerAt(reader, [keyword]);
  }

  private innerList(reader: KeywordReader, keyword: string): Schema[] | undefined {
    return reader.list(keyword)?.map((_, index) => this.innerAt(reader, [keyword, String(index)]));
  }

  private innerTable(reader: KeywordReader, keyword: string): Map<string, Schema> | undefined {
    const table = reader.table(keyword);
    return table && new Map([...table.keys()].map((key) => [key, this.innerAt(reader, [keyword, key])]));
  }

  private innerAt({ schema: { url, pointer } }: KeywordReader, steps: readonly string[]): Schema {
    return this.schemaAt(url, pointer + renderJsonPointer(steps));
  }
}

/** Reads the keywords of a schema; one whose value has the wrong type counts as absent. */
class KeywordReader {
  readonly schema: Schema;
  readonly draft: number;
  private readonly keywords: JsonTable;

  constructor(keywords: JsonTable, schema: Schema, draft: number) {
    this.keywords = keywords;
    this.schema = schema;
    this.draft = draft;
  }

  get(keyword: string): JsonNode | undefined {
    return this.keywords.get(keyword);
  }

  text(keyword: string): string | undefined {
    const value = this.get(keyword);
    return typeof value === 'string' ? value : undefined;
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.get(keyword);
    return typeof value === 'boolean' ? value : undefined;
  }

  flag(keyword: string): boolean {
    return this.get(keyword) === true;
  }

  list(keyword: string): readonly JsonNode[] | undefined {
    return listOf(this.get(keyword));
  }

  table(keyword: string): JsonTable | undefined {
    return tableOf(this.get(keyword));
  }

  texts(keyword: string): readonly string[] | undefined {
    return textsIn(this.get(keyword));
  }

  count(keyword: string): number | undefined {
    const value = this.get(keyword);
    return value instanceof JsonNumber && isWhole(value.decimal) ? Number(value.text) : undefined;
  }

  types(): ReadonlySet<string> | undefined {
    const type = this.text('type');
    const named = new Set(type === undefined ? this.texts('type') : [type]);
    const known = TYPE_NAMES.filter((name) => named.has(name));
    return known.length === 0 ? undefined : new Set(known);
  }

  /** In the order in which they are checked. */
  bounds(): NumberBound[] {
    const [minimum, exclusiveMinimum] = this.limits('minimum', 'exclusiveMinimum');
    const [maximum, exclusiveMaximum] = this.limits('maximum', 'exclusiveMaximum');
    const multipleOf = this.bound('multipleOf', 'multipleOf');
    const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf];
    return bounds.filter((bound) => bound !== undefined);
  }

  /** @throws LocatedError with Go's text */
  regex(keyword: string, source: string): Regex {
    try {
      return compileRegex(source);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      const place = placeText(this.schema.url, `${this.schema.pointer}/${keyword}`);
      throw helmError('schema-invalid', `invalid regex ${quoteText(source)} at "${place}": ${error.message}`);
    }
  }

  /** In draft 4 the exclusive bound is a flag beside the other. */
  private limits(
    inclusive: 'minimum' | 'maximum',
    exclusive: 'exclusiveMinimum' | 'exclusiveMaximum',
  ): readonly [NumberBound | undefined, NumberBound | undefined] {
    if (this.flag(exclusive)) return [undefined, this.bound(exclusive, inclusive)];
    return [this.bound(inclusive, inclusive), this.bound(exclusive, exclusive)];
  }

  private bound(keyword: NumberBound['keyword'], from: string): NumberBound | undefined {
    const value = this.get(from);
    return value instanceof JsonNumber ? { keyword, limit: value.decimal, shown: Number(value.text) } : undefined;
  }
}

function constantOf(reader: KeywordReader): Pick<ScalarKeywords, 'constant'> {
  const value = reader.draft < 6 ? undefined : reader.get('const');
  return value === undefined ? {} : { constant: { value } };
}

function textsIn(node: JsonNode | undefined): string[] | undefined {
  return listOf(node)?.filter((item) => typeof item === 'string');
}
