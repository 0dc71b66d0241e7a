import { wrapWords } from './wrap-words.js';

/** Why a key could not decrypt the data key, in the words of each service that was asked. */
export interface KeyFailure {
  readonly name: string;
  readonly messages: readonly string[];
}

/** The failures of a group's keys; `undefined` for a group that was decrypted. */
export type GroupResult = readonly KeyFailure[] | undefined;

const MESSAGE_WIDTH = 60;
const TEXT_WIDTH = 75;

/** SOPS' account of what was tried to get at the data key. */
export function renderDataKeyFailure(groups: readonly GroupResult[], threshold: number): string {
  const intro = 'Failed to get the data key required to decrypt the SOPS file.';
  const trailer = threshold === 0 ? NO_KEY : tooFewGroups(groups, threshold);
  return [intro, ...groups.map(renderGroup), wrapWords(trailer, TEXT_WIDTH)].join('\n\n');
}

const NO_KEY =
  'Recovery failed because no master key was able to decrypt the file. In order for SOPS to recover the file, at least one key has to be successful, but none were.';

function tooFewGroups(groups: readonly GroupResult[], threshold: number): string {
  const recovered = groups.filter((group) => group === undefined).length;
  return [
    `Recovery failed because the file was encrypted with a Shamir threshold of ${threshold}, but only ${recovered} part(s) were successfully recovered, one for each successful key group.`,
    `In order for SOPS to recover the file, at least ${threshold} groups have to be successful.`,
    'In order for a group to be successful, decryption has to succeed with any of the keys in that key group.',
  ].join(' ');
}

function renderGroup(failures: GroupResult, index: number): string {
  if (failures === undefined) return `Group ${index}: SUCCESS`;
  return `Group ${index}: FAILED\n${prefixLines(failures.map(renderKey).join('\n\n'), '  ')}`;
}

function renderKey({ name, messages }: KeyFailure): string {
  const blocks = messages.map((message) => `-${prefixLines(wrapWords(message, MESSAGE_WIDTH), '  | ').slice(1)}`);
  return `${name}: FAILED\n${prefixLines(blocks.join('\n\n'), '  ')}`;
}

/** A line that is missing at the end gets none. */
function prefixLines(text: string, prefix: string): string {
  return text.replaceAll(/[^\n]*\n|[^\n]+$/g, (line) => prefix + line);
}
