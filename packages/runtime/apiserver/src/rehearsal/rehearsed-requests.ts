import type { PlainRequest } from './paired-connection.js';

const CONFIG_MAPS = '/api/v1/namespaces/rehearsal/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/rehearsal/deployments';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The namespace of all others. */
export const rehearsalNamespace: PlainRequest = {
  method: 'POST',
  path: '/api/v1/namespaces',
  body: { metadata: { name: 'rehearsal' } },
};

/** A watch of ConfigMaps. */
export const rehearsalWatch: PlainRequest = {
  method: 'GET',
  path: `${CONFIG_MAPS}?watch=true&labelSelector=app%3Drehearsal`,
};

/** What clients ask for first, in one round of many; the objects of each round are its own. */
export function rehearsedRound(round: number): readonly PlainRequest[] {
  const configMap = { metadata: { name: `c-${round}`, labels: { app: 'rehearsal' } }, data: { text: 'text' } };
  const status = { status: { observedGeneration: 1, replicas: round } };
  const force = 'fieldManager=rehearsal&force=true';
  return [
    { method: 'POST', path: CONFIG_MAPS, body: configMap },
    { method: 'GET', path: `${CONFIG_MAPS}/c-${round}` },
    { method: 'GET', path: CONFIG_MAPS },
    {
      method: 'PATCH',
      path: `${DEPLOYMENTS}/d-${round % APPLIED}?${force}`,
      contentType: 'application/apply-patch+yaml',
      body: deployment(`d-${round % APPLIED}`, `app:${round}`),
    },
    {
      method: 'PATCH',
      path: `${DEPLOYMENTS}/d-${round % APPLIED}/status`,
      contentType: 'application/merge-patch+json',
      body: status,
    },
    ...(round < DEFINED ? [definition(`r${round}s`)] : []),
    ...(round % 2 === 0 ? [] : [{ method: 'DELETE', path: `${CONFIG_MAPS}/c-${round}` }]),
  ];
}

/** Deployments that are applied again and again, and kinds that are defined. */
const APPLIED = 4;
const DEFINED = 2;

function deployment(name: string, image: string): object {
  const labels = { app: name };
  const container = { name: 'app', image, ports: [{ containerPort: 80 }], env: [{ name: 'A', value: '1' }] };
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ ...container, resources }] } },
    },
  };
}

function definition(plural: string): PlainRequest {
  const spec = { type: 'object', properties: { size: { type: 'integer' } } };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return {
    method: 'POST',
    path: DEFINITIONS,
    body: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.rehearsal.example.com` },
      spec: {
        group: 'rehearsal.example.com',
        scope: 'Namespaced',
        names: { plural, kind: plural.toUpperCase() },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    },
  };
}
