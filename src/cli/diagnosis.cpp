// SPDX-License-Identifier: MIT
// One function per check.
#include "diagnosis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "json_at.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/table.hpp"

namespace pinn::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr double kMostPeriods = 5.0;
constexpr double kScaleRatio = 1e3;
constexpr double kValidationGap = 10.0;
constexpr double kFloat32Digits = 1e-6;

/// Numbers of a table by column.
using Columns = std::map<std::string, std::vector<double>>;

Columns read_columns(const std::filesystem::path& file) {
  std::error_code failure;
  Columns columns;
  if (!std::filesystem::exists(file, failure)) return columns;
  const CsvText csv = parse_csv(read_file(file, kMostBytes), file.string());
  for (const auto& row : csv.rows) {
    for (std::size_t c = 0; c < csv.header.size() && c < row.size(); ++c) {
      columns[csv.header[c].text].push_back(parse_number(row[c].text).value_or(std::nan("")));
    }
  }
  return columns;
}

class Diagnosis {
 public:
  explicit Diagnosis(const std::filesystem::path& run)
      : history_(read_columns(run / "history.csv")), solution_(read_columns(run / "solution.csv")) {
    run_ = read_json(run / "run.json");
    config_ = read_json(run / "config.json");
  }

  std::vector<Finding> findings() {
    residual_small_error_large();
    condition_violated();
    domain_cut();
    long_domain();
    scale();
    validation_gap();
    float32_floor();
    plateau();
    seed_spread();
    stiff();
    non_smooth();
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return a.severe && !b.severe;
    });
    return found_;
  }

 private:
  static Json read_json(const std::filesystem::path& file) {
    Json json = Json::parse(read_file(file, kMostBytes), nullptr, false);
    if (json.is_object()) return json;
    throw ConfigError(file.string() + ": error: no JSON object");
  }

  static std::optional<double> number(const Json& from, const char* path) {
    const Json* value = json_at(from, path);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->get<double>();
  }

  static std::string text(const Json& from, const char* path) {
    const Json* value = json_at(from, path);
    return value != nullptr && value->is_string() ? value->get<std::string>() : "";
  }

  bool is_trained() const { return text(run_, "/method/used") == "gradient"; }

  std::vector<std::string> states() const {
    return run_.at("problem").at("states").get<std::vector<std::string>>();
  }

  void residual_small_error_large() {
    const auto error = number(run_, "/acceptance/max_error");
    const auto ratio = number(run_, "/acceptance/tolerance_ratio");
    const auto residual = number(run_, "/residual/max");
    if (!error || !ratio || !residual || *ratio <= 1.0) return;
    if (text(run_, "/acceptance/basis") == "residual" || *residual > *error / *ratio) return;
    found_.push_back({"residual-small-error-large",
                      true,
                      "largest residual " + to_short_text(*residual) + ", largest error " +
                          to_short_text(*error),
                      "the residual is within the tolerance, the error is not",
                      "--set training.method=readout"});
  }

  void condition_violated() {
    const auto violation = number(run_, "/conditions/max_violation");
    const Json soft =
        run_.at("conditions").is_object() ? run_.at("conditions").value("soft", Json()) : Json();
    if (!violation || !soft.is_array() || soft.empty()) return;
    const Json& acceptance = run_.at("acceptance");
    double atol = number(acceptance, "/rtol").value_or(0.0);
    if (acceptance.contains("atol") && acceptance.at("atol").is_number()) {
      atol += acceptance.at("atol").get<double>();
    }
    if (*violation <= atol) return;
    found_.push_back({"condition-violated",
                      true,
                      "a soft condition is off by " + to_short_text(*violation),
                      "more than the tolerance " + to_short_text(atol),
                      "--set training.conditions=hard"});
  }

  void domain_cut() {
    const auto change = number(run_, "/acceptance/domain_cut/change");
    const auto ratio = number(run_, "/acceptance/domain_cut/tolerance_ratio");
    const Json* domain = json_at(run_, "/acceptance/domain_cut/domain");
    if (!change || !ratio || *ratio <= 1.0) return;
    found_.push_back({"domain-cut",
                      true,
                      "on the domain " + domain->dump() + " " +
                          text(run_, "/acceptance/domain_cut/state") + " is different by " +
                          to_short_text(*change),
                      "more than the tolerance: the end that stands for infinity is too near",
                      "--set 'problem.domain=" + domain->dump() + "'"});
  }

  /// Half the changes of sign about the mean, the most over the states.
  double periods() const {
    double most = 0.0;
    for (const std::string& state : states()) {
      const auto column = solution_.find(state);
      if (column == solution_.end() || column->second.size() < 2) continue;
      const std::vector<double>& values = column->second;
      const auto [low, high] = std::minmax_element(values.begin(), values.end());
      const double middle = 0.5 * (*low + *high);
      int changes = 0;
      for (std::size_t i = 1; i < values.size(); ++i) {
        changes += (values[i - 1] > middle) != (values[i] > middle) ? 1 : 0;
      }
      most = std::max(most, 0.5 * changes);
    }
    return most;
  }

  void long_domain() {
    const double windows = number(run_, "/training/windows").value_or(1.0);
    const double per_window = periods() / std::max(windows, 1.0);
    if (!is_trained() || per_window <= kMostPeriods) return;
    found_.push_back(
        {"long-domain",
         false,
         to_short_text(per_window) + " periods in a window",
         "more than " + to_short_text(kMostPeriods),
         "--set training.windows=" + std::to_string(static_cast<int>(std::ceil(periods() / 2.0)))});
  }

  void scale() {
    double smallest = std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (const std::string& state : states()) {
      const auto column = solution_.find(state);
      double size = 0.0;
      if (column == solution_.end()) continue;
      for (const double value : column->second) size = std::max(size, std::abs(value));
      if (size > 0.0) smallest = std::min(smallest, size);
      largest = std::max(largest, size);
    }
    if (!is_trained() || largest <= kScaleRatio * smallest) return;
    found_.push_back({"scale",
                      false,
                      "states from " + to_short_text(smallest) + " to " + to_short_text(largest),
                      "more than " + to_short_text(kScaleRatio) + " times each other",
                      "other units, or --set training.method=readout"});
  }

  void validation_gap() {
    const auto measured = history_.find("val_residual_rms");
    if (!is_trained() || measured == history_.end()) return;
    double squares = 0.0;
    for (const auto& [name, values] : history_) {
      if (name.rfind("res_", 0) == 0 && !values.empty()) squares += values.back();
    }
    const double at_points = std::sqrt(squares);
    const double between = measured->second.back();
    if (!(at_points > 0.0) || !(between > kValidationGap * at_points)) return;
    found_.push_back({"validation-gap",
                      false,
                      "residual between the points " + to_short_text(between) + ", at the points " +
                          to_short_text(at_points),
                      "more than " + to_short_text(kValidationGap) + " times it",
                      "--set training.points.adapt=residual, or more training.points.count"});
  }

  void float32_floor() {
    const double rtol = number(run_, "/acceptance/rtol").value_or(1.0);
    const double atol = number(run_, "/acceptance/atol").value_or(1.0);
    if (text(config_, "/training/precision") != "float32") return;
    if (std::max(rtol, atol) >= kFloat32Digits) return;
    found_.push_back({"float32-floor",
                      false,
                      "tolerance " + to_short_text(std::max(rtol, atol)) + " in float32",
                      "below " + to_short_text(kFloat32Digits),
                      "--set training.precision=float64"});
  }

  void plateau() {
    const auto loss = history_.find("loss");
    const auto stage = history_.find("stage");
    if (!is_trained() || loss == history_.end() || stage == history_.end()) return;
    const double last = stage->second.back();
    const auto first = static_cast<std::size_t>(
        std::find(stage->second.begin(), stage->second.end(), last) - stage->second.begin());
    const std::vector<double> rows(loss->second.begin() + static_cast<std::ptrdiff_t>(first),
                                   loss->second.end());
    if (rows.size() < 8) return;
    const auto lowest = std::min_element(rows.begin(), rows.end());
    const double part =
        static_cast<double>(lowest - rows.begin()) / static_cast<double>(rows.size());
    if (part > 0.5) return;
    found_.push_back(
        {"plateau",
         false,
         "lowest loss of the last stage after " + to_short_text(100.0 * part, 2) + " % of its rows",
         "nothing lower in its second half",
         "a stage of lbfgs, ssbroyden or levenberg_marquardt, or a lower rate"});
  }

  void seed_spread() {
    const auto ratio = number(run_, "/acceptance/tolerance_ratio");
    const auto error = number(run_, "/acceptance/max_error");
    const Json restarts = run_.at("training").is_object()
                              ? run_.at("training").value("restarts", Json::array())
                              : Json::array();
    if (!ratio || !error || !(*ratio > 0.0) || restarts.size() < 2) return;
    double low = std::numeric_limits<double>::infinity();
    double high = 0.0;
    for (const Json& restart : restarts) {
      const auto one = number(restart, "/max_error");
      if (!one) return;
      low = std::min(low, *one);
      high = std::max(high, *one);
    }
    if (high - low <= *error / *ratio) return;
    found_.push_back(
        {"seed-spread",
         false,
         "errors of the restarts from " + to_short_text(low) + " to " + to_short_text(high),
         "further apart than the tolerance " + to_short_text(*error / *ratio),
         "a larger network.hidden, or --set training.method=readout"});
  }

  void stiff() {
    if (text(run_, "/reference/method") != "cvode_bdf" || text(run_, "/method/used") == "readout") {
      return;
    }
    if (text(config_, "/reference/method") == "cvode_bdf") return;  // asked for
    found_.push_back({"stiff",
                      false,
                      "the classical solver took BDF",
                      "Adams would need over 3 times its steps",
                      "--set training.method=readout"});
  }

  void non_smooth() {
    if (text(run_, "/method/used") == "readout") return;
    const Json* equations = json_at(run_, "/problem/equations");
    if (equations == nullptr) return;
    for (const Json& equation : *equations) {
      const Equality sides = parse_equality(equation.get<std::string>());
      for (const FunctionInfo& info : functions()) {
        if (info.smooth ||
            (!sides.left.calls(info.function) && !sides.right.calls(info.function))) {
          continue;
        }
        found_.push_back({"non-smooth",
                          false,
                          std::string(info.name) + " in an equation",
                          "a network of smooth functions bends slowly",
                          "--set training.method=readout, or more training.windows"});
        return;
      }
    }
  }

  Json run_;
  Json config_;
  Columns history_;
  Columns solution_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> diagnose(const std::filesystem::path& run) {
  return Diagnosis(run).findings();
}

}  // namespace pinn::cli
