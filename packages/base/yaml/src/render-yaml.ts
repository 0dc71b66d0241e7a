import { decodeSigs } from './decode/decode-sigs.js';
import { parseText } from './parse/parse-text.js';
import { ValueRenderer } from './render/value-renderer.js';
import type { YamlDialect } from './resolve/dialect.js';
import type { ExactValue } from './resolve/exact-value.js';
import { toLocatedError } from './yaml-error.js';

export interface RenderYamlOptions {
  /** `sigs` is what kubectl, Flux, kustomize's output and Helm's toYaml print; `kyaml` is kustomize's own emitter. @default 'sigs' */
  readonly dialect?: YamlDialect;
}

/**
 * Renders a value as YAML, ending in one line break: sorted keys, lists at the column of their key, texts of several lines in
 * literal style, folded after column 80 (`sigs` only).
 */
export function renderYaml(value: ExactValue, { dialect = 'sigs' }: RenderYamlOptions = {}): string {
  return new ValueRenderer(dialect).render(value);
}

/**
 * JSON text as YAML, as sigs.k8s.io/yaml converts it: it reads the JSON as YAML, so `1.0` stays a float.
 * @throws LocatedError `yaml-syntax`.
 */
export function jsonToYaml(json: string): string {
  try {
    const document = parseText(json, false);
    const value = document === undefined ? null : decodeSigs(document.root, { strict: false, keepFloats: true });
    return new ValueRenderer('sigs').render(value);
  } catch (error) {
    throw toLocatedError(error, 'sigs', {});
  }
}
