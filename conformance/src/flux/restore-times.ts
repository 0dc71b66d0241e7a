import { createHash } from 'node:crypto';

/** A first commit as recorded, with `<TIME>` where its files held the time of the recording. */
export interface RecordedCommit {
  readonly files: Readonly<Record<string, string>>;
  readonly author: string;
  readonly whenSeconds: number;
  readonly message: string;
  readonly sha: string;
}

/** The corpus was recorded on the day before this. */
const RECORDED_BEFORE = Date.parse('2026-11-21T13:00:00Z');
const DAY_SECONDS = 86_400;
const TIME = '<TIME>';

/**
 * The files with the time that the record leaves out: the second of that day with which the commit has its recorded hash.
 * Integrity checks of encrypted files need it.
 *
 * @returns `undefined` when there is none.
 */
export function restoreTimes(commit: RecordedCommit): Readonly<Record<string, string>> | undefined {
  for (let seconds = 0; seconds < DAY_SECONDS; seconds++) {
    const time = `${new Date(RECORDED_BEFORE - seconds * 1000).toISOString().slice(0, 19)}Z`;
    const files = Object.fromEntries(
      Object.entries(commit.files).map(([path, text]) => [path, text.replaceAll(TIME, time)]),
    );
    if (hashOfCommit(commit, files) === commit.sha) return files;
  }
  return undefined;
}

function hashOfCommit(
  { author, whenSeconds, message }: RecordedCommit,
  files: Readonly<Record<string, string>>,
): string {
  const who = `${author} ${whenSeconds} +0000`;
  const tree = hashOfTree(files).toString('hex');
  return hash('commit', `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${message}\n`).toString('hex');
}

function hashOfTree(files: Readonly<Record<string, string>>): Buffer {
  const folders = new Map<string, Record<string, string>>();
  const entries: { readonly name: string; readonly mode: string; readonly hash: Buffer }[] = [];
  for (const [path, text] of Object.entries(files)) {
    const slash = path.indexOf('/');
    if (slash === -1) entries.push({ name: path, mode: '100644', hash: hash('blob', text) });
    else {
      const folder = path.slice(0, slash);
      folders.set(folder, { ...folders.get(folder), [path.slice(slash + 1)]: text });
    }
  }
  for (const [name, inside] of folders) entries.push({ name, mode: '40000', hash: hashOfTree(inside) });
  // Git sorts folders as if their names ended in a slash.
  const sortKey = (entry: { readonly name: string; readonly mode: string }): string =>
    entry.mode === '40000' ? `${entry.name}/` : entry.name;
  entries.sort((a, b) => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b))));
  const parts = entries.flatMap((entry) => [Buffer.from(`${entry.mode} ${entry.name}\0`), entry.hash]);
  return hash('tree', Buffer.concat(parts));
}

function hash(kind: 'blob' | 'tree' | 'commit', content: string | Buffer): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest();
}
