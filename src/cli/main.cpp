// SPDX-License-Identifier: MIT
// The first word chooses the command; whatever goes wrong ends here as text and exit code.
#include <cstdlib>
#include <new>
#include <string>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "command_line.hpp"
#include "commands.hpp"
#include "pinn/report/run_record.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::cli {

namespace {

std::string version_text() {
  const std::string commit = program_commit();
  return "pinn-solve " + program_version() + (commit.empty() ? "" : " (" + commit + ")") + "\n";
}

std::string overview() {
  std::string text =
      "Solves ordinary differential equations with neural networks and checks the answer.\n\n"
      "usage: pinn-solve CONFIG [options]      as pinn-solve solve CONFIG [options]\n"
      "       pinn-solve COMMAND [options]     COMMAND --help tells more\n\ncommands:\n";
  for (const Command& command : commands()) {
    if (command.run == nullptr) continue;
    std::string name(command.name);
    name.resize(10, ' ');
    text += "  " + name + std::string(command.summary) + "\n";
  }
  return text +
         "\noptions:\n  -h, --help  this text\n  --version   the version\n\n"
         "A start: pinn-solve init ivp > first.json && pinn-solve first.json\n";
}

int run(const Arguments& words) {
  if (words.empty()) throw UsageError("no config given; try pinn-solve --help");
  const std::string& first = words.front();
  if (first == "--help" || first == "-h") {
    print(overview());
    return 0;
  }
  if (first == "--version") {
    print(version_text());
    return 0;
  }
  const Command* command = find_command(first);
  if (command == nullptr) return run_solve(words);
  if (command->run == nullptr) refuse_as_later("command \"" + first + "\"");
  return command->run(Arguments(words.begin() + 1, words.end()));
}

int report(const std::string& text, ExitCode code) {
  print_message(!text.empty() && text.back() == '\n' ? text : text + "\n");
  return static_cast<int>(code);
}

}  // namespace

/// A run takes and frees tables of some hundred kilobytes all the time: giving each back to the
/// system costs more than what is computed in it.
void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int kMegabyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 16 * kMegabyte);
  mallopt(M_TRIM_THRESHOLD, 64 * kMegabyte);
  mallopt(M_TOP_PAD, kMegabyte);
#endif
}

/// Exceptions to exit codes: the only place.
int guarded_run(const Arguments& words) {
  const std::string program = "pinn-solve: error: ";
  try {
    return run(words);
  } catch (const UsageError& e) {
    return report(program + e.what(), ExitCode::Usage);
  } catch (const ConfigError& e) {
    return report(e.what(), ExitCode::Config);
  } catch (const FileError& e) {
    return report(e.what(), ExitCode::Io);
  } catch (const std::bad_alloc&) {
    return report(program + "out of memory; try fewer points or a smaller network",
                  ExitCode::Internal);
  } catch (const std::exception& e) {
    return report(program + "internal: " + e.what() + "; this is a bug, please report it",
                  ExitCode::Internal);
  }
}

}  // namespace pinn::cli

int main(int argc, char** argv) {
  pinn::cli::keep_freed_memory();
  return pinn::cli::guarded_run(pinn::cli::Arguments(argv + (argc > 0 ? 1 : 0), argv + argc));
}
