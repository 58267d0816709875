// SPDX-License-Identifier: MIT
// The key table for people: help, configs/README.md, suggestions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinn {

/// One line of the key table: what `help KEY` and configs/README.md are made from.
struct KeyInfo {
  std::string path;      ///< "training.stages.N.optimizer"
  std::string type;      ///< "one of sgd, adam, ...", "integer", ...
  std::string fallback;  ///< Default as text; "required" or "none".
  std::string range;     ///< "2 to 100", "above 0"; empty if everything goes.
  std::string meaning;
};

/// Every key in order; groups such as `training` are not keys.
const std::vector<KeyInfo>& key_table();

/// A path as the table has it: "training.stages.0.iterations" gives "training.stages.N.iterations",
/// "problem.inputs.u.file" gives "problem.inputs.NAME.file".
std::string table_path(std::string_view path);

/// The path that a user probably meant, positions kept: "training.stages.0.iteration" gives
/// "training.stages.0.iterations", "seed" gives "training.seed".
std::optional<std::string> nearest_path(std::string_view path);

/// The path of the only key whose last word is `name`.
std::optional<std::string> path_that_ends_in(std::string_view name);

/// The key table as a Markdown table, as in configs/README.md.
std::string key_table_markdown();

}  // namespace pinn
