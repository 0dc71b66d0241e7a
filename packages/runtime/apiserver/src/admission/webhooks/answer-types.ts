import type { JsonObject, JsonValue } from '@gotk/json';
import { isJsonObject } from '@gotk/json';
import { goTypeName } from '../../rest/go-values.js';

interface FieldType {
  readonly name: string;
  readonly accepts: (value: JsonValue) => boolean;
}

const TEXT: FieldType = { name: 'string', accepts: (value) => typeof value === 'string' };
const TEXTS: FieldType = { name: '[]string', accepts: Array.isArray };

const FIELDS: Readonly<Record<string, FieldType>> = {
  uid: { ...TEXT, name: 'types.UID' },
  allowed: { name: 'bool', accepts: (value) => typeof value === 'boolean' },
  status: { name: 'v1.Status', accepts: isJsonObject },
  patch: { name: '[]uint8', accepts: TEXT.accepts },
  patchType: { ...TEXT, name: 'v1.PatchType' },
  auditAnnotations: { name: 'map[string]string', accepts: isJsonObject },
  warnings: TEXTS,
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Why a webhook's response cannot be read, in the words of Go's decoder. */
export function responseTypeProblem(response: JsonObject): string | undefined {
  for (const [field, value = null] of Object.entries(response)) {
    const type = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (type === undefined || value === null) continue;
    const of = `Go struct field AdmissionResponse.response.${field} of type`;
    if (!type.accepts(value)) return `json: cannot unmarshal ${goTypeName(value)} into ${of} ${type.name}`;
    const wrong = Array.isArray(value)
      ? (value as readonly JsonValue[]).find((item) => !TEXT.accepts(item))
      : undefined;
    if (wrong !== undefined) return `json: cannot unmarshal ${goTypeName(wrong)} into ${of} string`;
  }
  const { patch } = response;
  if (typeof patch !== 'string' || BASE64.test(patch)) return undefined;
  const at = patch.search(/[^A-Za-z0-9+/]/);
  return `illegal base64 data at input byte ${at === -1 ? patch.length - (patch.length % 4) : at}`;
}
