import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { ApiConnection, goldenUsers } from './api-connection.js';

/** A fresh embedded server, set up as the recorded one was. */
export interface GoldenServer {
  readonly connection: ApiConnection;
  readonly url: string;
  /** PEM, in base64. */
  readonly ca: string;
  close(): Promise<void>;
}

export interface GoldenSetting {
  readonly controllers: boolean;
  readonly serviceAccountAdmission: boolean;
}

export async function startGoldenServer({
  controllers,
  serviceAccountAdmission,
}: GoldenSetting): Promise<GoldenServer> {
  const server: ApiServer = await createApiServer({
    controllers,
    workloads: false,
    disabledAdmission: serviceAccountAdmission ? [] : ['ServiceAccount'],
  });
  const { url, kubeconfig } = await server.listen({ users: goldenUsers });
  const ca = certificateOf(parseYaml(kubeconfig));
  const connection = new ApiConnection(url, Buffer.from(ca, 'base64').toString());
  return {
    connection,
    url,
    ca,
    close: async () => {
      connection.close();
      await server.close();
    },
  };
}

function certificateOf(config: JsonValue): string {
  const clusters = isJsonObject(config) ? config['clusters'] : undefined;
  const first = Array.isArray(clusters) ? (clusters as readonly JsonValue[])[0] : undefined;
  const cluster = isJsonObject(first) ? first['cluster'] : undefined;
  const data = isJsonObject(cluster) ? cluster['certificate-authority-data'] : undefined;
  if (typeof data !== 'string') throw new Error('the kubeconfig has no certificate authority');
  return data;
}
