// SPDX-License-Identifier: MIT
// What all commands do with their words: parse, help, refuse.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "pinn/config/read.hpp"

namespace pinn::cli {

/// Parses the arguments into what was bound to `app`. False if help was asked for and printed.
///
/// Throws:  UsageError for everything that does not fit, with the nearest name.
bool parse(CLI::App& app, const Arguments& arguments);

/// Binds `-s, --set PATH=VALUE`, repeatable; the value is taken verbatim.
void add_set_option(CLI::App& app, std::vector<std::string>& assignments);

/// Throws:  UsageError.
std::vector<Override> to_overrides(const std::vector<std::string>& assignments);

/// Writes to standard output, whole.
///
/// Throws:  FileError.
void print(std::string_view text);

/// Writes to standard error; a reader who has gone is no reason to stop.
void print_message(std::string_view text);

}  // namespace pinn::cli
