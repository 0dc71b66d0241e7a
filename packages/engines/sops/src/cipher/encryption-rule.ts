import { RE2JS } from 're2js';
import type { LeafPlace } from '../tree/walk-tree.js';

/** Which values of a file are encrypted. At most one of them is given; an empty text counts as none. */
export interface EncryptionRules {
  /** Values below a key that ends so stay plain. */
  readonly unencryptedSuffix: string;
  /** Only values below a key that ends so are encrypted. */
  readonly encryptedSuffix: string;
  /** Values below a key that matches stay plain. A regular expression of Go's. */
  readonly unencryptedRegex: string;
  /** Only values below a key that matches are encrypted. */
  readonly encryptedRegex: string;
  /** Values below a comment that matches stay plain. */
  readonly unencryptedCommentRegex: string;
  /** Only values below a comment that matches are encrypted. */
  readonly encryptedCommentRegex: string;
}

/** Decides whether the leaf at a place is encrypted. */
export type EncryptionRule = (place: LeafPlace, isComment: boolean) => boolean;

/** The decision that rules lead to. A regular expression that is none matches nothing. */
export function encryptionRule(rules: EncryptionRules): EncryptionRule {
  const steps: EncryptionRule[] = [];
  const { unencryptedSuffix, encryptedSuffix, unencryptedRegex, encryptedRegex } = rules;
  if (unencryptedSuffix !== '') steps.push(({ path }) => !path.some((key) => key.endsWith(unencryptedSuffix)));
  if (encryptedSuffix !== '') steps.push(({ path }) => path.some((key) => key.endsWith(encryptedSuffix)));
  if (unencryptedRegex !== '') steps.push(unlessKeyMatches(unencryptedRegex));
  if (encryptedRegex !== '') steps.push(ifKeyMatches(encryptedRegex));
  if (rules.unencryptedCommentRegex !== '') steps.push(unlessCommentMatches(rules.unencryptedCommentRegex));
  if (rules.encryptedCommentRegex !== '') steps.push(ifCommentMatches(rules.encryptedCommentRegex));
  const [only] = steps;
  return only ?? (() => true);
}

/** Tells whether a text matches; each is looked at once. */
function matcher(pattern: string): (text: string) => boolean {
  const regex = compile(pattern);
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const matches = regex?.matcher(text).find() ?? false;
    known.set(text, matches);
    return matches;
  };
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function unlessKeyMatches(pattern: string): EncryptionRule {
  const matches = matcher(pattern);
  return ({ path }) => !path.some(matches);
}

function ifKeyMatches(pattern: string): EncryptionRule {
  const matches = matcher(pattern);
  return ({ path }) => path.some(matches);
}

function unlessCommentMatches(pattern: string): EncryptionRule {
  const matches = matcher(pattern);
  return ({ comments }) => !comments.some((level) => level.some(matches));
}

/** The comment that asks for encryption is not encrypted itself, only what comes after it. */
function ifCommentMatches(pattern: string): EncryptionRule {
  const matches = matcher(pattern);
  return ({ comments }, isComment) =>
    comments.some((level, depth) => {
      const skipLast = isComment && depth === comments.length - 1;
      return level.some((comment, index) => !(skipLast && index === level.length - 1) && matches(comment));
    });
}
