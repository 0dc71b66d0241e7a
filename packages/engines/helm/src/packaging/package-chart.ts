import { wrapGzip, writeTarFiles } from '@gotk/archive';
import type { Chart } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import { chartEntries } from './chart-entries.js';

/** By which Helm's packages can be told. */
const MARK = new TextEncoder().encode('aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=');
const FILE_MODE = 0o644;

export interface PackageChartOptions {
  /** When the package is made: what the files of Helm 3's packages, and those of unknown age, have as their time. */
  readonly nowMs: number;
  readonly helmVersion?: HelmVersion | undefined;
  /** Compresses without a header; a platform's own is faster than the default, which is plain JavaScript. */
  readonly deflate?: ((bytes: Uint8Array) => Uint8Array) | undefined;
}

/**
 * Packs a chart into a .tgz as `helm package` does: Chart.yaml and Chart.lock are written anew, subcharts are unpacked.
 *
 * @throws LocatedError with Helm's text
 */
export function packageChart(chart: Chart, { nowMs, helmVersion = '4.2', deflate }: PackageChartOptions): Uint8Array {
  const files = chartEntries(chart, helmVersion).map(({ name, data, modifiedMs }) => {
    const time = helmVersion === '4.2' ? (modifiedMs ?? nowMs) : nowMs;
    return { name, data, mode: FILE_MODE, modifiedMs: time };
  });
  const mark = helmVersion === '4.2' ? subfield(MARK) : join(Uint8Array.of(0x2b), MARK);
  return wrapGzip(writeTarFiles(files), { extra: mark, comment: 'Helm', deflate });
}

/** An extra field of gzip: its name, its length, its content. */
function subfield(content: Uint8Array): Uint8Array {
  return join(Uint8Array.of(0x72, 0x72, content.length, 0), content);
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}
