import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type GoType, parseYamlAs } from '@gotk/yaml';
import { helmError } from '../helm-error.js';
import { trim } from '../text/white-space.js';

/** What lint reads of an object. */
export interface ObjectHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const text: GoType = { kind: 'string' };
const HEAD: GoType = {
  kind: 'pointer',
  to: {
    kind: 'struct',
    name: 'rules.k8sYamlStruct',
    fields: () => ({ apiVersion: { type: text }, Kind: { type: text }, Metadata: { type: METADATA } }),
  },
};
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
export function* readObjectHeads(content: string, file: string): Generator<ObjectHead, void, undefined> {
  for (const { document, startLine } of splitDocuments(content)) {
    const value = parseYamlAs(document, HEAD, { file, startLine });
    if (isJsonObject(value)) yield headOf(value);
  }
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
