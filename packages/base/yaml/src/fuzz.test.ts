import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeKyaml } from './decode/decode-kyaml.js';
import { valueOfKyaml } from './decode/value-of-kyaml.js';
import { locateYaml } from './locate-yaml.js';
import { parseText } from './parse/parse-text.js';
import { parseYaml } from './parse-yaml.js';
import { parseYamlNodes, renderYamlNodes } from './parse-yaml-nodes.js';
import { NodeRenderer } from './render/node-renderer.js';
import { YamlProblem } from './scan/problem.js';

const fragment = fc.constantFrom(
  ...['a', 'b: ', '- ', '? ', ': ', '\n', '\n  ', '\n    ', ' ', '\t', '# c', '&a ', '*a', '!t ', '!!int ', '|', '>-'],
  ...['"', "'", '[', ']', '{', '}', ', ', '1', 'yes', '~', '<<: *a', '\n---\n', '...', '%', '@', '\\', 'é', '\u2028'],
  ...['a: b\n', '- c\n', 'k: |\n  t\n', '\n# head\n', '\ufeff', '\u0001', '\ud800', '"a\\\n  b"', '2001-01-01', '\r\n'],
);
const text = fc.array(fragment, { maxLength: 24 }).map((parts) => parts.join(''));

describe('any text', () => {
  it('reads or fails with an error of ours', () => {
    fc.assert(
      fc.property(text, (input) => {
        for (const options of [{}, { strict: true }, { dialect: 'kyaml' }] as const)
          failsWell(() => parseYaml(input, options));
        failsWell(() => renderYamlNodes(parseYamlNodes(input)));
        locateYaml(input, ['a', 0, 'b']);
      }),
      { numRuns: 4000 },
    );
  });

  it('has the kyaml value that writing and reading again gives, with and without the detour', () => {
    fc.assert(
      fc.property(text, (input) => {
        const document = valueOr(() => parseText(input, true), undefined);
        if (document === undefined) return;
        const detour = () => {
          const again = parseText(new NodeRenderer().render(document), true);
          return again === undefined ? {} : decodeKyaml(again.root);
        };
        expect(valueOr(() => valueOfKyaml(document), 'error')).toEqual(valueOr(detour, 'error'));
      }),
      { numRuns: 3000 },
    );
  });
});

function failsWell(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(LocatedError);
  }
}

function valueOr<T, U>(run: () => T, fallback: U): T | U {
  try {
    return run();
  } catch (error) {
    if (error instanceof YamlProblem) return fallback;
    throw error;
  }
}
