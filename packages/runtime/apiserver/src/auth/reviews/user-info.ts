import type { Identity } from '@gotk/kube-client';

/** An identity as the API shows it. */
export function userInfoOf({ user, uid = '', groups = [], extra = {} }: Identity) {
  return {
    ...(user === '' ? {} : { username: user }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(Object.keys(extra).length === 0 ? {} : { extra: { ...extra } }),
  };
}
