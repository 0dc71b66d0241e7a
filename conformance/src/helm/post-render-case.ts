import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memoryTree } from '@gotk/file-tree';
import {
  type Hook,
  loadChart,
  mergeValueOptions,
  type PostRenderer,
  type PostRenderStrategy,
  type RenderedChart,
  renderChart,
} from '@gotk/helm';
import { shortDiff } from '../short-diff.js';
import type { CaseResult, ConformanceCase } from '../suite.js';
import { caseEnvironment } from './case-environment.js';
import { readRows } from './suite.js';

interface PostRenderRow {
  readonly name: string;
  readonly chart: string;
  readonly strategy: PostRenderStrategy;
  readonly renderer: string;
  readonly rendererInputs: readonly string[] | null;
  readonly rendererOutputs: readonly string[] | null;
  readonly manifest: string;
  readonly hooks: readonly HookRow[] | null;
  readonly notes?: string;
  readonly error?: string;
}

interface HookRow {
  readonly Name: string;
  readonly Kind: string;
  readonly Path: string;
  readonly Manifest: string;
  readonly Events: readonly string[];
  readonly Weight: number;
}

type Charts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The rows of postrender.jsonl: the renderer answers as it did when they were recorded. The charts stand in a file beside it. */
export function postRenderCases(path: string): readonly ConformanceCase[] {
  const charts = JSON.parse(readFileSync(join(dirname(path), 'postrender-charts.json'), 'utf8')) as Charts;
  return readRows<PostRenderRow>(path).map((row) => ({
    name: row.name,
    run: () => runRow(row, charts[row.chart] ?? {}),
  }));
}

async function runRow(row: PostRenderRow, files: Readonly<Record<string, string>>): Promise<CaseResult> {
  const inputs: string[] = [];
  const actual = await render(row, files, recordedRenderer(row, inputs));
  const expected = row.error === undefined ? shownRelease(row) : `error: ${row.error}`;
  const expectedText = `${expected}\n${shownStreams(row.rendererInputs ?? [])}`;
  const actualText = `${actual}\n${shownStreams(inputs)}`;
  return expectedText === actualText ? { kind: 'pass' } : { kind: 'fail', diff: shortDiff(expectedText, actualText) };
}

function recordedRenderer({ renderer, rendererOutputs }: PostRenderRow, inputs: string[]): PostRenderer {
  return (manifests) => {
    inputs.push(manifests);
    if (renderer === 'error') throw new Error('renderer failed');
    return rendererOutputs?.[inputs.length - 1] ?? '';
  };
}

async function render(
  { strategy }: PostRenderRow,
  files: Readonly<Record<string, string>>,
  postRenderer: PostRenderer,
): Promise<string> {
  try {
    const rendered = await renderChart({
      chart: loadChart(memoryTree(files)),
      values: mergeValueOptions({}),
      release: { name: 'demo', namespace: 'apps' },
      environment: await caseEnvironment(),
      postRenderer,
      postRenderStrategy: strategy,
    });
    return shownRelease(releaseOf(rendered));
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

type Release = Pick<PostRenderRow, 'manifest' | 'hooks' | 'notes'>;

function releaseOf({ manifest, hooks, notes }: RenderedChart): Release {
  return { manifest, notes, hooks: hooks.map(hookRow) };
}

function hookRow({ name, kind, path, manifest, events, weight }: Hook): HookRow {
  return { Name: name, Kind: kind, Path: path, Manifest: manifest, Events: events, Weight: weight };
}

function shownRelease({ manifest, hooks, notes = '' }: Release): string {
  const rows = (hooks ?? []).map(({ Name, Kind, Path, Manifest, Events, Weight }) => {
    return `${Kind}/${Name} ${Path} ${Events.join()} ${Weight}\n${Manifest}`;
  });
  return `manifest:\n${manifest}\nnotes: ${notes}\nhooks:\n${rows.join('\n')}`;
}

function shownStreams(streams: readonly string[]): string {
  return streams.map((stream, index) => `stream ${index + 1}:\n${stream}`).join('\n');
}
