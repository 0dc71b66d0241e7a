import type { ReconcileContext } from '@gotk/controller-runtime';
import { type GitSnapshot, type GitTag, type TrustedKeys, verifySignature } from '@gotk/git';
import { readSecret, type SecretData } from '../../access/read-secret.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { GitRepository, VerifySpec } from '../parse-git-repository.js';

type Context = ReconcileContext<GitRepository>;

const SSH_SUFFIX = '.sshpub';

/** Verifies the signatures that `spec.verify` asks for, of the tag, the commit or both, and says so in the status. */
export async function verifyCommit(context: Context, snapshot: GitSnapshot): Promise<void> {
  const { object, status, event } = context;
  const { verify } = object.decoded;
  if (verify === undefined) {
    status.update({ sourceVerificationMode: undefined });
    status.removeConditions('SourceVerified');
    return;
  }
  const keys = await readKeys(context, verify);
  const verified: string[] = [];
  if (verify.mode !== 'HEAD') verified.push(await verifyTag(snapshot.tag, keys));
  if (verify.mode !== 'Tag') verified.push(await verifyHead(snapshot, keys));
  const message = ['verified signature of', ...verified].join('\n\t- ');
  status.update({ sourceVerificationMode: verify.mode });
  status.mark({ type: 'SourceVerified', status: 'True', reason: 'Succeeded', message });
  event({ severity: 'trace', reason: 'Succeeded', message });
}

async function readKeys(context: Context, { secretName }: VerifySpec): Promise<TrustedKeys> {
  try {
    return sortKeys(await readSecret(context, secretName));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw notVerified('VerificationError', `public keys secret error: ${reason}`, cause);
  }
}

/** What has no suffix that is known counts as a key ring. */
function sortKeys(secret: SecretData): TrustedKeys {
  const entries = [...secret];
  const values = (isSsh: boolean): readonly string[] =>
    entries.filter(([name]) => name.endsWith(SSH_SUFFIX) === isSsh).map(([, value]) => value);
  return { authorizedKeys: values(true), keyRings: values(false) };
}

async function verifyTag(tag: GitTag | undefined, keys: TrustedKeys): Promise<string> {
  if (tag === undefined) throw noTag();
  const name = tag.hash === undefined ? tag.name : `${tag.name}@${tag.hash}`;
  if (tag.signature === undefined) {
    throw notVerified('InvalidGitObject', `cannot verify signature of tag '${name}' since it is not signed`);
  }
  const key = await orFailure('InvalidTagSignature', `signature verification of tag '${name}' failed`, () =>
    verifySignature({ kind: 'tag', ...tag }, keys),
  );
  return `tag '${name}' with key '${key}'`;
}

async function verifyHead({ commit }: GitSnapshot, keys: TrustedKeys): Promise<string> {
  const key = await orFailure(
    'InvalidCommitSignature',
    `signature verification of commit '${commit.hash}' failed`,
    () => verifySignature({ kind: 'commit', ...commit }, keys),
  );
  return `commit '${commit.hash}' with key '${key}'`;
}

async function orFailure(reason: string, message: string, verify: () => Promise<string>): Promise<string> {
  try {
    return await verify();
  } catch (cause) {
    throw notVerified(reason, `${message}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function noTag(): SourceFailure {
  return new SourceFailure({
    kind: 'stalled',
    condition: 'SourceVerified',
    reason: 'InvalidVerificationMode',
    message: "cannot verify tag object's signature if a tag reference is not specified",
  });
}

function notVerified(reason: string, message: string, cause?: unknown): SourceFailure {
  return new SourceFailure({ kind: 'retry', condition: 'SourceVerified', reason, message, cause });
}
