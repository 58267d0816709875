// SPDX-License-Identifier: MIT
#include "run_tables.hpp"

#include <nlohmann/json.hpp>

#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"

namespace pinn::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

std::string read_if_there(const fs::path& path) {
  std::error_code failure;
  return fs::is_regular_file(path, failure) ? read_file(path, kMostBytes) : "";
}

}  // namespace

RunTables read_run_tables(const fs::path& path) {
  std::error_code failure;
  if (!fs::exists(path / "run.json", failure)) {
    throw FileError("pinn-solve: error: " + path.string() +
                    " is not a run folder: it has no run.json");
  }
  RunTables tables;
  fs::path folder = path;
  if (!folder.has_filename()) folder = folder.parent_path();
  tables.name = folder.filename().string();
  if (folder.extension() == ".run") tables.name = folder.stem().string();
  const nlohmann::json run =
      nlohmann::json::parse(read_file(path / "run.json", kMostBytes), nullptr, false);
  if (!run.is_object() || !run.contains("problem")) {
    throw ConfigError("pinn-solve: error: " + (path / "run.json").string() + " cannot be read");
  }
  const nlohmann::json& problem = run["problem"];
  tables.variable = problem.value("variable", "t");
  if (problem.contains("states")) {
    for (const auto& state : problem["states"]) {
      tables.states.push_back(state.is_string() ? state.get<std::string>()
                                                : state.value("name", std::string()));
    }
  }
  tables.solution = read_if_there(path / "solution.csv");
  tables.extrapolation = read_if_there(path / "extrapolation.csv");
  tables.history = read_if_there(path / "history.csv");
  if (tables.solution.empty() && tables.history.empty()) {
    throw FileError("pinn-solve: error: " + path.string() +
                    " has neither a solution.csv nor a history.csv");
  }
  return tables;
}

}  // namespace pinn::cli
