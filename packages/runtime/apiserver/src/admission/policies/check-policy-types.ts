import { admissionTypeChecker, type CheckedAdmission, type RuleSchema } from '@gotk/cel';
import { builtinSchema, type KubeSchema } from '@gotk/kube-openapi';
import { parseApiVersion } from '@gotk/objects';
import type { ExpressionWarning } from '../../builtin/admissionregistration/validate-policy-status.js';
import { objectMetaSchema } from '../../crd/object-meta-schema.js';
import type { ServedResource } from '../../registry/resource-definition.js';
import type { ResourceRegistry } from '../../registry/resource-registry.js';
import type { MatchRule } from '../matching/match-rules.js';
import type { ValidatingPolicySpec } from './policy-objects.js';

/** More kinds than these are not looked at. */
const MAX_KINDS = 10;

/** What the expressions of a policy do that the types of what it is about do not allow. */
export function checkPolicyTypes(registry: ResourceRegistry, spec: ValidatingPolicySpec): readonly ExpressionWarning[] {
  const checks = kindsOf(registry, spec.matchConstraints?.resourceRules ?? []).map((served) => ({
    title: titleOf(served),
    check: admissionTypeChecker(aboutKind(registry, served, spec)),
  }));
  const warn = (fieldRef: string, expression: string): readonly ExpressionWarning[] => {
    const found = checks.flatMap(({ title, check }) => {
      const problem = check(expression);
      return problem === undefined ? [] : [`${title}: ${problem}\n`];
    });
    return found.length === 0 ? [] : [{ fieldRef, warning: found.join('\n') }];
  };
  return (spec.validations ?? []).flatMap(({ expression = '', messageExpression = '' }, index) => [
    ...warn(`spec.validations[${index}].expression`, expression),
    ...(messageExpression === '' ? [] : warn(`spec.validations[${index}].messageExpression`, messageExpression)),
  ]);
}

/** The kinds that rules name; those with wildcards name none. */
function kindsOf(registry: ResourceRegistry, rules: readonly MatchRule[]): readonly ServedResource[] {
  const found = new Map<string, ServedResource>();
  for (const rule of rules) {
    for (const served of kindsOfRule(registry, rule).slice(0, MAX_KINDS)) found.set(titleOf(served), served);
    if (found.size >= MAX_KINDS) break;
  }
  const keyOf = ({ definition, version }: ServedResource): string =>
    [definition.group, version.version, definition.kind].join('\0');
  return [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function kindsOfRule(registry: ResourceRegistry, rule: MatchRule): readonly ServedResource[] {
  const { apiGroups = [], apiVersions = [], resources = [] } = rule;
  if ([...apiGroups, ...apiVersions].some((name) => name.includes('*'))) return [];
  const plain = resources.filter((resource) => !/[*/]/.test(resource));
  return [...apiGroups].sort().flatMap((group) =>
    [...apiVersions].sort().flatMap((version) =>
      [...plain].sort().flatMap((resource) => {
        // The empty group stands for any.
        const groups = group === '' ? registry.definitions().map((definition) => definition.group) : [group];
        return [...new Set(groups)].flatMap((name) => registry.served(name, version, resource) ?? []);
      }),
    ),
  );
}

function titleOf({ definition, version }: ServedResource): string {
  return `${definition.group}/${version.version}, Kind=${definition.kind}`;
}

function aboutKind(registry: ResourceRegistry, served: ServedResource, spec: ValidatingPolicySpec): CheckedAdmission {
  const { paramKind, variables = [] } = spec;
  const { apiVersion = '', kind = '' } = paramKind ?? {};
  const { group } = parseApiVersion(apiVersion);
  const params = paramKind === undefined ? undefined : registry.servedKind(apiVersion, kind);
  return {
    object: { kind: served.definition.kind, schema: schemaOf(served) },
    ...(paramKind === undefined
      ? {}
      : { params: { kind: `${group}.${kind}`, schema: params === undefined ? undefined : schemaOf(params) } }),
    variables: variables.map(({ name = '', expression = '' }) => ({ name, expression })),
  };
}

function schemaOf({ definition, version, apiVersion }: ServedResource): RuleSchema {
  if (!definition.custom) return withoutCycles(builtinSchema({ apiVersion, kind: definition.kind }) ?? {}, []);
  const schema = (version.openApiSchema?.() ?? {}) as RuleSchema; // The schema of a checked definition.
  const text: RuleSchema = { type: 'string' };
  const metadata = objectMetaSchema as RuleSchema; // JSON in the form of a schema.
  return { ...schema, type: 'object', properties: { ...schema.properties, apiVersion: text, kind: text, metadata } };
}

/** A type inside of itself is an object of which nothing is known. */
function withoutCycles(schema: KubeSchema, around: readonly string[]): RuleSchema {
  const { definition, properties, items, additionalProperties, ...plain } = schema;
  if (definition !== undefined && around.includes(definition)) return { type: 'object' };
  if (schema.format === 'int-or-string') return { 'x-kubernetes-int-or-string': true };
  const inner = definition === undefined ? around : [...around, definition];
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, withoutCycles(field, inner)] as const);
  return {
    ...plain,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(fields) }),
    ...(items === undefined ? {} : { items: withoutCycles(items, inner) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: withoutCycles(additionalProperties, inner) }
      : {}),
  };
}
