import type { Scenario } from '../scenario.js';
import { NAMED_REPOSITORIES } from './charts.js';

const LINES: readonly string[] = [
  'pull $HTTP/charts/web-1.0.0.tgz',
  'pull $HTTP/charts/web-1.0.0.tgz $HTTP/charts/db-1.0.0.tgz -d out',
  'pull $HTTP/charts/web-1.0.0.tgz -d nofolder',
  'pull $HTTP/charts/nope.tgz',
  'pull web --repo $HTTP/charts',
  'pull web --repo $HTTP/charts --version ~1.2 --untar',
  'pull web --repo $HTTP/charts --untar --untardir sub',
  'pull web --repo $HTTP/charts --untar --untardir sub -d out',
  'pull web --repo $HTTP/charts --untar -d out',
  'pull taken --repo $HTTP/charts --untar',
  'pull db --repo $HTTP/charts --devel',
  'pull db --repo $HTTP/charts --version 9',
  'pull nope --repo $HTTP/charts',
  'pull web --repo $HTTP/private',
  'pull web --repo $HTTP/private --username user --password pass',
  'pull web --repo $HTTP/charts --prov',
  'pull web --repo $HTTP/charts --verify',
  'pull $HTTP/charts/taken.tgz --untar',
  'pull oci://$OCI/charts/web --plain-http',
  'pull oci://$OCI/charts/web --plain-http --version 1.0.0 --untar',
  'pull oci://$OCI/charts/web --plain-http --version 1.3.0+build.1 -d out',
  'pull oci://$OCI/charts/web:1.0.0 --plain-http',
  'pull oci://$OCI/charts/web:1.0.0 --version 1.2.0 --plain-http',
  'pull oci://$OCI/charts/web --plain-http --version 5.5.5',
  'pull oci://$OCI/charts/web --plain-http --version ^5',
  'pull oci://$OCI/charts/nope --plain-http',
  'pull oci://$OCI/Charts/web --plain-http',
  'pull oci://$OCI --plain-http',
  'pull oci://$OCI/charts/web --plain-http --prov',
  'pull oci://$OCI/charts/web --plain-http --verify --version 1.0.0',
  'pull oci://$OCI/charts/web@sha256:0000000000000000000000000000000000000000000000000000000000000000 --plain-http',
  'pull',
  'pull web',
  'pull nope/web',
  'fetch $HTTP/charts/web-1.0.0.tgz --untar',
];

const NAMED: readonly string[] = [
  'pull main/web',
  'pull main/web --version 1.0.0 --untar',
  'pull secret/web --version 0.9.0',
  'pull main/nope',
  'pull main/web --version 4',
];

/** `helm pull`. */
export const pullScenarios: readonly Scenario[] = [
  ...LINES.map((line) => ({ name: line, files: { 'out/x': '', 'taken/x': '', 'web2/x': '' }, run: [line] })),
  ...NAMED.map((line) => ({ name: `${line} by name`, files: NAMED_REPOSITORIES, run: [line] })),
];
