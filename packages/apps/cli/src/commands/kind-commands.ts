import type { FluxKind } from '@gotk/flux-types';
import type { Command } from '../cli/command.js';

/** How one kind is named below a verb, e.g. `source git`. */
export interface KindName {
  readonly kind: FluxKind;
  /** Absent: directly below the verb. */
  readonly group?: 'source' | 'image' | 'artifact';
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** The names of the kinds below `suspend`, `resume`, `reconcile`, `export` and `delete`. */
export const kindNames: readonly KindName[] = [
  { kind: 'Alert', name: 'alert' },
  { kind: 'Provider', name: 'alert-provider' },
  { kind: 'HelmRelease', name: 'helmrelease', aliases: ['hr'] },
  { kind: 'Kustomization', name: 'kustomization', aliases: ['ks'] },
  { kind: 'Receiver', name: 'receiver' },
  { kind: 'ArtifactGenerator', group: 'artifact', name: 'generator' },
  { kind: 'ImagePolicy', group: 'image', name: 'policy' },
  { kind: 'ImageRepository', group: 'image', name: 'repository' },
  { kind: 'ImageUpdateAutomation', group: 'image', name: 'update' },
  { kind: 'Bucket', group: 'source', name: 'bucket' },
  { kind: 'HelmChart', group: 'source', name: 'chart' },
  { kind: 'ExternalArtifact', group: 'source', name: 'external' },
  { kind: 'GitRepository', group: 'source', name: 'git' },
  { kind: 'HelmRepository', group: 'source', name: 'helm' },
  { kind: 'OCIRepository', group: 'source', name: 'oci' },
];

/** A group of kinds below a verb. */
export type KindGroup = Omit<Command, 'commands' | 'load'>;

interface KindCommandsOptions {
  readonly kinds: readonly FluxKind[];
  readonly groups: Readonly<Partial<Record<NonNullable<KindName['group']>, KindGroup>>>;
  /** The command of one kind. */
  readonly command: (name: KindName) => Omit<Command, 'name' | 'aliases'>;
}

/** The commands below a verb: one for each kind, in its group. */
export function kindCommands({ kinds, groups, command }: KindCommandsOptions): readonly Command[] {
  const built = kindNames
    .filter(({ kind }) => kinds.includes(kind))
    .map((name) => ({ group: name.group, command: commandOf(name, command) }));
  const grouped = Object.entries(groups).map(([group, head]) => ({
    ...head,
    commands: built.filter((each) => each.group === group).map((each) => each.command),
  }));
  return [...built.filter(({ group }) => group === undefined).map((each) => each.command), ...grouped];
}

function commandOf(name: KindName, command: KindCommandsOptions['command']): Command {
  const { aliases } = name;
  return { operands: '[name]', completes: name.kind, ...command(name), name: name.name, ...(aliases && { aliases }) };
}

/** `a` or `an` before the name of a kind. */
export function withArticle(kind: string): string {
  return `${/^(Image|OCI|External|Artifact)/.test(kind) ? 'an' : 'a'} ${kind}`;
}
