import type { KubeObject } from '@gotk/objects';
import type { VersionDefinition } from '../registry/resource-definition.js';
import type { Query } from '../request/api-request.js';
import { type FieldRequirement, parseFieldSelector } from './field-selector.js';
import { parseLabelSelector } from './label-selector.js';

/** Which objects of a collection a request is about. */
export interface Selection {
  /** No selector was given. */
  readonly everything: boolean;
  matches(object: KubeObject): boolean;
  /** The one name that the field selector asks for, if it does. */
  readonly name: string | undefined;
}

/** Reads `labelSelector` and `fieldSelector`. @throws ApiError */
export function parseSelection(query: Query, version: VersionDefinition): Selection {
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const labels = parseLabelSelector(labelText);
  const fields = parseFieldSelector(fieldText, version);
  return {
    everything: labelText.trim() === '' && fields.length === 0,
    matches: (object) => labels(object.metadata.labels ?? {}) && fields.every((field) => matchesField(field, object)),
    name: fields.find(({ label, negated }) => label === 'metadata.name' && !negated)?.value,
  };
}

function matchesField({ read, value, negated }: FieldRequirement, object: KubeObject): boolean {
  return (read(object) === value) !== negated;
}
