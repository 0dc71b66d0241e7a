import type { DraftMeta } from '../../drafts/draft.js';

/** What containers and pods may both say. */
interface SharedContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

interface ContainerContext extends SharedContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** A container of any kind, as far as its safety goes. */
export interface CheckedContainer {
  readonly name: string;
  readonly image?: string;
  readonly securityContext?: ContainerContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

/** The spec of a pod, as far as its safety goes. */
export interface CheckedSpec {
  readonly containers?: readonly CheckedContainer[] | null;
  readonly initContainers?: readonly CheckedContainer[];
  readonly ephemeralContainers?: readonly CheckedContainer[];
  readonly volumes?: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
  readonly securityContext?: SharedContext & { readonly sysctls?: readonly { readonly name: string }[] };
  readonly os?: { readonly name?: string };
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
}

/** A pod, or what pods are made of. */
export interface CheckedPod {
  readonly metadata: Pick<DraftMeta, 'annotations'>;
  readonly spec: CheckedSpec;
}

/** Why a pod is not allowed: in short, and who does what. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** All containers of a pod, in the order in which they are looked at. */
export function containersOf({
  initContainers,
  containers,
  ephemeralContainers,
}: CheckedSpec): readonly CheckedContainer[] {
  return [...(initContainers ?? []), ...(containers ?? []), ...(ephemeralContainers ?? [])];
}

/** `"a", "b"`. */
export function quoted(texts: Iterable<string>): string {
  return [...texts].map((text) => `"${text}"`).join(', ');
}

/** `container "a"`, `containers "a", "b"`. */
export function named(containers: readonly CheckedContainer[]): string {
  return `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;
}

/** The word, for one or for several. */
export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** Each text once, sorted. */
export function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** The pod itself, if it is one of them, and the containers that are. */
export function setters(isPod: boolean, containers: readonly CheckedContainer[]): readonly string[] {
  return [...(isPod ? ['pod'] : []), ...(containers.length > 0 ? [named(containers)] : [])];
}
