import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryTree } from '@gotk/file-tree';
import { loadChart, packageChart } from '@gotk/helm';
import { serveOciRegistry } from '@gotk/oci';
import { sha256OfBytes } from '../source/content-cache.js';
import { SECRET_KEYRING } from './test-keyrings.js';

/** When everything in scenarios was made. */
export const FIXED_MS = Date.UTC(2024, 0, 2, 3, 4, 6);

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const AUTHORIZATION = `Basic ${Buffer.from('user:pass').toString('base64')}`;

/** A chart repository and a registry on loopback. */
export interface ChartServers {
  /** `http://127.0.0.1:port`. */
  readonly http: string;
  /** `127.0.0.1:port`. */
  readonly oci: string;
  /** A registry for user / pass. */
  readonly lockedOci: string;
  close(): Promise<void>;
}

/** A packaged chart of files; there is a Chart.yaml unless they have one. */
export function packScenarioChart(files: Readonly<Record<string, string>>): Uint8Array {
  const tree = memoryTree({ 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', ...files });
  return packageChart(loadChart(tree), { nowMs: FIXED_MS });
}

function chartOf(name: string, version: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  return packScenarioChart({
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    'values.yaml': `version: ${version}\n`,
    'templates/cm.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-${name}\ndata:\n  v: {{ .Chart.Version | quote }}\n`,
    'README.md': `# ${name}\n`,
    ...more,
  });
}

const VERSIONS = ['0.9.0', '1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1'];

/** Starts the servers: the charts web and db in several versions, at `/charts`, and for user / pass at `/private`. */
export async function startChartServers(): Promise<ChartServers> {
  const files = new Map<string, string | Uint8Array>();
  const registry = await serveOciRegistry();
  const locked = await serveOciRegistry({ basicAuth: { username: 'user', password: 'pass' } });
  const server = createServer(({ url = '/', headers }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const content = files.get(pathname);
    if (pathname.startsWith('/private/') && headers.authorization !== AUTHORIZATION) response.writeHead(401).end();
    else if (pathname.startsWith('/loop/')) response.writeHead(302, { location: `${pathname}x` }).end();
    else if (pathname.startsWith('/cut/')) cutOff(response);
    else if (content === undefined) response.writeHead(404).end('not found');
    else response.writeHead(200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  addRepository(files, http);
  await addSignedChart(files);
  addRegistryCharts(registry);
  addRegistryCharts(locked);
  return {
    http,
    oci: registry.address,
    lockedOci: locked.address,
    close: async () => {
      server.closeAllConnections();
      await Promise.all([registry.close(), locked.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

/** Promises more than it gives. */
function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 1000 });
  response.write('apiVersion: v1\n', () => response.destroy());
}

function addRepository(files: Map<string, string | Uint8Array>, http: string): void {
  const entries: string[] = [];
  for (const name of ['db', 'web']) {
    entries.push(`  ${name}:`);
    for (const version of VERSIONS) {
      const content = chartOf(name, version);
      const file = `${name}-${version}.tgz`;
      for (const folder of ['charts', 'private']) files.set(`/${folder}/${file}`, content);
      const url = name === 'db' ? `${http}/charts/${file}` : file;
      const digest = sha256OfBytes(content);
      entries.push(
        `  - apiVersion: v2\n    name: ${name}\n    version: ${version}\n    digest: ${digest}\n    created: "2024-01-02T03:04:05Z"\n    urls:\n    - ${url}`,
      );
    }
  }
  entries.push(
    '  signed:\n  - apiVersion: v2\n    name: signed\n    version: 1.0.0\n    urls:\n    - signed-1.0.0.tgz',
  );
  entries.push('  nourl:\n  - apiVersion: v2\n    name: nourl\n    version: 1.0.0\n    urls: []');
  entries.push('  gone:\n  - apiVersion: v2\n    name: gone\n    version: 1.0.0\n    urls:\n    - gone-1.0.0.tgz');
  const index = `apiVersion: v1\ngenerated: "2024-01-02T03:04:05Z"\nentries:\n${entries.join('\n')}\n`;
  for (const folder of ['charts', 'private']) files.set(`/${folder}/index.yaml`, index);
  files.set('/broken/index.yaml', 'apiVersion: v1\nentries: [\n');
  files.set('/noversion/index.yaml', 'entries: {}\n');
  files.set('/empty/index.yaml', '');
  files.set('/values.yaml', 'from: web\n');
  files.set('/schema.json', '{"properties": {"a": {"type": "integer"}}}');
  files.set('/bad-schema.json', '{');
}

async function addSignedChart(files: Map<string, string | Uint8Array>): Promise<void> {
  const content = chartOf('signed', '1.0.0');
  const { readPrivateKey, createCleartextMessage, sign } = await import('openpgp');
  const signingKeys = await readPrivateKey({ binaryKey: new Uint8Array(Buffer.from(SECRET_KEYRING, 'base64')) });
  const sums = `files:\n  signed-1.0.0.tgz: sha256:${sha256OfBytes(content)}\n`;
  const message = await createCleartextMessage({
    text: `apiVersion: v2\nname: signed\nversion: 1.0.0\n\n...\n${sums}`,
  });
  files.set('/charts/signed-1.0.0.tgz', content);
  files.set('/charts/signed-1.0.0.tgz.prov', await sign({ message, signingKeys }));
}

function addRegistryCharts(registry: Awaited<ReturnType<typeof serveOciRegistry>>): void {
  for (const [name, version] of [
    ...VERSIONS.map((each) => ['web', each] as const),
    ['web', '1.3.0+build.1'] as const,
    ['db', '1.0.0'] as const,
  ]) {
    const repository = `charts/${name}`;
    const content = chartOf(name, version);
    const config = Buffer.from(JSON.stringify({ name, version, apiVersion: 'v2' }));
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: 'application/vnd.cncf.helm.config.v1+json',
        digest: registry.putBlob(repository, config),
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          digest: registry.putBlob(repository, content),
          size: content.length,
        },
      ],
    };
    const bytes = Buffer.from(JSON.stringify(manifest));
    registry.putManifest(repository, { tag: version.replaceAll('+', '_'), mediaType: MANIFEST, bytes });
  }
}
