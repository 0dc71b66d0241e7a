import type { JsonValue } from '@gotk/json';
import { parseYaml } from './parse-yaml.js';
import { splitYaml } from './split-yaml.js';
import type { ParseYamlOptions } from './yaml-options.js';

/** One document of a stream. */
export interface YamlDocument {
  readonly value: JsonValue;
  /** The text of the document, without its separator line. */
  readonly text: string;
  /** 1-based line of the file on which `text` begins. */
  readonly startLine: number;
}

/**
 * Reads every document of a stream, in order. Documents that hold nothing (empty, comments, `null`) are left out.
 *
 * @throws LocatedError `yaml-syntax` for the first document that cannot be read.
 */
export function parseYamlDocuments(text: string, options: ParseYamlOptions = {}): readonly YamlDocument[] {
  const base = options.startLine ?? 1;
  const documents: YamlDocument[] = [];
  for (const part of splitYaml(text)) {
    const startLine = base + part.startLine - 1;
    const value = parseYaml(part.text, { ...options, startLine });
    if (value !== null) documents.push({ value, text: part.text, startLine });
  }
  return documents;
}
