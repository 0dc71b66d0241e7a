import { createApiServer } from '@gotk/apiserver';

/** Serves with an administrator of this token, says where, and goes on until it is ended. */
export async function serveMain(dataDir: string, token: string): Promise<void> {
  const server = await createApiServer({ dataDir, controllers: false });
  const { url, kubeconfig } = await server.listen({
    users: [{ token, identity: { user: 'admin', groups: ['system:masters'] } }],
  });
  const ca = /certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? '';
  console.log(JSON.stringify({ url, ca: Buffer.from(ca, 'base64').toString() }));
  process.once('SIGTERM', () => {
    void server.close().then(() => process.exit(0));
  });
}
