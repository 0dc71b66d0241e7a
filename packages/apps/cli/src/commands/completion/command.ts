import type { Command } from '../../cli/command.js';
import type { Shell } from './scripts.js';

const SETUP: Readonly<Record<Shell, string>> = {
  bash: '  # ~/.bashrc\n  command -v flux >/dev/null && . <(flux completion bash)',
  fish: '  # once\n  flux completion fish > ~/.config/fish/completions/flux.fish',
  powershell: '  # in your profile\n  flux completion powershell | Out-String | Invoke-Expression',
  zsh: '  # ~/.zshrc, after compinit\n  command -v flux >/dev/null && . <(flux completion zsh)',
};

/** `flux completion`. */
export const completionCommand: Command = {
  name: 'completion',
  short: 'Generates completion scripts for various shells',
  long: 'The completion sub-command generates completion scripts for various shells.',
  commands: (Object.keys(SETUP) as Shell[]).map((shell) => ({
    name: shell,
    short: `Generates ${shell} completion scripts`,
    long: `The completion sub-command generates completion scripts for ${shell}.`,
    examples: SETUP[shell],
    load: async () => {
      const { completionScript } = await import('./scripts.js');
      return async ({ io }) => io.stdout(completionScript(shell));
    },
  })),
};
