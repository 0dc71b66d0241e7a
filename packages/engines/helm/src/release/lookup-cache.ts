import { GoError } from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import type { LookupQuery } from '../render/helm-functions.js';

/**
 * Answers `lookup` from a cluster: an object, a list when the query names none, or `undefined` when nothing is there.
 * What it throws becomes the error of the template.
 */
export type AsyncLookup = (query: LookupQuery) => Promise<JsonObject | undefined>;

type Answer = { readonly object: JsonObject } | { readonly problem: string };

/**
 * Lets templates, which cannot wait, ask a cluster: a question that is asked for the first time gets an empty answer, and the
 * chart is rendered again once all answers are there.
 */
export class LookupCache {
  private readonly lookup: AsyncLookup | undefined;
  private readonly answers = new Map<string, Answer>();
  private readonly waiting = new Map<string, LookupQuery>();

  constructor(lookup: AsyncLookup | undefined) {
    this.lookup = lookup;
  }

  /** Whether questions were asked whose answers are not there yet. */
  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** @throws GoError with what the cluster said */
  answer(query: LookupQuery): JsonObject {
    if (this.lookup === undefined) return {};
    const key = JSON.stringify([query.apiVersion, query.kind, query.namespace, query.name]);
    const known = this.answers.get(key);
    if (known === undefined) {
      this.waiting.set(key, query);
      return {};
    }
    if ('problem' in known) throw new GoError(known.problem);
    return known.object;
  }

  /** Asks all open questions. */
  async settle(): Promise<void> {
    const questions = [...this.waiting];
    this.waiting.clear();
    await Promise.all(
      questions.map(async ([key, query]) => {
        this.answers.set(key, await this.ask(query));
      }),
    );
  }

  private async ask(query: LookupQuery): Promise<Answer> {
    try {
      return { object: (await this.lookup?.(query)) ?? {} };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
}
