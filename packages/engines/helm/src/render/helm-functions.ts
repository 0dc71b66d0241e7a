import {
  type Call,
  decodeJson,
  type FunctionTable,
  fixed,
  GoError,
  type GoFunction,
  GoMap,
  GoPanic,
  GoSlice,
  type GoValue,
  goMap,
  goMapOf,
  goType,
  goValueOf,
  jsonProblem,
  LimitError,
  parameter,
  quoteText,
  sprigTable,
  TemplateExecError,
  TemplateParseError,
} from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { renderYaml } from '@gotk/yaml';
import { knownYamlTable } from '../encode/known-tables.js';
import { plainValueOf } from '../encode/plain-value.js';
import { renderPrettyYaml } from '../encode/pretty-yaml.js';
import { parseYamlList } from '../encode/yaml-shape.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { decodeToml } from '../toml/decode-toml.js';
import { encodeToml } from '../toml/encode-toml.js';

/** An include may stand this often inside itself. */
const MAX_NESTED_INCLUDES = 1_000;

/** What `required` and `fail` wrap their messages in, so that the place can be put before them. */
export const WARNING_START = 'HELM_ERR_START';
export const WARNING_END = 'HELM_ERR_END';

/** What Helm's own functions need of the rendering, by this key in the state of the run. */
export interface HelmRunState {
  readonly lintMode: boolean;
  readonly log: HelmLog;
  readonly lookup: LookupFunction;
  /** How often each template stands in the includes under way. */
  readonly includes: Map<string, number>;
}

/** Answers `lookup`: an object, a list, or an empty object when nothing is there. @throws GoError with what the cluster said */
export type LookupFunction = (query: LookupQuery) => JsonObject;

/** What a template looks up. */
export interface LookupQuery {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Empty for all objects of the kind. */
  readonly name: string;
}

/** The key of {@link HelmRunState} in a run. */
export const HELM_STATE = Symbol('helm');

const { any, text } = parameter;

/** What JSON's null makes of the map or list that it is read into. */
const NIL_MAP = new GoMap(goType.MAP, new Map(), true);
const NIL_LIST = new GoSlice(goType.SLICE, [], true);

const helmOwnFunctions: readonly GoFunction[] = [
  fixed('include', [text, any], include),
  fixed('tpl', [text, any], renderText),
  fixed('required', [text, any], required),
  fixed('fail', [text], (message, call) => {
    const { lintMode, log } = stateOf(call);
    if (!lintMode) throw new GoError(WARNING_START + message + WARNING_END);
    log({ level: 'INFO', message: 'funcMap fail', attributes: [['message', message]] });
    return '';
  }),
  fixed('lookup', [text, text, text, text], (apiVersion, kind, namespace, name, call) => {
    return goMapOf(stateOf(call).lookup({ apiVersion, kind, namespace, name }));
  }),
  fixed('toYaml', [any], (value) => orElse('', () => toYaml(value))),
  fixed('mustToYaml', [any], (value) => toYaml(value)),
  fixed('toYamlPretty', [any], (value) => orElse('', () => withoutLastBreak(renderPrettyYaml(value)))),
  fixed('fromYaml', [text], (yaml) => errorInMap(() => goMapOf(knownYamlTable(yaml)))),
  fixed('fromYamlArray', [text], (yaml) => errorInList(() => goValueOf(parseYamlList(yaml)))),
  fixed('toToml', [any], (value) => orMessage(() => encodeToml(value))),
  fixed('mustToToml', [any], (value) => encodeToml(value)),
  fixed('fromToml', [text], (toml) => errorInMap(() => decodeToml(toml))),
  fixed('fromJson', [text], (json) => errorInMap(() => jsonTable(json))),
  fixed('fromJsonArray', [text], (json) => errorInList(() => jsonList(json))),
];

/** text/template's, sprig's and Helm's functions. */
export const helmTable: FunctionTable = sprigTable.overriddenBy(helmOwnFunctions);

const HELM_3_TABLE = helmTable.without(['mustToYaml', 'mustToToml']);

/** The functions of a version of Helm: two that must not fail came with Helm 4. */
export function helmTableOf(helmVersion: HelmVersion): FunctionTable {
  return helmVersion === '4.2' ? helmTable : HELM_3_TABLE;
}

function stateOf({ run }: Call): HelmRunState {
  return run.stateOf<HelmRunState>(HELM_STATE, () => {
    throw new GoError('the rendering was not set up for Helm');
  });
}

function include(name: string, data: GoValue, call: Call): string {
  const { includes } = stateOf(call);
  const depth = includes.get(name) ?? 0;
  if (depth > MAX_NESTED_INCLUDES) {
    throw new GoError(`rendering template has a nested reference name: ${name}: unable to execute template`);
  }
  includes.set(name, depth + 1);
  const output = call.include(name, data);
  includes.set(name, depth);
  return output;
}

function renderText(template: string, data: GoValue, call: Call): string {
  try {
    return call.execute(template, data).replaceAll('<no value>', '');
  } catch (error) {
    if (error instanceof TemplateParseError) {
      throw new GoError(`cannot parse template ${quoteText(template)}: ${error.message}`, { cause: error });
    }
    if (!(error instanceof TemplateExecError)) throw error;
    const problem = `error during tpl function execution for ${quoteText(template)}: ${error.message}`;
    throw new GoError(problem, { cause: error });
  }
}

function required(warning: string, value: GoValue, call: Call): GoValue {
  if (value !== null && value !== '') return value;
  const { lintMode, log } = stateOf(call);
  if (!lintMode) throw new GoError(WARNING_START + warning + WARNING_END);
  const message = value === null ? 'missing required value' : 'missing required values';
  log({ level: 'WARN', message, attributes: [['message', warning]] });
  return '';
}

function toYaml(value: GoValue): string {
  try {
    return withoutLastBreak(renderYaml(plainValueOf(value)));
  } catch (error) {
    if (error instanceof LocatedError) throw new GoError(error.message);
    if (error instanceof GoError && !isUnstoppable(error))
      throw new GoError(`error marshaling into JSON: ${error.message}`);
    throw error;
  }
}

/** Limits and panics go through every function that swallows errors. */
function isUnstoppable(error: unknown): boolean {
  return error instanceof LimitError || error instanceof GoPanic;
}

function withoutLastBreak(yaml: string): string {
  return yaml.endsWith('\n') ? yaml.slice(0, -1) : yaml;
}

function orElse(fallback: string, compute: () => string): string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoError && !isUnstoppable(error)) return fallback;
    throw error;
  }
}

function orMessage(compute: () => string): string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoError && !isUnstoppable(error)) return error.message;
    throw error;
  }
}

/** The message of what Go would return as an error. */
function problemOf(error: unknown): string {
  if (isUnstoppable(error)) throw error;
  if (error instanceof LocatedError || error instanceof GoError) return error.message;
  throw error;
}

function errorInMap(decode: () => GoMap): GoMap {
  try {
    return decode();
  } catch (error) {
    return goMap([['Error', problemOf(error)]]);
  }
}

function errorInList(decode: () => GoValue): GoValue {
  try {
    return decode();
  } catch (error) {
    return [problemOf(error)];
  }
}

function jsonTable(json: string): GoMap {
  requireKind(json, '{', 'map[string]interface {}');
  try {
    const value = decodeJson(json);
    return value instanceof GoMap ? value : NIL_MAP;
  } catch (error) {
    if (!(error instanceof GoError) || jsonProblem(json) !== undefined) throw error;
    // Go leaves out a number that no float64 holds, goes on, and reports it in the end.
    const rest = JSON.parse(json, (_key, value) =>
      Number.isFinite(value) || typeof value !== 'number' ? value : null,
    );
    const table = goMapOf(rest as JsonObject);
    table.set('Error', error.message);
    return table;
  }
}

function jsonList(json: string): GoValue {
  requireKind(json, '[', '[]interface {}');
  return decodeJson(json) ?? NIL_LIST;
}

const JSON_KINDS: Readonly<Record<string, string>> = {
  '{': 'object',
  '[': 'array',
  '"': 'string',
  t: 'bool',
  f: 'bool',
};

/** Refuses JSON of another kind, null excepted. Go looks at the whole before it looks at what is in it. */
function requireKind(json: string, wanted: string, type: string): void {
  const first = /[^ \t\r\n]/.exec(json)?.[0] ?? '';
  if (first === wanted || first === 'n') return;
  const kind = JSON_KINDS[first] ?? 'number';
  throw new GoError(jsonProblem(json) ?? `json: cannot unmarshal ${kind} into Go value of type ${type}`);
}
