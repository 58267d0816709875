// SPDX-License-Identifier: MIT
// CLI11 in the words of this program.
#include "command_line.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::cli {

namespace {

const std::vector<std::string>& later_options() {
  static const std::vector<std::string> names{"--resume", "--checkpoint-exit-code", "--param"};
  return names;
}

/// "--accept-anyway=yes" without what follows the name.
std::string option_name(const std::string& word) { return word.substr(0, word.find('=')); }

[[noreturn]] void refuse(const CLI::App& app, const std::string& word) {
  const std::string name = option_name(word);
  if (name.size() < 2 || name.front() != '-') {
    throw UsageError("unexpected argument \"" + word + "\"; try pinn-solve " + app.get_name() +
                     " --help");
  }
  const auto& later = later_options();
  if (std::find(later.begin(), later.end(), name) != later.end()) {
    refuse_as_later("option " + name);
  }
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& long_name : option->get_lnames()) known.push_back("--" + long_name);
  }
  throw UsageError("unknown option \"" + name + "\"" + did_you_mean(name, known));
}

/// 0, or the errno of what failed.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

bool parse(CLI::App& app, const Arguments& arguments) {
  app.allow_extras();
  try {
    // CLI11 takes the words from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return false;
  } catch (const CLI::ParseError& e) {
    std::string message = e.what();
    if (!message.empty() && message.back() == '.') message.pop_back();
    throw UsageError(message + "; try pinn-solve " + app.get_name() + " --help");
  }
  const std::vector<std::string> extras = app.remaining();
  if (!extras.empty()) refuse(app, extras.front());
  return true;
}

void add_set_option(CLI::App& app, std::vector<std::string>& assignments) {
  app.add_option_function<std::string>(
         "-s,--set",
         [&assignments](const std::string& text) { assignments.push_back(text); },
         "override one key: PATH=VALUE; repeatable, the last wins")
      ->type_name("PATH=VALUE")
      ->trigger_on_parse();
}

std::vector<Override> to_overrides(const std::vector<std::string>& assignments) {
  std::vector<Override> overrides;
  overrides.reserve(assignments.size());
  for (const std::string& text : assignments) overrides.push_back(parse_override(text));
  return overrides;
}

void print(std::string_view text) {
  const int failure = write_all(STDOUT_FILENO, text);
  if (failure != 0) throw FileError("stdout: error: cannot write: " + errno_text(failure));
}

void print_message(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace pinn::cli
