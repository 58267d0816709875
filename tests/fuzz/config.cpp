// SPDX-License-Identifier: MIT
// Any text is a config or a list of placed mistakes; the resolved config reads back as it was
// written.
#include "pinn/config/config.hpp"

#include <string>
#include <vector>

#include "pinn/config/read.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/error.hpp"
#include "require.hpp"

namespace {

using pinn::fuzz::require;

constexpr const char* kNoFolder = "/nonexistent";

pinn::ReadConfig read(const std::string& text, const std::vector<pinn::Override>& overrides) {
  return pinn::read_config(text, "fuzz.json", "fuzz", kNoFolder, overrides);
}

/// A first line "PATH=VALUE" that is no JSON becomes an override, so that `--set` is tried too.
std::vector<pinn::Override> take_override(std::string& text) {
  const std::size_t end = text.find('\n');
  if (text.empty() || text.front() == '{' || end == std::string::npos) return {};
  const std::string line = text.substr(0, end);
  if (line.find('=') == std::string::npos || line.front() == '=') return {};
  text.erase(0, end + 1);
  return {pinn::parse_override(line)};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text = pinn::fuzz::to_string(data, size);
  const std::vector<pinn::Override> overrides = take_override(text);
  pinn::ReadConfig first = read(text, overrides);
  require(first.complete || has_errors(first.diagnostics), "neither a config nor a mistake");
  if (has_errors(first.diagnostics)) {
    require(!first.source.format(first.diagnostics).empty(), "mistakes without text");
  }
  if (!first.complete) return 0;

  pinn::Diagnostics diagnostics;
  pinn::make_problem(first.config, diagnostics);
  first.source.format(diagnostics);
  if (has_errors(first.diagnostics)) return 0;

  const std::string written = pinn::write_config(first.config);
  const pinn::ReadConfig second = read(written, {});
  require(!has_errors(second.diagnostics),
          "a written config is refused:\n" + second.source.format(second.diagnostics) + written);
  require(pinn::write_config(second.config) == written, "written twice, not the same text");
  return 0;
}
