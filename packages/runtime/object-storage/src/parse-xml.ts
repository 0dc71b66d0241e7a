import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/**
 * Reads the XML of a storage: element → text, elements below, or a list of those that have the same name. Attributes and
 * document types are left out.
 * @throws Error for what is no XML.
 */
export async function parseXml(text: string): Promise<JsonObject> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new Error('XML with a document type is refused');
  const { XMLParser } = await import('fast-xml-parser');
  const value: unknown = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true }).parse(text);
  return isJsonObject(value) ? value : {};
}

/** The text of an element on a path; empty when there is none. */
export function xmlText(root: JsonObject, ...path: readonly string[]): string {
  const value = xmlAt(root, path);
  return typeof value === 'string' ? value : '';
}

/** All elements on a path, whether there are several or not. */
export function xmlElements(root: JsonObject, ...path: readonly string[]): readonly JsonObject[] {
  const value = xmlAt(root, path);
  const all = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return all.filter((each) => isJsonObject(each));
}

function xmlAt(root: JsonObject, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, name) => (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    root,
  );
}
