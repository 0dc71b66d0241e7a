import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RealServer } from '../real-server.js';
import type { Answer, Target } from './ask-server.js';
import { type PlainRequest, sendRequest } from './plain-request.js';

/**
 * The real server, which is started when it is first asked. With a folder its answers are kept there by the requests, so that only
 * requests that changed are asked again: what it says does not change, and it is slow.
 */
export class RealAnswers {
  readonly #start: () => Promise<RealServer>;
  readonly #folder: string | undefined;
  #server: Promise<RealServer> | undefined;

  constructor(start: () => Promise<RealServer>, folder: string | undefined) {
    this.#start = start;
    this.#folder = folder;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  }

  /** The answers to requests that build on one another and on nothing else. */
  async answersTo(requests: readonly PlainRequest[]): Promise<readonly Answer[]> {
    const key = createHash('sha256').update(JSON.stringify(requests)).digest('hex').slice(0, 16);
    const file = this.#folder === undefined ? undefined : join(this.#folder, `${key}.json`);
    if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as readonly Answer[];
    const target = await this.target();
    const answers: Answer[] = [];
    for (const each of requests) answers.push(await sendRequest(target, each));
    if (file !== undefined) writeFileSync(file, JSON.stringify(answers));
    return answers;
  }

  async target(): Promise<Target> {
    this.#server ??= this.#start();
    return await this.#server;
  }

  async close(): Promise<void> {
    await (await this.#server)?.close();
  }
}
