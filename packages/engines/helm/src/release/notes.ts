import type { Chart } from '../chart/chart.js';

const NOTES = 'NOTES.txt';

/** Takes the notes out of the rendered files. */
export function takeNotes(
  rendered: ReadonlyMap<string, string>,
  chart: Chart,
  subNotes: boolean,
): { readonly files: ReadonlyMap<string, string>; readonly notes: string } {
  const own = `${chart.metadata.name}/templates/${NOTES}`;
  const paths = [...rendered.keys()].filter((path) => path.endsWith(NOTES));
  const wanted = paths.filter((path) => subNotes || path === own);
  const files = new Map([...rendered].filter(([path]) => !paths.includes(path)));
  const texts = wanted.map((path) => rendered.get(path) ?? '');
  // Empty notes before others leave no empty line.
  const notes = texts.reduce((joined, text) => (joined === '' ? text : `${joined}\n${text}`), '');
  return { files, notes };
}
