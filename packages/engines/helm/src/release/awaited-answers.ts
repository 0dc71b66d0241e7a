import { GoError, GoPanic } from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import type { LookupQuery } from '../render/helm-functions.js';

/**
 * Answers `lookup` from a cluster: an object, a list when the query names none, or `undefined` when nothing is there.
 * What it throws becomes the error of the template.
 */
export type AsyncLookup = (query: LookupQuery) => Promise<JsonObject | undefined>;

/** Answers `getHostByName` with one address of a host; `undefined` when it has none, which fails the template as in Helm. */
export type ResolveHost = (name: string) => Promise<string | undefined>;

/** What is outside, as templates ask for it. */
export interface Outside {
  readonly lookup?: AsyncLookup | undefined;
  readonly resolveHost?: ResolveHost | undefined;
}

/** The questions of templates, which cannot wait for answers. */
export interface AwaitedOutside {
  readonly lookup: (query: LookupQuery) => JsonObject;
  /** Absent: names are not looked up. */
  readonly resolveHost: ((name: string) => string) | undefined;
  /** Whether questions were asked whose answers are not there yet. */
  isWaiting(): boolean;
  /** Asks all open questions. */
  settle(): Promise<void>;
}

/** Lets templates ask what must be waited for: the chart is to be rendered again once all answers are there. */
export function awaitOutside({ lookup, resolveHost }: Outside): AwaitedOutside {
  const objects = new AwaitedAnswers<LookupQuery, JsonObject>(
    async (query) => (await lookup?.(query)) ?? {},
    ({ apiVersion, kind, namespace, name }) => JSON.stringify([apiVersion, kind, namespace, name]),
  );
  const hosts = new AwaitedAnswers<string, string>(
    async (name) => {
      const address = await resolveHost?.(name);
      // sprig draws one of no addresses.
      if (address === undefined) throw new GoPanic('invalid argument to Intn');
      return address;
    },
    (name) => name,
  );
  return {
    lookup: (query) => (lookup === undefined ? {} : objects.answer(query, {})),
    resolveHost: resolveHost === undefined ? undefined : (name) => hosts.answer(name, ''),
    isWaiting: () => objects.isWaiting || hosts.isWaiting,
    settle: async () => {
      await Promise.all([objects.settle(), hosts.settle()]);
    },
  };
}

type Answer<A> = { readonly value: A } | { readonly problem: GoError };

/** Answers to questions; one that is asked for the first time gets a stand-in until {@link settle}. */
class AwaitedAnswers<Q, A> {
  private readonly ask: (question: Q) => Promise<A>;
  private readonly keyOf: (question: Q) => string;
  private readonly answers = new Map<string, Answer<A>>();
  private readonly waiting = new Map<string, Q>();

  constructor(ask: (question: Q) => Promise<A>, keyOf: (question: Q) => string) {
    this.ask = ask;
    this.keyOf = keyOf;
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** @throws GoError with what asking failed with */
  answer(question: Q, standIn: A): A {
    const key = this.keyOf(question);
    const known = this.answers.get(key);
    if (known === undefined) {
      this.waiting.set(key, question);
      return standIn;
    }
    if ('problem' in known) throw known.problem;
    return known.value;
  }

  async settle(): Promise<void> {
    const questions = [...this.waiting];
    this.waiting.clear();
    await Promise.all(
      questions.map(async ([key, question]) => {
        this.answers.set(key, await this.attempt(question));
      }),
    );
  }

  private async attempt(question: Q): Promise<Answer<A>> {
    try {
      return { value: await this.ask(question) };
    } catch (error) {
      if (error instanceof GoError) return { problem: error };
      return { problem: new GoError(error instanceof Error ? error.message : String(error)) };
    }
  }
}
