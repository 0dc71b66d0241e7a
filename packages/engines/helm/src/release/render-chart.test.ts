import { describe, expect, it } from 'vitest';
import { ChartRenderError } from '../render/render-error.js';
import { renderFiles } from '../testing/render-files.js';

const configMap = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`;

describe('renderChart', () => {
  it('renders templates with values, release and chart', async () => {
    const { manifest } = await renderFiles(
      {
        'values.yaml': 'replicas: 1\nlabels: {}\n',
        'templates/_helpers.tpl': '{{ define "web.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}',
        'templates/a.yaml': 'kind: A\nname: {{ include "web.name" . }}\nreplicas: {{ .Values.replicas }}\n',
      },
      { values: { set: ['replicas=3'] } },
    );
    expect(manifest).toBe('---\n# Source: web/templates/a.yaml\nkind: A\nname: demo-web\nreplicas: 3\n\n');
  });

  it('puts objects into the order of installation and keeps hooks apart', async () => {
    const hook = configMap(
      'h',
      '  annotations:\n    helm.sh/hook: pre-install, post-upgrade\n    helm.sh/hook-weight: "-5"\n    helm.sh/hook-delete-policy: hook-succeeded\n',
    );
    const { manifests, hooks, notes, crds } = await renderFiles({
      'templates/z.yaml': 'kind: Deployment\n---\nkind: Namespace\n---\nkind: Unknown\n---\nkind: Service\n',
      'templates/a.yaml': `kind: Ingress\n---\n${hook}`,
      'templates/NOTES.txt': 'Hello {{ .Release.Name }}',
      'crds/crd.yaml': 'kind: CustomResourceDefinition\n',
    });
    expect(manifests.map(({ kind }) => kind)).toEqual(['Namespace', 'Service', 'Deployment', 'Ingress', 'Unknown']);
    expect(hooks).toMatchObject([
      { name: 'h', events: ['pre-install', 'post-upgrade'], weight: -5, deletePolicies: ['hook-succeeded'] },
    ]);
    expect(notes).toBe('Hello demo');
    expect(crds.map(({ path }) => path)).toEqual(['web/crds/crd.yaml']);
  });

  it('hands values and globals to subcharts, and switches them on and off', async () => {
    const files = {
      'Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.x, alias: store, condition: store.enabled}\n- {name: off, version: ">0", tags: [extra]}\n',
      'values.yaml': 'global: {region: eu}\nstore: {size: 5}\ntags: {extra: false}\n',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.2.0\n',
      'charts/db/values.yaml': 'size: 1\nkind: x\n',
      'charts/db/templates/a.yaml': 'kind: Db\nvalues: {{ toJson .Values }}\nroot: {{ .Chart.IsRoot }}\n',
      'charts/off/Chart.yaml': 'apiVersion: v2\nname: off\nversion: 2.0.0\n',
      'charts/off/templates/a.yaml': 'kind: Off\n',
    };
    const { manifests } = await renderFiles(files);
    expect(manifests.map(({ path }) => path)).toEqual(['web/charts/store/templates/a.yaml']);
    expect(manifests[0]?.content).toContain('values: {"global":{"region":"eu"},"kind":"x","size":5}\nroot: false');
    const without = await renderFiles(files, { values: { set: ['store.enabled=false'] } });
    expect(without.manifests).toEqual([]);
  });

  it.each([
    ['an address where hosts are looked up', async () => '192.0.2.1', 'at: "192.0.2.1 192.0.2.1"'],
    ['nothing where they are not', undefined, 'at: " "'],
  ])('gives templates %s', async (_name, resolveHost, expected) => {
    const template = 'kind: A\nat: "{{ getHostByName `db` }} {{ getHostByName `db` }}"\n';
    const { manifest } = await renderFiles({ 'templates/a.yaml': template }, { resolveHost });
    expect(manifest).toContain(expected);
  });

  it('fails as sprig does where a host has no address', async () => {
    const template = 'kind: A\nat: {{ getHostByName "gone" }}\n';
    const rendering = renderFiles({ 'templates/a.yaml': template }, { resolveHost: async () => undefined });
    await expect(rendering).rejects.toThrow('error calling getHostByName: invalid argument to Intn');
  });

  it('waits for lookups', async () => {
    const asked: string[] = [];
    const { manifest } = await renderFiles(
      {
        'templates/a.yaml':
          'kind: A\nfound: {{ (lookup "v1" "Secret" "apps" "s").data.key }}\nnone: {{ lookup "v1" "Secret" "apps" "t" | empty }}\n',
      },
      {
        lookup: async ({ name }) => {
          asked.push(name);
          return name === 's' ? { data: { key: 'x' } } : undefined;
        },
      },
    );
    expect(manifest).toContain('found: x\nnone: true\n');
    expect(asked.sort()).toEqual(['s', 't']);
  });

  it('loads the crypto only for those who need it', async () => {
    const { manifest } = await renderFiles({
      'templates/a.yaml': 'kind: A\npassword: {{ derivePassword 1 "long" "pw" "user" "example.com" }}\n',
    });
    expect(manifest).toContain('password: DinaHinfJads4_');
  });

  it('fetches the schemas that a schema refers to, when it may', async () => {
    const files = {
      'values.schema.json': '{"properties": {"port": {"$ref": "https://example.com/port.json"}}}',
      'templates/a.yaml': 'kind: A\n',
    };
    const values = { set: ['port=70000'] };
    const fetchSchema = async (): Promise<string> => '{"maximum": 65535}';
    await expect(renderFiles(files, { values, fetchSchema })).rejects.toThrow(
      "- at '/port': maximum: got 70,000, want 65,535",
    );
    await expect(renderFiles(files, { values })).rejects.toThrow('schemas are not fetched from the network');
    await expect(renderFiles(files, { fetchSchema })).resolves.toBeDefined();
  });

  it('hides secrets where that is asked for', async () => {
    const secret = { 'templates/s.yaml': 'apiVersion: v1\nkind: Secret\ndata: {a: b}\n' };
    expect((await renderFiles(secret, { hideSecrets: true })).manifest).toBe(
      '---\n# Source: web/templates/s.yaml\n# HIDDEN: The Secret output has been suppressed\n',
    );
  });
});

describe('errors', () => {
  const rows: readonly [name: string, files: Readonly<Record<string, string>>, message: string][] = [
    [
      'a template that does not parse',
      { 'templates/a.yaml': 'a\n{{ if }}' },
      'parse error at (web/templates/a.yaml:2): missing value for if',
    ],
    [
      'a nil on the way, behind an include',
      {
        'templates/_h.tpl': '{{ define "n" }}{{ .Values.a.b }}{{ end }}',
        'templates/a.yaml': 'x: {{ include "n" . }}',
      },
      'web/templates/a.yaml:1:6\n  executing "web/templates/a.yaml" at <include "n" .>:\n    error calling include:\nweb/templates/_h.tpl:1:26\n  executing "n" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b',
    ],
    [
      'required',
      { 'templates/a.yaml': '{{ required "give a name" .Values.name }}' },
      'execution error at (web/templates/a.yaml:1:3): give a name',
    ],
    ['fail', { 'templates/a.yaml': '{{ fail "no: way" }}' }, 'execution error at (web/templates/a.yaml:1:3): no: way'],
    [
      'what is no YAML',
      { 'templates/a.yaml': 'a: [1' },
      "YAML parse error on web/templates/a.yaml: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'",
    ],
    [
      'what is no object',
      { 'templates/a.yaml': '- 1' },
      'YAML parse error on web/templates/a.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type util.SimpleHead',
    ],
    [
      'the wrong Kubernetes',
      { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nkubeVersion: ">=9.0"\n' },
      'chart requires kubeVersion: >=9.0 which is incompatible with Kubernetes v1.36.0',
    ],
  ];
  it.each(rows)('%s', async (_name, files, message) => {
    await expect(renderFiles(files)).rejects.toThrow(expect.objectContaining({ message }));
    await expect(renderFiles(files)).rejects.toBeInstanceOf(ChartRenderError);
  });

  it('point into the chart and show every include on the way', async () => {
    const files = {
      'templates/_h.tpl': '{{ define "n" }}\n  {{ .Values.a.b }}\n{{ end }}',
      'templates/a.yaml': 'x: {{ include "n" . }}',
    };
    await expect(renderFiles(files)).rejects.toMatchObject({
      at: { file: 'templates/_h.tpl', line: 2 },
      chain: [
        { file: 'templates/a.yaml', line: 1 },
        { file: 'templates/_h.tpl', line: 2 },
      ],
      hint: expect.stringContaining('values.yaml'),
    });
  });

  it('a name that Kubernetes would not take', async () => {
    const release = { name: 'Not_A_Name', namespace: 'apps' };
    await expect(renderFiles({}, { release })).rejects.toThrow(
      'release name check failed: release name "Not_A_Name": invalid release name',
    );
  });
});

describe('charts that mean harm', () => {
  const bombs: readonly [name: string, template: string][] = [
    ['a template that includes itself', '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}'],
    ['a tpl within tpl for ever', '{{ define "t" }}{{ tpl "{{ include \\"t\\" . }}" . }}{{ end }}{{ include "t" . }}'],
    ['a range without end', '{{ range until 1000000 }}{{ range until 1000000 }}x{{ end }}{{ end }}'],
    ['a text that doubles', '{{ $x := "ab" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ len $x }}'],
    ['a huge indentation', '{{ nindent 2000000000 "a" }}'],
    ['a huge repetition', '{{ repeat 2000000000 "abc" }}'],
    ['a huge list', '{{ until 2000000000 | len }}'],
    ['a regular expression that backtracks', '{{ regexMatch "(a+)+$" (print (repeat 5000 "a") "b") }}'],
    ['a huge counted repetition', '{{ regexMatch "(a{1000}){1000}" "a" }}'],
    ['a huge width', '{{ printf "%999999999d" 1 }}'],
  ];
  it.each(bombs)('%s ends within its limits', async (_name, template) => {
    const limits = { steps: 200_000, outputLength: 2_000_000, textLength: 2_000_000 };
    const outcome = await renderFiles({ 'templates/a.txt': template }, { limits }).then(
      () => 'rendered',
      (error: unknown) => error,
    );
    if (outcome !== 'rendered') expect(outcome).toBeInstanceOf(ChartRenderError);
  });

  it('cannot reach the prototype of objects', async () => {
    const odd = '__proto__:\n  polluted: yes-it-is\nconstructor: {prototype: {polluted: yes-it-is}}\n';
    const { manifest } = await renderFiles(
      {
        'values.yaml': odd,
        'templates/a.yaml':
          'kind: A\nvalues: {{ toJson .Values }}\nback: {{ (fromYaml (toYaml .Values)).constructor | toJson }}\n',
      },
      {
        values: { set: ['__proto__.more=1', 'constructor.prototype.more=1'], setJson: ['{"__proto__": {"json": 1}}'] },
      },
    );
    expect(manifest).toContain('"__proto__":{"json":1,"more":1,"polluted":"yes-it-is"}');
    const clean: Record<string, unknown> = {};
    expect([clean['polluted'], clean['more'], clean['json']]).toEqual([undefined, undefined, undefined]);
  });
});

describe('Helm 3', () => {
  it('cuts documents and reports errors in its own way', async () => {
    const files = { 'templates/a.yaml': 'kind: A\n\n\n---\nkind: B\n' };
    expect((await renderFiles(files, { helmVersion: '3.22' })).manifest).toBe(
      '---\n# Source: web/templates/a.yaml\nkind: A\n---\n# Source: web/templates/a.yaml\nkind: B\n',
    );
    await expect(renderFiles({ 'templates/a.yaml': '{{ .Values.a.b }}' }, { helmVersion: '3.22' })).rejects.toThrow(
      'template: web/templates/a.yaml:1:10: executing "web/templates/a.yaml" at <.Values.a.b>: nil pointer evaluating interface {}.b',
    );
  });

  it('keeps nulls among the defaults, and writes the chart as its struct', async () => {
    const files = {
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.x}\n',
      'values.yaml': 'a: null\nb: {c: null}\ndb: {kept: null}\n',
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.2.0\n',
      'charts/db/values.yaml': 'kept: default\n',
      'templates/a.yaml': 'kind: A\nvalues: {{ toJson .Values }}\nchart: {{ toJson .Chart }}\n',
    };
    const three = (await renderFiles(files, { helmVersion: '3.22' })).manifest;
    expect(three).toContain('values: {"a":null,"b":{"c":null},"db":{"global":{}}}\n');
    expect(three).toContain('"dependencies":[{"name":"db","version":"1.x","repository":"","enabled":true}]');
    expect(three).toContain('"IsRoot":true');
    expect((await renderFiles(files)).manifest).toContain('values: {"b":{},"db":{"global":{},"kept":"default"}}\n');
  });
});
