import { createApiServer } from '@gotk/apiserver';

/** A server of its own process for the benchmark: prints where it listens, and serves until it is ended. */
const [, , dataDir = '', token = ''] = process.argv;
const server = await createApiServer({ dataDir, controllers: false });
const { url, kubeconfig } = await server.listen({
  users: [{ token, identity: { user: 'admin', groups: ['system:masters'] } }],
});
const ca = /certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? '';
console.log(JSON.stringify({ url, ca: Buffer.from(ca, 'base64').toString() }));
process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
