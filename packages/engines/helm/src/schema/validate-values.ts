import { bytesToText, GoError, GoMap, type GoValue, typeName } from '@gotk/go-template';
import { LocatedError } from '@gotk/located-error';
import type { Chart } from '../chart/chart.js';
import { helmError } from '../helm-error.js';
import type { HelmLog } from '../log/helm-log.js';
import { isBlank } from '../text/white-space.js';
import type { ForeignSchemas } from './foreign-schemas.js';
import { nodeOfValue } from './json-node.js';
import { loadSchema } from './load-schema.js';
import type { Schema } from './schema.js';
import { schemaProblem } from './schema-check.js';

/** Compiled schemas by the bytes they were read from: those of a chart never change. */
const compiled = new WeakMap<Uint8Array, Schema>();

export interface ValidationContext {
  /** What schemas that refer to URLs find there. */
  readonly foreign: ForeignSchemas;
  readonly log?: HelmLog | undefined;
}

/**
 * Checks the values of a chart and its subcharts against their schemas.
 *
 * @param values coalesced.
 * @throws LocatedError `values-schema` with Helm's text: all that is wrong, chart by chart
 */
export function validateValues(chart: Chart, values: GoMap, context: ValidationContext): void {
  const problems = problemsOf(chart, values, context);
  if (problems === '') return;
  const start = "values don't meet the specifications of the schema(s) in the following chart(s):\n";
  throw helmError('values-schema', start + problems, {
    hint: 'Compare the values with values.schema.json of the chart, or skip the check with --skip-schema-validation.',
  });
}

function problemsOf(chart: Chart, values: GoMap, context: ValidationContext): string {
  context.log?.({
    level: 'DEBUG',
    message: 'number of dependencies in the chart',
    attributes: [
      ['chart', chart.metadata.name],
      ['dependencies', String(chart.dependencies.length)],
    ],
  });
  const own = chart.schema === undefined ? undefined : validateAgainstSchema(chart.schema, values, context.foreign);
  const problems = own === undefined ? [] : [`${chart.metadata.name}:\n${own}`];
  for (const subchart of chart.dependencies) {
    const { name } = subchart.metadata;
    const inner: GoValue = values.get(name);
    if (inner instanceof GoMap) problems.push(problemsOf(subchart, inner, context));
    else if (inner !== undefined && inner !== null) {
      problems.push(`${name}:\ninvalid type for values: expected object (map), got ${typeName(inner)}\n`);
    }
  }
  return problems.join('');
}

/** What is wrong with values by a schema, or why that cannot be told; `undefined` where nothing is. */
export function validateAgainstSchema(bytes: Uint8Array, values: GoMap, foreign: ForeignSchemas): string | undefined {
  try {
    const schema = compiled.get(bytes) ?? compileOnce(schemaText(bytes), foreign);
    compiled.set(bytes, schema);
    const problem = schemaProblem(schema, nodeOfValue(values));
    return problem === undefined ? undefined : `${problem.slice(problem.indexOf('\n') + 1)}\n`;
  } catch (error) {
    if (error instanceof LocatedError || error instanceof GoError) return error.message;
    throw error;
  }
}

/** Compiled schemas by their text, for charts that are loaded again; the oldest are forgotten first. */
const ofTexts = new Map<string, Schema>();
const MAX_KEPT_SCHEMAS = 16;
/** A reference to another document, which may be another one the next time. */
const REFERS_ELSEWHERE = /"\$(?:ref|dynamicRef|recursiveRef)"\s*:\s*"[^#]/;

function compileOnce(text: string, foreign: ForeignSchemas): Schema {
  const known = ofTexts.get(text);
  if (known !== undefined) return known;
  const schema = loadSchema(text, foreign);
  if (REFERS_ELSEWHERE.test(text)) return schema;
  ofTexts.set(text, schema);
  const [oldest] = ofTexts.keys();
  if (ofTexts.size > MAX_KEPT_SCHEMAS && oldest !== undefined) ofTexts.delete(oldest);
  return schema;
}

function schemaText(bytes: Uint8Array): string {
  const text = bytesToText(bytes);
  if (isBlank(text)) throw helmError('schema-invalid', 'EOF');
  return text;
}
