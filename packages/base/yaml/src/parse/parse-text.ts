import { YamlProblem } from '../scan/problem.js';
import { readYamlText } from '../text/yaml-text.js';
import { DocumentParser } from './document-parser.js';
import type { YamlNodeDocument } from './yaml-node.js';

/** How much of the input go-yaml decodes at a time, in bytes. */
const CHUNK_BYTES = 512;

/**
 * The nodes of the first document; `undefined` where there is none.
 *
 * @param withComments whether comments are read, in go-yaml v3's way; it also looks further ahead for errors then.
 * @throws YamlProblem
 */
export function parseText(input: string | Uint8Array, withComments: boolean): YamlNodeDocument | undefined {
  const [first] = parseTexts(input, withComments);
  return first;
}

/** The nodes of one document after the other. @throws YamlProblem when the faulty document is asked for. */
export function* parseTexts(
  input: string | Uint8Array,
  withComments: boolean,
): Generator<YamlNodeDocument, undefined, undefined> {
  const { text, fault } = readYamlText(input);
  const parser = new DocumentParser(text, withComments);
  const next = (): YamlNodeDocument | undefined =>
    fault === undefined ? parser.next() : nextBefore(parser, chunkStart(text, fault.index), fault.problem);
  for (let document = next(); document !== undefined; document = next()) yield document;
}

/** The next document if it ends before the chunk with the fault: characters are checked chunk by chunk, ahead of everything else. */
function nextBefore(parser: DocumentParser, chunk: number, problem: string): YamlNodeDocument | undefined {
  const { document, error } = attempt(parser);
  if (parser.cursor.pos + 4 >= chunk) throw new YamlProblem('reader', problem, undefined);
  if (error !== undefined) throw error;
  return document;
}

function attempt(parser: DocumentParser): {
  readonly document?: YamlNodeDocument | undefined;
  readonly error?: unknown;
} {
  try {
    return { document: parser.next() };
  } catch (error) {
    return { error };
  }
}

/** Index of the first character of the chunk that holds `index`. */
function chunkStart(text: string, index: number): number {
  let start = index;
  let bytes = new TextEncoder().encode(text.slice(0, index)).length % CHUNK_BYTES;
  while (bytes > 0 && start > 0) {
    start--;
    const unit = text.charCodeAt(start);
    // A pair takes four bytes, two for each half.
    bytes -= unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return start;
}
