// SPDX-License-Identifier: MIT
// From the text of a config to a problem that can be solved.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "pinn/app/data.hpp"
#include "pinn/config/config.hpp"
#include "pinn/config/read.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/report/run_record.hpp"

namespace pinn {

/// A config as the user gave it.
struct ConfigText {
  std::string text;
  std::string name;              ///< As written on the command line; "-" is standard input.
  std::string stem;              ///< File name without its ending.
  std::filesystem::path folder;  ///< What the paths inside are relative to; empty: here.
};

/// Reads a file, or `in` if `argument` is "-".
///
/// Throws:  FileError, also if it is larger than a config may be.
ConfigText read_config_text(const std::string& argument, std::istream& in);

/// A config with nothing left to find out before the solving.
struct Prepared {
  Config config;  ///< `auto` replaced where the choice does not need a training.
  Problem problem;
  ReadData data;
  std::vector<std::pair<std::string, std::string>> input_sha256;  ///< File as written, digest.
  std::filesystem::path folder;
  std::vector<Warning> warnings;
  std::string warnings_text;  ///< The same for people: place, line and caret.
  std::string config_sha256;
};

/// Config to problem to data and inputs.
///
/// Throws:  ConfigError with every mistake found; FileError for a data file that cannot be read.
Prepared prepare(const ConfigText& source, const std::vector<Override>& overrides);

/// Puts in what the program chooses: the method, the network's size, the stages.
Config resolved(Config config, const Problem& problem);

}  // namespace pinn
