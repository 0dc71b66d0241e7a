import { findCondition, parseConditions } from '@gotk/conditions';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from './cli-kind.js';
import { revisionOf } from './revision.js';

/** What is told of an object that was reconciled. */
export function successMessage(object: KubeObject): string {
  switch (object.kind) {
    case 'Kustomization':
    case 'HelmRelease':
      return `applied revision ${revisionOf(object)}`;
    case 'Alert':
    case 'Provider':
    case 'Receiver':
      return `${object.kind} reconciliation completed`;
    case 'ImageRepository':
      return `scan fetched ${String(fieldOf(object, 'status', 'lastScanResult', 'tagCount') ?? 0)} tags`;
    case 'ImagePolicy':
      return `selected ref ${latestRef(object)}`;
    case 'ImageUpdateAutomation':
      return readyMessage(object) ?? lastRun(object);
    case 'ArtifactGenerator':
      return readyMessage(object) ?? '';
    case 'HelmRepository':
      if (textAt(object, 'spec', 'type') === 'oci') return readyMessage(object) ?? '';
      return `fetched revision ${revisionOf(object)}`;
    default:
      return `fetched revision ${revisionOf(object)}`;
  }
}

function latestRef(policy: KubeObject): string {
  const [name, tag, digest] = ['name', 'tag', 'digest'].map((field) => textAt(policy, 'status', 'latestRef', field));
  return `${name}:${tag}${digest === '' ? '' : `@${digest}`}`;
}

function readyMessage(object: KubeObject): string | undefined {
  return findCondition(parseConditions(object), 'Ready')?.message;
}

function lastRun(automation: KubeObject): string {
  const time = textAt(automation, 'status', 'lastAutomationRunTime');
  return time === '' ? 'automation not yet run' : `last run ${time}`;
}
