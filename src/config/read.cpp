// SPDX-License-Identifier: MIT
// The order in which a config is read: JSON, overrides, keys, constants, structs, rules.
#include "pinn/config/read.hpp"

#include <system_error>
#include <utility>

#include "checker.hpp"
#include "constants.hpp"
#include "json_scan.hpp"
#include "member_json.hpp"
#include "overrides.hpp"
#include "pinn/util/file.hpp"
#include "rules.hpp"
#include "source_impl.hpp"

namespace pinn {

namespace {

constexpr std::string_view kTryInit = "; see a small one with: pinn-solve init ivp";

Diagnostic error_in_file(const std::string& message, std::size_t offset, std::size_t length) {
  return {Severity::Error, {"", offset, length, false}, message, "", ""};
}

Diagnostic too_large(std::uintmax_t n_bytes) {
  return error_in_file("the file has " + std::to_string(n_bytes) + " bytes, at most " +
                           std::to_string(kMaxConfigBytes) +
                           " are read; keep measured values in a CSV file (problem.data)",
                       0,
                       0);
}

/// True if there is nothing to read.
bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// JSON to tree. False if there is no tree to go on with.
bool read_tree(ConfigSource::Impl& source, Diagnostics& diagnostics) {
  if (source.text.size() > kMaxConfigBytes) {
    diagnostics.push_back(too_large(source.text.size()));
    source.text.clear();
    return false;
  }
  if (is_blank(source.text)) {
    diagnostics.push_back(
        error_in_file("the file is empty, expected a config" + std::string(kTryInit), 0, 0));
    return false;
  }
  JsonDocument document = parse_json(source.text, kFromFile);
  source.root = std::move(document.root);
  source.duplicates = std::move(document.duplicates);
  if (document.failure) {
    diagnostics.push_back(error_in_file(
        document.failure->message, document.failure->begin, document.failure->length));
    return false;
  }
  for (const DuplicateKey& key : source.duplicates) {
    if (diagnostics.size() >= kMostDiagnostics) break;
    diagnostics.push_back(error_in_file(
        "duplicate key " + in_quotes(key.key) + ", first given on line " +
            std::to_string(line_of(source.text, key.first)) + "; remove one of the two",
        key.second,
        key.length));
  }
  return true;
}

/// The file's stem as far as it can be a name.
std::string default_name(const std::string& stem) {
  constexpr std::size_t kLongest = 64;
  std::string name = stem.substr(0, kLongest);
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
    if (!fits) c = '_';
  }
  return name.empty() ? "config" : name;
}

bool names_training_conditions(const JsonNode& root) {
  const JsonMember* training = root.find("training");
  return training != nullptr && training->value.find("conditions") != nullptr;
}

/// True if the problem itself, which other parts build on, has no error.
bool is_problem_sound(const JsonNode& root, const Diagnostics& diagnostics) {
  const JsonMember* problem = root.find("problem");
  if (problem == nullptr || problem->value.kind != JsonNode::Kind::Object) return false;
  for (const Diagnostic& diagnostic : diagnostics) {
    const std::string& path = diagnostic.place.path;
    const bool in_problem = path == "problem" || path.compare(0, 8, "problem.") == 0;
    if (diagnostic.severity == Severity::Error && in_problem) return false;
  }
  return true;
}

}  // namespace

ReadConfig read_config(const std::string& text,
                       const std::string& name,
                       const std::string& stem,
                       const std::filesystem::path& folder,
                       const std::vector<Override>& overrides) {
  ReadConfig read;
  ConfigSource::Impl& source = *read.source.impl;
  source.name = name;
  source.text = text;
  source.overrides = overrides;
  if (!read_tree(source, read.diagnostics)) return read;
  if (source.root.kind == JsonNode::Kind::Object) apply_overrides(source, read.diagnostics);
  check_value(source.root, config_type(), "", read.diagnostics);
  const auto used = resolve_constants(source.root, read.diagnostics);
  from_json(source.root, read.config);
  read.config.problem.used_by_parameters.assign(used.begin(), used.end());
  read.config.training.conditions_given = names_training_conditions(source.root);
  if (read.config.name.empty()) read.config.name = default_name(stem);
  check_rules(read.config, source.root, folder, read.diagnostics);
  read.complete = is_problem_sound(source.root, read.diagnostics);
  return read;
}

ReadConfig read_config_file(const std::filesystem::path& file,
                            const std::vector<Override>& overrides) {
  std::error_code failure;
  const auto n_bytes = std::filesystem::file_size(file, failure);
  if (!failure && n_bytes > kMaxConfigBytes) {
    ReadConfig read;
    read.source.impl->name = file.string();
    read.diagnostics.push_back(too_large(n_bytes));
    return read;
  }
  return read_config(read_file(file, kMaxConfigBytes),
                     file.string(),
                     file.stem().string(),
                     file.parent_path(),
                     overrides);
}

}  // namespace pinn
