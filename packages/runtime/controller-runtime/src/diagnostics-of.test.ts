import { LocatedError } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from './diagnostics-of.js';

function located(file: string, line: number, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'broken', message: `${file} is broken`, at: { file, line }, cause });
}

describe('diagnosticsOf', () => {
  it.each([
    ['nothing where nothing is known', new Error('x'), undefined],
    [
      'the innermost first',
      located('overlay/a.yaml', 1, located('base/a.yaml', 2)),
      ['base/a.yaml:2', 'overlay/a.yaml:1'],
    ],
    [
      'one place once, though its file is named from elsewhere',
      located('a.yaml', 2, located('charts/a.yaml', 2)),
      ['charts/a.yaml:2'],
    ],
    ['the same line of two files twice', located('b.yaml', 2, located('a.yaml', 2)), ['a.yaml:2', 'b.yaml:2']],
    [
      'what else is wrong',
      new Error('apply', {
        cause: Object.assign(located('a.yaml', 1), { others: [located('b.yaml', 1), new Error('not placed')] }),
      }),
      ['a.yaml:1', 'b.yaml:1'],
    ],
  ])('tells %s', (_name, error, expected) => {
    expect(diagnosticsOf(error)?.map(({ file, line }) => `${String(file)}:${String(line)}`)).toEqual(expected);
  });

  it('tells ten at most', () => {
    const others = Array.from({ length: 30 }, (_value, line) => located('a.yaml', line + 2));
    expect(diagnosticsOf(Object.assign(located('a.yaml', 1), { others }))).toHaveLength(10);
  });

  it('tells a hint without a place', () => {
    const error = new LocatedError({ code: 'missing', message: 'no such thing', hint: 'Make one.' });
    expect(diagnosticsOf(error)).toEqual([{ code: 'missing', message: 'no such thing', hint: 'Make one.' }]);
  });
});
