/** How to get into Azure Blob Storage. */
export type AzureCredential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'account-key'; readonly account: string; readonly key: string }
  /** A query that is signed itself. */
  | { readonly kind: 'sas'; readonly query: string }
  | {
      readonly kind: 'client-secret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly authorityHost: string;
    };

const AUTHORITY_HOST = 'https://login.microsoftonline.com/';

/**
 * Reads a credential out of the fields of a Secret.
 *
 * @param endpoint URL of the storage; its host begins with the name of the account.
 * @throws Error for fields that lack others, and for those that only a cloud's own machines can use, by name.
 */
export function readAzureCredential(
  fields: ReadonlyMap<string, string>,
  { endpoint, secretName }: { readonly endpoint: string; readonly secretName: string },
): AzureCredential {
  const has = (name: string): boolean => (fields.get(name) ?? '') !== '';
  const value = (name: string): string => fields.get(name) ?? '';
  if (has('tenantId') && has('clientId') && has('clientSecret')) {
    const [tenantId, clientId, clientSecret] = [value('tenantId'), value('clientId'), value('clientSecret')];
    const authorityHost = value('authorityHost') || AUTHORITY_HOST;
    return { kind: 'client-secret', tenantId, clientId, clientSecret, authorityHost };
  }
  if (has('clientCertificate')) throw unsupported(secretName, 'clientCertificate');
  if (has('clientId')) throw unsupported(secretName, 'clientId alone (managed identity)');
  if (has('accountKey'))
    return { kind: 'account-key', account: accountOf(endpoint, secretName), key: value('accountKey') };
  if (has('sasKey')) return { kind: 'sas', query: value('sasKey').replace(/^\?/, '') };
  if (has('authorityHost')) return { kind: 'anonymous' };
  const ways = `'tenantId', 'clientId' and 'clientSecret', or 'tenantId', 'clientId' and 'clientCertificate'`;
  const required = `requires a 'clientId' or 'accountKey' field, a combination of ${ways}`;
  throw new Error(`invalid '${secretName}' secret data: ${required}`);
}

function accountOf(endpoint: string, secretName: string): string {
  const { hostname } = new URL(endpoint);
  const parts = hostname.split('.');
  if (parts.length > 2) return parts[0] ?? '';
  const failed = `failed to create shared credential from '${secretName}' Secret data`;
  const expected = `failed to extract account name from endpoint: expected '${hostname}' to be a subdomain`;
  throw new Error(`${failed}: ${expected}`);
}

function unsupported(secretName: string, field: string): Error {
  return new Error(`'${secretName}' secret data: ${field} is not supported yet`);
}
