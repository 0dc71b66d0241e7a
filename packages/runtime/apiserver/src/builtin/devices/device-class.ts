import { type FieldError, invalidField } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import { isExtendedResource } from '../resources/resource-names.js';
import { checkSelectors, MAX_ITEMS } from './check-device-claim.js';
import { checkDeviceConfig } from './check-device-config.js';
import { checkItems } from './check-lists.js';
import type { DeviceClassDraft } from './device-drafts.js';

/** DeviceClasses are kinds of devices that claims ask for. */
export const deviceClassKind = builtinKind<DeviceClassDraft>({
  strategy: {
    generation: true,
    validate: check,
    validateUpdate: (deviceClass, old) => [...check(deviceClass), ...changedMeta(deviceClass, old)],
  },
});

function check(deviceClass: DeviceClassDraft): readonly FieldError[] {
  const { selectors, config, extendedResourceName: name } = deviceClass.spec;
  return [
    ...clusterMeta(deviceClass),
    ...checkSelectors(selectors, 'spec.selectors'),
    ...checkItems(config, { field: 'spec.config', max: MAX_ITEMS }, checkDeviceConfig),
    ...(name === undefined || isExtendedResource(name)
      ? []
      : [invalidField('spec.extendedResourceName', name, 'must be a valid extended resource name')]),
  ];
}
