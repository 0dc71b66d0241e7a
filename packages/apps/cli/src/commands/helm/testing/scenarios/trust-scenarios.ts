import type { Scenario, ScenarioFile } from '../scenario.js';
import { OTHER_KEYRING, PUBLIC_KEYRING, SECRET_KEYRING } from '../test-keyrings.js';
import { chartFiles } from './charts.js';

const SIGNED: readonly string[] = [
  'pull signed --repo $HTTP/charts --verify --keyring pub.gpg',
  'pull signed --repo $HTTP/charts --verify --keyring other.gpg',
  'pull signed --repo $HTTP/charts --verify --keyring nope.gpg',
  'pull signed --repo $HTTP/charts --prov',
  'pull signed --repo $HTTP/charts --untar --verify --keyring pub.gpg',
  'template demo signed --repo $HTTP/charts --verify --keyring pub.gpg',
  'template demo signed --repo $HTTP/charts --verify --keyring other.gpg',
  'show chart $HTTP/charts/signed-1.0.0.tgz --verify --keyring pub.gpg',
  'show chart $HTTP/charts/web-1.0.0.tgz --verify --keyring pub.gpg',
  'show chart top --verify --keyring pub.gpg',
  'show chart plain.tgz --verify --keyring pub.gpg',
  'package top --sign --key test@ --keyring sec.gpg',
  'package top --sign --key test@ --keyring pub.gpg',
  'package top --sign --key nobody --keyring sec.gpg',
];

const CREDENTIALS: Readonly<Record<string, Readonly<Record<string, ScenarioFile>>>> = {
  'without credentials': {},
  "with Helm's credentials": { '~/config/registry/config.json': dockerConfig('user:pass') },
  "with Docker's credentials": { '~/docker/config.json': dockerConfig('user:pass') },
  'with wrong credentials': { '~/config/registry/config.json': dockerConfig('user:wrong') },
};

function dockerConfig(userAndPassword: string): string {
  const auth = Buffer.from(userAndPassword).toString('base64');
  return `{"auths": {"$LOCKED": {"auth": "${auth}"}}}`;
}

/** Signatures and credentials. */
export const trustScenarios: readonly Scenario[] = [
  ...SIGNED.map((line) => ({
    name: line,
    files: {
      'pub.gpg': { base64: PUBLIC_KEYRING },
      'sec.gpg': { base64: SECRET_KEYRING },
      'other.gpg': { base64: OTHER_KEYRING },
      'plain.tgz': { chart: {} },
      ...chartFiles('top'),
    },
    run: [line],
  })),
  {
    name: 'dependency update with signatures',
    files: {
      'pub.gpg': { base64: PUBLIC_KEYRING },
      ...chartFiles('top', {
        'Chart.yaml':
          'apiVersion: v2\nname: top\nversion: 1.0.0\ndependencies:\n- {name: signed, version: 1.x, repository: $HTTP/charts}\n- {name: web, version: 1.x, repository: $HTTP/charts}\n',
      }),
    },
    run: ['dependency update top --verify --keyring pub.gpg'],
  },
  ...Object.entries(CREDENTIALS).map(([how, files]) => ({
    name: `a registry for some, ${how}`,
    files,
    run: [
      'pull oci://$LOCKED/charts/web --plain-http',
      'show chart oci://$LOCKED/charts/web --version 1.0.0 --plain-http',
      'template demo oci://$LOCKED/charts/web --version 1.0.0 --plain-http --username user --password pass',
    ],
  })),
];
