// SPDX-License-Identifier: MIT
// The commands of the program: one function each, one file each.
#pragma once

#include <filesystem>
#include <string>

#include <string>
#include <string_view>
#include <vector>

namespace pinn::cli {

/// The words after the command's name.
using Arguments = std::vector<std::string>;

int run_solve(const Arguments& arguments);
int run_check(const Arguments& arguments);
int run_eval(const Arguments& arguments);
int run_report(const Arguments& arguments);

/// The report of a run folder: one HTML file.
///
/// Throws:  FileError, ConfigError if `folder` is not a run folder.
std::string page_of(const std::filesystem::path& folder);
int run_plot(const Arguments& arguments);
int run_summary(const Arguments& arguments);
int run_diagnose(const Arguments& arguments);
int run_verify(const Arguments& arguments);
int run_reference(const Arguments& arguments);
int run_doctor(const Arguments& arguments);
int run_init(const Arguments& arguments);
int run_schema(const Arguments& arguments);
int run_help(const Arguments& arguments);

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Arguments&);  ///< Returns the exit code; null: not in this version.
};

/// Every command, those of later versions included.
const std::vector<Command>& commands();

/// The command of this name, or null.
const Command* find_command(std::string_view name);

/// Throws:  UsageError "... is not available in version ...".
[[noreturn]] void refuse_as_later(const std::string& what);

}  // namespace pinn::cli
