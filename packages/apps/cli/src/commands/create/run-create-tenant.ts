import { isJsonObject, type JsonObject, jsonEqual } from '@gotk/json';
import { asJson, checkQualifiedName, type KubeObject, keyOf } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { renderManifest } from '../export/render-manifest.js';
import { FIELD_MANAGER } from '../field-manager.js';
import { parseLabels } from './parse-labels.js';

const TENANT_LABEL = 'toolkit.fluxcd.io/tenant';
const RBAC = 'rbac.authorization.k8s.io';

/** Creates the namespaces of a tenant, with a ServiceAccount and its rights in each. */
export async function runCreateTenant(context: CommandContext): Promise<void> {
  const { flags, io, log } = context;
  const objects = tenantObjects(context);
  if (flags.flag('export')) {
    for (const { object } of objects) io.stdout(renderManifest(object));
    return;
  }
  for (const { what, object } of objects) {
    log.action(`applying ${what} ${object.metadata.name ?? ''}`);
    await upsert(object, context);
  }
  log.success('tenant setup completed');
}

interface TenantObject {
  /** What messages call it. */
  readonly what: string;
  readonly object: KubeObject & JsonObject;
}

function tenantObjects({ args, flags }: CommandContext): readonly TenantObject[] {
  const [tenant = ''] = args;
  requireQualified('tenant name', tenant);
  if (flags.text('cluster-role') === '') throw new Error('cluster-role is required');
  const namespaces = flags.list('with-namespace');
  if (namespaces.length === 0) throw new Error('with-namespace is required');
  const labels = { ...parseLabels(flags.list('label')), [TENANT_LABEL]: tenant };
  const account = flags.text('with-service-account') || tenant;
  return namespaces.flatMap((namespace) => {
    requireQualified('namespace', namespace);
    requireQualified('service-account name', account);
    const role = flags.text('cluster-role');
    const objects = objectsOf({ tenant, namespace, account, role, labels });
    return flags.flag('skip-namespace') ? objects.slice(1) : objects;
  });
}

function requireQualified(what: string, name: string): void {
  const problems = checkQualifiedName(name);
  if (problems.length > 0) throw new Error(`invalid ${what} '${name}': [${problems.join(' ')}]`);
}

interface TenantFacts {
  readonly tenant: string;
  readonly namespace: string;
  readonly account: string;
  readonly role: string;
  readonly labels: Readonly<Record<string, string>>;
}

function objectsOf({ tenant, namespace, account, role, labels }: TenantFacts): readonly TenantObject[] {
  const binding = {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name: `${tenant}-reconciler`, namespace, labels },
    subjects: [
      { apiGroup: RBAC, kind: 'User', name: `gotk:${namespace}:reconciler` },
      { kind: 'ServiceAccount', name: account, namespace },
    ],
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  };
  return [
    { what: 'namespace', object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } } },
    {
      what: 'service account',
      object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace, labels } },
    },
    { what: 'role binding', object: binding },
  ];
}

async function upsert(object: KubeObject & JsonObject, { client, signal }: CommandContext): Promise<void> {
  const connected = await client();
  const existing = await connected.find(keyOf(object), {}, signal);
  const options = { fieldManager: FIELD_MANAGER };
  if (existing === undefined) {
    await connected.create(object, options, signal);
  } else if (object.kind === 'RoleBinding') {
    if (covers(asJson(existing), object)) return;
    // The role of a binding cannot be changed.
    await connected.delete(keyOf(object), {}, signal);
    await connected.create(object, options, signal);
  } else if (!covers(asJson(existing), object)) {
    const metadata = { ...existing.metadata, ...(object.metadata.labels && { labels: object.metadata.labels }) };
    await connected.replace({ ...existing, metadata }, options, signal);
  }
}

/** Whether everything that is wanted is there already. */
function covers(existing: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const present = existing[key];
    return isJsonObject(value) && isJsonObject(present) ? covers(present, value) : jsonEqual(present, value);
  });
}
