/** A shell that completion is generated for. */
export type Shell = 'bash' | 'fish' | 'powershell' | 'zsh';

/** The script that teaches a shell to complete `flux`; it asks `flux __complete` for candidates. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const BASH = `# bash completion for flux
_flux() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :*) ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(flux __complete "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "\${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
}
complete -o default -F _flux flux
`;

const ZSH = `#compdef flux
_flux() {
  local line
  local -a candidates
  while IFS= read -r line; do
    case "$line" in
      :*) ;;
      *$'\\t'*) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) candidates+=("\${line//:/\\\\:}") ;;
    esac
  done < <(flux __complete "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null)
  _describe 'flux' candidates
}
if [ "$funcstack[1]" = "_flux" ]; then
  _flux "$@"
else
  compdef _flux flux
fi
`;

const FISH = `# fish completion for flux
function __flux_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  flux __complete $words[2..-1] "$current" 2>/dev/null | string match -v ':*'
end
complete -c flux -f -a '(__flux_complete)'
`;

const POWERSHELL = `# powershell completion for flux
Register-ArgumentCompleter -Native -CommandName flux -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
  flux __complete @words "$wordToComplete" 2>$null | Where-Object { -not $_.StartsWith(':') } | ForEach-Object {
    $name, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $name }
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $description)
  }
}
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, fish: FISH, powershell: POWERSHELL, zsh: ZSH };
