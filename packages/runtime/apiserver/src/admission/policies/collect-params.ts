import type { JsonValue } from '@gotk/json';
import { asJson, compileLabelSelector, type KubeObject, parseApiVersion } from '@gotk/objects';
import type { ApiCore } from '../../core/api-core.js';
import type { ResourceDefinition, ServedResource } from '../../registry/resource-definition.js';
import { recordKey } from '../../storage/object-record.js';
import type { BindingSpec, ParamKind, ParamRef } from './policy-objects.js';

/** A policy or a binding that cannot work as it is configured. */
export class ConfigurationError extends Error {
  constructor(
    message: string,
    /** What is at fault. */
    readonly of: 'policy' | 'binding',
  ) {
    super(message);
    this.name = 'ConfigurationError';
  }
}

/**
 * The objects with which a binding wants its policy evaluated, once each; null stands for no object.
 * @throws ConfigurationError
 */
export function collectParams(
  core: ApiCore,
  paramKind: ParamKind | undefined,
  { paramRef }: BindingSpec,
  namespace: string | undefined,
): readonly JsonValue[] {
  if (paramKind === undefined) return [null];
  const served = requireParamKind(core, paramKind);
  if (paramRef === undefined) return [null];
  const place = paramNamespace(served, paramRef, namespace);
  const params = findParams(core, served, paramRef, place);
  if (params.length === 0 && paramRef.parameterNotFoundAction === 'Deny') {
    throw new ConfigurationError('no params found for policy binding with `Deny` parameterNotFoundAction', 'binding');
  }
  return params;
}

function requireParamKind({ registry }: ApiCore, { apiVersion = '', kind = '' }: ParamKind): ServedResource {
  const served = registry.servedKind(apiVersion, kind);
  if (served !== undefined) return served;
  const { group, version } = parseApiVersion(apiVersion);
  const shown = `${group === '' ? version : `${group}/${version}`}, Kind=${kind}`;
  throw new ConfigurationError(`failed to find resource referenced by paramKind: '${shown}'`, 'policy');
}

function paramNamespace(
  { definition }: ServedResource,
  paramRef: ParamRef,
  namespace: string | undefined,
): string | undefined {
  const wanted = paramRef.namespace ?? '';
  if (definition.namespaced) {
    const place = wanted === '' ? namespace : wanted;
    if (place !== undefined) return place;
    const why = 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources';
    throw new ConfigurationError(why, 'binding');
  }
  if (wanted === '') return undefined;
  const why = 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`';
  throw new ConfigurationError(why, 'binding');
}

function findParams(
  { store }: ApiCore,
  { definition, version }: ServedResource,
  { name = '', selector }: ParamRef,
  namespace: string | undefined,
): readonly JsonValue[] {
  const { collection } = definition;
  const show = (object: KubeObject): JsonValue => asParam(definition, version.codec.fromStorage(object));
  if (name !== '') {
    const record = store.get(collection, recordKey(namespace, name));
    return record === undefined ? [] : [show(record.object)];
  }
  const { matches } = compileLabelSelector(selector ?? {});
  const prefix = namespace === undefined ? '' : recordKey(namespace, '');
  return [...store.scan(collection, prefix)]
    .filter(({ object }) => matches(object.metadata.labels ?? {}))
    .map(({ object }) => show(object));
}

/** The real server keeps built-in kinds for its own use without their managers. */
function asParam({ custom }: ResourceDefinition, object: KubeObject): JsonValue {
  if (custom) return asJson(object);
  const { managedFields: _managers, ...metadata } = object.metadata;
  return asJson({ ...object, metadata });
}
