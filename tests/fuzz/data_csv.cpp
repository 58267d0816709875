// SPDX-License-Identifier: MIT
// Any text is a data table or a placed mistake; what was read holds together.
#include <string>
#include <vector>

#include "pinn/app/data.hpp"
#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/table.hpp"
#include "require.hpp"

namespace {

using pinn::fuzz::require;

pinn::Config make_config() {
  pinn::Config config;
  config.problem.start = 0.0;
  config.problem.end = 5.0;
  config.problem.equations = {"y' = -y"};
  config.problem.conditions = {"y(0) = 1"};
  pinn::DataConfig data;
  data.file = "fuzz.csv";
  data.variable = "t";
  data.columns = {{"y", "y"}};
  data.sigma = {{"y", std::string("sd")}};
  config.problem.data = {data};
  return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pinn::Config config = make_config();
  static const pinn::Problem problem = [] {
    pinn::Diagnostics diagnostics;
    pinn::Problem made = pinn::make_problem(config, diagnostics);
    require(!has_errors(diagnostics), "the problem of this target is wrong");
    return made;
  }();

  const std::string text = pinn::fuzz::to_string(data, size);
  try {
    const pinn::CsvText csv = pinn::parse_csv(text, "fuzz.csv");
    for (const auto& row : csv.rows) {
      for (const auto& field : row)
        require(field.line > 0 && field.column > 0, "a cell without place");
    }
  } catch (const pinn::ConfigError& error) {
    require(*error.what() != '\0', "a mistake without words");
  }
  try {
    std::size_t n_missing = 0;
    pinn::parse_data(config.problem.data.front(), problem, text, "fuzz.csv", n_missing);
  } catch (const pinn::ConfigError& error) {
    require(*error.what() != '\0', "a mistake without words");
  }
  return 0;
}
