import { describe, expect, it } from 'vitest';
import { createLogger } from '../../output/logger.js';
import type { ProgressNode } from '../progress/progress-node.js';
import { createJsonLinesView } from './json-view.js';
import { createLineView } from './line-view.js';
import { createLiveView } from './live-view.js';
import { noPaint } from './paint.js';
import type { ProgressView } from './progress-view.js';
import { renderTreeLines } from './render-tree-lines.js';

function flux(name: string, more: Partial<ProgressNode> = {}): ProgressNode {
  return {
    kind: 'Kustomization',
    namespace: 'flux-system',
    name,
    isFlux: true,
    isMissing: false,
    state: 'ready',
    revision: 'main@sha1:aaaaaaaa',
    message: 'Applied revision: main@sha1:aaaaaaaa',
    diagnostics: [],
    children: [],
    ...more,
  };
}

function plain(more: Partial<ProgressNode> = {}): ProgressNode {
  return {
    ...flux('web', { kind: 'Deployment', namespace: 'shop', isFlux: false, revision: '', message: '' }),
    ...more,
  };
}

const working = { state: 'progressing', message: 'Reconciliation in progress' } as const;
const diagnostic = { code: 'x', message: 'no such file', file: 'apps/kustomization.yaml', line: 3, hint: 'Add it.' };

function show(view: ProgressView, pictures: readonly (readonly ProgressNode[])[]): void {
  for (const roots of pictures) view.update({ roots, timers: new Map(), nowMs: 0 });
}

describe('createLineView', () => {
  const rows: readonly [name: string, pictures: readonly (readonly ProgressNode[])[], lines: readonly string[]][] = [
    [
      'says once what is ready',
      [[flux('apps')], [flux('apps')]],
      ['✔ Kustomization/flux-system/apps Applied revision: main@sha1:aaaaaaaa'],
    ],
    [
      'says nothing of work, only of its outcome',
      [
        [flux('apps')],
        [flux('apps', working)],
        [flux('apps', { state: 'progressing', message: 'applying main@sha1:bbbbbbbb' })],
        [flux('apps')],
      ],
      ['✔ Kustomization/flux-system/apps Applied revision: main@sha1:aaaaaaaa'],
    ],
    [
      'says what is waited for',
      [[flux('apps', { state: 'waiting', message: "dependency 'flux-system/infra' is not ready" })]],
      ["◎ Kustomization/flux-system/apps dependency 'flux-system/infra' is not ready"],
    ],
    [
      'says where a failure is, without repeating it',
      [[flux('apps', { state: 'failed', message: 'kustomize build failed: no such file', diagnostics: [diagnostic] })]],
      [
        '✗ Kustomization/flux-system/apps kustomize build failed: no such file',
        '  at apps/kustomization.yaml:3',
        '  hint: Add it.',
      ],
    ],
    [
      'says what the place is about when that is not said yet',
      [[flux('apps', { state: 'failed', message: 'build failed', diagnostics: [diagnostic] })]],
      ['✗ Kustomization/flux-system/apps build failed', '  apps/kustomization.yaml:3: no such file', '  hint: Add it.'],
    ],
    [
      'tells suspended and unhandled objects apart',
      [
        [
          flux('a', { state: 'suspended', message: 'suspended' }),
          flux('b', { state: 'unhandled', message: 'no controller for X runs here' }),
        ],
      ],
      ['► Kustomization/flux-system/a suspended', '⚠️ Kustomization/flux-system/b no controller for X runs here'],
    ],
    [
      'passes over applied objects on their way',
      [[plain({ state: 'progressing', isMissing: true, message: 'not found' })], [plain()]],
      [],
    ],
    [
      'says that an applied object went, and came back',
      [[plain()], [plain({ state: 'progressing', isMissing: true, message: 'not found' })], [plain()], [plain()]],
      ['◎ Deployment/shop/web is gone', '✔ Deployment/shop/web is ready'],
    ],
    [
      'says that an applied object failed, and is well again',
      [[plain({ state: 'failed', message: 'deadline exceeded' })], [plain()]],
      ['✗ Deployment/shop/web deadline exceeded', '✔ Deployment/shop/web is ready'],
    ],
    ['says what has left', [[plain()], []], ['► Deployment/shop/web is no longer there']],
  ];

  it.each(rows)('%s', (_, pictures, lines) => {
    let text = '';
    const write = (chunk: string): void => {
      text += chunk;
    };
    show(createLineView(createLogger(write), write), pictures);
    expect(text.split('\n').slice(0, -1)).toEqual(lines);
  });
});

describe('createJsonLinesView', () => {
  it('writes a document for each change', () => {
    const lines: unknown[] = [];
    const view = createJsonLinesView((text) => lines.push(JSON.parse(text)));
    show(view, [[flux('apps', working)], [flux('apps', working)], [flux('apps', { children: [plain()] })]]);
    const head = { time: '1970-01-01T00:00:00.000Z', kind: 'Kustomization', namespace: 'flux-system', name: 'apps' };
    const revision = 'main@sha1:aaaaaaaa';
    expect(lines).toEqual([
      { ...head, state: 'progressing', revision, message: 'Reconciliation in progress' },
      { ...head, state: 'ready', revision, message: 'Applied revision: main@sha1:aaaaaaaa' },
    ]);
  });
});

describe('createLiveView', () => {
  /** What a terminal shows after what was written to it. */
  function screenOf(written: string): readonly string[] {
    const screen: string[] = [];
    let row = 0;
    const readable = written.replaceAll('\u001b[', '⎋');
    for (const [, up, erase, text] of readable.matchAll(/⎋(\d+)A\r|(⎋J|⎋2K)|([^⎋\n]*)\n/g)) {
      if (up !== undefined) row -= Number(up);
      else if (erase === '⎋J') screen.length = row;
      else if (text !== undefined) screen[row++] = text;
    }
    return screen;
  }

  it('draws over its last picture, and leaves notes above it', () => {
    let written = '';
    const view = createLiveView({
      write: (text) => {
        written += text;
      },
      columns: () => 80,
      rows: () => 24,
      paint: noPaint,
    });
    show(view, [[flux('apps', working), flux('infra')], [flux('apps')]]);
    expect(screenOf(written)).toEqual(['✔  Kustomization/flux-system/apps  main@sha1:aaaaaaaa']);
    view.note('✗ dependency cycle');
    view.close();
    expect(screenOf(written)).toEqual(['✗ dependency cycle', '✔  Kustomization/flux-system/apps  main@sha1:aaaaaaaa']);
  });

  it('draws over a picture whose lines a narrower terminal has broken', () => {
    let written = '';
    let columns = 60;
    const write = (text: string): void => {
      written += text;
    };
    const view = createLiveView({ write, columns: () => columns, rows: () => 24, paint: noPaint });
    show(view, [[flux('apps'), flux('infra')]]);
    columns = 30;
    show(view, [[flux('apps')]]);
    expect(written).toContain('\u001b[4A\r');
  });
});

describe('renderTreeLines', () => {
  const failed = {
    state: 'failed',
    message: 'Helm upgrade failed: a port\nis no number\n\nLast Helm logs:\n\nnothing',
    diagnostics: [diagnostic, { ...diagnostic, line: 9 }],
  } as const;
  const release = (name: string, more: Partial<ProgressNode> = {}): ProgressNode =>
    flux(name, { kind: 'HelmRelease', revision: '1.0.0', children: [plain(), plain({ kind: 'Service' })], ...more });
  const roots = [
    flux('all', { state: 'progressing', message: 'at work', children: [release('good'), release('bad', failed)] }),
  ];
  const draw = (rows: number, columns = 60): readonly string[] =>
    renderTreeLines(roots, { timers: new Map(), nowMs: 0, paint: noPaint, columns, rows });

  const head = '◎  Kustomization/flux-system/all  main@sha1:aaaaaaaa  at wo…';
  const bad = [
    '└── ✗  HelmRelease/flux-system/bad  1.0.0',
    '    │   Helm upgrade failed: a port is no number',
    '    │   apps/kustomization.yaml:3: no such file',
    '    │   apps/kustomization.yaml:9: no such file',
    '    │   hint: Add it.',
  ];
  const objects = ['    ├── ✔  Deployment/shop/web', '    └── ✔  Service/shop/web'];
  const rows: readonly [name: string, rows: number, lines: readonly string[]][] = [
    [
      'tells everything where there is room',
      11,
      [
        head,
        '├── ✔  HelmRelease/flux-system/good  1.0.0',
        '│   ├── ✔  Deployment/shop/web',
        '│   └── ✔  Service/shop/web',
        ...bad,
        ...objects,
      ],
    ],
    [
      'counts applied objects that are ready',
      10,
      [
        head,
        '├── ✔  HelmRelease/flux-system/good  1.0.0',
        '│   └── 2 objects ready',
        ...bad,
        '    └── 2 objects ready',
      ],
    ],
    [
      'folds up trees that are ready',
      8,
      [head, '├── ✔  HelmRelease/flux-system/good  1.0.0  2 objects ready', ...bad, '    └── 2 objects ready'],
    ],
    ['cuts at last', 3, [head, ...bad.slice(0, 1).map((line) => line.replace('└', '├')), '… 6 more lines']],
  ];

  it.each(rows)('%s', (_, height, lines) => expect(draw(height)).toEqual(lines));

  it('wraps why something failed', () => {
    expect(draw(40, 40).slice(5, 7)).toEqual(['    │   Helm upgrade failed: a port is', '    │   no number']);
  });
});
