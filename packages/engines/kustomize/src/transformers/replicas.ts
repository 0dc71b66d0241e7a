import { toFieldSpecs } from '../config/parse-transformer-config.js';
import { struct } from '../decode/go-type.js';
import { buildError } from '../errors/build-error.js';
import { editField } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields, ReplicaFields } from '../kustomization/kustomization.js';
import { FIELD_SPECS_TYPE, REPLICA_TYPE } from '../kustomization/kustomization-type.js';
import { setScalar } from '../node/fields.js';
import { scalarNode, tag } from '../node/yaml-node.js';
import type { TransformerPlugin } from '../plugins/plugin.js';
import { gvkSelected, renderGvk } from '../resource/gvk.js';
import type { Resource } from '../resource/resource.js';
import { allIds } from '../resource/resource-list.js';

interface ReplicaConfig {
  readonly replica?: ReplicaFields;
  readonly fieldSpecs?: readonly FieldSpecFields[];
}

const INTEGER = { kind: 'scalar', tag: tag.integer } as const;

/** Sets the number of replicas of the workloads of one name. */
export const replicaCountTransformer: TransformerPlugin<ReplicaConfig> = {
  role: 'transformer',
  kind: 'ReplicaCountTransformer',
  type: struct('builtins.ReplicaCountTransformerPlugin', { replica: REPLICA_TYPE, fieldSpecs: FIELD_SPECS_TYPE }),
  configure({ replica = {}, fieldSpecs }, { context: { memo } }) {
    const { name = '', count = 0 } = replica;
    const specs = toFieldSpecs(fieldSpecs);
    return (list) => {
      const named = list.withAnyName(name);
      const found = specs.filter((spec) => {
        const key = memo?.keyOf(JSON.stringify(['replicas', spec, count]));
        return setReplicas(named, name, (resource) => resource.edit(key, () => setCount(resource, spec, count)), spec);
      });
      if (found.length === 0) throw noMatch(name, specs);
    };
  },
};

/** @returns whether there is a workload of the kind that the spec is for. */
function setReplicas(
  named: readonly Resource[],
  name: string,
  edit: (resource: Resource) => void,
  spec: FieldSpec,
): boolean {
  const matches = named.filter((resource) => allIds(resource).some((id) => id.name === name && gvkSelected(id, spec)));
  for (const resource of matches) edit(resource);
  return matches.length > 0;
}

function setCount({ node }: Resource, spec: FieldSpec, count: number): void {
  editField(node, spec, (field) => setScalar(field, scalarNode(String(count), tag.integer)), INTEGER);
}

function noMatch(name: string, specs: readonly FieldSpec[]): Error {
  const kinds = specs.map(renderGvk).join(' ');
  return buildError(
    'kustomize-no-match',
    `resource with name ${name} does not match a config with the following GVK [${kinds}]`,
    { hint: `Check the name under "replicas:"; no loaded workload is called ${JSON.stringify(name)}.` },
  );
}
