import { duplicateField, type FieldError, invalidField, notSupportedField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';

interface DriverSpecDraft {
  attachRequired?: boolean;
  fsGroupPolicy?: string;
  volumeLifecycleModes?: string[];
  tokenRequests?: { audience: string; expirationSeconds?: number }[];
  nodeAllocatableUpdatePeriodSeconds?: number;
  serviceAccountTokenInSecrets?: boolean;
}

interface DriverDraft extends DraftObject {
  spec: DriverSpecDraft;
}

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const MODES = ['Persistent', 'Ephemeral'];
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const MIN_PERIOD_SECONDS = 10;
const TOKENS_IN_SECRETS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging ' +
  'of tokens in volume attributes';

/** CSIDrivers say how the drivers of volumes want to be used. Only changes of them are counted. */
export const csiDriverKind = builtinKind<DriverDraft>({
  strategy: {
    generation: true,
    prepareForCreate: ({ metadata }) => {
      delete metadata.generation;
    },
    validate: (driver) => [...clusterMeta(driver), ...checkSpec(driver.spec)],
    validateUpdate: (driver, old) => [
      ...changedMeta(driver, old),
      ...checkSpec(driver.spec),
      ...checkImmutable(driver.spec.attachRequired, old.spec.attachRequired, 'spec.attachedRequired'),
      ...checkImmutable(driver.spec.volumeLifecycleModes, old.spec.volumeLifecycleModes, 'spec.volumeLifecycleModes'),
    ],
    warn: ({ spec }, old) =>
      needsAdvice(spec) && !(old !== undefined && needsAdvice(old.spec)) ? [TOKENS_IN_SECRETS] : [],
  },
});

function needsAdvice({ tokenRequests = [], serviceAccountTokenInSecrets }: DriverSpecDraft): boolean {
  return tokenRequests.length > 0 && serviceAccountTokenInSecrets === undefined;
}

function checkSpec(spec: DriverSpecDraft): readonly FieldError[] {
  const { fsGroupPolicy, volumeLifecycleModes = [], nodeAllocatableUpdatePeriodSeconds: period } = spec;
  const { tokenRequests = [], serviceAccountTokenInSecrets: inSecrets } = spec;
  const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
  return [
    ...(fsGroupPolicy === undefined || FS_GROUP_POLICIES.includes(fsGroupPolicy)
      ? []
      : [notSupportedField('spec.fsGroupPolicy', fsGroupPolicy, FS_GROUP_POLICIES)]),
    ...checkTokens(tokenRequests),
    ...volumeLifecycleModes.flatMap((mode) =>
      MODES.includes(mode) ? [] : [notSupportedField('spec.volumeLifecycleModes', mode, MODES)],
    ),
    ...(period !== undefined && period < MIN_PERIOD_SECONDS
      ? [invalidField('spec.nodeAllocatableUpdatePeriodSeconds', period, 'must be greater than or equal to 10 seconds')]
      : []),
    ...(inSecrets !== undefined && tokenRequests.length === 0
      ? [invalidField('spec.serviceAccountTokenInSecrets', inSecrets, detail)]
      : []),
  ];
}

function checkTokens(requests: NonNullable<DriverSpecDraft['tokenRequests']>): readonly FieldError[] {
  const seen = new Set<string>();
  return requests.flatMap(({ audience, expirationSeconds: seconds }, index) => {
    const field = `spec.tokenRequests[${index}]`;
    if (seen.has(audience)) return [duplicateField(`${field}.audience`, audience)];
    seen.add(audience);
    if (seconds === undefined) return [];
    const at = `${field}.expirationSeconds`;
    if (seconds < MIN_TOKEN_SECONDS)
      return [invalidField(at, seconds, 'may not specify a duration less than 10 minutes')];
    if (seconds <= MAX_TOKEN_SECONDS) return [];
    return [invalidField(at, seconds, 'may not specify a duration larger than 2^32 seconds')];
  });
}
