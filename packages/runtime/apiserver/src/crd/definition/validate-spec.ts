import {
  checkDns1035Label,
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { DefinitionSpec, VersionParts, WrittenVersion } from './definition-spec.js';
import { type RootSchemaOptions, validateRootSchema } from './schema/validate-root-schema.js';
import { showVersions } from './show-versions.js';
import { validateColumns } from './validate-columns.js';
import { validateConversion } from './validate-conversion.js';
import { validateNames } from './validate-names.js';
import { validateSelectableFields } from './validate-selectable-fields.js';
import { validateSubresources } from './validate-subresources.js';

/** What may stay as it was. */
export interface DefinitionOptions {
  /** Whether the certificates of a conversion webhook may be unreadable. */
  readonly allowBrokenBundle: boolean;
  /** The versions whose schemas did not change: their rules may cost more than is allowed. */
  readonly unchanged: readonly string[];
  /** The versions whose selectable fields did not change: they may be too many. */
  readonly manySelectable: readonly string[];
}

/** What is wrong with the `spec` of a definition. */
export function validateSpec(spec: DefinitionSpec, options: DefinitionOptions): readonly FieldError[] {
  return [
    ...validateGroup(spec.group),
    ...validateEnum('spec.scope', spec.scope, ['Cluster', 'Namespaced']),
    ...requireSchemas(spec),
    ...forbidDefaults(spec),
    ...spec.versions.flatMap((version, index) => validateVersion(spec, { version, index, options })),
    ...validateVersionList(spec),
    ...requireNames(spec),
    ...validateNames(spec.names, 'spec.names'),
    ...validateCommon(spec, options),
    ...validateConversion(spec, options),
  ];
}

function validateGroup(group: string): readonly FieldError[] {
  if (group === '') return [requiredField('spec.group')];
  const problems = checkDns1123Subdomain(group);
  if (problems.length > 0) return [invalidField('spec.group', group, problems.join(','))];
  return group.includes('.') ? [] : [invalidField('spec.group', group, 'should be a domain with at least one dot')];
}

/** A value that must be there and one of a few. */
export function validateEnum(field: string, value: string, accepted: readonly string[]): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  return accepted.includes(value) ? [] : [notSupportedField(field, value, accepted)];
}

function requireSchemas({ versions, common }: DefinitionSpec): readonly FieldError[] {
  if (common.schema?.openAPIV3Schema !== undefined) return [];
  return versions.flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema === undefined ? [requiredField(`spec.versions[${index}].schema.openAPIV3Schema`)] : [],
  );
}

function forbidDefaults({ preserveUnknownFields, common, versions }: DefinitionSpec): readonly FieldError[] {
  if (preserveUnknownFields !== true) return [];
  const schemas = [common, ...versions].map(({ schema }) => schema?.openAPIV3Schema);
  if (!schemas.some((schema) => JSON.stringify(schema ?? null).includes('"default":'))) return [];
  const detail = 'must be false in order to use defaults in the schema';
  return [invalidField('spec.preserveUnknownFields', true, detail)];
}

interface VersionPlace {
  readonly version: WrittenVersion;
  readonly index: number;
  readonly options: DefinitionOptions;
}

function validateVersion(spec: DefinitionSpec, { version, index, options }: VersionPlace): readonly FieldError[] {
  const field = `spec.versions[${index}]`;
  const { name } = version;
  const problems = checkDns1035Label(name);
  // Of versions with the same name the first counts.
  const named = spec.versions.find((other) => other.name === name) ?? version;
  const hasOwn = spec.versions.some(({ subresources }) => subresources !== undefined);
  const hasStatus = isThere((hasOwn ? named : spec.common).subresources?.status);
  return [
    ...(problems.length === 0 ? [] : [invalidField(`${field}.name`, name, problems.join(','))]),
    ...validateDeprecation(version).map((problem) =>
      invalidField(`${field}.deprecationWarning`, version.deprecationWarning ?? null, problem),
    ),
    ...validateSchemaOf(version, `${field}.schema`, { hasStatus, skipCosts: options.unchanged.includes(name) }),
    ...validateSubresources(version.subresources, `${field}.subresources`),
    ...validateColumns(version.additionalPrinterColumns, `${field}.additionalPrinterColumns`),
    ...validateSelectableFields(version, {
      field: `${field}.selectableFields`,
      missing: 'may only be set when `version.schema.openAPIV3Schema` is not included',
      allowMany: options.manySelectable.includes(name),
    }),
  ];
}

function isThere(value: object | null | undefined): boolean {
  return value !== undefined && value !== null;
}

const MAX_WARNING_BYTES = 256;

function validateDeprecation({ deprecated, deprecationWarning: warning }: WrittenVersion): readonly string[] {
  if (warning === undefined) return [];
  if (deprecated !== true) return ['can only be set for deprecated versions'];
  const problems: string[] = [];
  if (Buffer.byteLength(warning) > MAX_WARNING_BYTES) problems.push(`must be <= ${MAX_WARNING_BYTES} characters long`);
  if (warning === '') problems.push('must not be an empty string');
  const stray = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  if (stray !== null) {
    const at = Buffer.byteLength(warning.slice(0, stray.index));
    const only = 'must only contain printable UTF-8 characters';
    problems.push(`${only}; non-printable character found at index ${at}`);
  }
  return problems;
}

function validateSchemaOf({ schema }: VersionParts, field: string, options: RootSchemaOptions): readonly FieldError[] {
  const root = schema?.openAPIV3Schema;
  return root === undefined ? [] : validateRootSchema(root, `${field}.openAPIV3Schema`, options);
}

function validateVersionList({ versions, isListed }: DefinitionSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (detail: string) =>
    errors.push({
      reason: 'FieldValueInvalid',
      field: 'spec.versions',
      shownValue: showVersions(isListed ? versions : undefined),
      detail,
    });
  if (new Set(versions.map(({ name }) => name)).size < versions.length) refuse('must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) {
    refuse('must have exactly one version marked as storage version');
  }
  const first = versions[0]?.name ?? '';
  const problems = first === '' ? [] : checkDns1035Label(first);
  if (problems.length > 0) errors.push(invalidField('spec.version', first, problems.join(',')));
  return errors;
}

function requireNames({ names }: DefinitionSpec): readonly FieldError[] {
  const needed = ['plural', 'singular', 'kind', 'listKind'] as const;
  return needed.filter((name) => (names[name] ?? '') === '').map((name) => requiredField(`spec.names.${name}`));
}

function validateCommon({ common, versions }: DefinitionSpec, options: DefinitionOptions): readonly FieldError[] {
  const first = versions[0]?.name ?? '';
  const hasStatus = [common, ...versions].some(({ subresources }) => isThere(subresources?.status));
  return [
    ...validateSchemaOf(common, 'spec.validation', { hasStatus, skipCosts: options.unchanged.includes(first) }),
    ...validateSubresources(common.subresources, 'spec.subresources'),
    ...validateColumns(common.additionalPrinterColumns, 'spec.additionalPrinterColumns'),
    ...validateSelectableFields(common, {
      field: 'spec.selectableFields',
      missing: 'may only be set when validations.schema is included',
      allowMany: options.manySelectable.includes(first),
    }),
  ];
}
