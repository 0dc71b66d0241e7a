import type { JsonObject } from '@gotk/json';
import type { CelCase } from '../cel-case.js';
import { anyText, anyType, type Ground, generateExpression, type KnownVariable } from './generate-expression.js';
import { VARIABLES } from './literals.js';
import { parseType } from './value-type.js';

const OBJECT: JsonObject = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'thing-1', namespace: 'ns', labels: { app: 'a' }, generation: 3 },
  spec: VARIABLES.obj.spec,
  items: VARIABLES.obj.items,
};

/** What expressions of policies may name, by its type. */
const KNOWN: readonly KnownVariable[] = (
  [
    ['object', 'dyn'],
    ['object.metadata.name', 'string'],
    ['object.spec.replicas', 'int'],
    ['object.spec.ports', 'list(int)'],
    ['object.metadata.labels', 'map(string, string)'],
    ['object.missing', 'dyn'],
    ['object.?spec.?replicas', 'optional_type(int)'],
    ['oldObject', 'dyn'],
    ['oldObject.spec.replicas', 'int'],
    ['params', 'dyn'],
    ['params.limit', 'int'],
    ['request', 'kubernetes.AdmissionRequest'],
    ['request.operation', 'string'],
    ['request.userInfo.username', 'string'],
    ['request.userInfo.groups', 'list(string)'],
    ['request.userInfo.extra', 'map(string, list(string))'],
    ['request.dryRun', 'bool'],
    ['request.kind.kind', 'string'],
    ['request.options', 'dyn'],
    ['request.subResource', 'string'],
    ['request.nope', 'string'],
    ['namespaceObject.metadata.name', 'string'],
    ['namespaceObject.metadata.labels', 'map(string, string)'],
    ['namespaceObject.metadata.creationTimestamp', 'google.protobuf.Timestamp'],
    ['namespaceObject.spec.finalizers', 'list(string)'],
    ['authorizer', 'kubernetes.authorization.Authorizer'],
    ['authorizer.requestResource', 'kubernetes.authorization.ResourceCheck'],
    ["authorizer.group('').resource('pods').name('allowed').check('get')", 'kubernetes.authorization.Decision'],
    ["authorizer.group('').resource('pods').name('broken').check('get').error()", 'string'],
    ["authorizer.path('/healthz').check('get').allowed()", 'bool'],
    ['variables.first', 'dyn'],
    ['variables.second', 'dyn'],
    ['variables.none', 'dyn'],
  ] as const
).map(([text, type]) => ({ text, type: parseType(type) }));

/** An expression of a policy, after one or two variables. */
export function generateAdmission(ground: Ground): CelCase {
  const { random } = ground;
  const output = random.pick(['bool', 'string', 'string or null', 'any', 'any'] as const);
  const within = { ...ground, dynamic: false, variables: KNOWN };
  const type = output === 'any' ? anyType(random) : parseType(output === 'bool' ? 'bool' : 'string');
  const named = ['first', 'second'].slice(random.below(3)).map((name) => ({
    name,
    expression: generateExpression({ ...within, variables: KNOWN.slice(0, 20) }, anyType(random), 1),
  }));
  return { ...around(ground), kind: 'admission', expression: generateExpression(within, type, 2), output, named };
}

function around({ random }: Ground) {
  return {
    object: OBJECT,
    ...(random.chance(0.5) ? { oldObject: { ...OBJECT, spec: { replicas: 2 } } } : {}),
    ...(random.chance(0.7) ? { schema: { kind: 'ConfigMap', limit: 5 } } : {}),
  };
}

/** An expression that writes an object or a patch. */
export function generateMutation(ground: Ground): CelCase {
  const { random } = ground;
  const output = random.pick(['object', 'patch'] as const);
  const within = { ...ground, dynamic: false, variables: KNOWN };
  const expression = output === 'object' ? objectLiteral(within, 'Object', 2) : patchLiteral(within);
  return { ...around(ground), kind: 'admission', expression, output, named: [] };
}

function objectLiteral(ground: Ground, type: string, depth: number): string {
  const { random } = ground;
  const names = ['metadata', 'spec', 'labels', 'replicas', 'items', 'x'] as const;
  const fields = Array.from({ length: random.below(3) }, () => {
    const name = random.pick(names);
    const inner = random.chance(0.9)
      ? `${type}.${name}`
      : random.pick(['Object.wrong', 'Object', 'JSONPatch', 'Other']);
    const isObject = depth > 0 && random.chance(0.5);
    const value = isObject ? objectLiteral(ground, inner, depth - 1) : generateExpression(ground, anyType(random), 1);
    const optional = random.chance(0.05) ? '?' : '';
    return `${optional}${name}: ${isObject && random.chance(0.15) ? `[${value}]` : value}`;
  });
  const literal = `${type}{${fields.join(', ')}}`;
  return random.chance(0.05)
    ? random.pick([`${literal}.x`, `has(${literal}.x)`, `type(${literal})`, `${literal} == ${literal}`])
    : literal;
}

function patchLiteral(ground: Ground): string {
  const { random } = ground;
  const patches = Array.from({ length: random.below(3) }, () => {
    const op = random.pick(['"add"', '"remove"', '"replace"', '"test"', '"copy"', '"nope"', '1']);
    const path = random.pick(['"/spec/x"', '"/metadata/labels/" + jsonpatch.escapeKey("a/b~c")', '""', 'object.kind']);
    const value = random.chance(0.7) ? `, value: ${generateExpression(ground, anyType(random), 1)}` : '';
    const object = random.chance(0.2) ? `, value: ${objectLiteral(ground, 'Object.spec', 1)}` : value;
    const from = random.chance(0.2) ? `, from: ${anyText(random)}` : '';
    const more = random.chance(0.05) ? ', nope: 1' : '';
    return `JSONPatch{op: ${op}, path: ${path}${object}${from}${more}}`;
  });
  const list = `[${patches.join(', ')}]`;
  return random.chance(0.1)
    ? `${list}.filter(p, ${random.pick(['has(p.value)', 'p.op == "add"', 'p.from == ""', 'p.nope'])})`
    : list;
}
