import type { ServiceDraft } from '../../builtin/core/service-draft.js';
import type { QuotaEvaluator } from './quota-evaluator.js';

const COUNTED = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

/** Services count by number, and by the node ports and load balancers they take. */
export const serviceEvaluator: QuotaEvaluator = {
  handles: ({ operation, subresource }) =>
    subresource === undefined && (operation === 'CREATE' || operation === 'UPDATE'),
  counts: (name) => COUNTED.includes(name),
  inScope: () => false,
  usage: (service) => {
    const { type, ports = [], allocateLoadBalancerNodePorts } = (service as ServiceDraft).spec;
    const explicit = ports.filter(({ nodePort }) => (nodePort ?? 0) !== 0).length;
    const balanced = allocateLoadBalancerNodePorts === false ? explicit : ports.length;
    const nodePorts = { NodePort: ports.length, LoadBalancer: balanced }[type ?? ''] ?? 0;
    return {
      'count/services': '1',
      services: '1',
      'services.nodeports': String(nodePorts),
      'services.loadbalancers': type === 'LoadBalancer' ? '1' : '0',
    };
  },
};
