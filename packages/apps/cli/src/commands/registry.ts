import type { Command } from '../cli/command.js';
import { absentCommands } from './absent/commands.js';
import { listCommand, pullCommand, pushCommand, tagCommand } from './artifact/command.js';
import { buildCommand } from './build/command.js';
import { checkCommand } from './check/command.js';
import { completionCommand } from './completion/command.js';
import { createCommand } from './create/command.js';
import { debugCommand } from './debug/command.js';
import { deleteCommand } from './delete/command.js';
import { diffCommand } from './diff/command.js';
import { envsubstCommand } from './envsubst/command.js';
import { eventsCommand } from './events/command.js';
import { exportCommand } from './export/command.js';
import { getCommand } from './get/command.js';
import { helmCommand } from './helm/command.js';
import { kustomizeCommand } from './kustomize/command.js';
import { logsCommand } from './logs/command.js';
import { migrateCommand } from './migrate/command.js';
import { pluginCommand } from './plugin/command.js';
import { reconcileCommand } from './reconcile/command.js';
import { resumeCommand } from './resume/command.js';
import { statsCommand } from './stats/command.js';
import { suspendCommand } from './suspend/command.js';
import { traceCommand } from './trace/command.js';
import { treeCommand } from './tree/command.js';
import { upCommand } from './up/command.js';
import { versionCommand } from './version/command.js';

/**
 * The commands below `flux`. Each has a folder of its own: `command.ts` says what help and completion show and is loaded
 * on every run, so it imports nothing heavy; `run-….ts` does the work and is imported by the command's `load`.
 */
export const commands: readonly Command[] = [
  ...absentCommands,
  buildCommand,
  checkCommand,
  completionCommand,
  createCommand,
  debugCommand,
  deleteCommand,
  envsubstCommand,
  diffCommand,
  eventsCommand,
  exportCommand,
  getCommand,
  helmCommand,
  kustomizeCommand,
  listCommand,
  logsCommand,
  migrateCommand,
  pluginCommand,
  pullCommand,
  pushCommand,
  reconcileCommand,
  resumeCommand,
  statsCommand,
  suspendCommand,
  tagCommand,
  traceCommand,
  treeCommand,
  upCommand,
  versionCommand,
];
