import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { GoMap, loadTemplateCrypto, type TemplateEnvironment } from '@gotk/go-template';
import {
  type Chart,
  composeRenderValues,
  defaultCapabilities,
  loadChart,
  processDependencies,
  renderChart,
  renderTemplates,
} from '@gotk/helm';
import type { LoopReport, Spent } from './loop-report.js';

/**
 * A program: renders one chart again and again and prints what each run took, as bench/helm-oracle does for Helm.
 *
 *     node bench/dist/helm/render-loop.js CHART.tgz MILLISECONDS
 *
 * It goes on until it has used as much processor time.
 */
async function main([file = '', budget = '0']: readonly string[]): Promise<void> {
  const data = readFileSync(file);
  const environment: TemplateEnvironment = {
    now: Date.now,
    randomBytes: (bytes) => crypto.getRandomValues(bytes),
    crypto: await loadTemplateCrypto(),
  };
  const load: Spent[] = [];
  const render: Spent[] = [];
  const total: Spent[] = [];
  let bytes = 0;
  for (const began = now(); between(began, now()).cpuMs < Number(budget); ) {
    // Helm's own loop loads, renders and sorts; here the sorting is part of a rendering of its own.
    const start = now();
    const chart = loadChart(data, { gunzip });
    const loaded = now();
    await renderChart({ chart, values: new GoMap(), release: RELEASE, environment });
    total.push(between(start, now()));
    load.push(between(start, loaded));
    const again = now();
    bytes = renderAlone(chart, environment);
    render.push(between(again, now()));
  }
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  const report: LoopReport = { load, render, total, bytes, peakRssBytes };
  console.log(JSON.stringify(report));
}

const RELEASE = { name: 'demo', namespace: 'apps' };

/** Dependencies, values, schemas and templates of a loaded chart. @returns the size of what came out, without the notes */
function renderAlone(loaded: Chart, environment: TemplateEnvironment): number {
  const values = new GoMap();
  const chart = processDependencies(loaded, values);
  const top = composeRenderValues(chart, { values, release: RELEASE, capabilities: defaultCapabilities() });
  let bytes = 0;
  for (const [path, text] of renderTemplates(chart, top, { environment })) {
    if (!path.endsWith('NOTES.txt')) bytes += text.length;
  }
  return bytes;
}

/** Like the command: the last four bytes say how much comes out. */
function gunzip(bytes: Uint8Array): Uint8Array {
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  return gunzipSync(bytes, { chunkSize: Math.max(64 * 1024, expected + 64) });
}

function now(): Spent {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

function between(from: Spent, to: Spent): Spent {
  return { wallMs: to.wallMs - from.wallMs, cpuMs: to.cpuMs - from.cpuMs };
}

await main(process.argv.slice(2));
