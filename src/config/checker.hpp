// SPDX-License-Identifier: MIT
// Checks a JSON tree against the table of keys: keys, types, ranges, syntax of expressions.
#pragma once

#include <string>

#include "json.hpp"
#include "pinn/util/diagnostic.hpp"
#include "type_info.hpp"

namespace pinn {

/// Mistakes beyond this number are not looked for: nobody reads them.
inline constexpr std::size_t kMostDiagnostics = 100;

/// Appends every mistake in `node`, whose place is `path`.
void check_value(const JsonNode& node,
                 const ValueType& type,
                 const std::string& path,
                 Diagnostics& diagnostics);

/// `path.key`, or `key` at the top.
std::string path_of(const std::string& path, const std::string& key);

/// An error at the whole value of `path`.
Diagnostic error_at(const std::string& path, const std::string& message);

/// A value for messages: `"7"`, `1e400`, `a list`.
std::string shown(const JsonNode& node);

}  // namespace pinn
