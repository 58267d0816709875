// SPDX-License-Identifier: MIT
// Config texts for tests and what reading them says.
#pragma once

#include <string>
#include <vector>

#include "pinn/config/check.hpp"
#include "pinn/config/read.hpp"

namespace pinn::test {

/// A sound config whose eighth and following lines are `more` (keys beside "problem").
inline std::string config_with(const std::string& more) {
  return "{\n"
         "  \"problem\": {\n"
         "    \"domain\": [0, 5],\n"
         "    \"parameters\": {\"k\": 1},\n"
         "    \"equations\": [\"y' = -k*y\"],\n"
         "    \"conditions\": [\"y(0) = 1\"]\n"
         "  }" +
         (more.empty() ? "" : ",\n" + more) + "\n}\n";
}

/// A sound config with one line of its problem (3 domain, 4 parameters, 5 equations) replaced.
inline std::string problem_with_line(int line, const std::string& replacement) {
  std::string text = config_with("");
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) begin = text.find('\n', begin) + 1;
  return text.replace(begin, text.find('\n', begin) - begin, replacement);
}

/// Reads a text as the file decay.json of the current folder; overrides as `PATH=VALUE`.
inline ReadConfig read_text(const std::string& text, const std::vector<std::string>& sets = {}) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set));
  return read_config(text, "decay.json", "decay", "", overrides);
}

/// All that is said about a text.
inline std::string messages(const std::string& text, const std::vector<std::string>& sets = {}) {
  const ReadConfig read = read_text(text, sets);
  return read.source.format(read.diagnostics);
}

/// What is said about keys that have no effect beside the others; the method must be named.
inline std::string unused_messages(const std::string& text) {
  const ReadConfig read = read_text(text);
  Diagnostics diagnostics = read.diagnostics;
  check_unused(read.config, read.source, diagnostics);
  return read.source.format(diagnostics);
}

/// What is said about a sound config with `sets`.
inline std::string messages_of_set(const std::vector<std::string>& sets) {
  return messages(config_with(""), sets);
}

}  // namespace pinn::test
