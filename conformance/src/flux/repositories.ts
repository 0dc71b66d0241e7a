import { join } from 'node:path';
import {
  commitFiles,
  type FileChange,
  type GitServer,
  initBareRepository,
  type ServedRepository,
  serveGit,
  tagCommit,
} from '@gotk/git';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { createIgnoreMatcher, parseIgnoreFile } from '@gotk/source-ignore';
import { restoreTimes } from './restore-times.js';

/** Git repositories served over smart HTTP, as the recording served them. */
export class Repositories {
  readonly #folder: string;
  readonly #known = new Map<string, string>();
  #server: GitServer | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `host:port`. */
  get address(): string {
    return new URL(this.#server?.url ?? 'http://127.0.0.1:0').host;
  }

  async start(): Promise<void> {
    this.#server = await serveGit({ find: (path) => this.#find(path) });
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** Makes the commit of a `gitCommit` action. @throws when its hash is another than the recorded one. */
  async commit(action: JsonObject): Promise<void> {
    const path = new URL(String(action['repo']).replace('<HTTP>', 'localhost')).pathname.slice(1);
    const gitDir = this.#known.get(path) ?? join(this.#folder, `${this.#known.size}.git`);
    if (!this.#known.has(path)) await initBareRepository(gitDir);
    this.#known.set(path, gitDir);
    const signal = AbortSignal.timeout(20_000);
    const author = parseIdentity(String(action['author']));
    const whenSeconds = Date.parse(String(action['date'])) / 1000;
    const from = action['from'] === undefined ? {} : { from: `refs/heads/${action['from']}` };
    const commit = await commitFiles(
      {
        gitDir,
        ref: `refs/heads/${action['branch']}`,
        author,
        whenSeconds,
        // The recorded commits were made with `git commit -m`.
        message: `${action['message']}\n`,
        changes: changesOf(withTimes(action, whenSeconds)),
        ...from,
      },
      signal,
    );
    const recorded = String(action['sha'] ?? commit);
    if (/^[0-9a-f]{40}$/.test(recorded) && recorded !== commit && !isNormalised(action)) {
      throw new Error(`commit ${commit} was recorded as ${recorded}`);
    }
    if (typeof action['tag'] === 'string') {
      const annotation = { message: `${action['tag']}\n`, tagger: author, whenSeconds };
      const annotated = action['annotated'] === true ? { annotation } : {};
      await tagCommit({ gitDir, name: action['tag'], commit, ...annotated }, signal);
    }
  }

  #find(path: string): ServedRepository | undefined {
    const gitDir = this.#known.get(path) ?? this.#known.get(`${path}.git`);
    if (gitDir === undefined) return undefined;
    const isPrivate = path.split('/').some((segment) => segment.startsWith('private'));
    return { gitDir, ...(isPrivate ? { basicAuth: { username: 'user', password: 'pass' } } : {}) };
  }
}

function parseIdentity(text: string): { readonly name: string; readonly email: string } {
  const [, name = text, email = ''] = /^(.*) <(.*)>$/.exec(text) ?? [];
  return { name, email };
}

/** Whether the record has something in place of what was committed, so that the hash must differ. */
function isNormalised({ files }: JsonObject): boolean {
  return /<(TIME|HTTP|OCI|STORAGE)>/.test(JSON.stringify(files ?? {}));
}

/** The action with the time of the recording in its files, where that can be found out. */
function withTimes(action: JsonObject, whenSeconds: number): JsonObject {
  const { files, author, message, sha, remove } = action;
  if (!isJsonObject(files) || remove !== undefined) return action;
  const texts = Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.length < Object.keys(files).length || !texts.some(([, text]) => text.includes('<TIME>'))) return action;
  const recorded = { author: String(author), message: String(message), sha: String(sha), whenSeconds };
  return { ...action, files: restoreTimes({ ...recorded, files: Object.fromEntries(texts) }) ?? files };
}

/** The recorded commits were made with `git add`, which passes over what `.gitignore` names; scripts were executable. */
function changesOf({ files, remove }: JsonObject): readonly FileChange[] {
  const all = Object.entries(isJsonObject(files) ? files : {});
  const ignored = createIgnoreMatcher(parseIgnoreFile(String(isJsonObject(files) ? (files['.gitignore'] ?? '') : '')));
  const removed = Array.isArray(remove) ? remove.map((path) => ({ path: String(path), deleted: true as const })) : [];
  const written = all
    .filter(([path]) => !ignored.ignores(path, false))
    .map(([path, content]) => changeOf(path, content));
  return [...removed, ...written];
}

function changeOf(path: string, content: unknown): FileChange {
  if (typeof content === 'string') return { path, content, executable: path.endsWith('.sh') };
  const { base64, mode, symlink, content: text } = content as Readonly<Record<string, unknown>>;
  if (typeof symlink === 'string') return { path, symlink };
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : String(text ?? '');
  return { path, content: bytes, executable: mode === '0755' || mode === 0o755 };
}
