import { TEMPLATE_GENERATION } from '../apps/template-generation.js';
import type { DaemonSetDraft, DeploymentDraft, ReplicaSetDraft, StatefulSetDraft } from '../apps/workload-drafts.js';
import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const APPS = 'io.k8s.api.apps.v1';
const REVISION_HISTORY = 10;

/** Defaults of the apps group. */
export const appsDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${APPS}.Deployment`]: declareDefaults<DeploymentDraft>(({ spec }) => {
    spec.replicas ??= 1;
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate') {
      const { rollingUpdate } = spec.strategy;
      spec.strategy.rollingUpdate = {
        ...rollingUpdate,
        maxUnavailable: rollingUpdate?.maxUnavailable ?? '25%',
        maxSurge: rollingUpdate?.maxSurge ?? '25%',
      };
    }
    spec.revisionHistoryLimit ??= REVISION_HISTORY;
    spec.progressDeadlineSeconds ??= 600;
  }),
  [`${APPS}.DaemonSet`]: declareDefaults<DaemonSetDraft>(({ metadata, spec }) => {
    metadata.annotations = { [TEMPLATE_GENERATION]: '0', ...metadata.annotations };
    spec.updateStrategy.type ||= 'RollingUpdate';
    if (spec.updateStrategy.type === 'RollingUpdate') {
      const { rollingUpdate } = spec.updateStrategy;
      spec.updateStrategy.rollingUpdate = {
        ...rollingUpdate,
        maxUnavailable: rollingUpdate?.maxUnavailable ?? 1,
        maxSurge: rollingUpdate?.maxSurge ?? 0,
      };
    }
    spec.revisionHistoryLimit ??= REVISION_HISTORY;
  }),
  [`${APPS}.StatefulSet`]: declareDefaults<StatefulSetDraft>(({ spec }) => {
    spec.podManagementPolicy ||= 'OrderedReady';
    if ((spec.updateStrategy.type ?? '') === '') {
      spec.updateStrategy.type = 'RollingUpdate';
      spec.updateStrategy.rollingUpdate ??= {};
    }
    if (spec.updateStrategy.type === 'RollingUpdate' && spec.updateStrategy.rollingUpdate !== undefined) {
      spec.updateStrategy.rollingUpdate.partition ??= 0;
    }
    const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
    spec.persistentVolumeClaimRetentionPolicy = {
      whenDeleted: whenDeleted || 'Retain',
      whenScaled: whenScaled || 'Retain',
    };
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= REVISION_HISTORY;
    for (const claim of spec.volumeClaimTemplates ?? [])
      Object.assign(claim, { kind: 'PersistentVolumeClaim', apiVersion: 'v1' });
  }),
  [`${APPS}.ReplicaSet`]: declareDefaults<ReplicaSetDraft>(({ spec }) => {
    spec.replicas ??= 1;
  }),
};
