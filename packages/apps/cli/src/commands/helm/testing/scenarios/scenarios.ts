import type { Scenario } from '../scenario.js';
import { dependencyScenarios } from './dependency-scenarios.js';
import { detailScenarios } from './detail-scenarios.js';
import { foundScenarios } from './found-scenarios.js';
import { lintScenarios } from './lint-scenarios.js';
import { mistakeScenarios } from './mistake-scenarios.js';
import { packageScenarios } from './package-scenarios.js';
import { pluginScenarios } from './plugin-scenarios.js';
import { pullScenarios } from './pull-scenarios.js';
import { renderingScenarios } from './rendering-scenarios.js';
import { showScenarios } from './show-scenarios.js';
import { templateScenarios } from './template-scenarios.js';
import { trustScenarios } from './trust-scenarios.js';

/** Every command line whose outcome the real helm has shown. */
export const scenarios: readonly Scenario[] = [
  ...templateScenarios,
  ...showScenarios,
  ...foundScenarios,
  ...lintScenarios,
  ...packageScenarios,
  ...mistakeScenarios,
  ...pullScenarios,
  ...dependencyScenarios,
  ...renderingScenarios,
  ...trustScenarios,
  ...pluginScenarios,
  ...detailScenarios,
];
