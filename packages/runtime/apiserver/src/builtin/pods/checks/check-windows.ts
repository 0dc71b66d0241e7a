import { checkDns1123Subdomain, type FieldError, invalidField } from '@gotk/objects';
import type { PodSpecDraft } from '../../core/pod-draft.js';

interface WindowsOptions {
  readonly gmsaCredentialSpecName?: string;
  readonly gmsaCredentialSpec?: string;
  readonly runAsUserName?: string;
  readonly hostProcess?: boolean;
}

const MAX_CREDENTIAL_KIB = 64;

/** What is wrong with the options of a security context for Windows. */
export function checkWindowsOptions(options: unknown, field: string): readonly FieldError[] {
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = (options ?? {}) as WindowsOptions;
  return [
    ...(gmsaCredentialSpecName === undefined ? [] : checkDns1123Subdomain(gmsaCredentialSpecName)).map((error) =>
      invalidField(`${field}.gmsaCredentialSpecName`, gmsaCredentialSpecName ?? '', error),
    ),
    ...(gmsaCredentialSpec === undefined ? [] : checkCredential(gmsaCredentialSpec, `${field}.gmsaCredentialSpec`)),
    ...(runAsUserName === undefined ? [] : userProblems(runAsUserName)).map((problem) =>
      invalidField(`${field}.runAsUserName`, runAsUserName ?? '', `runAsUserName${problem}`),
    ),
  ];
}

function checkCredential(credential: string, field: string): readonly FieldError[] {
  if (credential === '') return [invalidField(field, credential, 'gmsaCredentialSpec cannot be an empty string')];
  if (Buffer.byteLength(credential) <= MAX_CREDENTIAL_KIB * 1024) return [];
  return [invalidField(field, credential, `gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_KIB} KiB`)];
}

const MAX_DOMAIN = 256;
const MAX_USER = 104;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a name cannot have
const CONTROL = /[\u0000-\u001f\u007f]/;
const NETBIOS_DOMAIN = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_DOMAIN =
  /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const ONLY_DOTS_OR_SPACES = /^[. ]+$/;
const REFUSED_CHARACTERS = /["/\\:;|=,+*?<>@[\]]/;

/** What is wrong with the name of a user, which may begin with that of a domain and a backslash. */
function userProblems(name: string): readonly string[] {
  if (name === '') return [' cannot be an empty string'];
  if (CONTROL.test(name)) return [' cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return [' cannot contain more than one backslash'];
  const [domain, user = ''] = parts.length === 2 ? parts : [undefined, name];
  const length = Buffer.byteLength(user);
  return [
    ...(domain === undefined ? [] : domainProblems(domain)),
    ...(length === 0 ? ["'s User cannot be empty"] : []),
    ...(length > MAX_USER ? [`'s User length must not be longer than ${MAX_USER} characters`] : []),
    ...(ONLY_DOTS_OR_SPACES.test(user) ? ["'s User cannot contain only periods or spaces"] : []),
    ...(REFUSED_CHARACTERS.test(user) ? [`'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]`] : []),
  ];
}

function domainProblems(domain: string): readonly string[] {
  const isKnown = NETBIOS_DOMAIN.test(domain) || DNS_DOMAIN.test(domain);
  return [
    ...(Buffer.byteLength(domain) >= MAX_DOMAIN ? [`'s Domain length must be under ${MAX_DOMAIN} characters`] : []),
    ...(isKnown ? [] : ["'s Domain doesn't match the NetBios nor the DNS format"]),
  ];
}

/** What is wrong with containers that run as processes of the host: all of a pod do or none. */
export function checkHostProcess(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const own = hostProcessOf(spec.securityContext);
  const containers = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map(({ securityContext }, index) => ({
      hostProcess: hostProcessOf(securityContext),
      place: `${field}.${list}[${index}].securityContext.windowsOptions.hostProcess`,
    })),
  );
  const different = containers.flatMap(({ hostProcess, place }) => {
    if (own === undefined || hostProcess === undefined || own === hostProcess) return [];
    const detail = `pod hostProcess value must be identical if both are specified, was ${own}`;
    return [invalidField(place, hostProcess, detail)];
  });
  const count = containers.filter(({ hostProcess }) => hostProcess ?? own ?? false).length;
  if (count === 0) return different;
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  const shared = 'hostNetwork must be true if pod contains any hostProcess containers';
  return [
    ...different,
    ...(count === containers.length ? [] : [invalidField(field, '', all)]),
    ...(spec.hostNetwork === true ? [] : [invalidField(`${field}.hostNetwork`, false, shared)]),
  ];
}

function hostProcessOf(context: unknown): boolean | undefined {
  return ((context ?? {}) as { windowsOptions?: WindowsOptions }).windowsOptions?.hostProcess;
}
