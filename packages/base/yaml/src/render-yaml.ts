import { type JsonValue, renderGoJson } from '@gotk/json';
import { decodeSigs } from './decode/decode-sigs.js';
import { parseText } from './parse/parse-text.js';
import { UnfaithfulText, ValueRenderer } from './render/value-renderer.js';
import type { YamlDialect } from './resolve/dialect.js';
import type { ExactValue } from './resolve/exact-value.js';
import { toLocatedError } from './yaml-error.js';

export interface RenderYamlOptions {
  /** `sigs` is what kubectl, Flux, kustomize's output and Helm's toYaml print; `kyaml` is kustomize's own emitter. @default 'sigs' */
  readonly dialect?: YamlDialect;
  /** With `kyaml`: as go-yaml v3 writes Go values. Lists stand in from their key, a bigint is an integer and a number a float. @default false */
  readonly pretty?: boolean;
  /** `natural` counts numbers in keys, as Go's maps are written. `bytes` is how Flux writes the values that it makes digests of. @default 'natural' */
  readonly keyOrder?: 'natural' | 'bytes';
}

/**
 * Renders a value as YAML, ending in one line break: sorted keys, lists at the column of their key, texts of several lines in
 * literal style, folded after column 80 (`sigs` only).
 *
 * @throws LocatedError `yaml-syntax` for texts with control characters that JSON leaves as they are and YAML does not allow
 * (U+007F to U+009F, U+FFFE, U+FFFF; `sigs` only), because the value goes through JSON.
 */
export function renderYaml(value: ExactValue, options: RenderYamlOptions = {}): string {
  const { dialect = 'sigs', pretty = false, keyOrder = 'natural' } = options;
  try {
    // What is written in the order of bytes never was JSON text.
    return new ValueRenderer(dialect, dialect === 'kyaml' || keyOrder === 'bytes', pretty, keyOrder).render(value);
  } catch (error) {
    if (!(error instanceof UnfaithfulText)) throw error;
    // A big integer is written like any other number.
    return jsonToYaml(renderGoJson(value as JsonValue));
  }
}

/**
 * JSON text as YAML, as sigs.k8s.io/yaml converts it: it reads the JSON as YAML, so `1.0` stays a float.
 * @throws LocatedError `yaml-syntax`.
 */
export function jsonToYaml(json: string): string {
  try {
    const document = parseText(json, false);
    const value = document === undefined ? null : decodeSigs(document.root, { strict: false, keepFloats: true });
    return new ValueRenderer('sigs', true).render(value);
  } catch (error) {
    throw toLocatedError(error, 'sigs', {});
  }
}
