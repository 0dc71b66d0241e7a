import type { Command } from '../../cli/command.js';
import { basicAuthFlags, listFlag, textFlag } from './command-flags.js';
import { receiverType } from './flag-types.js';
import { sshKeyFlags } from './ssh/ssh-key-flags.js';

const tlsFlags = [
  textFlag('tls-crt-file', 'file with a certificate'),
  textFlag('tls-key-file', 'file with the key of the certificate'),
  textFlag('ca-crt-file', 'file with an authority'),
];

type SecretCommand = Pick<Command, 'name' | 'short' | 'flags'> & { readonly name: string };

function secretCommand({ name, short, flags = [] }: SecretCommand): Command {
  return {
    name,
    operands: '[name]',
    short,
    flags,
    load: async () => (await import('./secret/run-create-secret.js')).runCreateSecret(name),
  };
}

/** `flux create secret`. */
export const createSecretCommand: Command = {
  name: 'secret',
  short: 'Create or update Kubernetes secrets',
  long: 'The create source sub-commands generate Kubernetes secrets specific to Flux.',
  commands: [
    secretCommand({
      name: 'git',
      short: 'Create or update a Kubernetes secret for Git authentication',
      flags: [
        textFlag('url', 'address of the repository'),
        ...basicAuthFlags,
        textFlag('ca-crt-file', 'file with the authority of the server'),
        textFlag('private-key-file', 'file with a private key for SSH'),
        ...sshKeyFlags,
        textFlag('bearer-token', 'token for bearer authentication'),
      ],
    }),
    secretCommand({
      name: 'githubapp',
      short: 'Create or update a github app secret',
      flags: [
        textFlag('app-id', 'id of the app'),
        textFlag('app-installation-owner', 'owner of the installation'),
        textFlag('app-installation-id', 'id of the installation'),
        textFlag('app-private-key', 'file with the private key of the app'),
        textFlag('app-base-url', 'address of the GitHub API'),
      ],
    }),
    secretCommand({
      name: 'helm',
      short: 'Create or update a Kubernetes secret for Helm repository authentication',
      flags: [...basicAuthFlags, ...tlsFlags],
    }),
    secretCommand({
      name: 'notation',
      short: 'Create or update a Kubernetes secret for verifications of artifacts signed by Notation',
      flags: [
        textFlag('trust-policy-file', 'file with the trust policy'),
        listFlag('ca-cert-file', 'files with authorities'),
      ],
    }),
    secretCommand({
      name: 'oci',
      short: 'Create or update a Kubernetes image pull secret',
      flags: [textFlag('url', 'registry or image repository'), ...basicAuthFlags],
    }),
    secretCommand({
      name: 'proxy',
      short: 'Create or update a Kubernetes secret for proxy authentication',
      flags: [textFlag('address', 'address of the proxy'), ...basicAuthFlags],
    }),
    secretCommand({
      name: 'receiver',
      short: 'Create or update a Kubernetes secret for a Receiver webhook',
      flags: [
        { name: 'type', type: receiverType, usage: 'kind of caller' },
        textFlag('token', 'token of the webhook, default: a random one'),
        textFlag('hostname', 'host name in the URL of the webhook'),
        textFlag('email-claim', 'email address in the tokens of gcr'),
        textFlag('audience-claim', 'audience of the tokens of gcr, default: the URL of the webhook'),
      ],
    }),
    secretCommand({
      name: 'tls',
      short: 'Create or update a Kubernetes secret with TLS certificates',
      flags: tlsFlags,
    }),
  ],
};
