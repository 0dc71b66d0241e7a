import type { Identity } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { DraftObject } from '../drafts/draft.js';
import type { ServedResource } from '../registry/resource-definition.js';

/** One write on its way to the store, as admission sees it. Objects are in the stored version. */
export interface AdmissionReview {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly served: ServedResource;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Absent for deletions. */
  readonly object?: DraftObject;
  /** Absent for creations. */
  readonly oldObject?: KubeObject;
  readonly user: Identity;
  readonly dryRun: boolean;
  /** The request's options (`CreateOptions` …) as JSON; null where it has none. */
  readonly options: Readonly<Record<string, unknown>> | null;
  readonly warnings: string[];
  /** Leaves a fact for the audit log, if it has this level at least (default `Metadata`). Absent: nothing is recorded. */
  readonly annotate?: ((name: string, value: string, level?: 'Metadata' | 'Request') => void) | undefined;
  readonly signal: AbortSignal;
}

/** One go of a write through the plugins. Where one of the last plugins changed the object, all have a second go. */
export class AdmissionPass {
  readonly #notes = new Map<object, unknown>();
  #isWanted = false;
  #isSecond = false;

  /** Whether this is the second go. */
  get isSecond(): boolean {
    return this.#isSecond;
  }

  /** Asks for a second go. */
  wantAnother(): void {
    this.#isWanted = true;
  }

  /** Begins the second go, if one is wanted and was not had yet. */
  begin(): boolean {
    if (this.#isSecond || !this.#isWanted) return false;
    this.#isSecond = true;
    return true;
  }

  /** What a plugin remembers of the first go. */
  notes<T>(plugin: object, make: () => T): T {
    const known = this.#notes.get(plugin);
    if (known !== undefined) return known as T; // Kept by the same plugin.
    const fresh = make();
    this.#notes.set(plugin, fresh);
    return fresh;
  }
}

/** A rule that looks at every write; it throws the ApiError that refuses it. */
export interface AdmissionPlugin {
  /** May change `review.object`. */
  admit?(review: AdmissionReview, pass: AdmissionPass): void | Promise<void>;
  /** Must not change anything. */
  validate?(review: AdmissionReview): void | Promise<void>;
}

/** The plugins in order. */
export class AdmissionChain {
  readonly #plugins: AdmissionPlugin[] = [];

  add(plugin: AdmissionPlugin): void {
    this.#plugins.push(plugin);
  }

  async admit(review: AdmissionReview): Promise<void> {
    const pass = new AdmissionPass();
    do {
      for (const plugin of this.#plugins) {
        const admitted = plugin.admit?.(review, pass);
        // A turn for each plugin that has nothing to wait for would be most of the time that a write takes here.
        if (admitted !== undefined) await admitted;
      }
    } while (pass.begin());
  }

  async validate(review: AdmissionReview): Promise<void> {
    for (const plugin of this.#plugins) {
      const validated = plugin.validate?.(review);
      if (validated !== undefined) await validated;
    }
  }
}
