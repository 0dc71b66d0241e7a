import { createHash } from 'node:crypto';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { isJsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import type { SopsKeyService } from '@gotk/sops';
import type { Deps } from '../../deps.js';

/** What encrypted files and objects are decrypted with. */
export interface Decryption {
  readonly keys: SopsKeyService;
  /** Tells other credentials from these, without giving them away. */
  readonly digest: string;
}

/** Where credentials are, and how messages name it. */
interface CredentialsSource {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
  /** Which of its keys count. */
  readonly takes: (key: string) => boolean;
}

/**
 * The keys that `spec.decryption` names; without a Secret those of `--sops-age-secret`, if any.
 * @returns `undefined` when nothing is to be decrypted.
 * @throws Error with Flux's text when the Secret cannot be read.
 */
export async function loadDecryption(
  { sopsAgeSecret, homeDirectory }: Pick<Deps, 'sopsAgeSecret' | 'homeDirectory'>,
  { object, client, signal }: Pick<ReconcileContext<Kustomization>, 'object' | 'client' | 'signal'>,
): Promise<Decryption | undefined> {
  if (object.spec.decryption === undefined) return undefined;
  const source = credentialsSource(object, sopsAgeSecret);
  const data = source === undefined ? {} : await readSecret(source, { client, signal });
  const { createSopsKeyService, readSopsCredentials } = await import('@gotk/sops');
  try {
    const credentials = readSopsCredentials(data, source === undefined ? '' : `${source.namespace}/${source.name}`);
    return { keys: createSopsKeyService(credentials, { home: homeDirectory }), digest: digestOf(data) };
  } catch (error) {
    throw retitled(error, source?.title);
  }
}

function credentialsSource(
  { metadata, spec }: Kustomization,
  sopsAgeSecret: Deps['sopsAgeSecret'],
): CredentialsSource | undefined {
  const name = spec.decryption?.secretRef?.name;
  if (name !== undefined) {
    return { namespace: metadata.namespace ?? '', name, title: 'sops decryption Secret', takes: () => true };
  }
  if (sopsAgeSecret === undefined) return undefined;
  // Credentials of clouds in it would keep tenants from using their own identities.
  return { ...sopsAgeSecret, title: 'sops SOPS age decryption Secret', takes: (key) => key.endsWith('.agekey') };
}

async function readSecret(
  { namespace, name, title, takes }: CredentialsSource,
  { client, signal }: Pick<ReconcileContext, 'client' | 'signal'>,
): Promise<Readonly<Record<string, Uint8Array>>> {
  let secret: KubeObject;
  try {
    secret = await client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, undefined, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound')) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot get ${title} '${namespace}/${name}': ${text}`, { cause: error });
  }
  const data = fieldOf(secret, 'data');
  const entries = Object.entries(isJsonObject(data) ? data : {}).filter(([key]) => takes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(String(value), 'base64')]));
}

function digestOf(data: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash('sha256');
  for (const key of Object.keys(data).sort()) hash.update(JSON.stringify(key)).update(data[key] ?? '');
  return hash.digest('hex');
}

/** The engine speaks of the usual Secret; the error names the one that was read. */
function retitled(error: unknown, title: string | undefined): unknown {
  if (!(error instanceof Error) || title === undefined || title === 'sops decryption Secret') return error;
  return new Error(error.message.replace('sops decryption Secret', title), { cause: error });
}
