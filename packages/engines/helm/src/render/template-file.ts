import { bytesToText, TemplateText } from '@gotk/go-template';
import type { ChartFile } from '../chart/chart.js';
import { helmTable } from './helm-functions.js';
import type { KnownTemplates } from './known-templates.js';

/** How much text is kept parsed beyond the charts at hand; the trees of a text take about ten times its room. */
const MAX_KEPT_LENGTH = 4 * 2 ** 20;

/** Parsed templates by their file and full name: a chart that is rendered again is not parsed again. */
const ofFiles = new WeakMap<ChartFile, Map<string, TemplateText>>();

/** Parsed templates by their text, then by their full name: neither is a chart that is loaded again. The oldest are forgotten first. */
const ofTexts = new Map<string, Map<string, TemplateText>>();
let keptLength = 0;

/** The templates in a file, under the full name that the file has in the rendering. @throws TemplateParseError */
export function parseTemplateFile(name: string, file: ChartFile, remembered?: KnownTemplates): TemplateText {
  const known = ofFiles.get(file) ?? new Map<string, TemplateText>();
  ofFiles.set(file, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const isKnown = remembered?.has(name) ?? false;
  const parsed = parseText(name, bytesToText(file.data), isKnown);
  if (!isKnown && parsed.isSimple) remembered?.add(name);
  known.set(name, parsed);
  return parsed;
}

function parseText(name: string, text: string, isKnown: boolean): TemplateText {
  const found = ofTexts.get(text)?.get(name);
  if (found !== undefined) return found;
  const parsed = new TemplateText(name, text, helmTable, isKnown);
  keep(name, text, parsed);
  return parsed;
}

function keep(name: string, text: string, parsed: TemplateText): void {
  const names = ofTexts.get(text) ?? new Map<string, TemplateText>();
  names.set(name, parsed);
  ofTexts.set(text, names);
  keptLength += text.length;
  for (const [oldest, { size }] of ofTexts) {
    if (keptLength <= MAX_KEPT_LENGTH) return;
    ofTexts.delete(oldest);
    keptLength -= oldest.length * size;
  }
}
