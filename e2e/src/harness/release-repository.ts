const CHART = 'charts/web';

/** What a release of the chart is made with. */
export interface ReleaseSettings {
  readonly message?: number | string;
  /** What becomes of the pods: `run` or `pending`. */
  readonly outcome?: string;
  readonly suspend?: boolean;
  readonly timeout?: string;
}

/** A HelmRelease of the repository's chart that corrects drift and rolls failures back. */
export function releaseFile(name: string, settings: ReleaseSettings = {}): string {
  const { message = 'hello', outcome = 'run', suspend = false, timeout = '20s' } = settings;
  return JSON.stringify({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace: 'default' },
    spec: {
      interval: '10m',
      timeout,
      suspend,
      chart: {
        spec: {
          chart: `./${CHART}`,
          sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
        },
      },
      driftDetection: { mode: 'enabled' },
      upgrade: { remediation: { remediateLastFailure: true } },
      values: { message, outcome },
    },
  });
}

/** The files of the chart: a message, a workload, a definition and a check of the values. */
export function chartFiles(version: string, text = '{{ .Values.message }}'): Readonly<Record<string, string>> {
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget' };
  const schema = { openAPIV3Schema: { type: 'object' } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names,
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
  return {
    [`${CHART}/Chart.yaml`]: `apiVersion: v2\nname: web\nversion: ${version}\n`,
    [`${CHART}/crds/widget.yaml`]: JSON.stringify(definition),
    [`${CHART}/values.schema.json`]: JSON.stringify({ properties: { message: { type: 'string' } } }),
    [`${CHART}/templates/message.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data: {version: "{{ .Chart.Version }}", message: "${text}"}
`,
    [`${CHART}/templates/workload.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata:
      labels: {app: "{{ .Release.Name }}"}
      annotations: {simulation.gotk.dev/outcome: "{{ .Values.outcome }}"}
    spec: {containers: [{name: web, image: "example.com/web"}]}
`,
  };
}
