import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import { ProtobufWriter } from './protobuf-writer.js';

/** Operations of a path by their field numbers. */
const METHODS = { get: 2, put: 3, post: 4, delete: 5, options: 6, head: 7, patch: 8 } as const;
const OPERATION_EXTENSIONS = 13;
const SCHEMA_EXTENSIONS = 31;

/** An OpenAPI v2 document as kubectl asks for it: the message `openapi.v2.Document` of google/gnostic. */
export function swaggerProtobuf(document: JsonObject): Uint8Array {
  const info = objectAt(document, 'info');
  return new ProtobufWriter()
    .text(1, document['swagger'])
    .message(2, new ProtobufWriter().text(1, info['title']).text(2, info['version']))
    .message(8, paths(objectAt(document, 'paths')))
    .message(9, namedSchemas(objectAt(document, 'definitions')))
    .bytes();
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function listAt(object: JsonObject, name: string): readonly JsonValue[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function paths(all: JsonObject): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const [path, item] of Object.entries(all))
    if (isJsonObject(item)) writer.message(2, new ProtobufWriter().text(1, path).message(2, pathItem(item)));
  return writer;
}

function pathItem(item: JsonObject): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const [method, number] of Object.entries(METHODS))
    if (isJsonObject(item[method])) writer.message(number, operation(item[method]));
  parameters(writer, 9, item);
  return writer;
}

function operation(fields: JsonObject): ProtobufWriter {
  const writer = new ProtobufWriter();
  texts(writer, 1, listAt(fields, 'tags'));
  writer.text(5, fields['operationId']);
  texts(writer, 6, listAt(fields, 'produces'));
  texts(writer, 7, listAt(fields, 'consumes'));
  parameters(writer, 8, fields);
  const responses = new ProtobufWriter();
  for (const [code, response] of Object.entries(objectAt(fields, 'responses'))) {
    if (!isJsonObject(response)) continue;
    const own = new ProtobufWriter().text(1, response['description']);
    const answer = response['schema'];
    if (isJsonObject(answer)) own.message(2, new ProtobufWriter().message(1, schema(answer)));
    responses.message(1, new ProtobufWriter().text(1, code).message(2, new ProtobufWriter().message(1, own)));
  }
  texts(writer.message(9, responses), 10, listAt(fields, 'schemes'));
  return extensions(writer, OPERATION_EXTENSIONS, fields);
}

function texts(writer: ProtobufWriter, number: number, values: readonly JsonValue[]): void {
  for (const value of values) writer.text(number, value);
}

function parameters(writer: ProtobufWriter, number: number, fields: JsonObject): void {
  for (const parameter of listAt(fields, 'parameters').filter(isJsonObject)) {
    const one = new ProtobufWriter();
    if (parameter['in'] === 'body') one.message(1, bodyParameter(parameter));
    else one.message(2, otherParameter(parameter));
    writer.message(number, new ProtobufWriter().message(1, one));
  }
}

function bodyParameter(fields: JsonObject): ProtobufWriter {
  return new ProtobufWriter()
    .text(2, fields['name'])
    .text(3, fields['in'])
    .flag(4, fields['required'])
    .message(5, schema(objectAt(fields, 'schema')));
}

function otherParameter(parameter: JsonObject): ProtobufWriter {
  const isPath = parameter['in'] === 'path';
  const own = new ProtobufWriter().flag(1, parameter['required']).text(2, parameter['in']).text(4, parameter['name']);
  own.text(isPath ? 5 : 6, parameter['type']).flag(isPath ? 19 : 20, parameter['uniqueItems']);
  return new ProtobufWriter().message(isPath ? 4 : 3, own);
}

function namedSchemas(schemas: JsonObject): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const [name, value] of Object.entries(schemas))
    if (isJsonObject(value)) writer.message(1, new ProtobufWriter().text(1, name).message(2, schema(value)));
  return writer;
}

function schema(fields: JsonObject): ProtobufWriter {
  const { properties, items, additionalProperties: more } = fields;
  const writer = new ProtobufWriter()
    .text(1, fields['$ref'])
    .text(2, fields['format'])
    .text(4, fields['description'])
    .count(11, fields['maxLength'])
    .count(12, fields['minLength'])
    .text(13, fields['pattern'])
    .count(14, fields['maxItems'])
    .count(15, fields['minItems'])
    .flag(16, fields['uniqueItems'])
    .count(17, fields['maxProperties'])
    .count(18, fields['minProperties']);
  for (const name of listAt(fields, 'required')) writer.text(19, name);
  for (const value of listAt(fields, 'enum')) writer.message(20, any(value));
  if (isJsonObject(more)) writer.message(21, new ProtobufWriter().message(1, schema(more)));
  else if (more === true) writer.message(21, new ProtobufWriter().flag(2, true));
  if (typeof fields['type'] === 'string') writer.message(22, new ProtobufWriter().text(1, fields['type']));
  if (isJsonObject(items)) writer.message(23, new ProtobufWriter().message(1, schema(items)));
  for (const part of listAt(fields, 'allOf').filter(isJsonObject)) writer.message(24, schema(part));
  if (isJsonObject(properties)) writer.message(25, namedSchemas(properties));
  return extensions(writer, SCHEMA_EXTENSIONS, fields);
}

function extensions(writer: ProtobufWriter, number: number, fields: JsonObject): ProtobufWriter {
  for (const [name, value] of Object.entries(fields))
    if (name.startsWith('x-') && value !== undefined)
      writer.message(number, new ProtobufWriter().text(1, name).message(2, any(value)));
  return writer;
}

function any(value: JsonValue): ProtobufWriter {
  return new ProtobufWriter().text(2, renderYaml(value));
}
