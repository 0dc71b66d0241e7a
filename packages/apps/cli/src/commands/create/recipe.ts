import type { FluxKind } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';

/** How objects of one kind are made out of flags. */
export interface Recipe {
  readonly kind: FluxKind;
  /** What messages call the object, e.g. `GitRepository source`. */
  readonly label: string;
  /** What the message of its creation calls it. Default: `label`. */
  readonly createdLabel?: string;
  /**
   * When the generation is told: before the flags are looked at, after them, or never.
   * What is exported is told only with `always`.
   */
  readonly told: 'before' | 'after' | 'always' | 'never';
  /** Whether there is nothing to reconcile. Default: there is. */
  readonly isStatic?: true;
  /** Checked before anything is told. @throws for flags that are missing or contradict one another. */
  requireFlags?(context: CommandContext): void;
  /** @throws for flags that are missing or contradict one another. */
  buildSpec(context: CommandContext): JsonObject | Promise<JsonObject>;
  /** Makes what the spec needs besides, such as a Secret, and returns the spec that names it. */
  prepare?(spec: JsonObject, context: CommandContext): Promise<JsonObject>;
  /** What is told of the object when it is ready. */
  done(object: KubeObject): readonly string[];
}
