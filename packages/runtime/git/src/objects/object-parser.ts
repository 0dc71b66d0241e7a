import type { GitObject, ObjectType } from './open-object-reader.js';

/** One answer of `git cat-file --batch`. */
export type ObjectAnswer =
  | { readonly kind: 'object'; readonly object: GitObject }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly sizeBytes: number };

/** Takes the output in as it comes. */
export interface ObjectParser {
  push(chunk: Buffer): void;
}

/** Of commits, tags and trees. */
const MAX_METADATA_BYTES = 64 * 1024 * 1024;

type State =
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'content'; readonly object: GitObject; readonly filled: number }
  | { readonly kind: 'skip'; readonly left: number };

/** Follows the output of `git cat-file --batch`, whose answers are cut into chunks anywhere, and reports each answer. */
export function createObjectParser(maxBlobBytes: number, onAnswer: (answer: ObjectAnswer) => void): ObjectParser {
  let state: State = { kind: 'header', text: '' };
  const step = (chunk: Buffer): Buffer => {
    switch (state.kind) {
      case 'header': {
        const newline = chunk.indexOf(10);
        const text: string = state.text + chunk.toString('latin1', 0, newline === -1 ? chunk.length : newline);
        state = newline === -1 ? { kind: 'header', text } : afterHeader(text, maxBlobBytes, onAnswer);
        return newline === -1 ? chunk.subarray(chunk.length) : chunk.subarray(newline + 1);
      }
      case 'content': {
        const { object }: { object: GitObject } = state;
        const copied: number = chunk.copy(object.content, state.filled);
        const filled: number = state.filled + copied;
        if (filled < object.content.length) state = { kind: 'content', object, filled };
        else {
          onAnswer({ kind: 'object', object });
          state = SKIP_NEWLINE;
        }
        return chunk.subarray(copied);
      }
      case 'skip': {
        const skipped: number = Math.min(state.left, chunk.length);
        const left: number = state.left - skipped;
        state = left > 0 ? { kind: 'skip', left } : { kind: 'header', text: '' };
        return chunk.subarray(skipped);
      }
    }
  };
  return {
    push(chunk): void {
      for (let rest = chunk; rest.length > 0; ) rest = step(rest);
    },
  };
}

/** The newline behind each content. */
const SKIP_NEWLINE: State = { kind: 'skip', left: 1 };

function afterHeader(header: string, maxBlobBytes: number, onAnswer: (answer: ObjectAnswer) => void): State {
  const [, hash, type, size] = /^([0-9a-f]+) (commit|tree|blob|tag) (\d+)$/.exec(header) ?? [];
  if (hash === undefined || size === undefined) {
    onAnswer({ kind: 'missing' });
    return { kind: 'header', text: '' };
  }
  const sizeBytes = Number(size);
  if (sizeBytes > (type === 'blob' ? maxBlobBytes : MAX_METADATA_BYTES)) {
    onAnswer({ kind: 'too-large', sizeBytes });
    return { kind: 'skip', left: sizeBytes + 1 };
  }
  // The pattern above admits these four alone.
  const object = { hash, type: type as ObjectType, content: Buffer.alloc(sizeBytes) };
  if (sizeBytes > 0) return { kind: 'content', object, filled: 0 };
  onAnswer({ kind: 'object', object });
  return SKIP_NEWLINE;
}
