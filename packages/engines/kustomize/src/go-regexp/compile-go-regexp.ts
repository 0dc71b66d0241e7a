import { Interruption } from '../errors/interruption.js';

/** A pattern in Go's syntax, ready to be searched for. */
export interface GoRegExp {
  /** Whether the pattern is found anywhere in `text`. */
  test(text: string): boolean;
}

/** Letters, digits and what else means itself in names. */
const LITERAL = /^[A-Za-z0-9_/@:-]*$/;

/** An anchored literal, as most selectors are: `^(?:name)$`. */
const ANCHORED_LITERAL = /^\^\(\?:([A-Za-z0-9_/@:-]*)\)\$$/;

/**
 * Only what Go and JavaScript agree on and what takes linear time: no group is repeated, and within a class and without no
 * escapes but those of punctuation. Dots become classes below, since JavaScript's leave out more line breaks.
 */
const SHARED_SYNTAX = /^\^?(?:[A-Za-z0-9_/@:-]|\\[./-]|\.[*+?]?|\[[A-Za-z0-9_.{}-]+\][*+?]?|\(\?:|\(|\)\??|\|)*\$?$/;

const MAX_CACHED = 1_000;
const compiled = new Map<string, GoRegExp>();

/**
 * Compiles a pattern in Go's (RE2's) syntax. Matching takes time in proportion to the text, whatever the pattern.
 * @throws Error with Go's message when the pattern is not valid.
 */
export function compileGoRegExp(pattern: string): GoRegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const regExp = compile(pattern);
  if (compiled.size >= MAX_CACHED) compiled.clear();
  compiled.set(pattern, regExp);
  return regExp;
}

function compile(pattern: string): GoRegExp {
  if (LITERAL.test(pattern)) return { test: (text) => text.includes(pattern) };
  const literal = ANCHORED_LITERAL.exec(pattern)?.[1];
  if (literal !== undefined) return { test: (text) => text === literal };
  return compileShared(pattern) ?? compileRe2(pattern);
}

/** What JavaScript does not take is left to RE2, which says why. */
function compileShared(pattern: string): GoRegExp | undefined {
  if (!isShared(pattern)) return undefined;
  try {
    return new RegExp(pattern.replaceAll(/\\.|\[[^\]]*\]|\./g, widenDot), 'u');
  } catch {
    return undefined;
  }
}

/** Two unbounded repetitions in a row can take quadratic time, more take more: those are left to RE2. */
function isShared(pattern: string): boolean {
  return SHARED_SYNTAX.test(pattern) && (pattern.match(/[*+]/g)?.length ?? 0) <= 2 && !/\)[*+]/.test(pattern);
}

function widenDot(part: string): string {
  if (part === '\\-' || part === '\\/') return part.slice(1);
  return part === '.' ? '[^\\n]' : part;
}

/** Compiles what JavaScript cannot be trusted with. It is large, so that builds that do not need it never load it. */
type Re2Engine = (pattern: string) => GoRegExp;

let engine: Re2Engine | undefined;

/** A pattern needs the engine, which is not loaded yet. */
export class Re2Needed extends Interruption {}

/** Loads the engine, once and for all builds. */
export async function loadRe2(): Promise<void> {
  engine ??= (await import('./re2-engine.js')).compileRe2;
}

function compileRe2(pattern: string): GoRegExp {
  if (engine === undefined) throw new Re2Needed('needs RE2');
  return engine(pattern);
}
