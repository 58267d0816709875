// SPDX-License-Identifier: MIT
// run.json, section by section.
#include "pinn/report/run_record.hpp"

#include <sched.h>

#include <array>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>
#include <thread>

#include "pinn/config/names.hpp"

namespace pinn {

namespace {

using Json = nlohmann::ordered_json;

/// JSON has no nan and no infinity.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// Where the solution ends: before the domain does at an event, a blow-up or a limit.
Json reached_json(const RunRecord& record) {
  if (!record.training) return nullptr;
  const TrainingResult& training = *record.training;
  if (std::isfinite(training.reached)) return training.reached;
  return training.model.windows.empty() ? Json(nullptr) : number(training.model.end());
}

Json delays_json(const Problem& problem) {
  Json delays = Json::array();
  for (const Lag& lag : problem.lags) {
    delays.push_back({{"state", problem.states[static_cast<std::size_t>(lag.state)].name},
                      {"derivative", lag.derivative},
                      {"delay", lag.delay}});
  }
  return delays;
}

Json problem_json(const RunRecord& record) {
  const Problem& problem = record.problem;
  Json orders = Json::object();
  Json states = Json::array();
  for (const State& state : problem.states) {
    states.push_back(state.name);
    orders[state.name] = state.order;
  }
  Json equations = Json::array();
  for (const Equation& equation : problem.equations) equations.push_back(equation.text);
  Json constraints = Json::array();
  for (const Equation& constraint : problem.constraints) constraints.push_back(constraint.text);
  Json consistent = Json::array();
  for (const Condition& condition : problem.conditions) {
    if (condition.derived) consistent.push_back(condition.text);
  }
  return {{"variable", problem.variable},
          {"domain", {problem.start, problem.end}},
          {"reached", reached_json(record)},
          {"states", states},
          {"orders", orders},
          {"kind", problem.kind == ProblemKind::Ivp ? "ivp" : "bvp"},
          {"linear", problem.linear},
          {"implicit", problem.implicit},
          {"equations", equations},
          {"delays", delays_json(problem)},
          {"constraints", constraints},
          {"consistent", consistent}};
}

/// Constants that conditions determine.
Json unknowns_json(const RunRecord& record) {
  Json unknowns = Json::object();
  if (!record.training || record.training->model.windows.empty()) return unknowns;
  const Model& model = record.training->model;
  for (const auto& [name, unknown] : record.config.problem.unknowns) {
    const int state = record.problem.find_state(name);
    if (state < 0) continue;
    unknowns[name] = {{"value", number(model.evaluate(model.start(), 0)(state, 0))}};
  }
  return unknowns;
}

Json observables_json(const std::vector<ObservableRange>& ranges) {
  Json observables = Json::object();
  for (const ObservableRange& range : ranges) {
    observables[range.name] = {
        {"min", number(range.min)}, {"max", number(range.max)}, {"drift", number(range.drift)}};
  }
  return observables;
}

Json scales_json(const TrainingResult& training) {
  Json scales = Json::object();
  if (training.model.windows.empty()) return scales;
  const Window& window = training.model.windows.front();
  for (int s = 0; s < training.model.n_states() && s < window.scale.size(); ++s) {
    scales[training.model.states[static_cast<std::size_t>(s)]] = number(window.scale(s));
  }
  scales[training.model.variable] = number(1.0 / window.input.rate);
  return scales;
}

Json network_json(const RunRecord& record) {
  Json layers = Json::array();
  Json weights = nullptr;
  if (record.training && !record.training->model.windows.empty()) {
    const Model& model = record.training->model;
    weights = model.n_weights();
    const Mlp& network = model.windows.front().networks.front();
    layers.push_back(network.layers.front().weight.cols());
    for (const Linear& layer : network.layers) layers.push_back(layer.weight.rows());
  }
  return {{"weights", weights}, {"layers", layers}};
}

Json atol_json(const AcceptConfig& accept) {
  if (const auto* value = std::get_if<double>(&accept.atol)) return *value;
  Json by_state = Json::object();
  for (const auto& [state, value] : std::get<NamedList<double>>(accept.atol)) {
    by_state[state] = value;
  }
  return by_state;
}

Json state_error_json(const StateError& error) {
  Json json = {{"max_error", number(error.max_error)},
               {"at", number(error.at)},
               {"max_relative_error", number(error.max_relative_error)},
               {"rms_error", number(error.rms_error)},
               {"tolerance_ratio", number(error.tolerance_ratio)},
               {"estimated_error", nullptr}};
  if (error.estimated_error >= 0.0) json["estimated_error"] = number(error.estimated_error);
  return json;
}

Json domain_cut_json(const DomainCut& cut) {
  Json json = {{"domain", {number(cut.start), number(cut.end)}}, {"change", nullptr}};
  if (!cut.known) return json;
  json["change"] = number(cut.change);
  json["state"] = cut.state;
  json["at"] = number(cut.at);
  json["tolerance_ratio"] = number(cut.ratio);
  return json;
}

Json acceptance_json(const RunRecord& record) {
  const AcceptConfig& accept = record.config.accept;
  Json json = {{"basis", nullptr},
               {"rtol", number(accept.rtol)},
               {"atol", atol_json(accept)},
               {"points", accept.points},
               {"estimated_error", nullptr}};
  if (!record.verdict) return json;
  const Verdict& verdict = *record.verdict;
  Json by_state = Json::object();
  for (const StateError& error : verdict.by_state) by_state[error.state] = state_error_json(error);
  json["basis"] = to_name(verdict.basis);
  if (verdict.estimated_error >= 0.0) json["estimated_error"] = number(verdict.estimated_error);
  json["horizon"] = number(verdict.horizon);
  if (verdict.cut) json["domain_cut"] = domain_cut_json(*verdict.cut);
  json["points"] = verdict.n_points;
  json["max_error"] = number(verdict.worst.max_error);
  json["max_relative_error"] = number(verdict.worst.max_relative_error);
  json["rms_error"] = number(verdict.worst.rms_error);
  json["tolerance_ratio"] = number(verdict.worst.tolerance_ratio);
  json["worst"] = {{"state", verdict.worst.state}, {"at", number(verdict.worst.at)}};
  json["by_state"] = by_state;
  return json;
}

Json residual_json(const Verdict& verdict) {
  return {{"rms", number(verdict.residual.rms)},
          {"max", number(verdict.residual.max)},
          {"at", number(verdict.residual.at)}};
}

Json conditions_json(const RunRecord& record) {
  Json hard = Json::array();
  Json soft = Json::array();
  for (const ConditionCheck& c : record.verdict->conditions) {
    (c.hard ? hard : soft).push_back(c.condition);
  }
  return {{"max_violation", number(record.verdict->max_violation)}, {"hard", hard}, {"soft", soft}};
}

Json statistics_json(const std::optional<WindowStatistics>& statistics) {
  if (!statistics) return nullptr;
  return {{"windows", statistics->windows},
          {"iterations", statistics->iterations},
          {"newton_iterations", statistics->newton_iterations},
          {"rejected", statistics->rejected},
          {"rhs_evaluations", statistics->rhs_evaluations},
          {"jacobian_evaluations", statistics->jacobian_evaluations},
          {"factorisations", statistics->factorisations},
          {"switches", statistics->switches},
          {"events", statistics->events}};
}

Json training_json(const RunRecord& record) {
  const TrainingResult& training = *record.training;
  Json stages = Json::array();
  for (const StageSummary& stage : training.stages) {
    stages.push_back({{"optimizer", stage.optimizer},
                      {"iterations", stage.iterations},
                      {"seconds", number(stage.seconds)},
                      {"final_loss", number(stage.final_loss)},
                      {"ended_by", stage.ended_by}});
  }
  Json restarts = Json::array();
  for (const RestartSummary& restart : training.restarts) {
    restarts.push_back({{"seed", restart.seed},
                        {"max_error", number(restart.max_error)},
                        {"loss", number(restart.loss)}});
  }
  return {{"seed", record.config.training.seed},
          {"precision", to_name(record.config.training.precision)},
          {"windows", training.model.windows.size()},
          {"iterations", training.iterations},
          {"best_iteration", training.best_iteration},
          {"best_loss", number(training.best_loss)},
          {"ended_by", training.message},
          {"statistics", statistics_json(training.statistics)},
          {"stages", stages},
          {"restarts", restarts}};
}

Json verdict_json(const std::optional<bool>& accepted) {
  if (!accepted) return nullptr;
  return *accepted ? "accepted" : "not_accepted";
}

Json single_network_json(const RunRecord& record) {
  if (!record.single) return nullptr;
  const SingleNetwork& single = *record.single;
  const Verdict& verdict = single.verdict;
  return {{"verdict", verdict_json(verdict.accepted)},
          {"width", single.model.windows.front().networks.front().layers.back().weight.cols()},
          {"max_error", number(verdict.worst.max_error)},
          {"tolerance_ratio", number(verdict.worst.tolerance_ratio)},
          {"basis", to_name(verdict.basis)},
          {"weights", single.model.n_weights()},
          {"seconds", number(single.seconds)}};
}

Json reference_json(const ReferenceSolution& reference) {
  Json json = {{"method", text_or_null(reference.key)},
               {"solved", reference.solved},
               {"message", reference.message}};
  if (!reference.solved) return json;
  json.update({{"rtol", number(reference.rtol)},
               {"atol", number(reference.atol)},
               {"steps", reference.steps},
               {"rhs_evaluations", reference.rhs_evaluations},
               {"seconds", number(reference.seconds)},
               {"own_error", number(reference.max_own_error)}});
  return json;
}

/// Processors that this process may use.
int usable_cpus() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
  return static_cast<int>(std::thread::hardware_concurrency());
}

Json host_json(const RunRecord& record) {
  Json json = {{"cpus", usable_cpus()}, {"threads", nullptr}, {"device", nullptr}};
  if (record.training) {
    json["threads"] = record.training->threads;
    json["device"] = record.training->device;
  }
  return json;
}

Json warnings_json(const std::vector<Warning>& warnings) {
  Json json = Json::array();
  for (const Warning& w : warnings) json.push_back({{"id", w.id}, {"message", w.message}});
  return json;
}

Json digests_json(const std::vector<std::pair<std::string, std::string>>& digests) {
  Json json = Json::object();
  for (const auto& [file, digest] : digests) json[file] = digest;
  return json;
}

Json method_json(const RunRecord& record) {
  const std::string used{to_name(record.config.training.method)};
  return {{"used", used}, {"tried", Json::array({{{"name", used}, {"reason", ""}}})}};
}

}  // namespace

std::string to_string(RunStatus status) {
  static constexpr std::array<const char*, 6> kNames{
      "running", "finished", "diverged", "stopped", "interrupted", "failed"};
  return kNames[static_cast<std::size_t>(status)];
}

std::string time_stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

std::string to_json(const RunRecord& record) {
  Json json;
  json["format"] = record.config.format;
  json["tool"] = {{"name", "pinn-solve"},
                  {"version", program_version()},
                  {"git", text_or_null(program_commit())}};
  json["name"] = record.config.name;
  json["description"] = record.config.description;
  json["verdict"] = verdict_json(record.accepted);
  json["status"] = to_string(record.status);
  json["exit_code"] = record.exit_code < 0 ? Json(nullptr) : Json(record.exit_code);
  json["message"] = record.message;
  json["problem"] = problem_json(record);
  json["observables"] = observables_json(record.observables);
  json["unknowns"] = unknowns_json(record);
  json["method"] = method_json(record);
  json["scales"] = record.training ? scales_json(*record.training) : Json::object();
  json["network"] = network_json(record);
  json["acceptance"] = acceptance_json(record);
  json["residual"] = record.verdict ? residual_json(*record.verdict) : Json(nullptr);
  json["conditions"] = record.verdict ? conditions_json(record) : Json(nullptr);
  json["training"] = record.training ? training_json(record) : Json(nullptr);
  json["single_network"] = single_network_json(record);
  json["reference"] = record.reference ? reference_json(*record.reference) : Json(nullptr);
  json["seconds"] = {{"startup", number(record.seconds.startup)},
                     {"solve", number(record.seconds.solve)},
                     {"check", number(record.seconds.check)},
                     {"total", number(record.seconds.total)}};
  json["warnings"] = warnings_json(record.warnings);
  json["findings"] = Json::array();
  json["config_sha256"] = record.config_sha256;
  json["data_sha256"] = digests_json(record.data_sha256);
  json["argv"] = record.argv;
  json["host"] = host_json(record);
  json["versions"] = {{"libtorch", text_or_null(record.engine_version)},
                      {"sundials", sundials_version()},
                      {"compiler", __VERSION__}};
  json["started"] = record.started;
  json["finished"] = text_or_null(record.finished);
  json["files"] = record.files;
  // A name or argument that is not UTF-8 must not cost the record: its bytes are replaced.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pinn
