import { AdmissionCompiler } from '@gotk/cel';
import type { Store } from '../../storage/store.js';
import type { MatchConditions } from '../policies/match-conditions.js';
import type { Webhook, WebhookConfiguration } from './webhook-objects.js';

/** A webhook of one of the configurations, ready to be matched. */
export interface ConfiguredWebhook {
  readonly webhook: Webhook;
  readonly configuration: string;
  /** Tells it from all others of its kind. */
  readonly key: string;
  readonly conditions: MatchConditions;
}

/** The webhooks of one kind, looked up again only after one of their configurations changed. */
export class WebhookSet {
  #known: readonly ConfiguredWebhook[] | undefined;

  constructor(
    readonly store: Store,
    readonly collection: string,
  ) {
    store.log(collection).follow(
      () => {
        this.#known = undefined;
      },
      () => undefined,
    );
  }

  /** By the names of their configurations, then as they stand there. */
  active(): readonly ConfiguredWebhook[] {
    this.#known ??= [...this.store.scan(this.collection)].flatMap(
      ({ object }) => configured(object as WebhookConfiguration), // Checked by its kind.
    );
    return this.#known;
  }
}

function configured({ metadata, webhooks = [] }: WebhookConfiguration): readonly ConfiguredWebhook[] {
  return webhooks.map((webhook, index) => ({
    webhook,
    configuration: metadata.name,
    key: `${metadata.name}/${webhook.name ?? ''}/${index}`,
    conditions: compileConditions(webhook),
  }));
}

function compileConditions({ matchConditions = [] }: Webhook): MatchConditions {
  if (matchConditions.length === 0) return { expressions: [], variables: new Map() };
  const compiler = new AdmissionCompiler({ hasParams: false, hasVariables: false });
  return {
    variables: compiler.variables,
    expressions: matchConditions.map(({ expression = '' }) => compiler.compile(expression, 'bool')),
  };
}
