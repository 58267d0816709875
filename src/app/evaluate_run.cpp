// SPDX-License-Identifier: MIT
// Models from files, places from text, and the table of both.
#include "pinn/app/evaluate_run.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "pinn/basis/points.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/report/tables.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

constexpr double kMostPoints = 1e7;  ///< As output.points.

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

double parse_place(const std::string& text) {
  double value = std::nan("");
  if (const auto number = parse_number(text)) {
    value = *number;
  } else {
    try {
      const Expression expression = parse_expression(text);
      for (const Node& node : expression.nodes()) {
        if (node.op == Op::Name || node.op == Op::Applied) {
          throw UsageError("--at: \"" + text + "\" is not a constant");
        }
      }
      value = evaluate_constant(expression);
    } catch (const ExpressionError& e) {
      throw UsageError("--at: \"" + text + "\" is not a number: " + e.what());
    }
  }
  if (!std::isfinite(value)) throw UsageError("--at: \"" + text + "\" is not a finite number");
  return value;
}

std::vector<double> parse_range(const std::vector<std::string>& parts, const std::string& text) {
  const double first = parse_place(parts[0]);
  const double last = parse_place(parts[1]);
  const double count = parse_place(parts[2]);
  if (!(first < last)) {
    throw UsageError("--at: \"" + text + "\" goes from " + to_text(first) + " to " + to_text(last) +
                     ", expected A < B");
  }
  if (count != std::floor(count) || count < 2.0 || count > kMostPoints) {
    throw UsageError("--at: \"" + text + "\" asks for " + to_text(count) +
                     " points, expected a whole number from 2 to 10000000");
  }
  return uniform_points(static_cast<std::int64_t>(count), first, last);
}

/// A model keeps the names of its data files, which may be gone.
bool is_about_data(const Diagnostic& d) {
  const std::string& path = d.place.path;
  const std::string file = ".file";
  const bool is_file =
      path.size() > file.size() && path.compare(path.size() - file.size(), file.size(), file) == 0;
  return path.rfind("problem.data", 0) == 0 || (is_file && path.rfind("problem.inputs.", 0) == 0);
}

/// Gives the problem the signals that were saved with the model.
void take_signals(const std::vector<SavedSignal>& saved,
                  const ProblemConfig& config,
                  LoadedRun& run) {
  for (std::size_t i = 0; i < config.inputs.size(); ++i) {
    Input& input = run.problem->inputs[i];
    const auto found = std::find_if(saved.begin(), saved.end(), [&](const SavedSignal& signal) {
      return signal.name == input.name;
    });
    if (found == saved.end()) {
      run.warnings.push_back(
          {"no-signal",
           "the model holds no input \"" + input.name + "\": what depends on it is nan"});
      continue;
    }
    input.signal = std::make_shared<const Signal>(
        found->at, found->values, config.inputs[i].second.interpolation);
  }
}

}  // namespace

LoadedRun load_run(const std::filesystem::path& path) {
  SavedModel saved = read_model(path);
  LoadedRun run;
  run.model = std::move(saved.model);
  if (saved.config.empty()) {
    run.warnings.push_back({"no-config", path.string() + " holds no config: states only"});
    return run;
  }
  ReadConfig read = read_config(saved.config, path.string(), "model", ".", {});
  read.config.problem.data.clear();
  Diagnostics found;
  std::copy_if(read.diagnostics.begin(),
               read.diagnostics.end(),
               std::back_inserter(found),
               [](const Diagnostic& d) { return !is_about_data(d); });
  if (has_errors(found)) throw ConfigError(read.source.format(found));
  Problem problem = make_problem(read.config, found);
  if (has_errors(found)) throw ConfigError(read.source.format(found));
  std::vector<std::string> names;
  for (const State& state : problem.states) names.push_back(state.name);
  if (names != run.model.states) {
    throw ConfigError(path.string() + ": error: the model's states are not those of its config\n");
  }
  run.problem = std::move(problem);
  take_signals(saved.signals, read.config.problem, run);
  return run;
}

std::vector<double> parse_points(const std::string& text) {
  const std::vector<std::string> range = split(text, ':');
  if (range.size() == 3) return parse_range(range, text);
  if (range.size() != 1) {
    throw UsageError("--at: \"" + text + "\", expected A:B:N or V,V,...");
  }
  std::vector<double> points;
  for (const std::string& part : split(text, ',')) points.push_back(parse_place(part));
  return points;
}

std::vector<double> read_points(const std::filesystem::path& path, const std::string& variable) {
  const CsvText csv = parse_csv(read_file(path, kMaxDataBytes), path.string());
  std::size_t column = 0;
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    if (csv.header[i].text == variable) column = i;
  }
  std::vector<double> points;
  std::string errors;
  for (const auto& row : csv.rows) {
    const CsvText::Field& field = row[std::min(column, row.size() - 1)];
    const auto value = column < row.size() ? parse_number(field.text) : std::nullopt;
    if (value && std::isfinite(*value)) {
      points.push_back(*value);
    } else if (errors.empty()) {
      errors = path.string() + ":" + std::to_string(field.line) + ":" +
               std::to_string(field.column) + ": error: \"" + field.text +
               "\" is not a number, expected a value of " + variable + "\n";
    }
  }
  if (!errors.empty()) throw ConfigError(errors);
  if (points.empty()) {
    throw ConfigError(path.string() + ": error: no rows, expected a header and values of " +
                      variable + "\n");
  }
  return points;
}

std::size_t n_outside(const Model& model, const std::vector<double>& points) {
  return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](double v) {
    return v < model.start() || v > model.end();
  }));
}

Table evaluate_run(const LoadedRun& run, const std::vector<double>& points) {
  if (run.problem) {
    return solution_table(*run.problem, run.model, points, SolutionColumns{}, Eigen::MatrixXd());
  }
  Table table{{run.model.variable}, {}};
  table.columns.insert(table.columns.end(), run.model.states.begin(), run.model.states.end());
  for (const double v : points) {
    const Eigen::MatrixXd y = run.model.evaluate(v, 0);
    std::vector<Cell> row{v};
    for (Eigen::Index s = 0; s < y.rows(); ++s) row.emplace_back(y(s, 0));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace pinn
