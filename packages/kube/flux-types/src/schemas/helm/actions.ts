import { choice, flag, integer, list, object, required } from '../build.js';
import { duration } from '../fields/durations.js';
import { objectName } from '../fields/references.js';
import type { ObjectSchema, Schema, ValidationRule } from '../schema.js';

const CRD_POLICIES = ['Skip', 'Create', 'CreateReplace'];
const APPLY_MODES = ['enabled', 'disabled', 'auto'];

function waitFields(): Readonly<Record<string, Schema>> {
  return {
    timeout: duration('How long the action may take; default: spec.timeout.'),
    disableHooks: flag('Runs no hooks.'),
    disableWait: flag('Does not wait for objects to become ready.'),
    disableWaitForJobs: flag('Does not wait for Jobs to complete.'),
  };
}

function strategy(name: string, rule: ValidationRule): ObjectSchema {
  return object(
    name,
    'What to do after a failure.',
    {
      name: required(
        choice('Whether to follow the remediation, or to try the action again.', [
          'RemediateOnFailure',
          'RetryOnFailure',
        ]),
      ),
      retryInterval: duration('How soon to try again; default: 5m.'),
    },
    { rules: [rule] },
  );
}

const installRemediation = object('HelmInstallRemediation', 'What to do when an install fails.', {
  retries: integer('How many times to uninstall and try again; negative: without end. Default: 0.'),
  ignoreTestFailures: flag('Does not count failed tests as a failure; default: spec.test.ignoreFailures.'),
  remediateLastFailure: flag('Also undoes the last failure, when no retries are left.'),
});

/** `spec.install`. */
export const install = object('HelmInstall', 'How to install.', {
  ...waitFields(),
  strategy: strategy('HelmInstallStrategy', {
    rule: "!has(self.retryInterval) || self.name != 'RemediateOnFailure'",
    message: ".retryInterval cannot be set when .name is 'RemediateOnFailure'",
  }),
  remediation: installRemediation,
  crds: choice('What to do with the CRDs of the chart; default: Create.', CRD_POLICIES),
  createNamespace: flag('Creates the target namespace when it is not there.'),
  replace: flag('Takes the name of a release whose history remains after it was deleted.'),
  serverSideApply: flag('Applies on the server; default: true.'),
  disableOpenAPIValidation: flag('Does not validate manifests against the OpenAPI schema of the cluster.'),
  disableSchemaValidation: flag('Does not validate values against the JSON schema of the chart.'),
  disableTakeOwnership: flag('Fails on objects that belong to another release instead of taking them over.'),
  skipCRDs: flag('Former name of crds: Skip.'),
});

const upgradeRemediation = object('HelmUpgradeRemediation', 'What to do when an upgrade fails.', {
  retries: integer('How many times to remediate and try again; negative: without end. Default: 0.'),
  strategy: choice('Whether to go back to the last release or to uninstall; default: rollback.', [
    'rollback',
    'uninstall',
  ]),
  ignoreTestFailures: flag('Does not count failed tests as a failure; default: spec.test.ignoreFailures.'),
  remediateLastFailure: flag('Also undoes the last failure, when no retries are left; default: with any retries.'),
});

/** `spec.upgrade`. */
export const upgrade = object('HelmUpgrade', 'How to upgrade.', {
  ...waitFields(),
  strategy: strategy('HelmUpgradeStrategy', {
    rule: "!has(self.retryInterval) || self.name == 'RetryOnFailure'",
    message: ".retryInterval can only be set when .name is 'RetryOnFailure'",
  }),
  remediation: upgradeRemediation,
  crds: choice('What to do with the CRDs of the chart; default: Skip.', CRD_POLICIES),
  chartNameChangeStrategy: choice('What to do when the chart has another name: upgrade in place, or install anew.', [
    'InPlaceUpdate',
    'Reinstall',
  ]),
  serverSideApply: choice('Whether to apply on the server; default: auto, as the release before.', APPLY_MODES),
  cleanupOnFail: flag('Deletes objects that a failed upgrade created.'),
  force: flag('Replaces objects that cannot be changed.'),
  preserveValues: flag('Keeps the values of the last release and merges the new ones into them.'),
  disableOpenAPIValidation: flag('Does not validate manifests against the OpenAPI schema of the cluster.'),
  disableSchemaValidation: flag('Does not validate values against the JSON schema of the chart.'),
  disableTakeOwnership: flag('Fails on objects that belong to another release instead of taking them over.'),
});

/** `spec.rollback`. */
export const rollback = object('HelmRollback', 'How to go back to an earlier release.', {
  ...waitFields(),
  serverSideApply: choice('Whether to apply on the server; default: auto, as the release before.', APPLY_MODES),
  cleanupOnFail: flag('Deletes objects that a failed rollback created.'),
  force: flag('Replaces objects that cannot be changed.'),
  recreate: flag('Restarts the pods.'),
});

/** `spec.uninstall`. */
export const uninstall = object('HelmUninstall', 'How to uninstall.', {
  timeout: duration('How long the action may take; default: spec.timeout.'),
  disableHooks: flag('Runs no hooks.'),
  disableWait: flag('Does not wait until all objects are gone.'),
  keepHistory: flag('Keeps the history of the release.'),
  deletionPropagation: choice(
    'How dependents of deleted objects are deleted.',
    ['background', 'foreground', 'orphan'],
    {
      default: 'background',
    },
  ),
});

const testFilter = object('HelmTestFilter', 'A test to run or to leave out.', {
  name: required(objectName('Name of the test.')),
  exclude: flag('Leaves the test out instead of running it.'),
});

/** `spec.test`. */
export const test = object('HelmTest', 'Whether and how to run the tests of the chart.', {
  enable: flag('Runs the tests after install and upgrade.'),
  filters: list('Which tests to run; default: all.', testFilter),
  ignoreFailures: flag('A failed test does not make the release fail.'),
  timeout: duration('How long one test may take; default: spec.timeout.'),
});
