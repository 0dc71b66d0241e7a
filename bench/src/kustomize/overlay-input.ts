const PATCHES = 20;
const RESOURCES_PER_APP = 5;

/**
 * The files of an overlay over a base of about `resources` objects: namespace, prefix, labels, images, 20 patches, a generated
 * ConfigMap that every Deployment uses, and references by name among the objects of each app.
 *
 * @returns path → text; the overlay is in `overlay/`.
 */
export function overlayInput(resources: number): Readonly<Record<string, string>> {
  const apps = Math.max(1, Math.round(resources / RESOURCES_PER_APP));
  const files: Record<string, string> = { 'overlay/settings.env': 'LOG_LEVEL=info\nREGION=eu-west-1\n' };
  const names: string[] = [];
  for (let index = 0; index < apps; index++) {
    const name = `app-${index}`;
    names.push(`${name}.yaml`);
    files[`base/${name}.yaml`] = appManifests(name, index);
  }
  files['base/kustomization.yaml'] = kustomization(['resources:', ...names.map((name) => `- ${name}`)]);
  const patched = Array.from({ length: Math.min(PATCHES, apps) }, (_, index) => Math.floor((index * apps) / PATCHES));
  for (const index of patched) files[`overlay/patch-${index}.yaml`] = patchManifest(index);
  files['overlay/kustomization.yaml'] = kustomization([
    'namespace: production',
    'namePrefix: prod-',
    'resources:',
    '- ../base',
    'labels:',
    '- pairs:',
    '    environment: production',
    '  includeSelectors: true',
    'images:',
    '- name: registry.example.com/app',
    '  newTag: v2.3.4',
    'configMapGenerator:',
    '- name: settings',
    '  envs:',
    '  - settings.env',
    'patches:',
    ...patched.map((index) => `- path: patch-${index}.yaml`),
  ]);
  return files;
}

function kustomization(lines: readonly string[]): string {
  return ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', ...lines, ''].join('\n');
}

function patchManifest(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
spec:
  replicas: ${(index % 7) + 2}
  template:
    spec:
      containers:
      - name: app
        resources:
          limits:
            memory: 512Mi
        env:
        - name: FEATURE
          value: "on"
`;
}

function appManifests(name: string, index: number): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-config
data:
  index: "${index}"
  greeting: Hello from ${name}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
      - name: app
        image: registry.example.com/app:v1.0.0
        ports:
        - containerPort: 8080
          name: http
        envFrom:
        - configMapRef:
            name: settings
        - configMapRef:
            name: ${name}-config
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
spec:
  rules:
  - host: ${name}.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: ${name}
            port:
              number: 80
`;
}
