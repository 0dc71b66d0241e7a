import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramRun } from '../run-program.js';
import { type ClientCluster, startClientCluster } from './client-cluster.js';
import { CRON, CRON_DEFINITION, NODE, SETTINGS, WEB } from './kubectl-manifests.js';

const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
const step = test.skipIf(!hasKubectl);

let cluster: ClientCluster;

beforeAll(async () => {
  if (!hasKubectl) return console.log('skipped: kubectl is not installed');
  cluster = await startClientCluster();
  for (const [name, text] of Object.entries({ web: WEB, settings: SETTINGS, definition: CRON_DEFINITION, cron: CRON }))
    writeFileSync(join(cluster.folder, `${name}.yaml`), text);
  writeFileSync(join(cluster.folder, 'node.json'), NODE);
});
afterAll(async () => {
  await cluster?.close();
});

interface Expected {
  readonly exit?: number;
  /** What either stream has. */
  readonly says?: readonly (string | RegExp)[];
  readonly stdin?: string;
}

function kubectl(line: string, stdin = ''): Promise<ProgramRun> {
  const args = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ''));
  return cluster.run('kubectl', args, { stdin, env: { KUBE_EDITOR: "sed -i 's/one/edited/'" } });
}

/** Runs a line and compares what it says. */
async function says(line: string, { exit = 0, says: texts = [], stdin }: Expected): Promise<ProgramRun> {
  const run = await kubectl(line, stdin);
  const text = run.stdout + run.stderr;
  expect(run.exit, `${line}\n${text}`).toBe(exit);
  for (const part of texts) {
    if (typeof part === 'string') expect(text).toContain(part);
    else expect(text).toMatch(part);
  }
  return run;
}

type Row = readonly [line: string, ...says: readonly (string | RegExp | number)[]];

/** A session: lines in order, each with what it says; a number is the exit code. */
function session(name: string, rows: readonly Row[]): void {
  describe.sequential(name, () => {
    for (const [line, ...parts] of rows) {
      step(`kubectl ${line}`, async () => {
        const exit = parts.find((part) => typeof part === 'number') ?? 0;
        await says(line, { exit, says: parts.filter((part) => typeof part !== 'number') });
      });
    }
  });
}

session('finding out', [
  ['version', 'Server Version: v1.36'],
  ['cluster-info', 'Kubernetes control plane', 'is running at'],
  ['api-versions', 'apps/v1\n', 'v1\n'],
  ['api-resources --api-group=apps', /deployments +deploy +apps\/v1 +true +Deployment/],
  ['get --raw /readyz', 'ok'],
  ['explain deployment.spec.replicas', 'FIELD: replicas <integer>'],
  ['explain pods --recursive', 'containers', 'terminationMessagePath', 'enum'],
  ['explain nothing', 1, `the server doesn't have a resource type "nothing"`],
  ['auth whoami', /Username +admin/],
  ['auth whoami --as=eve --as-group=devs', /Groups +\[devs system:authenticated\]/],
  ['auth can-i delete pods', 'yes'],
  ['auth can-i delete pods --as=eve', 1, 'no'],
]);

session('a workload', [
  ['create namespace work', 'namespace/work created'],
  ['config set-context --current --namespace=work'],
  ['diff -f web.yaml', 1, '+kind: Deployment'],
  ['apply -f web.yaml', 'deployment.apps/web created', 'service/web created'],
  ['rollout status deploy/web --timeout=20s', 'deployment "web" successfully rolled out'],
  ['diff -f web.yaml'],
  ['get all', /pod\/web-\S+ +1\/1 +Running/, /deployment.apps\/web +2\/2/],
  ['get deploy web -o wide', 'IMAGES', 'example.com/web:1'],
  ['describe deploy web', 'ScalingReplicaSet', 'NewReplicaSetAvailable'],
  ['describe pods', /Status: +Running/],
  ['wait --for=condition=Available deploy/web --timeout=20s', 'condition met'],
  ['scale deploy/web --replicas=3', 'scaled'],
  ['wait --for=jsonpath={.status.readyReplicas}=3 deploy/web --timeout=20s', 'condition met'],
  ['set image deploy/web web=example.com/web:2', 'image updated'],
  ['annotate deploy/web kubernetes.io/change-cause=second', 'annotated'],
  ['rollout status deploy/web --timeout=20s', 'successfully rolled out'],
  ['rollout restart deploy/web', 'restarted'],
  ['rollout status deploy/web --timeout=20s', 'successfully rolled out'],
  ['rollout history deploy/web', /^1 +<none>\n2 +second\n3 +second$/m],
  ['rollout undo deploy/web --to-revision=1', 'rolled back'],
  ['rollout status deploy/web --timeout=20s', 'successfully rolled out'],
  ['get deploy web -o jsonpath={.spec.template.spec.containers[0].image}', 'example.com/web:1'],
  ['set env deploy/web A=b', 'env updated'],
  ['set resources deploy/web --limits=cpu=1', 'resource requirements updated'],
  ['autoscale deploy/web --min=1 --max=4', 'autoscaled'],
  ['get hpa web', 'Deployment/web'],
  ['expose deploy/web --port=80 --name=exposed', 'service/exposed exposed'],
  ['logs deploy/web'],
  ['exec deploy/web -- true', 1, 'is simulated: nothing runs in it that could be reached'],
  ['port-forward deploy/web :80', 1, 'is simulated'],
  ['top pods', 1, 'Metrics API not available'],
  ['delete -f web.yaml', 'deployment.apps "web" deleted', 'service "web" deleted'],
  ['wait --for=delete pods -l app=web --timeout=20s'],
  ['get pods', 'No resources found in work namespace.'],
]);

session('objects', [
  ['apply -f settings.yaml', 'configmap/settings created'],
  ['apply -f settings.yaml', 'configmap/settings unchanged'],
  ['edit cm settings', 'configmap/settings edited'],
  ['get cm settings -o jsonpath={.data.a}', 'edited'],
  ['label cm settings team=a', 'labeled'],
  ['label cm settings team=b', 1, 'already has a value (a), and --overwrite is false'],
  ['annotate cm settings note=x', 'annotated'],
  [`patch cm settings -p '{"data":{"b":"two"}}'`, 'patched'],
  [`patch cm settings --type=json -p '[{"op":"test","path":"/data/b","value":"no"}]'`, 1],
  [`patch cm settings --field-manager=other -p '{"data":{"a":"theirs"}}'`, 'patched'],
  ['apply --server-side -f settings.yaml', 1, 'Apply failed with 1 conflict'],
  ['apply --server-side --force-conflicts -f settings.yaml', 'serverside-applied'],
  ['get cm settings -o yaml --show-managed-fields', 'manager: kubectl', 'operation: Apply'],
  ['get cm --field-selector metadata.name=settings -o name', /^configmap\/settings\n$/],
  ['get cm --sort-by=.metadata.name -o custom-columns=N:.metadata.name --no-headers', /^kube-root-ca.crt\nsettings\n$/],
  ['get cm -A --chunk-size=1 -o name', 'configmap/settings'],
  ['create secret generic word --from-literal=a=b', 'created'],
  ['create job once --image=example.com/once:1 -- true', 'created'],
  ['wait --for=condition=complete job/once --timeout=20s', 'condition met'],
  ['create cronjob often --image=example.com/once:1 --schedule=@hourly -- true', 'created'],
  ['create job now --from=cronjob/often', 'created'],
  ['create ingress in --rule=a.example.com/*=web:80', 'created'],
  ['create quota few --hard=services=1', 'created'],
  ['create service clusterip first --tcp=80', 1, 'exceeded quota: few'],
  ['create pdb budget --selector=app=x --min-available=1', 'created'],
  ['create role reader --verb=get --resource=pods', 'created'],
  ['create rolebinding reads --role=reader --user=eve', 'created'],
  ['auth can-i get pods --as=eve', 'yes'],
  ['get secrets --as=eve', 1, 'User "eve" cannot list resource "secrets"'],
  ['create sa robot', 'created'],
  ['create token robot --duration=1h', /^ey[\w-]+\.[\w-]+\.[\w-]+\n?$/],
  ['run pod --image=example.com/web:1 --labels=a=b', 'pod/pod created'],
  ['wait --for=condition=Ready pod/pod --timeout=20s', 'condition met'],
  ['events --for=pod/pod'],
  ['delete pod pod', 'deleted'],
  ['debug pod/nope --image=busybox', 1, 'not found'],
]);

session('a kind of its own', [
  ['apply -f definition.yaml', 'created'],
  ['wait --for=condition=Established crd/crons.clients.example.com --timeout=20s', 'condition met'],
  ['explain cron.spec', 'When it runs', 'cronSpec', '-required-'],
  ['apply -f cron.yaml', 'cron.clients.example.com/mine created'],
  ['get crons', /NAME +SCHEDULE\nmine +@daily/],
  ['get crons --field-selector spec.cronSpec=@daily -o name', 'cron.clients.example.com/mine'],
  ['scale cron/mine --replicas=3', 'scaled'],
  ['patch cron mine --subresource=status --type=merge -p {"status":{"replicas":3}}', 'patched'],
  ['patch cron mine --type=merge -p {"spec":{"replicas":"x"}}', 1, 'must be of type integer: "string"'],
  ['delete crd crons.clients.example.com', 'deleted'],
  ['get crons', 1, 'the server could not find the requested resource'],
]);

session('a node', [
  [`create -f node.json`, 'node/one created'],
  ['cordon one', 'node/one cordoned'],
  ['get nodes', /one +(NotReady|Unknown|Ready),SchedulingDisabled/],
  ['uncordon one', 'uncordoned'],
  ['taint node one k=v:NoSchedule', 'tainted'],
  ['drain one --ignore-daemonsets', 'node/one drained'],
  ['top node', 1, 'Metrics API not available'],
]);

describe('kustomizations', () => {
  step('are applied, and what left them is pruned', async () => {
    const folder = join(cluster.folder, 'made');
    mkdirSync(folder);
    const made = (names: readonly string[]): void => {
      const generated = names.map((name) => `  - {name: ${name}, literals: [a=b]}\n`).join('');
      const text = `labels: [{pairs: {made: here}}]\ngeneratorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator:\n${generated}`;
      writeFileSync(join(folder, 'kustomization.yaml'), text);
    };
    made(['one', 'two']);
    await says('apply -k made', { says: ['configmap/one created', 'configmap/two created'] });
    made(['one']);
    const pruned = 'apply -k made --prune -l made=here --prune-allowlist=core/v1/ConfigMap';
    await says(pruned, { says: ['configmap/one unchanged', 'configmap/two pruned'] });
  });
});

describe('a watch', () => {
  step('shows what happens', async () => {
    const args = ['get', 'configmaps', '--watch', '-o', 'name', '--field-selector=metadata.name=seen'];
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder };
    const watch = spawn('kubectl', args, { env });
    let text = '';
    const seen = new Promise<void>((resolve) => {
      watch.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > 2) resolve();
      });
    });
    await kubectl('create cm seen --from-literal=a=b');
    const changes = setInterval(() => void kubectl(`annotate cm seen --overwrite at=${Date.now()}`), 500);
    await seen;
    clearInterval(changes);
    watch.kill();
    expect(text).toMatch(/^(configmap\/seen\n)+$/);
  });
});

describe('kubectl proxy', () => {
  step('passes requests on', async () => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder };
    const proxy = spawn('kubectl', ['proxy', '--port=0'], { env });
    try {
      const address = await new Promise<string>((resolve) => {
        proxy.stdout.on('data', (chunk: Buffer) => {
          const [found] = /127\.0\.0\.1:\d+/.exec(chunk.toString()) ?? [];
          if (found !== undefined) resolve(found);
        });
      });
      const answer = await fetch(`http://${address}/api/v1/namespaces/default`);
      expect(await answer.json()).toMatchObject({ kind: 'Namespace', metadata: { name: 'default' } });
    } finally {
      proxy.kill();
    }
  });
});
