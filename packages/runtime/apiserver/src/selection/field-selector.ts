import type { KubeObject } from '@gotk/objects';
import { badRequest } from '../errors/api-errors.js';
import type { VersionDefinition } from '../registry/resource-definition.js';

/** One `field=value` or `field!=value`. */
export interface FieldRequirement {
  readonly label: string;
  readonly value: string;
  readonly negated: boolean;
  readonly read: (object: KubeObject) => string;
}

/** Reads a field selector; only the fields that the kind offers can be selected on. @throws ApiError */
export function parseFieldSelector(text: string, version: VersionDefinition): readonly FieldRequirement[] {
  return splitUnescaped(text)
    .filter((part) => part !== '')
    .map((part) => parseRequirement(part, version));
}

function parseRequirement(text: string, version: VersionDefinition): FieldRequirement {
  const match = /^((?:[^\\=!]|\\.)*)(!=|==|=)(.*)$/s.exec(text);
  if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  const [, label = '', operator, raw = ''] = match;
  return { label, value: unescapeValue(raw), negated: operator === '!=', read: readerOf(label, version) };
}

function readerOf(label: string, { selectableFields }: VersionDefinition): (object: KubeObject) => string {
  if (label === 'metadata.name') return ({ metadata }) => metadata.name ?? '';
  if (label === 'metadata.namespace') return ({ metadata }) => metadata.namespace ?? '';
  const read = Object.hasOwn(selectableFields, label) ? selectableFields[label] : undefined;
  if (read !== undefined) return read;
  throw badRequest(`"${label}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function splitUnescaped(text: string): readonly string[] {
  return text.match(/(?:[^\\,]|\\.)+/gs) ?? [];
}

function unescapeValue(text: string): string {
  return text.replace(/\\([\\,=])/g, '$1');
}
