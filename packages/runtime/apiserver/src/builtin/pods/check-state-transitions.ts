import { type FieldError, forbiddenField } from '@gotk/objects';
import type { ContainerDraft, PodSpecDraft, PodStatusDraft } from '../core/pod-draft.js';

interface ContainerStatus {
  readonly name?: string;
  readonly state?: { readonly terminated?: { readonly exitCode?: number } };
}

interface RestartRule {
  readonly action?: string;
  readonly exitCodes?: { readonly operator?: string; readonly values?: readonly number[] };
}

/** Errors for containers that ended, will not start again by the pod's spec, and are said not to have ended. */
export function checkStateTransitions(
  status: PodStatusDraft,
  old: PodStatusDraft,
  spec: PodSpecDraft,
): readonly FieldError[] {
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const restartsAll = all.some((container) =>
    rulesOf(container).some(({ action }) => action === 'RestartAllContainers'),
  );
  const check = (list: string, mayRestart: (name: string, exitCode: number) => boolean): readonly FieldError[] => {
    const now = statusesOf(status, list);
    return statusesOf(old, list).flatMap(({ name = '', state }, index) => {
      if (state?.terminated === undefined || mayRestart(name, state.terminated.exitCode ?? 0)) return [];
      const runs = now.some((other) => other.name === name && other.state?.terminated === undefined);
      const detail = 'may not be transitioned to non-terminated state';
      return runs ? [forbiddenField(`status.${list}[${index}].state`, detail)] : [];
    });
  };
  const among = (containers: readonly ContainerDraft[] | null | undefined) => (name: string, exitCode: number) => {
    const container = containers?.find((each) => each.name === name);
    return restartsAll || (container !== undefined && shouldRestart(container, spec, exitCode));
  };
  return [
    ...check('containerStatuses', among(spec.containers)),
    ...check('initContainerStatuses', among(spec.initContainers)),
    ...check('ephemeralContainerStatuses', () => false),
  ];
}

function statusesOf(status: PodStatusDraft, list: string): readonly ContainerStatus[] {
  return (status[list] ?? []) as readonly ContainerStatus[]; // By the kind's codec.
}

function rulesOf(container: ContainerDraft): readonly RestartRule[] {
  return (container as { restartPolicyRules?: readonly RestartRule[] }).restartPolicyRules ?? [];
}

/** The container's rules come first, then its own policy, then the pod's. */
function shouldRestart(container: ContainerDraft, spec: PodSpecDraft, exitCode: number): boolean {
  const { restartPolicy: own } = container as { restartPolicy?: string };
  if (own !== undefined && rulesOf(container).some((rule) => matches(rule, exitCode))) return true;
  switch (own ?? spec.restartPolicy) {
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
    default:
      return true;
  }
}

function matches({ action, exitCodes }: RestartRule, exitCode: number): boolean {
  if (action !== 'Restart' || exitCodes === undefined) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}
