import { LocatedError } from '@gotk/located-error';
import type { AgeIdentity } from '../age/age-identity.js';
import { ageKeyHandler } from '../age/age-key-handler.js';
import { parseAgeIdentities } from '../age/parse-age-identities.js';
import { combineKeyHandlers, type KeyHandlers, type SopsKeyService } from '../keys/key-service.js';
import { pgpKeyHandler } from '../pgp/pgp-key-handler.js';

/** What a decryption Secret holds. */
export interface SopsCredentials {
  /** From `*.agekey`. */
  readonly ageIdentities: readonly AgeIdentity[];
  /** From `*.asc`, armored. */
  readonly pgpKeys: readonly string[];
  /** From `sops.vault-token`. */
  readonly vaultToken: string | undefined;
  /** From `sops.aws-kms`: YAML with `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`. */
  readonly awsKms: string | undefined;
  /** From `sops.azure-kv`: YAML. */
  readonly azureKeyVault: string | undefined;
  /** From `sops.gcp-kms`: JSON. */
  readonly gcpKms: string | undefined;
}

/** Nothing to decrypt with. */
export const NO_CREDENTIALS: SopsCredentials = {
  ageIdentities: [],
  pgpKeys: [],
  vaultToken: undefined,
  awsKms: undefined,
  azureKeyVault: undefined,
  gcpKms: undefined,
};

/**
 * Reads a decryption Secret. Other keys of it are left alone.
 *
 * @param secret `namespace/name`, for errors.
 * @throws LocatedError `sops-credentials` with Flux' message.
 */
export function readSopsCredentials(data: Readonly<Record<string, Uint8Array>>, secret: string): SopsCredentials {
  const text = (name: string): string | undefined => {
    const bytes = Object.hasOwn(data, name) ? data[name] : undefined;
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const withEnding = (ending: string): string[] =>
    Object.keys(data)
      .filter((name) => name.endsWith(ending))
      .sort();
  return {
    ageIdentities: withEnding('.agekey').flatMap((name) => importing(name, secret, () => importAge(text(name) ?? ''))),
    pgpKeys: withEnding('.asc').map((name) => importing(name, secret, () => importPgp(text(name) ?? ''))),
    vaultToken: text('sops.vault-token')?.trim(),
    awsKms: text('sops.aws-kms'),
    azureKeyVault: text('sops.azure-kv'),
    gcpKms: text('sops.gcp-kms'),
  };
}

function importing<T>(name: string, secret: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `failed to import '${name}' data from sops decryption Secret '${secret}': ${reason}`;
    throw new LocatedError({ code: 'sops-credentials', message, cause });
  }
}

function importAge(text: string): readonly AgeIdentity[] {
  try {
    return parseAgeIdentities(text);
  } catch (cause) {
    throw new Error(`failed to parse and add to age identities: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function importPgp(text: string): string {
  if (text.includes('-----BEGIN PGP ')) return text;
  throw new Error(
    'failed to import armored key data into GnuPG keyring (exit status 2): gpg: no valid OpenPGP data found.\ngpg: Total number processed: 0',
  );
}

/** What there is besides a decryption Secret. */
export interface SopsKeyServiceOptions {
  /** The home directory of the process, in which SOPS would look for keys: named in errors. @default no place is named */
  readonly home?: string | undefined;
  /** Keys of the clouds and of Vault. */
  readonly handlers?: KeyHandlers | undefined;
}

/** A key service for what a decryption Secret holds. */
export function createSopsKeyService(
  { ageIdentities, pgpKeys }: SopsCredentials,
  { home, handlers }: SopsKeyServiceOptions = {},
): SopsKeyService {
  const emptyPlaces = home === undefined || ageIdentities.length > 0 ? [] : agePlaces(home);
  return combineKeyHandlers({
    age: ageKeyHandler({ identities: ageIdentities, emptyPlaces }),
    pgp: pgpKeyHandler({ armoredKeys: pgpKeys }),
    ...handlers,
  });
}

/** Where SOPS looks for age keys, in its order. */
function agePlaces(home: string): readonly string[] {
  return [
    'SOPS_AGE_SSH_PRIVATE_KEY_FILE',
    'SOPS_AGE_SSH_PRIVATE_KEY_CMD',
    `${home}/.ssh/id_ed25519`,
    `${home}/.ssh/id_rsa`,
    'SOPS_AGE_KEY',
    'SOPS_AGE_KEY_FILE',
    'SOPS_AGE_KEY_CMD',
    `${home}/.config/sops/age/keys.txt`,
  ];
}
