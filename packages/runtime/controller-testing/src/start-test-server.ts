import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { whenEstablished } from '@gotk/controller-runtime';
import { type FluxKind, fluxCrd } from '@gotk/flux-types';
import { createKubeClient, expireAfter, type KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';

const ESTABLISHED_MS = 15_000;

export interface TestServerOptions {
  /** Kinds of Flux that the server is to know. */
  readonly kinds?: readonly FluxKind[];
  /** Further CustomResourceDefinitions. */
  readonly crds?: readonly KubeObject[];
  /** A namespace that is there from the start. Default `ns`. */
  readonly namespace?: string;
  /** Takes objects of these kinds whatever their shape, as a server with newer or broken CRDs would. Default false. */
  readonly withoutSchemas?: boolean;
}

/** An embedded API server, with a client in the same process. */
export interface TestServer {
  readonly server: ApiServer;
  readonly client: KubeClient;
  close(): Promise<void>;
}

/** Starts an embedded API server that keeps everything in memory, and waits until it serves the kinds. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { kinds = [], crds = [], namespace = 'ns', withoutSchemas = false } = options;
  const server = await createApiServer();
  const client = createKubeClient(server.transport());
  const all = [...kinds.map((kind) => fluxCrd(kind)), ...crds];
  for (const crd of all) await client.create(withoutSchemas ? withAnySchema(crd) : crd);
  const names = all.map(({ metadata }) => metadata.name ?? '');
  await whenEstablished(client, names, expireAfter(ESTABLISHED_MS));
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return {
    server,
    client,
    async close() {
      await client.close();
      await server.close();
    },
  };
}

function withAnySchema(crd: KubeObject): KubeObject {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  // It is a CustomResourceDefinition.
  const { spec } = crd as KubeObject & { readonly spec: { readonly versions: readonly object[] } };
  const versions = spec.versions.map((version) => ({ ...version, schema: { openAPIV3Schema } }));
  return { ...crd, spec: { ...spec, versions } } as KubeObject;
}
