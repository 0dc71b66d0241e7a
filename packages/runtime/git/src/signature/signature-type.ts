/** Kinds of signatures on commits and tags, in Flux's words. */
export type SignatureType = 'openpgp' | 'ssh' | 'x509' | 'empty' | 'unknown';

const ARMOUR: readonly (readonly [string, SignatureType])[] = [
  ['-----BEGIN PGP SIGNATURE-----', 'openpgp'],
  ['-----BEGIN SSH SIGNATURE-----', 'ssh'],
  ['-----BEGIN SIGNED MESSAGE-----', 'x509'],
];

/** The kind of an armoured signature; `empty` for none. */
export function signatureType(signature: string | undefined): SignatureType {
  if (signature === undefined || signature === '') return 'empty';
  const text = signature.trimStart();
  return ARMOUR.find(([begin]) => text.startsWith(begin))?.[1] ?? 'unknown';
}
