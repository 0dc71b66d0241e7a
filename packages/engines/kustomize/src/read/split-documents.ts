import { buildError } from '../errors/build-error.js';

/** One document of a stream. */
export interface DocumentText {
  readonly text: string;
  /** 1-based line of the stream on which the document begins. */
  readonly startLine: number;
}

const SEPARATOR = /\n---[^\n]*\n/g;

/**
 * Splits a stream at its `---` lines.
 * @throws LocatedError when something other than a comment stands behind one.
 */
export function splitDocuments(stream: string): readonly DocumentText[] {
  if (stream === '') return [];
  const documents: DocumentText[] = [];
  let start = 0;
  let startLine = 1;
  for (const match of stream.matchAll(SEPARATOR)) {
    const separator = match[0];
    const rest = separator.slice(4).trim();
    if (rest !== '' && !rest.startsWith('#'))
      throw buildError('yaml-syntax', `invalid document separator: ${separator.trim()}`);
    // The line break before a separator belongs to the document: it may end a literal text.
    const text = stream.slice(start, match.index + 1);
    documents.push({ text, startLine });
    startLine += countLines(text) + 1;
    start = match.index + separator.length;
  }
  documents.push({ text: stream.slice(start), startLine });
  return documents;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
