import { LocatedError } from '@gotk/located-error';
import type { SopsBranch, SopsComment, SopsField, SopsTree } from '../../tree/sops-tree.js';
import { isBranch, printableText } from '../../tree/sops-tree.js';
import { textOfValue } from '../text-of-value.js';
import type { IniKey, IniSection } from './ini-file.js';
import { parseIni } from './parse-ini.js';
import { renderIni } from './render-ini.js';

/** Reads an INI file as a mapping of sections to mappings. @throws LocatedError `ini-syntax` */
export function parseIniFile(bytes: Uint8Array): SopsTree {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return [{ kind: 'branch', entries: parseIni(text).map(fieldOfSection) }];
}

function fieldOfSection({ name, comment, keys }: IniSection): SopsField {
  const entries = keys.flatMap(({ name: key, value, comment: about }): SopsBranch['entries'][number][] => [
    { kind: 'field', key, value },
    ...commentOf(about),
  ]);
  return { kind: 'field', key: name, value: { kind: 'branch', entries: [...commentOf(comment), ...entries] } };
}

/** A comment without the mark that it begins with. */
function commentOf(comment: string): SopsComment[] {
  if (comment === '') return [];
  const text = comment.replace(/^(?:;[; ]*|#[# ]*)/, '');
  return [{ kind: 'comment', text, inline: false }];
}

/** Writes the sections of the tree. @throws LocatedError `sops-render` for values that are no sections. */
export function renderIniFile(tree: SopsTree): Uint8Array {
  const fields = tree.flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'field'));
  return new TextEncoder().encode(renderIni(fields.map(sectionOfField)));
}

function sectionOfField({ key, value }: SopsField): IniSection {
  const name = typeof key === 'string' ? key : key.shown;
  if (name === '') throw renderError(`Error encoding section ${name}: empty section name`);
  if (!isBranch(value)) throw renderError('Error encoding section: Section values should always be TreeBranches');
  const [first, ...others] = value.entries;
  const own = first?.kind === 'comment' ? printableText(first.text) : '';
  return { name, comment: own, keys: keysOf(first?.kind === 'comment' ? others : value.entries) };
}

/** A comment belongs to the key before it. */
function keysOf(entries: SopsBranch['entries']): readonly IniKey[] {
  const keys = new Map<string, IniKey>();
  let last: string | undefined;
  for (const entry of entries) {
    if (entry.kind === 'comment') {
      const key = last === undefined ? undefined : keys.get(last);
      if (key !== undefined) keys.set(key.name, { ...key, comment: printableText(entry.text) });
      continue;
    }
    last = typeof entry.key === 'string' ? entry.key : entry.key.shown;
    if (last === '') throw renderError('Error encoding key: error creating new key: empty key name');
    const comment = keys.get(last)?.comment ?? '';
    keys.set(last, { name: last, value: textOfValue(entry.value), comment });
  }
  return [...keys.values()];
}

function renderError(problem: string): LocatedError {
  return new LocatedError({ code: 'sops-render', message: `Error marshaling to INI: ${problem}` });
}
