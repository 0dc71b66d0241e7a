import { type JsonValue, jsonEqual } from '@gotk/json';
import {
  type FieldError,
  invalidField,
  nameIsDnsSubdomain,
  requiredField,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@gotk/objects';
import type { DraftMeta } from '../../drafts/draft.js';
import { type CustomResourceDefinition, hasCondition } from '../custom-resource-definition.js';
import { APPROVAL_ANNOTATION, type ApiApproval, apiApprovalOf, isProtectedGroup } from './api-approval.js';
import { definitionSpec, type WrittenNames, type WrittenSpec } from './definition-spec.js';
import { validateNames } from './validate-names.js';
import { type DefinitionOptions, validateSpec } from './validate-spec.js';

/** A definition that may break any rule but that of its type. */
export interface WrittenDefinition {
  readonly metadata: DraftMeta;
  readonly spec: WrittenSpec;
  readonly status?: {
    readonly acceptedNames?: WrittenNames;
    readonly storedVersions?: readonly string[] | null;
    readonly conditions?: unknown;
  };
}

/** What is wrong with a new CustomResourceDefinition. */
export function validateDefinition(definition: WrittenDefinition): readonly FieldError[] {
  const { metadata, spec } = definition;
  const wanted = `${spec.names.plural ?? ''}.${spec.group}`;
  const nameRule = (name: string, isPrefix: boolean): readonly string[] => [
    ...nameIsDnsSubdomain(name, isPrefix),
    ...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameRule }),
    ...validateSpec(definitionSpec(spec), { allowBrokenBundle: true, unchanged: [], manySelectable: [] }),
    ...validateRest(definition, undefined),
  ];
}

/** What is wrong with a changed CustomResourceDefinition. */
export function validateDefinitionUpdate(definition: WrittenDefinition, old: WrittenDefinition): readonly FieldError[] {
  const [spec, before] = [definition.spec, old.spec];
  return [
    ...validateObjectMetaUpdate(definition.metadata, old.metadata),
    ...validateSpec(definitionSpec(spec), updateOptions(definition, old)),
    ...(isEstablished(old)
      ? [
          ...validateImmutable(spec.scope, before.scope, 'spec.scope'),
          ...validateImmutable(spec.names.kind ?? '', before.names.kind ?? '', 'spec.names.kind'),
        ]
      : []),
    ...validateImmutable(spec.group, before.group, 'spec.group'),
    ...validateImmutable(spec.names.plural ?? '', before.names.plural ?? '', 'spec.names.plural'),
    ...validateRest(definition, old),
  ];
}

/** What is wrong with a changed status of a CustomResourceDefinition. */
export function validateDefinitionStatus(definition: WrittenDefinition, old: WrittenDefinition): readonly FieldError[] {
  return [
    ...validateObjectMetaUpdate(definition.metadata, old.metadata),
    ...validateNames(definition.status?.acceptedNames ?? {}, 'status.acceptedNames'),
  ];
}

function validateRest(definition: WrittenDefinition, old: WrittenDefinition | undefined): readonly FieldError[] {
  return [
    ...validateNames(definition.status?.acceptedNames ?? {}, 'status.acceptedNames'),
    ...validateStoredVersions(definition),
    ...validateApproval(definition, old),
    ...validatePreserveUnknownFields(definition),
  ];
}

function isEstablished(definition: WrittenDefinition): boolean {
  return hasCondition(definition as unknown as CustomResourceDefinition, 'Established'); // A stored one.
}

/** What was there before an update may stay although it would not be taken any more. */
function updateOptions(definition: WrittenDefinition, old: WrittenDefinition): DefinitionOptions {
  const pairs = (definition.spec.versions ?? []).flatMap((version) => {
    const before = old.spec.versions?.find(({ name }) => name === version.name);
    return before === undefined ? [] : [{ version, before }];
  });
  const namesWhere = (holds: (pair: (typeof pairs)[number]) => boolean) =>
    pairs.filter(holds).map(({ version }) => version.name);
  return {
    allowBrokenBundle: !isEstablished(old),
    unchanged: namesWhere(({ version, before }) => same(version.schema, before.schema)),
    manySelectable: namesWhere(({ version, before }) => same(version.selectableFields, before.selectableFields)),
  };
}

function same(a: unknown, b: unknown): boolean {
  return jsonEqual((a ?? null) as JsonValue, (b ?? null) as JsonValue); // Parts of a JSON object.
}

function validateStoredVersions({ spec, status }: WrittenDefinition): readonly FieldError[] {
  const field = 'status.storedVersions';
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [invalidField(field, null, 'must have at least one stored version')];
  const versions = spec.versions ?? [];
  const missing = versions.filter(({ name, storage }) => storage && !stored.includes(name));
  const lost = [...stored.entries()].filter(([, name]) => !versions.some((version) => version.name === name));
  return [
    ...missing.map(({ name }) => invalidField(field, stored, `must have the storage version ${name}`)),
    ...lost.map(([index, name]) => invalidField(`${field}[${index}]`, name, lostVersion(name))),
  ];
}

function lostVersion(name: string): string {
  const until = `must remain in spec.versions until a storage migration ensures no data remains persisted in ${name}`;
  const was = `${name} was previously a storage version`;
  return `missing from spec.versions; ${was}, and ${until} and removes ${name} from status.storedVersions`;
}

function validateApproval(definition: WrittenDefinition, old: WrittenDefinition | undefined): readonly FieldError[] {
  if (!isProtectedGroup(definition.spec.group)) return [];
  const approval = approvalOf(definition);
  if (old !== undefined && approvalOf(old).state === approval.state) return [];
  const field = `metadata.annotations[${APPROVAL_ANNOTATION}]`;
  switch (approval.state) {
    case 'invalid':
      return [invalidField(field, definition.metadata.annotations?.[APPROVAL_ANNOTATION] ?? '', approval.reason)];
    case 'missing':
      return [requiredField(field, approval.reason)];
    default:
      return [];
  }
}

function approvalOf({ metadata }: WrittenDefinition): ApiApproval {
  return apiApprovalOf(metadata.annotations ?? {});
}

function validatePreserveUnknownFields({ spec }: WrittenDefinition): readonly FieldError[] {
  if (spec.preserveUnknownFields !== true) return [];
  const instead = 'set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [invalidField('spec.preserveUnknownFields', true, `cannot set to true, ${instead}`)];
}
