import { parseYamlNodes } from '@gotk/yaml';
import { embedded, STRING, struct } from '../decode/go-type.js';
import type { GeneratorPlugin } from '../plugins/plugin.js';
import { fromYamlNodes } from '../read/from-yaml-nodes.js';
import { newResource } from '../resource/resource.js';

interface IamPolicyConfig {
  readonly cloud?: string;
  readonly kubernetesService?: { readonly name?: string; readonly namespace?: string };
  readonly serviceAccount?: { readonly name?: string; readonly projectId?: string };
}

/** Makes the service account that stands for an account of Google's cloud. */
export const iamPolicyGenerator: GeneratorPlugin<IamPolicyConfig> = {
  role: 'generator',
  kind: 'IAMPolicyGenerator',
  type: struct(
    'builtins.IAMPolicyGeneratorPlugin',
    embedded('IAMPolicyGeneratorArgs', {
      cloud: STRING,
      kubernetesService: struct('types.KubernetesService', { name: STRING, namespace: STRING }),
      serviceAccount: struct('types.ServiceAccount', { name: STRING, projectId: STRING }),
    }),
  ),
  configure: (config, { context }) => {
    return () => {
      const { cloud = '' } = config;
      if (cloud !== 'gke') throw new Error(`cloud provider ${cloud} not supported yet`);
      const { root } = parseYamlNodes(serviceAccount(config));
      return [newResource(fromYamlNodes(root, { nodes: context.limits.aliasNodes }), context.schema)];
    };
  },
};

/** Names go into the text as they are: they may well be YAML. */
function serviceAccount({ kubernetesService = {}, serviceAccount: account = {} }: IamPolicyConfig): string {
  const { name = '', namespace = '' } = kubernetesService;
  const email = `${account.name ?? ''}@${account.projectId ?? ''}.iam.gserviceaccount.com`;
  const text = `
apiVersion: v1
kind: ServiceAccount
metadata:
  annotations:
    iam.gke.io/gcp-service-account: ${email}
  name: ${name}
`;
  return namespace === '' ? text : `${text}\n  namespace: ${namespace}`;
}
