import { LocatedError } from '@gotk/located-error';
import type { YamlDialect } from '../resolve/dialect.js';

/** A part of a stream between separator lines. */
export interface YamlPart {
  readonly text: string;
  /** 1-based line of the stream on which `text` begins. */
  readonly startLine: number;
}

/**
 * Splits a stream at its `---` lines; blanks and a comment may follow the dashes.
 *
 * `sigs` splits as Kubernetes does: a first `---` stays in its part, CR LF becomes LF, each part ends in a line break.
 * `kyaml` splits as kustomize does: the `---` on the first line is no separator, and the last line needs no line break.
 *
 * @throws LocatedError `yaml-separator` when anything else stands behind the dashes.
 */
export function splitYaml(text: string, dialect: YamlDialect = 'sigs'): readonly YamlPart[] {
  return dialect === 'sigs' ? splitAsKubernetes(text) : splitAsKustomize(text);
}

function splitAsKubernetes(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  let from = 0;
  let startLine = 1;
  let line = 0;
  const body = text.replaceAll('\r\n', '\n');
  const lines = body.endsWith('\n') || body === '' ? body : `${body}\n`;
  for (let index = 0; index < lines.length; ) {
    const end = lines.indexOf('\n', index) + 1;
    line++;
    if (lines.startsWith('---', index)) {
      checkSeparator(lines.slice(index + 3, end), (rest) => `invalid Yaml document separator: ${rest}`);
      if (index > from) {
        parts.push({ text: lines.slice(from, index), startLine });
        from = end;
        startLine = line + 1;
      }
    }
    index = end;
  }
  if (from < lines.length) parts.push({ text: lines.slice(from), startLine });
  return parts;
}

function splitAsKustomize(text: string): readonly YamlPart[] {
  const body = text.replaceAll('\r\n', '\n');
  if (body === '') return [];
  const parts: YamlPart[] = [];
  let from = 0;
  let startLine = 1;
  for (const { index, 0: separator } of body.matchAll(/\n---.*\n/g)) {
    checkSeparator(separator.slice(4), () => `invalid document separator: ${separator.trim()}`);
    const part = body.slice(from, index + 1);
    parts.push({ text: part, startLine });
    startLine += countLines(part) + 1;
    from = index + separator.length;
  }
  parts.push({ text: body.slice(from), startLine });
  return parts;
}

function checkSeparator(rest: string, message: (trimmed: string) => string): void {
  const trimmed = rest.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return;
  throw new LocatedError({
    code: 'yaml-separator',
    message: message(trimmed),
    hint: 'Leave nothing but a comment behind the three dashes.',
  });
}

function countLines(text: string): number {
  let lines = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) lines++;
  return lines;
}
