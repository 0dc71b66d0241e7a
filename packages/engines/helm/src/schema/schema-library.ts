import { helmError } from '../helm-error.js';
import type { ForeignSchemas } from './foreign-schemas.js';
import { type JsonNode, parseJsonNode } from './json-node.js';
import { METASCHEMAS } from './metaschemas.js';
import { SchemaDocument } from './schema-document.js';
import { placeText, type SchemaTarget } from './schema-url.js';

const METASCHEMA_URL = /^https?:\/\/json-schema\.org\/(.*)$/;

/** Says what is wrong with a value that ought to be a schema; `undefined` when nothing is. */
export type CheckSchema = (node: JsonNode, document: SchemaDocument, pointer: string) => string | undefined;

/** The documents that the references of a schema can reach. */
export class SchemaLibrary {
  private readonly documents = new Map<string, SchemaDocument>();
  private readonly texts: ReadonlyMap<string, JsonNode>;
  private readonly check: CheckSchema | undefined;
  private readonly foreign: ForeignSchemas;

  /** @param texts documents by their URLs */
  constructor(
    texts: ReadonlyMap<string, JsonNode>,
    { check, foreign }: { readonly check?: CheckSchema; readonly foreign: ForeignSchemas },
  ) {
    this.texts = texts;
    this.check = check;
    this.foreign = foreign;
  }

  /** The document at a URL. @throws LocatedError with Go's text */
  open(url: string): SchemaDocument {
    const known = this.documents.get(url);
    if (known !== undefined) return known;
    const document = new SchemaDocument(url, this.load(url), this.foreign);
    if (!METASCHEMA_URL.test(url)) this.requireValid(document, '');
    this.documents.set(url, document);
    return document;
  }

  /** Where a target stands. @throws LocatedError with Go's text */
  locate(target: SchemaTarget): { readonly document: SchemaDocument; readonly pointer: string } {
    const document = this.open(target.url);
    return { document, pointer: document.find(target) ?? '' };
  }

  /** Makes sure that there is a valid schema at a place. @throws LocatedError with Go's text */
  requireSchema(document: SchemaDocument, pointer: string): void {
    if (document.isPlain) return;
    document.at(pointer);
    if (document.addReferenced(pointer)) this.requireValid(document, pointer);
  }

  private load(url: string): JsonNode {
    const text = this.texts.get(url);
    if (text !== undefined) return text;
    const path = METASCHEMA_URL.exec(url)?.[1];
    const metaschema = METASCHEMAS.get(path === 'schema' ? 'draft/2020-12/schema' : (path ?? ''));
    if (metaschema !== undefined) return parseJsonNode(metaschema);
    return this.foreign.load(url);
  }

  private requireValid(document: SchemaDocument, pointer: string): void {
    const problem = this.check?.(document.at(pointer), document, pointer);
    if (problem === undefined) return;
    const place = placeText(document.url, pointer);
    throw helmError('schema-invalid', `"${place}" is not valid against metaschema: ${problem}`);
  }
}
