import { type JsonValue, jsonEqual } from '@gotk/json';
import { compileLabelSelector, type LabelSelector } from '@gotk/objects';
import { type PolicyRule, RBAC_GROUP, type RoleObject } from '../auth/rbac/rbac-objects.js';
import type { Store } from '../storage/store.js';
import { type Controller, type ControllerContext, controllerClient, queueController } from './controller.js';

const COLLECTION = `${RBAC_GROUP}/clusterroles`;
const MANAGER = 'clusterrole-aggregation-controller';

interface AggregatedRole extends RoleObject {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}

/** Fills the ClusterRoles that are made of others. */
export function aggregateClusterRoles(context: ControllerContext): Controller {
  const { store } = context.core;
  const client = controllerClient(context, MANAGER);
  return queueController({
    context,
    work: async (name) => {
      const role = store.get(COLLECTION, name)?.object as AggregatedRole | undefined; // By the collection's codec.
      if (role?.aggregationRule === undefined) return;
      const rules = aggregatedRules(store, role);
      if (jsonEqual(rules as JsonValue, (role.rules ?? []) as JsonValue)) return;
      const path = `/apis/${RBAC_GROUP}/v1/clusterroles/${encodeURIComponent(name)}`;
      // No rules at all are none of this controller's: those that others wrote stay.
      const body = {
        apiVersion: `${RBAC_GROUP}/v1`,
        kind: 'ClusterRole',
        metadata: { name },
        ...(rules.length === 0 ? {} : { rules }),
      };
      await client.apply(path, body, MANAGER);
    },
    // Which role is part of which other is not known beforehand; there are few that are made of others.
    follow: { [COLLECTION]: () => aggregatedNames(store) },
  });
}

function aggregatedNames(store: Store): readonly string[] {
  return [...store.scan(COLLECTION)]
    .filter(({ object }) => (object as AggregatedRole).aggregationRule !== undefined)
    .map(({ key }) => key);
}

function aggregatedRules(store: Store, { aggregationRule, metadata }: AggregatedRole): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    const selected = compileLabelSelector(selector);
    for (const { key, object } of store.scan(COLLECTION)) {
      if (key === metadata.name || !selected.matches(object.metadata.labels ?? {})) continue;
      for (const rule of (object as RoleObject).rules ?? [])
        if (!rules.some((present) => jsonEqual(present as JsonValue, rule as JsonValue))) rules.push(rule);
    }
  }
  return rules;
}
