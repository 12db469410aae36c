import { codes } from "../../codes";
import { valuesOf, type OptionName } from "../options";
import { entriesOf, familiesOf, takesValue, type CompletedCommand, type CompletedCommands } from "./entries";

/** The completion for bash. `shells`: what `netweft completion` takes. Bash splits a word at the equals sign, zsh does not. */
export function bash(commands: CompletedCommands, shells: readonly string[]): string {
  const entries = entriesOf(commands);
  const families = familiesOf(entries);
  const seconds = [...families].flatMap(([first, names]) =>
    names.length === 0 ? [] : [`    "${first} ") words="${names.join(" ")}" ;;\n`],
  );
  const switches = entries.map(({ words, options: own }) => `    "${words.join(" ")} "*) words="${own.map(spelled).join(" ")}" ;;\n`);
  return `_netweft() {
${WORDS}  case "$given" in
    "" | "help ") words="${[...families.keys()].join(" ")}" ;;
    "explain ") words="${Object.keys(codes).sort().join(" ")}" ;;
    "completion ") words="${shells.join(" ")}" ;;
${seconds.join("")}  esac
  [[ "$current" == -* ]] && case "$given" in
${switches.join("")}  esac
${values(entries)}  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ "\${COMPREPLY[0]-}" != *= ]] || compopt -o nospace 2>/dev/null
}
complete -o default -F _netweft netweft
${NPX}`;
}

/** The words before the unfinished one, and the option whose value is unfinished. */
const WORDS = `  local current="\${COMP_WORDS[COMP_CWORD]}" given="" words="" option="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ "$word" == -* || "$word" == "=" ]]; then continue; fi
    if [[ "\${COMP_WORDS[i - 1]}" == "=" ]]; then continue; fi
    given="$given$word "
  done
  if [[ "$current" == -*=* ]]; then
    option="\${current%%=*}"
  elif [[ "$current" == "=" ]]; then
    option="\${COMP_WORDS[COMP_CWORD - 1]}"
    current=""
  elif [[ "\${COMP_WORDS[COMP_CWORD - 1]}" == "=" ]] && ((COMP_CWORD > 2)); then
    option="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
`;

/** What is offered for the value of an option. */
function values(entries: readonly CompletedCommand[]): string {
  return `  if [[ -n "$option" ]]; then
    words=""
    case "$given$option" in
${valueCases(entries).join("")}    esac
    if [[ "$current" == *=* ]]; then
      COMPREPLY=()
      for word in $words; do
        if [[ "$option=$word" == "$current"* ]]; then COMPREPLY+=("$option=$word"); fi
      done
      return 0
    fi
  fi
`;
}

/** `npx netweft …`, where npx has no completion of its own. */
const NPX = `_netweft_npx() {
  [[ "\${COMP_WORDS[1]-}" == netweft ]] && ((COMP_CWORD > 1)) || return 0
  COMP_WORDS=("\${COMP_WORDS[@]:1}")
  COMP_CWORD=$((COMP_CWORD - 1))
  _netweft
}
[[ -n "\${BASH_VERSION-}" ]] && complete -p npx >/dev/null 2>&1 || complete -o default -F _netweft_npx npx
`;

/** The values of the options of each command, by the words before and the option. */
function valueCases(entries: readonly CompletedCommand[]): readonly string[] {
  return entries.flatMap((entry) =>
    entry.options.flatMap((name) => {
      const values = valuesOf(name, entry);
      return values.length === 0 ? [] : [`      "${entry.words.join(" ")} "*--${name}) words="${values.join(" ")}" ;;\n`];
    }),
  );
}

/** A value follows the equals sign. */
function spelled(name: OptionName): string {
  return takesValue(name) ? `--${name}=` : `--${name}`;
}
