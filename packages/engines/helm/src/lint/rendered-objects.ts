import { isJsonObject, type JsonObject, type JsonValue, parseGoJson } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type GoType, parseYamlAs } from '@gotk/yaml';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { trim } from '../text/white-space.js';

/** What lint reads of an object. */
export interface ObjectHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const text: GoType = { kind: 'string' };
/** The type has another name in Helm 3, which messages show. */
function headType(helmVersion: HelmVersion): GoType {
  const name = helmVersion === '4.2' ? 'rules.k8sYamlStruct' : 'rules.K8sYamlStruct';
  const fields = { apiVersion: { type: text }, Kind: { type: text }, Metadata: { type: METADATA } };
  return { kind: 'pointer', to: { kind: 'struct', name, fields: () => fields } };
}

const METADATA: GoType = {
  kind: 'struct',
  name: 'rules.k8sYamlMetadata',
  fields: () => ({ Namespace: { type: text }, Name: { type: text } }),
};

/**
 * The objects of a text one after the other, cut as Kubernetes' reader cuts: at every line that begins with `---`.
 *
 * @throws LocatedError `yaml-syntax` or `json-type` with Go's text, when the faulty one is asked for
 */
export function* readObjectHeads(
  content: string,
  { file, helmVersion }: { readonly file: string; readonly helmVersion: HelmVersion },
): Generator<ObjectHead, void, undefined> {
  const type = headType(helmVersion);
  for (const { document, startLine } of splitDocuments(content)) {
    const value = withJsonProblem(content, () => parseYamlAs(document, type, { file, startLine }));
    if (isJsonObject(value)) yield headOf(value);
  }
}

/** What begins like JSON is read as such first, and a failure is told as that of JSON. */
function withJsonProblem<T>(content: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LocatedError) || !trim(content).startsWith('{')) throw error;
    const problem = jsonProblem(content);
    if (problem === undefined) throw error;
    const offset = offsetOf(content);
    throw helmError('json-syntax', `json: offset ${offset}: ${problem}`, { at: error.at, cause: error });
  }
}

function jsonProblem(text: string): string | undefined {
  try {
    parseGoJson(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** How much of the text must be read to see that it is no JSON: a longer beginning is none either. */
function offsetOf(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const problem = jsonProblem(text.slice(0, middle));
    if (problem === undefined || problem === 'unexpected end of JSON input') good = middle;
    else bad = middle;
  }
  return bad;
}

function headOf({ apiVersion, Kind, Metadata }: JsonObject): ObjectHead {
  const name = isJsonObject(Metadata) ? Metadata['Name'] : undefined;
  return { apiVersion: textOf(apiVersion), kind: textOf(Kind), name: textOf(name) };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

interface Part {
  readonly document: string;
  /** 1-based. */
  readonly startLine: number;
}

function* splitDocuments(content: string): Generator<Part, void, undefined> {
  let lines: string[] = [];
  let startLine = 1;
  const all = content.split('\n');
  if (all.at(-1) === '') all.pop();
  for (const [index, line] of all.entries()) {
    if (line.startsWith('---')) {
      const rest = trim(line.slice(3));
      if (rest !== '' && !rest.startsWith('#')) {
        throw helmError('yaml-syntax', `invalid Yaml document separator: ${rest}`);
      }
      if (lines.length > 0) {
        yield { document: lines.join(''), startLine };
        lines = [];
        startLine = index + 2;
        continue;
      }
      startLine = index + 1;
    }
    lines.push(`${line.replace(/\r$/, '')}\n`);
  }
  if (lines.length > 0) yield { document: lines.join(''), startLine };
}
