import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type GoType, renderYaml } from '@gotk/yaml';

/** Fields that are written although they are empty. */
const KEPT: readonly string[] = ['count', 'sourceValue'];

/** The configuration of a built-in plugin as messages quote it: empty fields left out. */
export function configText(config: JsonObject, type: GoType): string {
  const text = renderYaml(withoutEmpty(config, type));
  // The one struct without names for files, so that Go's own name shows.
  return text.replace(/^replacements:/, 'Replacements:');
}

function withoutEmpty(value: JsonValue, type: GoType | undefined): JsonValue {
  if (type?.kind === 'slice' && Array.isArray(value))
    return value.map((item: JsonValue) => withoutEmpty(item, type.element));
  if (type?.kind !== 'struct' || !isJsonObject(value)) return value;
  const fields = type.fields();
  const kept: Record<string, JsonValue> = 'select' in fields ? { select: null } : {};
  for (const [name, field] of Object.entries(value)) {
    const fieldType = fields[name]?.type;
    if (field === undefined || (isEmpty(field, fieldType) && !KEPT.includes(name))) continue;
    kept[name] = withoutEmpty(field, fieldType);
  }
  return kept;
}

/** An empty struct is none to leave out: it is behind a pointer. */
function isEmpty(value: JsonValue, type: GoType | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return type?.kind === 'map' && Object.keys(value).length === 0;
  return value === '' || value === false || value === 0 || value === null;
}
