import { type DeclaredType, declareType } from '../schema/declared-type.js';
import { escapeName } from '../schema/escape-name.js';
import { propertyOf, type RuleSchema, valuesOf, withTypeAndMetadata } from '../schema/rule-schema.js';
import { type CompiledRule, compileRule, ruleEnvironments } from './compiled-rule.js';

/** The rules of a schema and of what is inside of its values. */
export interface RuleTree {
  readonly schema: RuleSchema;
  readonly rules: readonly CompiledRule[];
  /** The rules cannot be compiled for a type that is unknown. */
  readonly problem: string | undefined;
  readonly properties: ReadonlyMap<string, RuleTree>;
  readonly values: RuleTree | undefined;
  readonly items: RuleTree | undefined;
  readonly allOf: readonly RuleTree[];
}

/** The name of the type of the value that rules are on; Kubernetes numbers it by the clock. */
const SELF_TYPE = 'selfType0';

/** Compiles all rules of a schema; undefined where there are none. */
export function compileRuleTree(schema: RuleSchema, isResource: boolean): RuleTree | undefined {
  if (!hasRules(schema)) return undefined;
  return compileNode({ rules: schema, schema, isResource, declared: declareType(schema, isResource, SELF_TYPE) });
}

function hasRules(schema: RuleSchema): boolean {
  if ((schema['x-kubernetes-validations']?.length ?? 0) > 0) return true;
  const values = valuesOf(schema);
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items === undefined ? [] : [schema.items])];
  return (values !== undefined && hasRules(values)) || inner.some(hasRules);
}

interface Node {
  /** Where the rules stand: the schema itself or an element of its `allOf`. */
  readonly rules: RuleSchema;
  readonly schema: RuleSchema;
  readonly isResource: boolean;
  readonly declared: DeclaredType | undefined;
}

function compileNode(node: Node): RuleTree | undefined {
  const { rules, schema, declared } = node;
  const written = rules['x-kubernetes-validations'] ?? [];
  const environments = written.length > 0 && declared !== undefined ? ruleEnvironments(renamed(node)) : undefined;
  const tree: RuleTree = {
    schema: node.isResource ? withTypeAndMetadata(schema) : schema,
    rules: environments === undefined ? [] : written.map((rule) => compileRule(rule, schema, environments)),
    problem:
      written.length > 0 && declared === undefined
        ? 'failed to convert to declType for CEL validation rules'
        : undefined,
    properties: compileProperties(node),
    values: compileInner(valuesOf(rules), valuesOf(schema), declared?.elements),
    items: compileInner(rules.items, schema.items, declared?.elements),
    allOf: (rules.allOf ?? []).flatMap((part) => compileNode({ ...node, rules: part }) ?? []),
  };
  return isEmpty(tree) ? undefined : tree;
}

/** The type of a value is named after the value that a rule is on, not after where it stands. */
function renamed({ schema, isResource, declared }: Node): DeclaredType {
  return declareType(schema, isResource, SELF_TYPE) ?? (declared as DeclaredType);
}

function isEmpty({ rules, problem, properties, values, items, allOf }: RuleTree): boolean {
  const inner = values !== undefined || items !== undefined || properties.size > 0 || allOf.length > 0;
  return rules.length === 0 && problem === undefined && !inner;
}

function compileInner(
  rules: RuleSchema | undefined,
  schema: RuleSchema | undefined,
  declared: DeclaredType | undefined,
): RuleTree | undefined {
  if (rules === undefined || schema === undefined) return undefined;
  return compileNode({ rules, schema, declared, isResource: schema['x-kubernetes-embedded-resource'] === true });
}

function compileProperties({ rules, schema, declared }: Node): ReadonlyMap<string, RuleTree> {
  const trees = new Map<string, RuleTree>();
  for (const [name, propertyRules] of Object.entries(rules.properties ?? {})) {
    const property = propertyOf(schema, name);
    if (property === undefined) continue;
    const escaped = escapeName(name);
    const type =
      escaped === undefined
        ? declareType(property, property['x-kubernetes-embedded-resource'] === true, SELF_TYPE)
        : declared?.fields?.get(escaped);
    // Fields of unknown types have no rules.
    const tree = type === undefined ? undefined : compileInner(propertyRules, property, type);
    if (tree !== undefined) trees.set(name, tree);
  }
  return trees;
}
