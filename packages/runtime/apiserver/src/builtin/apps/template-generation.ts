/** The annotation that counts the templates that a DaemonSet had. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
