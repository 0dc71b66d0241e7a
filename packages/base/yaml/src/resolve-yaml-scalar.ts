import { scalarValue } from './decode/scalar-value.js';
import type { ScalarNode } from './parse/yaml-node.js';
import { parseTimestamp, renderTimestamp } from './resolve/parse-timestamp.js';
import type { ResolvedScalar } from './resolve/resolve-plain.js';
import { YamlProblem } from './scan/problem.js';

/** A scalar with its type. */
export interface YamlScalar {
  /** Short tag: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp`, `!!binary` or one of the document's own. */
  readonly tag: string;
  /** Integers beyond ±(2^53 − 1) are bigints; a timestamp is text in RFC 3339. */
  readonly value: ResolvedScalar['value'];
}

/** What a scalar means to go-yaml v3; `undefined` where its text does not fit its tag. */
export function resolveYamlScalar(node: ScalarNode): YamlScalar | undefined {
  try {
    const scalar = scalarValue(node, 'kyaml');
    const time = scalar.tag === '!!timestamp' ? parseTimestamp(node.value) : undefined;
    return time === undefined ? scalar : { tag: scalar.tag, value: renderTimestamp(time) };
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}
