import type { KubeObject } from '@gotk/objects';

/** A repository with an application for kustomize and a chart for Helm. */
export const FILES: Readonly<Record<string, string>> = {
  'app/kustomization.yaml': 'resources:\n  - deployment.yaml\n  - settings.yaml\n',
  'app/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: example.com/web:1.0
          ports: [{containerPort: 8080}]
`,
  'app/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  colour: \${colour}
`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: podinfo\nversion: 1.2.3\nappVersion: "6.0"\n',
  'chart/values.yaml': 'message: none\noutcome: run\n',
  'chart/templates/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
data:
  message: {{ .Values.message | quote }}
`,
  'chart/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector:
    matchLabels: {app: {{ .Release.Name }}}
  template:
    metadata:
      labels: {app: {{ .Release.Name }}}
      annotations:
        simulation.gotk.dev/outcome: {{ .Values.outcome }}
    spec:
      containers:
        - name: podinfo
          image: example.com/podinfo:{{ .Chart.AppVersion }}
`,
  'chart/templates/hook.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-prepare
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: prepare
          image: example.com/prepare:1
`,
  'chart/templates/tests/test.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test
  annotations:
    helm.sh/hook: test
spec:
  restartPolicy: Never
  containers:
    - name: test
      image: example.com/test:1
`,
};

interface FluxObject extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const metadata = (name: string): FluxObject['metadata'] => ({ name, namespace: 'flux-system' });

/** The repository; its address is not known yet. */
export const GIT_REPOSITORY: FluxObject = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: metadata('app'),
  spec: { interval: '10m', ref: { branch: 'main' } },
};

/** Applies `app` to the namespace `default`. */
export const KUSTOMIZATION: FluxObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: metadata('app'),
  spec: {
    interval: '10m',
    retryInterval: '5s',
    path: './app',
    prune: true,
    wait: true,
    timeout: '1m',
    targetNamespace: 'default',
    sourceRef: { kind: 'GitRepository', name: 'app' },
    postBuild: { substitute: { colour: 'blue' } },
  },
};

/** Installs `chart`. */
export const HELM_RELEASE: FluxObject = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: metadata('podinfo'),
  spec: {
    interval: '10m',
    timeout: '1m',
    test: { enable: true },
    upgrade: { remediation: { retries: 0, remediateLastFailure: true, strategy: 'rollback' } },
    chart: { spec: { chart: './chart', sourceRef: { kind: 'GitRepository', name: 'app' } } },
    values: { message: 'hello' },
  },
};

/** A webhook that asks for the repository, and an alert about it. */
export const NOTIFICATIONS: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Secret', metadata: metadata('hook-token'), stringData: { token: 'a token for tests' } },
  {
    apiVersion: 'notification.toolkit.fluxcd.io/v1',
    kind: 'Receiver',
    metadata: metadata('hook'),
    spec: {
      type: 'generic',
      interval: '10m',
      secretRef: { name: 'hook-token' },
      resources: [{ kind: 'GitRepository', name: 'app' }],
    },
  },
  {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Provider',
    metadata: metadata('generic'),
    spec: { type: 'generic', address: 'http://127.0.0.1:9/' },
  },
  {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Alert',
    metadata: metadata('all'),
    spec: { providerRef: { name: 'generic' }, eventSources: [{ kind: 'Kustomization', name: '*' }] },
  },
];
