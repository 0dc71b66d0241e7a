/** Which Helm's behaviour: 4.2, or 3.22 where the two differ. */
export type HelmVersion = '4.2' | '3.22';
