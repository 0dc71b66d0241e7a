import { join } from 'node:path';
import { findIndexedChart, loadIndexFile } from '@gotk/helm-repository';

/** Brings an index into the form in which it is stored and finds a chart in it: `FOLDER CHART`. */
const [folder = '.', chart = ''] = process.argv.slice(2);
const to = join(folder, 'index.json');
await loadIndexFile(
  { from: join(folder, 'index.yaml'), to, scratch: join(folder, 'charts') },
  new AbortController().signal,
);
if (findIndexedChart(to, chart) === undefined) throw new Error(`no ${chart} in the index`);
