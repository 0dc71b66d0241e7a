import { type HttpSend, readBody } from '@gotk/http';
import { MAX_ANSWER_BYTES } from '../object-storage.js';
import { parseXml, xmlText } from '../parse-xml.js';
import { StorageError } from '../storage-error.js';
import type { S3Credentials } from './s3-storage.js';

/** Somebody in a directory, and who turns them into an account. */
export interface LdapLogin {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
}

/** Exchanges a login for credentials that last for a while, by MinIO's `AssumeRoleWithLDAPIdentity`. */
export async function assumeLdapRole(
  send: HttpSend,
  { endpoint, username, password }: LdapLogin,
  signal: AbortSignal,
): Promise<S3Credentials> {
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithLDAPIdentity',
    Version: '2011-06-15',
    LDAPUsername: username,
    LDAPPassword: password,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await send({ method: 'POST', url: endpoint, headers, body: body.toString() }, signal);
  const bytes = await readBody(response, { limitBytes: MAX_ANSWER_BYTES, what: 'the answer of the STS endpoint' });
  const answer = await parseXml(Buffer.from(bytes).toString('utf8'));
  if (response.status !== 200) {
    const message = xmlText(answer, 'ErrorResponse', 'Error', 'Message') || `${response.status}`;
    throw new StorageError({
      status: response.status,
      code: xmlText(answer, 'ErrorResponse', 'Error', 'Code'),
      message,
    });
  }
  const result = ['AssumeRoleWithLDAPIdentityResponse', 'AssumeRoleWithLDAPIdentityResult', 'Credentials'];
  return {
    accessKey: xmlText(answer, ...result, 'AccessKeyId'),
    secretKey: xmlText(answer, ...result, 'SecretAccessKey'),
    sessionToken: xmlText(answer, ...result, 'SessionToken'),
  };
}
