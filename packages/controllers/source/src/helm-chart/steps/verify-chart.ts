import type { ReconcileContext } from '@gotk/controller-runtime';
import { renderReference } from '@gotk/oci';
import type { SignatureCheck, SignedManifest } from '@gotk/oci-signatures';
import { SourceFailure, tellingFailures } from '../../conditions/source-failure.js';
import { describeVerifier } from '../../signatures/parse-verify.js';
import { readSignatureChecks } from '../../signatures/read-signature-checks.js';
import type { SourceDeps } from '../../source-deps.js';
import { building } from '../build-failure.js';
import type { HelmChart } from '../parse-helm-chart.js';
import type { ChartRepository, ChartVersion } from '../repository/chart-repository.js';

type Context = ReconcileContext<HelmChart>;

/** The ways in which a signature of a chart counts; none for a chart that is not to be verified, or that has no signature. */
export async function readChecks(
  deps: SourceDeps,
  context: Context,
  { findManifest }: ChartRepository,
): Promise<readonly SignatureCheck[]> {
  const { verify } = context.object.decoded;
  if (verify === undefined || findManifest === undefined) return [];
  const message = `failed to verify the signature using provider '${describeVerifier(verify)}'`;
  return tellingFailures({ condition: 'SourceVerified', reason: 'VerificationError', message }, async () => {
    const checks = await readSignatureChecks(deps, context, { verify, subject: context.key.name });
    if (checks.length > 0) return checks;
    throw new Error(`no public keys found in secret '${context.key.namespace}/${verify.secretName}'`);
  });
}

export interface VerifyChartOptions {
  readonly charts: ChartRepository;
  readonly checks: readonly SignatureCheck[];
  readonly chart: ChartVersion;
  /** What the chart will be called when it is built. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Looks for the signature that `spec.verify` asks for, every time.
 * @returns the version to be pulled, which is what was verified.
 */
export async function verifyChart(context: Context, options: VerifyChartOptions): Promise<ChartVersion> {
  const { object, status } = context;
  const { chart, charts, version, checks, signal } = options;
  if (object.decoded.verify === undefined) return chart;
  try {
    return await building('ChartVerificationError', '', async () => {
      if (charts.findManifest === undefined) throw new Error('not implemented');
      const signed = await charts.findManifest(chart, signal);
      const message = `verified signature of version ${version}`;
      const isVerified = (await runChecks(signed, checks, signal)) === 'verified';
      if (isVerified) status.mark({ type: 'SourceVerified', status: 'True', reason: 'Succeeded', message });
      else status.removeConditions('SourceVerified');
      return { ...chart, digest: signed.digest };
    });
  } catch (error) {
    const isFailure = error instanceof SourceFailure;
    const reason = 'VerificationError';
    if (isFailure) status.mark({ type: 'SourceVerified', status: 'False', reason, message: error.message });
    throw error;
  }
}

/** One of several keys is enough. */
async function runChecks(
  signed: SignedManifest,
  checks: readonly SignatureCheck[],
  signal: AbortSignal,
): Promise<'verified' | 'ignored'> {
  const reference = renderReference({ ...signed.name, digest: signed.digest });
  let problem = new Error(`no matching signatures were found for '${reference}'`);
  for (const check of checks) {
    try {
      return await check(signed, signal);
    } catch (cause) {
      signal.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : cause;
      problem = new Error(`failed to verify oci://${reference}: ${reason}`, { cause });
    }
  }
  throw problem;
}
