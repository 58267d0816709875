# SPDX-License-Identifier: MIT
# Completion of pinn-solve for bash.
_pinn_solve() {
  local commands="solve check eval plot report summary diagnose verify reference doctor init schema help"
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" command="${COMP_WORDS[1]}" options="--help"
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$word"; compgen -f -X '!*.json' -- "$word"; compgen -d -- "$word")
    return
  fi
  case "$before" in
    -s | --set)
      mapfile -t COMPREPLY < <(compgen -S = -W "$("${COMP_WORDS[0]}" help config 2>/dev/null | awk 'NR > 2 { print $1 }')" -- "$word")
      compopt -o nospace
      return
      ;;
    --progress)
      mapfile -t COMPREPLY < <(compgen -W "auto line log none" -- "$word")
      return
      ;;
    -o | --out | --at-file | --against | --svg | --png)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
  esac
  if [[ $word == -* ]]; then
    case "$command" in
      check) options="--set --json --help" ;;
      eval) options="--at --at-file --extrapolate --out --help" ;;
      plot) options="--svg --png --panels --light --dark --help" ;;
      report) options="--out --help" ;;
      summary) options="--sort --out --json --help" ;;
      diagnose | doctor) options="--json --help" ;;
      verify) options="--rtol --atol --against --help" ;;
      reference) options="--set --out --json --help" ;;
      init | schema | help) ;;
      *) options="--set --out --overwrite --json --progress --accept-anyway --help" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
  case "$command" in
    init) mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" init 2>/dev/null | awk '/^  / { print $1 }')" -- "$word") ;;
    help) mapfile -t COMPREPLY < <(compgen -W "$commands config expressions columns exit-codes" -- "$word") ;;
    eval | plot | report | summary | diagnose | verify) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -f -X '!*.json' -- "$word"; compgen -d -- "$word") ;;
  esac
}
complete -o filenames -F _pinn_solve pinn-solve
