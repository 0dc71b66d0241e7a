import {
  checkHttpHeaderName,
  checkPortName,
  checkPortNumber,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { checkNonNegative } from '../../check-numbers.js';
import type { ContainerDraft, ProbeActionDraft, ProbeDraft } from '../../core/pod-draft.js';

const ACTIONS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** What is wrong with what a probe or a hook does. */
export function checkAction(
  action: ProbeActionDraft,
  graceSeconds: number | undefined,
  field: string,
): readonly FieldError[] {
  const given = ACTIONS.filter((name) => action[name] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [requiredField(field, 'must specify a handler type')];
  return [
    ...checkOne(action, graceSeconds, field),
    ...others.map((name) => forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function checkOne(
  { exec, httpGet, tcpSocket, grpc, sleep }: ProbeActionDraft,
  graceSeconds: number | undefined,
  field: string,
): readonly FieldError[] {
  if (exec !== undefined) return (exec.command ?? []).length === 0 ? [requiredField(`${field}.exec.command`)] : [];
  if (httpGet !== undefined) return checkHttpGet(httpGet, `${field}.httpGet`);
  if (tcpSocket !== undefined) return checkPort(tcpSocket.port, `${field}.tcpSocket.port`);
  if (grpc !== undefined) return checkPort(grpc.port, `${field}.grpc.port`);
  if (sleep === undefined || graceSeconds === undefined || (sleep.seconds >= 0 && sleep.seconds <= graceSeconds))
    return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
  return [invalidField(`${field}.sleep`, sleep.seconds, detail)];
}

function checkHttpGet(action: NonNullable<ProbeActionDraft['httpGet']>, field: string): readonly FieldError[] {
  const { path = '', port, scheme = '', httpHeaders = [] } = action;
  return [
    ...(path === '' ? [requiredField(`${field}.path`)] : []),
    ...checkPort(port, `${field}.port`),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [notSupportedField(`${field}.scheme`, scheme, ['HTTP', 'HTTPS'])]),
    ...httpHeaders.flatMap(({ name }) =>
      checkHttpHeaderName(name).map((error) => invalidField(`${field}.httpHeaders`, name, error)),
    ),
  ];
}

/** What is wrong with the number or name of a port. */
export function checkPort(port: number | string, field: string): readonly FieldError[] {
  const problems = typeof port === 'number' ? checkPortNumber(port) : checkPortName(port);
  return problems.map((error) => invalidField(field, port, error));
}

type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** What is wrong with the hooks and probes of a container. */
export function checkLifecycleAndProbes(
  container: ContainerDraft,
  graceSeconds: number | undefined,
  field: string,
  osName: string | undefined,
): readonly FieldError[] {
  const { lifecycle } = container;
  const hooks = (['postStart', 'preStop'] as const).flatMap((name) => {
    const action = lifecycle?.[name];
    return action === undefined ? [] : checkAction(action, graceSeconds, `${field}.lifecycle.${name}`);
  });
  const signal =
    lifecycle?.stopSignal !== undefined && osName === undefined
      ? [forbiddenField(`${field}.lifecycle.stopSignal`, 'may not be set for containers with empty `spec.os.name`')]
      : [];
  const probes = (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((name) =>
    checkProbe(container[name], { name, graceSeconds, field: `${field}.${name}` }),
  );
  return [...hooks, ...signal, ...probes];
}

interface ProbePlace {
  readonly name: ProbeName;
  readonly graceSeconds: number | undefined;
  readonly field: string;
}

const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function checkProbe(probe: ProbeDraft | undefined, { name, graceSeconds, field }: ProbePlace): readonly FieldError[] {
  if (probe === undefined) return [];
  const grace = probe.terminationGracePeriodSeconds;
  const graceField = `${field}.terminationGracePeriodSeconds`;
  const errors = [
    ...checkAction(probe, graceSeconds, field),
    ...COUNTS.flatMap((count) => checkNonNegative(probe[count] ?? 0, `${field}.${count}`)),
    ...(grace !== undefined && grace <= 0 ? [invalidField(graceField, grace, 'must be greater than 0')] : []),
  ];
  if (name === 'readinessProbe') {
    const refused = 'must not be set for readinessProbes';
    return grace === undefined ? errors : [...errors, invalidField(graceField, grace, refused)];
  }
  const { successThreshold = 0 } = probe;
  return successThreshold === 1
    ? errors
    : [...errors, invalidField(`${field}.successThreshold`, successThreshold, 'must be 1')];
}
