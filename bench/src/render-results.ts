import type { BenchmarkResult, Figures } from './measurement.js';

/** The results as a Markdown table; the ratio is the peer's median over ours, so that more than 1 means we are faster. */
export function renderResults(results: readonly BenchmarkResult[]): string {
  const hasLatencies = results.some(({ figures }) => figures.some(({ p99Ms }) => p99Ms !== undefined));
  const rows = results.flatMap((result) =>
    result.figures.map((figures, index) => renderRow(result, { figures, index, hasLatencies })),
  );
  const notes = results.flatMap(({ name, note }) => (note === undefined ? [] : [`- ${name}: ${note}`]));
  return [
    `| benchmark | who | median | min to max | CPU |${hasLatencies ? ' p50 | p99 |' : ''} peak memory | ratio |`,
    `|---|---|---|---|---|${hasLatencies ? '---|---|' : ''}---|---|`,
    ...rows,
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

interface Row {
  readonly figures: Figures;
  readonly index: number;
  /** Whether there are columns for single requests. */
  readonly hasLatencies: boolean;
}

function renderRow({ name, figures }: BenchmarkResult, { figures: row, index, hasLatencies }: Row): string {
  const [ours] = figures;
  const ratio = index === 0 || ours === undefined ? '' : `${(row.medianMs / ours.medianMs).toFixed(2)}×`;
  const cells = [
    index === 0 ? name : '',
    row.contender,
    renderMs(row.medianMs),
    `${renderMs(row.minMs)} to ${renderMs(row.maxMs)} (${row.runs})`,
    row.medianCpuMs === undefined ? '' : renderMs(row.medianCpuMs),
    ...(hasLatencies ? [row.p50Ms, row.p99Ms].map((ms) => (ms === undefined ? '' : renderMs(ms))) : []),
    row.peakRssBytes === undefined ? '' : `${(row.peakRssBytes / 2 ** 20).toFixed(0)} MiB`,
    ratio,
  ];
  return `| ${cells.join(' | ')} |`;
}

function renderMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 100 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(2)} ms`;
}
