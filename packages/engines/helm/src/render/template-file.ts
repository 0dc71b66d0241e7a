import { bytesToText, TemplateText } from '@gotk/go-template';
import type { ChartFile } from '../chart/chart.js';
import { helmTable } from './helm-functions.js';

/** Parsed templates by their file and full name: a chart that is rendered again is not parsed again. */
const parsed = new WeakMap<ChartFile, Map<string, TemplateText>>();

/** The templates in a file, under the full name that the file has in the rendering. @throws TemplateParseError */
export function parseTemplateFile(name: string, file: ChartFile): TemplateText {
  const known = parsed.get(file) ?? new Map<string, TemplateText>();
  parsed.set(file, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const text = new TemplateText(name, bytesToText(file.data), helmTable);
  known.set(name, text);
  return text;
}
