/** Whom `metadata.managedFields` names for changes of the command line. */
export const FIELD_MANAGER = 'flux';
