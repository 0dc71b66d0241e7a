import { namespace, type Operation, range } from './operations.js';
import type { BenchRequest } from './wire.js';

const PIECE = 5000;
const MANY = 100_000;
const LARGE_TEXT = 'x'.repeat(2048);

/** Loads very many objects, once, and reads them all. */
export const manyObjects: readonly Operation[] = [
  {
    name: 'create 100,000 ConfigMaps of 2 KiB',
    prepare: (wire) => wire.send(namespace('many')).then(() => undefined),
    run: async (wire) => {
      const times: number[] = [];
      // A piece at a time, so that the requests themselves take no room.
      for (let start = 0; start < MANY; start += PIECE)
        times.push(...(await wire.sendAll(range(PIECE, (index) => configMap(`m-${start + index}`)))));
      return times;
    },
  },
  {
    name: 'list 100,000 ConfigMaps of 2 KiB, 500 at a time',
    run: async (wire) => {
      const times: number[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const path = `/api/v1/namespaces/many/configmaps?limit=500&continue=${next}`;
        const { ms, body } = await wire.fetch({ method: 'GET', path });
        times.push(ms);
        next = /"continue":"([^"]+)"/.exec(body.slice(0, 1000))?.[1];
      }
      return times;
    },
  },
  {
    name: 'list 100,000 ConfigMaps of 2 KiB at once',
    run: async (wire) => [await wire.send({ method: 'GET', path: '/api/v1/namespaces/many/configmaps' })],
  },
];

function configMap(name: string): BenchRequest {
  const body = JSON.stringify({ metadata: { name, labels: { app: 'bench' } }, data: { text: LARGE_TEXT } });
  return { method: 'POST', path: '/api/v1/namespaces/many/configmaps', body };
}
