import type { KubeObject } from '@gotk/objects';
import type { CommandContext } from '../cli/command.js';
import { FIELD_MANAGER } from './field-manager.js';

/** Creates a Secret, or replaces the data of the one that is there. */
export async function upsertSecret(secret: KubeObject, { client, signal }: CommandContext): Promise<void> {
  const connected = await client();
  const { namespace, name = '' } = secret.metadata;
  const existing = await connected.find({ apiVersion: 'v1', kind: 'Secret', namespace, name }, {}, signal);
  if (existing === undefined) {
    await connected.create(secret, { fieldManager: FIELD_MANAGER }, signal);
    return;
  }
  const updated = { ...existing, stringData: secret['stringData'] };
  await connected.replace(updated, { fieldManager: FIELD_MANAGER }, signal);
}
