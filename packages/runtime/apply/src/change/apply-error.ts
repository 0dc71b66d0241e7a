import { ApiError, NoMatchError } from '@gotk/kube-client';
import { LocatedError, type SourceLocation } from '@gotk/located-error';
import { type KubeObject, keyOf, type ObjectKey, renderObjectName } from '@gotk/objects';
import type { Change } from './change-set.js';

/** An object that could not be applied or deleted. The message is Flux's; `at` is where the object was written, when that is known. */
export class ApplyError extends LocatedError {
  readonly key: ObjectKey;
  /** What had been done before, in this and earlier stages. */
  readonly changes: readonly Change[];
  /** What else is wrong in the same stage, for people who would otherwise learn of it one at a time. */
  readonly others: readonly ApplyError[];

  constructor(options: {
    readonly code: 'dry-run-failed' | 'apply-failed' | 'delete-failed' | 'cleanup-failed' | 'sops-encrypted';
    readonly key: ObjectKey;
    readonly message: string;
    readonly at?: SourceLocation | undefined;
    readonly hint?: string | undefined;
    readonly cause?: unknown;
    readonly changes?: readonly Change[];
    readonly others?: readonly ApplyError[];
  }) {
    super(options);
    this.name = 'ApplyError';
    this.key = options.key;
    this.changes = options.changes ?? [];
    this.others = options.others ?? [];
  }
}

/** The error of a dry run, worded as Flux words it. */
export function dryRunError(
  object: KubeObject,
  { cause, at }: { readonly cause: unknown; readonly at?: SourceLocation | undefined },
): ApplyError {
  const key = keyOf(object);
  const subject = renderObjectName(key);
  const text = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof ApiError && cause.reason === 'NotFound' && !(cause instanceof NoMatchError)) {
    const problem = key.namespace === undefined ? 'namespace not specified' : 'not found';
    return new ApplyError({
      code: 'dry-run-failed',
      key,
      message: `${subject} ${problem}: ${text}`,
      at,
      hint: hintFor(cause, key),
      cause,
    });
  }
  const reason = cause instanceof ApiError && !(cause instanceof NoMatchError) ? reasonOf(cause) : '';
  const shown = reason === '' ? '' : ` (${reason})`;
  return new ApplyError({
    code: 'dry-run-failed',
    key,
    message: `${subject} dry-run failed${shown}: ${text}`,
    at,
    hint: hintFor(cause, key),
    cause,
  });
}

function reasonOf({ status }: ApiError): string {
  const conflict = status.details?.causes?.some(({ reason }) => reason === 'FieldManagerConflict') === true;
  return conflict ? 'FieldManagerConflict' : status.reason;
}

function hintFor(cause: unknown, key: ObjectKey): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (cause instanceof NoMatchError) {
    const advice = key.apiVersion.includes('.fluxcd.io/')
      ? 'Where it is an old version of a kind of Flux, "flux migrate -f ." in the repository moves it to a new one.'
      : 'A CRD for it must be applied before, or the version be migrated.';
    return `Check apiVersion and kind (${key.apiVersion}, ${key.kind}); the cluster serves no such kind. ${advice}`;
  }
  if (cause instanceof ApiError && cause.reason === 'NotFound' && key.namespace !== undefined)
    return `Create the Namespace ${key.namespace} first, e.g. in a Kustomization that this one depends on.`;
  if (cause instanceof ApiError && cause.reason === 'Forbidden')
    return 'Grant the right to the service account that applies the object.';
  return undefined;
}

/** Any other failure of one object. */
export function objectError(
  code: 'apply-failed' | 'delete-failed' | 'cleanup-failed',
  {
    key,
    what,
    cause,
    at,
  }: {
    readonly key: ObjectKey;
    readonly what: string;
    readonly cause: unknown;
    readonly at?: SourceLocation | undefined;
  },
): ApplyError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ApplyError({ code, key, message: `${renderObjectName(key)} ${what}: ${text}`, at, cause });
}
