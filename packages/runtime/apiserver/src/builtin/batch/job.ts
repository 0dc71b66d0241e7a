import {
  checkDns1123Label,
  type FieldError,
  invalidField,
  type LabelSelector,
  requiredField,
  validateLabelSelector,
} from '@gotk/objects';
import { invalidSelector } from '../apps/check-selector.js';
import { workloadNameWarning } from '../apps/workload-name-warning.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkTemplateIsSelected, compileDraftSelector } from '../pods/check-pod-template.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkJobSpec } from './check-job-spec.js';
import { checkJobStatus, checkJobStatusChange } from './check-job-status.js';
import type { JobDraft, JobSpecDraft } from './job-drafts.js';

const UID_LABEL = 'batch.kubernetes.io/controller-uid';
const NAME_LABEL = 'batch.kubernetes.io/job-name';
const OLD_UID_LABEL = 'controller-uid';
const OLD_NAME_LABEL = 'job-name';
const FIXED = [
  ['completionMode'],
  ['podFailurePolicy', 'batch.PodFailurePolicy'],
  ['backoffLimitPerIndex'],
  ['managedBy'],
  ['successPolicy', 'batch.SuccessPolicy'],
] as const;

/** Jobs run pods to their end; the server labels the pods so that each belongs to one Job only. */
export const jobKind = builtinKind<JobDraft>({
  strategy: {
    orphansByDefault: true,
    deletionWarning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    prepareForCreate: (job) => {
      job.status = {};
      if (job.spec.manualSelector !== true) generateSelector(job);
    },
    validate: check,
    // What is wrong with the spec is told twice, with the object and with the change.
    validateUpdate: (job, old) => [
      ...check(job),
      ...changedMeta(job, old),
      ...checkSpec(job.spec),
      ...checkCompletions(job.spec, old.spec),
      ...checkImmutable(job.spec.selector, old.spec.selector, 'spec.selector', 'v1.LabelSelector'),
      ...checkTemplateChange(job, old),
      ...FIXED.flatMap(([name, type]) => checkImmutable(job.spec[name], old.spec[name], `spec.${name}`, type)),
    ],
    validateStatusUpdate: (job, old) => [
      ...changedMeta(job, old),
      ...checkJobStatus(job),
      ...checkJobStatusChange(job, old),
    ],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      const named = old === undefined ? workloadNameWarning(metadata) : [];
      return [...named, ...podWarnings(spec.template, 'spec.template.')];
    },
  },
});

/** Labels the pods with the Job's name and uid, and selects them by the uid; the Job takes the labels when it has none of its own. */
function generateSelector({ metadata, spec }: JobDraft): void {
  const { name = '', uid = '' } = metadata;
  // Labels that were taken from the template are the very same ones.
  const isTaken = sameValue(metadata.labels ?? {}, spec.template.metadata.labels ?? {});
  spec.template.metadata.labels = {
    [OLD_NAME_LABEL]: name,
    [NAME_LABEL]: name,
    [OLD_UID_LABEL]: uid,
    [UID_LABEL]: uid,
    ...spec.template.metadata.labels,
  };
  spec.selector = { ...spec.selector, matchLabels: { [UID_LABEL]: uid, ...spec.selector?.matchLabels } };
  if (isTaken) metadata.labels = { ...spec.template.metadata.labels };
}

function check(job: JobDraft): readonly FieldError[] {
  return [...namespacedMeta(job), ...checkGenerated(job), ...checkSpec(job.spec), ...checkIndexedName(job)];
}

function checkGenerated({ metadata, spec }: JobDraft): readonly FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const { name = '', uid = '' } = metadata;
  const expected = { [OLD_UID_LABEL]: uid, [OLD_NAME_LABEL]: name, [UID_LABEL]: uid, [NAME_LABEL]: name };
  const labels = spec.template.metadata.labels ?? {};
  const wrong = Object.entries(expected).flatMap(([label, value]) => checkLabel(labels, label, value));
  const matcher = compileDraftSelector(spec.selector);
  if (matcher === undefined || matcher.matches(expected)) return wrong;
  return [...wrong, invalidSelector('spec.selector', spec.selector, '`selector` not auto-generated')];
}

function checkLabel(labels: Readonly<Record<string, string>>, label: string, value: string): readonly FieldError[] {
  const field = 'spec.template.metadata.labels';
  const actual = labels[label];
  if (actual === undefined) return [requiredField(`${field}[${label}]`, `must be '${value}'`)];
  return actual === value ? [] : [invalidField(`${field}[${label}]`, { ...labels }, `must be '${value}'`)];
}

function checkSpec(spec: JobSpecDraft): readonly FieldError[] {
  const { selector } = spec;
  return [
    ...checkJobSpec(spec, 'spec'),
    ...checkSelector(selector),
    ...checkTemplateIsSelected(compileDraftSelector(selector), spec.template, 'spec.template'),
  ];
}

function checkSelector(selector: LabelSelector | undefined): readonly FieldError[] {
  return selector === undefined ? [requiredField('spec.selector')] : validateLabelSelector(selector, 'spec.selector');
}

/** Pods of indexed Jobs have the index in their host names. */
function checkIndexedName({ metadata: { name = '' }, spec }: JobDraft): readonly FieldError[] {
  if (spec.completionMode !== 'Indexed' || (spec.completions ?? 0) <= 0) return [];
  const last = `${name}-${(spec.completions ?? 0) - 1}`;
  if (checkDns1123Label(last).length === 0) return [];
  return [invalidField('metadata.name', name, `will not able to create pod with invalid DNS label: ${last}`)];
}

function checkCompletions(spec: JobSpecDraft, old: JobSpecDraft): readonly FieldError[] {
  const field = 'spec.completions';
  if (spec.completionMode !== 'Indexed') return checkImmutable(spec.completions, old.completions, field);
  const { completions, parallelism } = spec;
  if (completions === undefined || completions === old.completions || completions === parallelism) return [];
  return [invalidField(field, completions, 'can only be modified in tandem with spec.parallelism')];
}

/** While a Job that has not begun is suspended, where its pods may run can still change, and what they ask for. */
function checkTemplateChange({ spec }: JobDraft, { spec: old, status }: JobDraft): readonly FieldError[] {
  const isSuspended = old.suspend === true;
  const mayMove = isSuspended && (status['startTime'] ?? null) === null;
  const before = mayMove ? withDirectives(old.template, spec.template) : old.template;
  if (isSuspended) {
    const resources = withResources(before.spec, spec.template.spec);
    return checkImmutable(spec.template.spec, resources, 'spec.template.spec', 'core.PodSpec');
  }
  return checkImmutable(spec.template, before, 'spec.template', 'core.PodTemplateSpec');
}

type Template = JobSpecDraft['template'];

function withDirectives(old: Template, { metadata, spec }: Template): Template {
  const directives = ['nodeSelector', 'tolerations', 'schedulingGates', 'affinity'] as const;
  const fields = Object.fromEntries(directives.map((name) => [name, spec[name]]));
  const { labels, annotations } = metadata;
  const marks = { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
  return { metadata: { ...old.metadata, ...marks }, spec: { ...old.spec, ...fields } as Template['spec'] };
}

function withResources(old: Template['spec'], spec: Template['spec']): Template['spec'] {
  const containers = (old.containers ?? []).map((container, index) => {
    const now = spec.containers?.[index];
    if (now?.name !== container.name) return container;
    const { resources: _resources, ...rest } = container;
    return now.resources === undefined ? rest : { ...rest, resources: now.resources };
  });
  return { ...old, containers };
}
