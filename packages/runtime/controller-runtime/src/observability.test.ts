import { afterEach, describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions, promMetrics, serveHealth, serveMetrics } from './index.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('logs', () => {
  async function logged(options: LoggerOptions): Promise<readonly string[]> {
    const lines: string[] = [];
    const logger = await createLogger({
      write: (line) => lines.push(line),
      nowMs: () => Date.UTC(2024, 0, 1),
      ...options,
    });
    const named = logger.with({ controller: 'kustomization', Kustomization: { name: 'app', namespace: 'ns' } });
    named.info('all well', { revision: 'r1' });
    named.debug('details');
    named.trace('more');
    named.error('broken');
    return lines;
  }

  it('are Flux’s JSON lines', async () => {
    expect(await logged({})).toEqual([
      '{"level":"info","ts":"2024-01-01T00:00:00.000Z","controller":"kustomization","Kustomization":{"name":"app","namespace":"ns"},"revision":"r1","msg":"all well"}\n',
      '{"level":"error","ts":"2024-01-01T00:00:00.000Z","controller":"kustomization","Kustomization":{"name":"app","namespace":"ns"},"msg":"broken"}\n',
    ]);
  });

  it.each([
    ['trace', 4],
    ['debug', 3],
    ['error', 1],
  ] as const)('at level %s are %d of four', async (level, count) => {
    expect(await logged({ level })).toHaveLength(count);
  });

  it('can be read by people', async () => {
    expect((await logged({ encoding: 'console', level: 'error' }))[0]).toBe(
      '2024-01-01T00:00:00.000Z\tERROR\tbroken\t{"controller":"kustomization","Kustomization":{"name":"app","namespace":"ns"}}\n',
    );
  });
});

describe('metrics', () => {
  it('have Flux’s names and buckets, and go with their object', async () => {
    const metrics = await promMetrics();
    metrics.reconcileStarted('Kustomization');
    metrics.reconcileFinished({
      kind: 'Kustomization',
      name: 'a',
      namespace: 'ns',
      durationMs: 50,
      result: 'requeue_after',
    });
    metrics.queueChanged({ kind: 'Kustomization', event: 'add', depth: 1 });
    metrics.leaderChanged({ name: 'kustomize-controller', isLeader: true });
    const text = await metrics.render();
    for (const line of [
      'gotk_reconcile_duration_seconds_count{kind="Kustomization",name="a",namespace="ns"} 1',
      'controller_runtime_reconcile_total{controller="kustomization",result="requeue_after"} 1',
      'controller_runtime_active_workers{controller="kustomization"} 0',
      'workqueue_adds_total{name="kustomization"} 1',
      'leader_election_master_status{name="kustomize-controller"} 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text.match(/gotk_reconcile_duration_seconds_bucket/g)).toHaveLength(11);
    metrics.objectForgotten({ kind: 'Kustomization', name: 'a', namespace: 'ns' });
    expect(await metrics.render()).not.toContain('gotk_reconcile_duration_seconds_count{');
  });
});

describe('endpoints', () => {
  async function get(port: number, path: string): Promise<readonly [number, string]> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.text()];
  }

  it('tell that the process lives and whether it works', async () => {
    let ready = false;
    const { port, close } = await serveHealth('127.0.0.1:0', () => ready);
    closers.push(close);
    expect(await get(port, '/healthz')).toEqual([200, 'ok']);
    expect((await get(port, '/readyz'))[0]).toBe(500);
    ready = true;
    expect(await get(port, '/readyz')).toEqual([200, 'ok']);
    expect((await get(port, '/other'))[0]).toBe(404);
  });

  it('serve the metrics', async () => {
    const { port, close } = await serveMetrics('127.0.0.1:0', await promMetrics());
    closers.push(close);
    expect((await get(port, '/metrics'))[0]).toBe(200);
  });

  it('refuse a nonsensical address', async () => {
    await expect(serveHealth('nonsense', () => true)).rejects.toThrow('invalid listen address "nonsense"');
  });
});
