import type { JsonObject } from '@gotk/json';
import { parseYamlTable } from './yaml-shape.js';

const MAX_TABLES = 256;
const MAX_TEXT_LENGTH = 4096;

/** Tables by their YAML. Charts hand the same small ones from template to template as text. */
const tables = new Map<string, JsonObject>();

/** Like `parseYamlTable`, but remembers short texts; what comes back is shared and must stay as it is. @throws LocatedError */
export function knownYamlTable(text: string): JsonObject {
  if (text.length > MAX_TEXT_LENGTH) return parseYamlTable(text);
  const known = tables.get(text);
  if (known !== undefined) return known;
  const table = parseYamlTable(text);
  if (tables.size >= MAX_TABLES) tables.clear();
  tables.set(text, table);
  return table;
}
