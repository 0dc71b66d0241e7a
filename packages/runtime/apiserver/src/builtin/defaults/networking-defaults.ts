import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const NETWORKING = 'io.k8s.api.networking.v1';

/** Defaults of the networking and discovery groups. */
export const networkingDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${NETWORKING}.NetworkPolicyPort`]: declareDefaults<{ protocol?: string }>((port) => {
    port.protocol ??= 'TCP';
  }),
  [`${NETWORKING}.NetworkPolicy`]: declareDefaults<{ spec: { policyTypes?: string[]; egress?: object[] } }>(
    ({ spec }) => {
      if ((spec.policyTypes ?? []).length > 0) return;
      spec.policyTypes = (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
    },
  ),
  [`${NETWORKING}.IngressClass`]: declareDefaults<{ spec?: { parameters?: { scope?: string } } }>(({ spec }) => {
    if (spec?.parameters !== undefined) spec.parameters.scope ??= 'Cluster';
  }),
  'io.k8s.api.discovery.v1.EndpointPort': declareDefaults<{ name?: string; protocol?: string }>((port) => {
    port.name ??= '';
    port.protocol ??= 'TCP';
  }),
};
