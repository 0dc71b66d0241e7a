import { canonicalJson } from '@gotk/json';
import { asJson } from '@gotk/objects';
import { sealDraft } from '../drafts/draft.js';
import type { AdmissionPass, AdmissionReview } from './admission-chain.js';

/** Which policies or webhooks of one plugin must look again at an object that others changed after them. */
export class Reinvocation {
  #output: string | undefined;
  #invoked = new Set<string>();
  readonly #wanted = new Set<string>();

  /** Begins a go: what plugins in between changed since the first concerns all that asked to look again. */
  begin(review: AdmissionReview, pass: AdmissionPass): void {
    if (pass.isSecond && this.#output !== shown(review)) this.wantInvoked();
  }

  /** Whether one of them has its turn. */
  isDue(key: string, pass: AdmissionPass): boolean {
    return !pass.isSecond || this.#wanted.has(key);
  }

  /** Notes that one of them was asked. */
  invoked(key: string, { changed, again }: { readonly changed: boolean; readonly again: boolean }): void {
    if (changed) this.wantInvoked();
    if (again) this.#invoked.add(key);
  }

  end(review: AdmissionReview): void {
    this.#output = shown(review);
  }

  /** Gives all that were asked and want it another turn. */
  wantInvoked(): void {
    for (const key of this.#invoked) this.#wanted.add(key);
    this.#invoked = new Set();
  }
}

function shown({ object }: AdmissionReview): string {
  return object === undefined ? '' : canonicalJson(asJson(sealDraft(object)));
}
