import { alertProvider } from './flagger/alert-provider.js';
import { canary } from './flagger/canary.js';
import { metricTemplate } from './flagger/metric-template.js';
import { helmRelease } from './helm/helm-release.js';
import { imagePolicy } from './image/image-policy.js';
import { imageRepository } from './image/image-repository.js';
import { imageUpdateAutomation } from './image/image-update-automation.js';
import { kustomization } from './kustomize/kustomization.js';
import { alert } from './notification/alert.js';
import { provider } from './notification/provider.js';
import { receiver } from './notification/receiver.js';
import type { KindSchema } from './schema.js';
import { bucket } from './source/bucket.js';
import { externalArtifact } from './source/external-artifact.js';
import { gitRepository } from './source/git-repository.js';
import { helmChart } from './source/helm-chart.js';
import { helmRepository } from './source/helm-repository.js';
import { ociRepository } from './source/oci-repository.js';
import { artifactGenerator } from './source-extensions/artifact-generator.js';

/** Every kind, in the order lists show them. */
export const kindSchemas: readonly KindSchema[] = [
  gitRepository,
  ociRepository,
  helmRepository,
  helmChart,
  bucket,
  externalArtifact,
  artifactGenerator,
  kustomization,
  helmRelease,
  alert,
  provider,
  receiver,
  imageRepository,
  imagePolicy,
  imageUpdateAutomation,
  canary,
  metricTemplate,
  alertProvider,
];
