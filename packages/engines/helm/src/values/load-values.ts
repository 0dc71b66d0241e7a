import { bytesToText, GoMap, type GoValue, goMapOf } from '@gotk/go-template';
import { parseYamlTable } from '../encode/yaml-shape.js';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';

/**
 * Values from YAML: all documents of the text, the later ones over the earlier; to Helm 3 the first one. Numbers are float64.
 *
 * @throws LocatedError with Helm's text
 */
export function loadValues(data: Uint8Array, file: string, helmVersion: HelmVersion = '4.2'): GoMap {
  if (helmVersion === '3.22') return goMapOf(parseYamlTable(bytesToText(data), { file }));
  return splitDocuments(bytesToText(data)).reduce((merged: GoMap, { text, startLine }) => {
    const parsed = withPrefix('cannot unmarshal yaml document', () => parseYamlTable(text, { file, startLine }));
    return mergeMaps(merged, goMapOf(parsed));
  }, new GoMap());
}

interface Part {
  readonly text: string;
  readonly startLine: number;
}

/** The documents as Kubernetes' reader cuts them: at every line that begins with `---`. */
function splitDocuments(text: string): Part[] {
  if (!text.startsWith('---') && !text.includes('\n---')) return text === '' ? [] : [{ text, startLine: 1 }];
  const parts: Part[] = [];
  const lines = text.split(/(?<=\n)/);
  let begin = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('---')) continue;
    const rest = line.slice(3).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      const message = `error reading yaml document: invalid Yaml document separator: ${rest}`;
      throw helmError('yaml-syntax', message);
    }
    // The separator itself stays with what follows when nothing stands before it.
    if (index > begin) {
      parts.push({ text: lines.slice(begin, index).join(''), startLine: begin + 1 });
      begin = index + 1;
    }
  }
  if (begin < lines.length) parts.push({ text: lines.slice(begin).join(''), startLine: begin + 1 });
  return parts.filter((part) => part.text !== '');
}

/** `b` over `a`, tables within tables too; both stay as they are. */
export function mergeMaps(a: GoMap, b: GoMap): GoMap {
  const merged = new GoMap(a.type);
  for (const key of a.keys()) merged.set(key, a.get(key));
  for (const key of b.keys()) merged.set(key, mergedValue(merged.get(key), b.get(key)));
  return merged;
}

function mergedValue(below: GoValue, above: GoValue): GoValue {
  return above instanceof GoMap && below instanceof GoMap ? mergeMaps(below, above) : above;
}
