import { type FieldError, invalidField } from '@gotk/objects';

/** How strict a policy is. */
export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** A level as it was in a version of Kubernetes. */
export interface LevelVersion {
  readonly level: SecurityLevel;
  /** The minor version; absent: the latest. */
  readonly minor?: number | undefined;
}

/** What a namespace's labels ask of its pods. */
export interface SecurityPolicy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

/** What the labels and the facts for the audit log begin with. */
export const POD_SECURITY = 'pod-security.kubernetes.io/';

const LEVELS: readonly SecurityLevel[] = ['privileged', 'baseline', 'restricted'];
const VERSION = /^v1\.(0|[1-9][0-9]*)$/;
const PRIVILEGED: LevelVersion = { level: 'privileged' };

type Labels = Readonly<Record<string, string>>;

/** The policy in a namespace's labels, and what is wrong with them. What cannot be read is enforced strictly, or else let be. */
export function securityPolicy(labels: Labels = {}): {
  readonly policy: SecurityPolicy;
  readonly errors: readonly FieldError[];
} {
  const errors: FieldError[] = [];
  const read = (mode: string, failed: SecurityLevel): LevelVersion => {
    const level = readLevel(labels, `${POD_SECURITY}${mode}`, errors);
    const minor = readVersion(labels, `${POD_SECURITY}${mode}-version`, errors);
    return { level: level === 'wrong' ? failed : (level ?? 'privileged'), minor };
  };
  const enforce = read('enforce', 'restricted');
  const audit = read('audit', 'privileged');
  const warn = read('warn', 'privileged');
  const isEnforced = LEVELS.some((level) => level === labels[`${POD_SECURITY}enforce`]);
  const follows = labels[`${POD_SECURITY}warn`] === undefined && isEnforced && enforce.level !== 'privileged';
  const minor = labels[`${POD_SECURITY}warn-version`] === undefined ? enforce.minor : warn.minor;
  return { policy: { enforce, audit, warn: follows ? { level: enforce.level, minor } : warn }, errors };
}

function readLevel(labels: Labels, label: string, errors: FieldError[]): SecurityLevel | 'wrong' | undefined {
  const text = labels[label];
  if (text === undefined) return undefined;
  const level = LEVELS.find((each) => each === text);
  if (level === undefined) errors.push(wrong(label, text, `must be one of ${LEVELS.join(', ')}`));
  return level ?? 'wrong';
}

function readVersion(labels: Labels, label: string, errors: FieldError[]): number | undefined {
  const text = labels[label];
  if (text === undefined || text === 'latest') return undefined;
  const minor = VERSION.exec(text)?.[1];
  if (minor === undefined) errors.push(wrong(label, text, 'must be "latest" or "v1.x"'));
  return minor === undefined ? undefined : Number(minor);
}

function wrong(label: string, text: string, why: string): FieldError {
  return invalidField(`metadata.labels[${label}]`, text, why);
}

/** Whether the policy lets everything be. */
export function isPrivileged({ enforce, audit, warn }: SecurityPolicy): boolean {
  return [enforce, audit, warn].every(({ level }) => level === PRIVILEGED.level);
}

/** As it is written: `restricted:latest`. */
export function renderLevel({ level, minor }: LevelVersion): string {
  return `${level}:${minor === undefined ? 'latest' : `v1.${minor}`}`;
}

/** Whether the second asks for more than the first. */
export function isStricter(before: LevelVersion, after: LevelVersion): boolean {
  if (after.level === 'privileged') return false;
  return before.minor !== after.minor || LEVELS.indexOf(after.level) > LEVELS.indexOf(before.level);
}
