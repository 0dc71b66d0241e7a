import { describe, expect, it } from 'vitest';
import { type LogFilter, renderLogLine } from './log-line.js';

const all: LogFilter = { level: '', kind: '', name: '', namespace: undefined };
const entry = {
  level: 'info',
  ts: '2024-05-06T07:08:09.123Z',
  msg: 'Reconciliation finished',
  controllerKind: 'Kustomization',
  name: 'apps',
  namespace: 'flux-system',
};
const text = '2024-05-06T07:08:09.123Z info Kustomization/apps.flux-system - Reconciliation finished ';

describe('renderLogLine', () => {
  const rows: readonly [name: string, line: string, filter: Partial<LogFilter>, expected: string | undefined][] = [
    ['an entry', JSON.stringify(entry), {}, text],
    [
      'an error',
      JSON.stringify({ ...entry, level: 'error', error: 'boom' }),
      {},
      `${text.replace('info', 'error')}boom`,
    ],
    ['an entry of the runtime', '{"level":"info","ts":"t","msg":"starting"}', {}, 't info  - starting '],
    [
      'the reconciler kind before the controller kind',
      '{"reconciler kind":"GitRepository","controllerKind":"x"}',
      {},
      '  GitRepository -  ',
    ],
    ['other lines', 'I0506 klog line', {}, undefined],
    ['another level', JSON.stringify(entry), { level: 'error' }, undefined],
    ['a kind whatever its case', JSON.stringify(entry), { kind: 'kustomization' }, text],
    ['another kind', JSON.stringify(entry), { kind: 'HelmRelease' }, undefined],
    ['another name', JSON.stringify(entry), { name: 'x' }, undefined],
    ['a namespace', JSON.stringify(entry), { namespace: 'flux-system' }, text],
    ['another namespace', JSON.stringify(entry), { namespace: 'x' }, undefined],
  ];
  it.each(rows)('%s', (_, line, filter, expected) => {
    expect(renderLogLine(line, { ...all, ...filter })).toBe(expected);
  });

  it('refuses broken JSON', () => {
    expect(() => renderLogLine('{broken', all)).toThrow(SyntaxError);
  });
});
