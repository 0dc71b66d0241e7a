import { isBlank, isBreak } from '../scan/characters.js';

/** In which styles a text can be written without changing. */
export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const EMPTY: ScalarAnalysis = {
  multiline: false,
  flowPlain: false,
  blockPlain: true,
  singleQuoted: true,
  block: false,
};

const SAFE: ScalarAnalysis = { multiline: false, flowPlain: true, blockPlain: true, singleQuoted: true, block: true };
const SAFE_TEXT = /^[A-Za-z0-9_/][A-Za-z0-9_/.@+-]*$/;

/** What only a look at every character tells. */
interface Findings {
  blockIndicators: boolean;
  flowIndicators: boolean;
  breaks: boolean;
  special: boolean;
  tabs: boolean;
  spaceAfterBreak: boolean;
  breakAfterSpace: boolean;
}

/** Finds out how `text` can be written. Go-yaml v2 takes a tab as a special character, v3 does not. */
export function analyzeScalar(text: string, tabsAreSpecial: boolean): ScalarAnalysis {
  if (text === '') return EMPTY;
  if (SAFE_TEXT.test(text)) return SAFE;
  const found = inspect(text, tabsAreSpecial);
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const edged = first === 0x20 || last === 0x20 || isBreak(first) || isBreak(last);
  const plain = !edged && !found.spaceAfterBreak && !found.breakAfterSpace && !found.special && !found.breaks;
  const plainWithTabs = plain && !found.tabs;
  return {
    multiline: found.breaks,
    flowPlain: plainWithTabs && !found.flowIndicators,
    blockPlain: plainWithTabs && !found.blockIndicators,
    singleQuoted: !found.spaceAfterBreak && !found.breakAfterSpace && !found.special && !found.tabs,
    block: last !== 0x20 && !found.breakAfterSpace && !found.special,
  };
}

function inspect(text: string, tabsAreSpecial: boolean): Findings {
  const marker = text.startsWith('---') || text.startsWith('...');
  const found: Findings = {
    blockIndicators: marker,
    flowIndicators: marker,
    breaks: false,
    special: false,
    tabs: false,
    spaceAfterBreak: false,
    breakAfterSpace: false,
  };
  inspectFirst(found, text);
  let before = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80 && MEANS_NOTHING[code] === 1) {
      before = code;
      continue;
    }
    if (index > 0) inspectIndicator(found, text, index);
    if (code === 0x09 && !tabsAreSpecial) found.tabs = true;
    else if (!isPrintable(code)) found.special = true;
    if (code === 0x20 && isBreak(before)) found.spaceAfterBreak = true;
    if (isBreak(code)) {
      found.breaks = true;
      if (before === 0x20) found.breakAfterSpace = true;
    }
    before = code;
  }
  return found;
}

/** 1 for the characters of ASCII that can stand anywhere behind the first. */
const MEANS_NOTHING = Uint8Array.from({ length: 0x80 }, (_, code) =>
  code > 0x20 && code < 0x7f && !',?[]{}:#'.includes(String.fromCharCode(code)) ? 1 : 0,
);

function inspectFirst(found: Findings, text: string): void {
  const character = text.charAt(0);
  if ('#,[]{}&*!|>\'"%@`'.includes(character)) setIndicators(found, true);
  else if (character === '?' || character === ':') setIndicators(found, isFollowedByBlank(text, 0));
  else if (character === '-' && isFollowedByBlank(text, 0)) setIndicators(found, true);
}

function inspectIndicator(found: Findings, text: string, index: number): void {
  const character = text.charAt(index);
  if (',?[]{}'.includes(character)) found.flowIndicators = true;
  else if (character === ':') setIndicators(found, isFollowedByBlank(text, index));
  else if (character === '#' && isBlankOrBreak(text.charCodeAt(index - 1))) setIndicators(found, true);
}

function setIndicators(found: Findings, block: boolean): void {
  found.flowIndicators = true;
  if (block) found.blockIndicators = true;
}

function isFollowedByBlank(text: string, index: number): boolean {
  return index + 1 >= text.length || isBlank(text.charCodeAt(index + 1));
}

function isBlankOrBreak(code: number): boolean {
  return isBlank(code) || isBreak(code) || code === 0;
}

/** Whether go-yaml writes the character as it is. Surrogates count as not printable: beyond the basic plane it escapes. */
export function isPrintable(code: number): boolean {
  if (code <= 0x7e) return code >= 0x20 || code === 0x0a;
  return code >= 0xa0 && (code < 0xd800 || code > 0xdfff) && code !== 0xfeff && code < 0xfffe;
}
