import { bytesToText, type SourceText, TemplateText } from '@gotk/go-template';
import type { ChartFile } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import type { KnownTemplates } from '../kept/known-templates.js';
import { helmTableOf } from './helm-functions.js';

/** How much text is kept parsed beyond the charts at hand; the trees of a text take about ten times its room. */
const MAX_KEPT_LENGTH = 4 * 2 ** 20;

/** Parsed templates by their file and full name: a chart that is rendered again is not parsed again. */
type ParsedFiles = WeakMap<ChartFile, Map<string, TemplateText>>;

const ofFiles: Readonly<Record<HelmVersion, ParsedFiles>> = { '4.2': new WeakMap(), '3.22': new WeakMap() };

/** Parsed templates by their text, then by their full name: neither is a chart that is loaded again. The oldest are forgotten first. */
const ofTexts = new Map<string, Map<string, TemplateText>>();
let keptLength = 0;

/** The templates in a file, under the full name that the file has in the rendering. @throws TemplateParseError */
export function parseTemplateFile(
  name: string,
  file: ChartFile,
  { helmVersion, remembered }: { readonly helmVersion: HelmVersion; readonly remembered?: KnownTemplates | undefined },
): TemplateText {
  const known = ofFiles[helmVersion].get(file) ?? new Map<string, TemplateText>();
  ofFiles[helmVersion].set(file, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const parsed = parseFile(name, file, { helmVersion, remembered });
  known.set(name, parsed);
  return parsed;
}

function parseFile(
  name: string,
  file: ChartFile,
  { helmVersion, remembered }: { readonly helmVersion: HelmVersion; readonly remembered: KnownTemplates | undefined },
): TemplateText {
  const functions = helmTableOf(helmVersion);
  if (helmVersion !== '4.2') return new TemplateText(name, bytesToText(file.data), functions);
  const kept = remembered?.find(new FileSource(name, file));
  if (kept !== undefined) return new TemplateText(name, kept, functions);
  const parsed = parseText(name, bytesToText(file.data));
  remembered?.add(name, parsed);
  return parsed;
}

/** The text of a file, for who asks for it. */
class FileSource implements SourceText {
  readonly parseName: string;
  private readonly file: ChartFile;
  private known: string | undefined;

  constructor(name: string, file: ChartFile) {
    this.parseName = name;
    this.file = file;
  }

  get text(): string {
    this.known ??= bytesToText(this.file.data);
    return this.known;
  }
}

function parseText(name: string, text: string): TemplateText {
  const found = ofTexts.get(text)?.get(name);
  if (found !== undefined) return found;
  const parsed = new TemplateText(name, text, helmTableOf('4.2'));
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
