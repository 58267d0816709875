// SPDX-License-Identifier: MIT
// Config, problem and data, with all their mistakes told at once.
#include "pinn/app/prepare.hpp"

#include <istream>
#include <system_error>

#include "pinn/app/inputs.hpp"
#include "pinn/config/check.hpp"
#include "pinn/config/names.hpp"
#include "pinn/engine/quasi_newton.hpp"
#include "pinn/problem/guess.hpp"
#include "pinn/readout/readout.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/sha256.hpp"

namespace pinn {

namespace fs = std::filesystem;

namespace {

void take_warnings(Prepared& prepared, const ConfigSource& source, const Diagnostics& found) {
  for (const Diagnostic& d : found) {
    if (d.severity == Severity::Warning) prepared.warnings.push_back({d.id, d.message});
  }
  if (!found.empty()) prepared.warnings_text += source.format(found);
}

/// At most one byte more than a config may have: the reader says what is wrong with more.
std::string read_limited(std::istream& in) {
  std::string text(kMaxConfigBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace

ConfigText read_config_text(const std::string& argument, std::istream& in) {
  if (argument == "-") {
    return {read_limited(in), "-", "stdin", ""};
  }
  const fs::path path = argument;
  std::error_code failure;
  if (fs::file_size(path, failure) > kMaxConfigBytes && !failure) {
    const ReadConfig refused = read_config_file(path, {});  // says so without reading it
    throw ConfigError(refused.source.format(refused.diagnostics));
  }
  return {read_file(path, kMaxConfigBytes), argument, path.stem().string(), path.parent_path()};
}

Config resolved(Config config, const Problem& problem) {
  if (config.training.method == Method::Auto) {
    const bool applies = readout_applies(problem, config);
    config.training.method = applies ? Method::Readout : Method::Gradient;
  }
  if (config.training.method != Method::Gradient) {
    config.training.weights = WeightsConfig{};  // a part that weighs nothing would not be judged
    return config;
  }
  if (config.network.hidden.is_auto()) config.network.hidden.value = default_hidden();
  if (config.training.stages.empty()) {
    config.training.stages = stages_of(config.training);
    StageConfig& last = config.training.stages.back();
    const bool is_large = n_weights(config.network, problem.n_states()) > kMostQuasiNewtonUnknowns;
    if (is_large) last.optimizer = Optimizer::Lbfgs;
    // A guess is a valley already, and the stage that looks for one would leave it.
    if (begins_with_guess(problem)) config.training.stages = {last};
  }
  for (StageConfig& stage : config.training.stages) {
    if (has_learning_rate(stage.optimizer)) stage.learning_rate = learning_rate_of(stage);
  }
  return config;
}

namespace {

/// Windows, causal weights and a growing domain go from the start on.
void check_course(const TrainingConfig& training, Diagnostics& diagnostics) {
  struct Course {
    const char* path;
    bool is_used;
    const char* what;
    const char* instead;
  };
  for (const Course& course : {Course{"training.windows",
                                      training.windows.value.value_or(1) > 1,
                                      "windows are solved one after the other",
                                      "use 1"},
                               Course{"training.causal",
                                      training.causal > 0.0,
                                      "causal weights go from the start on",
                                      "remove the key"},
                               Course{"training.grow",
                                      training.grow,
                                      "the domain grows from its start on",
                                      "remove the key"}}) {
    if (!course.is_used) continue;
    Diagnostic mistake;
    mistake.place.path = course.path;
    mistake.message = std::string(course.what) +
                      ", and these conditions stand at several places; " + course.instead;
    diagnostics.push_back(mistake);
  }
}

void check_reference(const Problem& problem, ReferenceMethod method, Diagnostics& diagnostics) {
  const bool is_ivp = problem.kind == ProblemKind::Ivp;
  const bool is_fit = method == ReferenceMethod::Auto || method == ReferenceMethod::None ||
                      (method == ReferenceMethod::Collocation) != is_ivp;
  Diagnostic mistake;
  mistake.place.path = "reference.method";
  if (is_fit) {
    const bool is_named = method != ReferenceMethod::Auto && method != ReferenceMethod::None;
    const std::string why = is_ivp && is_named ? why_no_method(problem, method) : "";
    if (why.empty()) return;
    mistake.message =
        std::string(to_name(method)) + " does not solve this problem: " + why + "; use \"auto\"";
    diagnostics.push_back(mistake);
    return;
  }
  mistake.message = std::string(to_name(method)) + " solves problems whose conditions stand at " +
                    (is_ivp ? "several places, and these stand at one"
                            : "one place, and these stand at several") +
                    "; use \"auto\"";
  diagnostics.push_back(mistake);
}

/// Methods that go from the conditions on know no other end.
void check_kind(const Problem& problem, const Config& config, Diagnostics& diagnostics) {
  const TrainingConfig& training = config.training;
  const Method method = training.method;
  check_reference(problem, config.reference.method, diagnostics);
  if (!problem.lags.empty() && config.output.single_network) {
    Diagnostic mistake;
    mistake.place.path = "output.single_network";
    mistake.message =
        "one network cannot be made of windows that follow from a delay; remove the key";
    diagnostics.push_back(mistake);
  }
  if (problem.kind == ProblemKind::Ivp) return;
  if (method == Method::Readout) {
    if (!config.output.single_network) return;
    Diagnostic mistake;
    mistake.place.path = "output.single_network";
    mistake.message =
        "one network is made of windows that follow from their start, and these conditions stand "
        "at several places; use method gradient";
    diagnostics.push_back(mistake);
    return;
  }
  if (method == Method::Gradient) {
    check_course(training, diagnostics);
    return;
  }
  Diagnostic mistake;
  mistake.place.path = "training.method";
  mistake.message = "method " + std::string(to_name(method)) +
                    " solves initial-value problems, and these conditions stand at several "
                    "places; use method readout or gradient";
  diagnostics.push_back(mistake);
}

}  // namespace

Prepared prepare(const ConfigText& source, const std::vector<Override>& overrides) {
  ReadConfig read = read_config(source.text, source.name, source.stem, source.folder, overrides);
  Prepared prepared;
  Diagnostics diagnostics = read.diagnostics;
  if (read.complete) prepared.problem = make_problem(read.config, diagnostics);
  prepared.config = resolved(read.config, prepared.problem);
  if (!prepared.problem.states.empty()) {
    check_method(prepared.config, prepared.problem.highest_order(), diagnostics);
    if (!has_errors(diagnostics)) {
      check_kind(prepared.problem, prepared.config, diagnostics);
    }
  }
  check_unused(prepared.config, read.source, diagnostics);
  if (has_errors(diagnostics)) throw ConfigError(read.source.format(diagnostics));
  prepared.data = read_data(read.config.problem, prepared.problem, source.folder);
  const ReadInputs inputs = read_inputs(read.config.problem, source.folder, prepared.problem);
  prepared.input_sha256 = inputs.sha256;
  take_warnings(prepared, read.source, diagnostics);
  take_warnings(prepared, read.source, prepared.data.warnings);
  take_warnings(prepared, read.source, inputs.warnings);
  prepared.folder = source.folder;
  prepared.config_sha256 = sha256(source.text);
  return prepared;
}

}  // namespace pinn
