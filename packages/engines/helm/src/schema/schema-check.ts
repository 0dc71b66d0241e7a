import { renderJsonPointer } from '@gotk/json';
import { helmError } from '../helm-error.js';
import { checkArray } from './check-array.js';
import { checkCombinators } from './check-combinators.js';
import { checkObject } from './check-object.js';
import { checkReferences } from './check-references.js';
import { checkNumber, checkText, scalarProblem } from './check-scalars.js';
import { type JsonNode, JsonNumber, listOf, tableOf } from './json-node.js';
import type { Schema } from './schema.js';
import { Unevaluated } from './unevaluated.js';
import { type Failure, failureTree } from './validation-failure.js';

/** For schemas that are themselves checked: which metaschema the resource that begins at a pointer asks for. */
export type MetaschemaAt = (pointer: string) => Schema | undefined;

/** A schema that led to another, back to the first. */
export interface Scope {
  readonly schema: Schema;
  /** The keyword of the reference that led here; empty for a schema within another. */
  readonly keyword: string;
  readonly parent: Scope | undefined;
  /** How far down in the value: schemas of the same depth in a row look at the same value. */
  readonly depth: number;
}

/** A schema that meets a value. */
export interface Site {
  readonly schema: Schema;
  readonly node: JsonNode;
  readonly path: readonly string[];
  readonly scope: Scope;
  /** Whether only the result counts, not the reasons. */
  readonly quiet: boolean;
  readonly metaschema: Schema | undefined;
  readonly metaschemaAt: MetaschemaAt | undefined;
  readonly unevaluated: Unevaluated;
  /** How many more schemas may meet a value in this check as a whole. */
  readonly allowance: { left: number };
}

/** Forty schemas that refer to the next one twice each would be met a million million times. */
const MAX_MEETINGS = 2_000_000;

const QUIET_FAILURE: Failure = { path: [], message: '', causes: [] };

/** What is wrong with a value, as a tree of lines that begin with a line break; `undefined` when nothing is. */
export function schemaProblem(schema: Schema, node: JsonNode, metaschemaAt?: MetaschemaAt): string | undefined {
  const failures = failuresOf(schema, node, metaschemaAt);
  if (failures.length === 0) return undefined;
  return `jsonschema validation failed with '${schema.location}'${failureTree(failures)}`;
}

/** All that is wrong with a value on its own. */
export function failuresOf(schema: Schema, node: JsonNode, metaschemaAt?: MetaschemaAt): readonly Failure[] {
  const failure = new SchemaCheck({
    schema,
    node,
    path: [],
    scope: { schema, keyword: '', parent: undefined, depth: 0 },
    quiet: false,
    metaschema: metaschemaAt === undefined ? undefined : schema,
    metaschemaAt,
    unevaluated: new Unevaluated(node, schema, false),
    allowance: { left: MAX_MEETINGS },
  }).run();
  return membersOf(failure);
}

/** The failures of a group, or the one failure. */
export function membersOf(failure: Failure | undefined): readonly Failure[] {
  if (failure === undefined) return [];
  return failure.role === 'group' ? failure.causes : [failure];
}

/** Checks one value against one schema. */
export class SchemaCheck {
  readonly site: Site;
  readonly failures: Failure[] = [];

  constructor(site: Site) {
    this.site = site;
  }

  /** Whether nothing more can change the result. */
  get isDecided(): boolean {
    return this.site.quiet && this.failures.length > 0;
  }

  run(): Failure | undefined {
    const { schema, allowance } = this.site;
    if (--allowance.left < 0) {
      throw helmError('schema-limit', `checking the values takes more than the limit of ${MAX_MEETINGS} steps`, {
        hint: 'Let the definitions of the schema refer to one another less often.',
      });
    }
    if (schema.parts.always !== undefined) return schema.parts.always ? undefined : this.failure('false schema');
    const problem = this.cycle() ?? scalarProblem(schema.parts.keywords, this.site.node);
    if (problem !== undefined) return this.failure(problem);
    const { ref } = schema.parts.keywords;
    if (ref !== undefined) {
      const failure = this.reference(ref, '$ref');
      if (schema.parts.draft < 2019) return failure;
      this.add(failure);
    }
    this.checkMembers();
    if (!this.isDecided) {
      checkReferences(this);
      checkCombinators(this);
      this.checkUnevaluated();
    }
    return this.failures.length > 1 ? this.failure('validation failed', this.failures, 'group') : this.failures[0];
  }

  /** Notes a failure. */
  fail(message: string, causes: readonly Failure[] = []): void {
    this.failures.push(this.failure(message, causes));
  }

  add(failure: Failure | undefined): void {
    if (failure !== undefined) this.failures.push(failure);
  }

  /** Checks a member of the value. */
  member(schema: Schema, node: JsonNode, step: string): Failure | undefined {
    const { path, scope } = this.site;
    const depth = scope.depth + 1;
    return this.descend({ schema, node, path: [...path, step], depth, keyword: '' }).run();
  }

  /** Checks the same value against a further schema. */
  also(
    schema: Schema,
    { keyword = '', quiet = false }: { readonly keyword?: string; readonly quiet?: boolean } = {},
  ): Failure | undefined {
    const { node, path, scope, unevaluated } = this.site;
    const check = this.descend({ schema, node, path, depth: scope.depth, keyword, quiet });
    const failure = check.run();
    if (failure === undefined) unevaluated.keepWithin(check.site.unevaluated);
    return failure;
  }

  /** Checks the value against what a reference points to. */
  reference(schema: Schema, keyword: string): Failure | undefined {
    const failure = this.also(schema, { keyword });
    return failure && this.failure('validation failed', membersOf(failure), 'reference');
  }

  private descend(to: {
    readonly schema: Schema;
    readonly node: JsonNode;
    readonly path: readonly string[];
    readonly depth: number;
    readonly keyword: string;
    readonly quiet?: boolean;
  }): SchemaCheck {
    const { site } = this;
    const scope = { schema: to.schema, keyword: to.keyword, parent: site.scope, depth: to.depth };
    const isSame = to.depth === site.scope.depth;
    const unevaluated = new Unevaluated(to.node, to.schema, isSame && !site.unevaluated.isEmpty);
    const other = to.schema === site.metaschema ? site.metaschemaAt?.(renderJsonPointer(to.path)) : undefined;
    return new SchemaCheck({
      schema: other ?? to.schema,
      node: to.node,
      path: to.path,
      scope,
      quiet: site.quiet || to.quiet === true,
      metaschema: other ?? site.metaschema,
      metaschemaAt: site.metaschemaAt,
      unevaluated,
      allowance: site.allowance,
    });
  }

  private failure(message: string, causes: readonly Failure[] = [], role?: Failure['role']): Failure {
    if (this.site.quiet) return QUIET_FAILURE;
    const failure = { path: this.site.path, message, causes };
    return role === undefined ? failure : { ...failure, role };
  }

  private checkMembers(): void {
    const { node } = this.site;
    const table = tableOf(node);
    const list = listOf(node);
    if (table !== undefined) checkObject(this, table);
    else if (list !== undefined) checkArray(this, list);
    else if (typeof node === 'string') checkText(this, node);
    else if (node instanceof JsonNumber) checkNumber(this, node);
  }

  private checkUnevaluated(): void {
    const { node, unevaluated, schema } = this.site;
    const { unevaluatedProperties, unevaluatedItems } = schema.parts.keywords;
    const table = tableOf(node);
    if (table !== undefined && unevaluatedProperties !== undefined) {
      for (const key of unevaluated.keys) this.add(this.member(unevaluatedProperties, table.get(key) ?? null, key));
      unevaluated.keys.clear();
    }
    const list = listOf(node);
    if (list !== undefined && unevaluatedItems !== undefined) {
      for (const item of unevaluated.items) this.add(this.member(unevaluatedItems, list[item] ?? null, String(item)));
      unevaluated.items.clear();
    }
  }

  /** References that lead back to a schema that is looking at this very value. */
  private cycle(): string | undefined {
    const { scope } = this.site;
    for (let other = scope.parent; other !== undefined && other.depth === scope.depth; other = other.parent) {
      if (other.schema !== scope.schema) continue;
      const places = `both ${keywordLocation(scope)} and ${keywordLocation(other)}`;
      return `${places} resolve to "${scope.schema.location}" causing reference cycle`;
    }
    return undefined;
  }
}

/** The way from the first schema, through references. */
function keywordLocation(scope: Scope): string {
  let location = '';
  for (let at = scope; at.parent !== undefined; at = at.parent) {
    const step = at.keyword === '' ? at.schema.location.slice(at.parent.schema.location.length) : `/${at.keyword}`;
    location = step + location;
  }
  return location;
}
