import {
  executeTemplate,
  Run,
  sprigTable,
  type TemplateEnvironment,
  TemplateSet,
  TemplateText,
} from '@gotk/go-template';

/** The name of a release from a template, as of `--name-template`. @throws TemplateParseError or TemplateExecError */
export function releaseNameFrom(template: string, environment: TemplateEnvironment): string {
  const name = 'name-template';
  const templates = new TemplateSet(name, sprigTable);
  templates.add(new TemplateText(name, template, sprigTable));
  return executeTemplate(templates, { name, data: undefined, run: new Run({ environment }) });
}
