import { LocatedError } from '@gotk/located-error';
import { helmError } from '../helm-error.js';
import type { Draft } from './draft.js';
import { ForeignSchemas } from './foreign-schemas.js';
import { type JsonNode, parseJsonNode } from './json-node.js';
import { isPlainSchema } from './plain-schema.js';
import type { Schema } from './schema.js';
import { schemaProblem } from './schema-check.js';
import { SchemaCompiler } from './schema-compiler.js';
import type { SchemaDocument } from './schema-document.js';
import { SchemaLibrary } from './schema-library.js';

/** How messages name the schema of a chart. */
const SCHEMA_URL = 'file:///values.schema.json';

/** Compiles the schema of a chart. @throws LocatedError with Go's text */
export function loadSchema(text: string, foreign: ForeignSchemas): Schema {
  const texts = new Map([[SCHEMA_URL, parseDocument(text)]]);
  const library = new SchemaLibrary(texts, { check: checkSchema, foreign });
  return new SchemaCompiler(library, { assertsFormats: false }).compile(SCHEMA_URL);
}

/** Go reads the schema as a stream, which has other words for what ends too early or goes on too long. */
function parseDocument(text: string): JsonNode {
  try {
    return parseJsonNode(text);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { message } = error;
    if (message.endsWith('after top-level value')) {
      throw helmError('schema-invalid', 'invalid character after top-level value');
    }
    throw message === 'unexpected end of JSON input' ? helmError('schema-invalid', 'unexpected EOF') : error;
  }
}

const metaschemas = new Map<Draft, Schema>();

function metaschemaOf(draft: Draft): Schema {
  const known = metaschemas.get(draft);
  if (known !== undefined) return known;
  const library = new SchemaLibrary(new Map(), { foreign: new ForeignSchemas() });
  const schema = new SchemaCompiler(library, { assertsFormats: true }).compile(draft.url);
  metaschemas.set(draft, schema);
  return schema;
}

function checkSchema(node: JsonNode, document: SchemaDocument, pointer: string): string | undefined {
  const { draft } = document.resourceOf(pointer);
  if (pointer === '' ? document.isValid : isPlainSchema(node, draft)) return undefined;
  const metaschemaAt = (at: string): Schema | undefined => {
    const resource = document.resourceAt(at);
    return resource && metaschemaOf(resource.draft);
  };
  return schemaProblem(metaschemaOf(draft), node, metaschemaAt);
}
