// SPDX-License-Identifier: MIT
// Columns by name, made into curves.
#include "pinn/plot/run_panels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>

#include "pinn/util/table.hpp"

namespace pinn {

namespace {

// More states than that cannot be told apart: those with the largest values are drawn.
constexpr std::size_t kMostStates = 6;
constexpr std::size_t kMostRows = 4000;  ///< Of one curve; more are thinned.

using Columns = std::map<std::string, std::vector<double>>;

Columns read_columns(const std::string& text, const std::string& name) {
  Columns columns;
  if (text.empty()) return columns;
  const CsvText csv = parse_csv(text, name);
  const std::size_t stride = std::max<std::size_t>(1, csv.rows.size() / kMostRows);
  for (std::size_t c = 0; c < csv.header.size(); ++c) {
    std::vector<double>& values = columns[csv.header[c].text];
    for (std::size_t i = 0; i < csv.rows.size(); ++i) {
      // the first rows are those that change most
      const bool is_kept = i < kMostRows / 4 || i % stride == 0 || i + 1 == csv.rows.size();
      if (!is_kept || c >= csv.rows[i].size()) continue;
      char* end = nullptr;
      const std::string& cell = csv.rows[i][c].text;
      const double value = std::strtod(cell.c_str(), &end);
      values.push_back(end == cell.c_str() ? std::nan("") : value);
    }
  }
  return columns;
}

const std::vector<double>* find(const Columns& columns, const std::string& name) {
  const auto found = columns.find(name);
  return found == columns.end() ? nullptr : &found->second;
}

std::vector<double> absolute(const std::vector<double>& values) {
  std::vector<double> sizes;
  for (const double value : values) sizes.push_back(std::abs(value));
  return sizes;
}

double largest(const std::vector<double>& values) {
  double size = 0.0;
  for (const double value : values) size = std::fmax(size, std::abs(value));
  return size;
}

/// The states to draw: all, or the largest few in their own order.
std::vector<std::string> drawn_states(const RunTables& run, const Columns& columns) {
  std::vector<std::string> states = run.states;
  if (states.size() <= kMostStates) return states;
  std::stable_sort(states.begin(), states.end(), [&](const auto& a, const auto& b) {
    const auto* left = find(columns, a);
    const auto* right = find(columns, b);
    return (left != nullptr ? largest(*left) : 0.0) > (right != nullptr ? largest(*right) : 0.0);
  });
  states.resize(kMostStates);
  return states;
}

/// Panels under construction, by what they show.
struct Panels {
  Panel solution;
  Panel error;
  Panel residual;
  Panel loss;
  Panel parts;
  Panel phase;
};

class RunCurves {
 public:
  RunCurves(const RunTables& run, bool is_only, int first_color)
      : run_(run), is_only_(is_only), color_(first_color) {
    columns_ = read_columns(run.solution, "solution.csv");
    extrapolated_ = read_columns(run.extrapolation, "extrapolation.csv");
    history_ = read_columns(run.history, "history.csv");
  }

  void add_to(Panels& panels) {
    const std::vector<double>* v = find(columns_, run_.variable);
    if (v != nullptr) add_solution(*v, panels);
    add_loss(panels);
    add_parts(panels);
  }

  int next_color() const { return color_; }

 private:
  std::string named(const std::string& what) const {
    return is_only_ ? what : run_.name + ": " + what;
  }

  void add_solution(const std::vector<double>& v, Panels& panels) {
    const std::vector<std::string> states = drawn_states(run_, columns_);
    const std::vector<double>* past = find(extrapolated_, run_.variable);
    for (const std::string& state : states) {
      const std::vector<double>* y = find(columns_, state);
      if (y == nullptr) continue;
      const std::vector<double>* further = past != nullptr ? find(extrapolated_, state) : nullptr;
      if (further != nullptr) {
        panels.solution.curves.push_back({named(state), *past, *further, LineKind::Solid, color_});
      } else {
        panels.solution.curves.push_back({named(state), v, *y, LineKind::Solid, color_});
      }
      add_reference(state, v, past, panels);
      add_error(state, v, panels);
      ++color_;
    }
    int color = color_ - static_cast<int>(states.size());
    for (const auto& [name, values] : columns_) {
      if (name.rfind("res_", 0) != 0) continue;
      const std::string of = name.substr(4);
      const auto place = std::find(states.begin(), states.end(), of) - states.begin();
      if (place == static_cast<std::ptrdiff_t>(states.size()) && run_.states.size() > kMostStates) {
        continue;
      }
      panels.residual.curves.push_back(
          {named(of), v, absolute(values), LineKind::Solid, color + static_cast<int>(place)});
    }
    if (run_.states.size() != 2) return;
    const auto* a = find(columns_, run_.states[0]);
    const auto* b = find(columns_, run_.states[1]);
    if (a != nullptr && b != nullptr) {
      panels.phase.curves.push_back({run_.name, *a, *b, LineKind::Solid, color});
    }
  }

  void add_reference(const std::string& state,
                     const std::vector<double>& v,
                     const std::vector<double>* past,
                     Panels& panels) const {
    const Columns& from = past != nullptr ? extrapolated_ : columns_;
    const std::vector<double>* ref = find(from, state + "_ref");
    if (ref == nullptr) ref = find(columns_, state + "_ref");
    if (ref == nullptr || !is_only_) return;
    const bool is_past = past != nullptr && ref->size() == past->size();
    panels.solution.curves.push_back(
        {state + " reference", is_past ? *past : v, *ref, LineKind::Dashed, color_});
  }

  void add_error(const std::string& state, const std::vector<double>& v, Panels& panels) const {
    const std::vector<double>* error = find(columns_, state + "_err");
    const std::vector<double>* estimate = find(columns_, state + "_err_est");
    if (error != nullptr) {
      panels.error.curves.push_back({named(state), v, absolute(*error), LineKind::Solid, color_});
    }
    if (estimate != nullptr && is_only_) {
      panels.error.curves.push_back(
          {state + " estimated", v, absolute(*estimate), LineKind::Dashed, color_});
    }
  }

  /// By iteration; windows that were solved at once have no course.
  void add_loss(Panels& panels) const {
    const std::vector<double>* iteration = find(history_, "iteration");
    if (iteration == nullptr || iteration->size() < 2 || !has_course()) return;
    int color = is_only_ ? 0 : color_ - 1;
    for (const char* name : {"loss", "val_loss", "val_error_max"}) {
      const std::vector<double>* values = find(history_, name);
      const bool is_any =
          values != nullptr && std::any_of(values->begin(), values->end(), [](double value) {
            return std::isfinite(value) && value > 0.0;
          });
      if (!is_any || (!is_only_ && std::string(name) != "loss")) continue;
      static const std::map<std::string, std::string> kSays{
          {"loss", "loss"}, {"val_loss", "validation loss"}, {"val_error_max", "largest error"}};
      panels.loss.curves.push_back(
          {named(kSays.at(name)), *iteration, *values, LineKind::Solid, color});
      if (is_only_) ++color;
    }
  }

  /// Mean squares of the equations, the conditions and the data, before they are weighted.
  void add_parts(Panels& panels) const {
    const std::vector<double>* iteration = find(history_, "iteration");
    if (iteration == nullptr || iteration->size() < 2 || !has_course() || !is_only_) return;
    std::vector<Curve> curves;
    for (const auto& [name, values] : history_) {
      const bool is_part =
          name == "cond" || name.rfind("res_", 0) == 0 || name.rfind("data_", 0) == 0;
      if (!is_part || !(largest(values) > 0.0) || curves.size() == kMostStates) continue;
      const auto color = static_cast<int>(curves.size());
      curves.push_back({name, *iteration, values, LineKind::Solid, color});
    }
    if (curves.size() > 1) panels.parts.curves = std::move(curves);  // one alone is the loss
  }

  bool has_course() const {
    const std::vector<double>* rate = find(history_, "learning_rate");
    return rate != nullptr && largest(*rate) > 0.0;
  }

  const RunTables& run_;
  bool is_only_;
  int color_;
  Columns columns_;
  Columns extrapolated_;
  Columns history_;
};

}  // namespace

std::vector<Panel> run_panels(const std::vector<RunTables>& runs) {
  Panels panels;
  int color = 0;
  for (const RunTables& run : runs) {
    RunCurves curves(run, runs.size() == 1, color);
    curves.add_to(panels);
    color = std::max(color + 1, curves.next_color());
  }
  const std::string variable = runs.empty() ? "t" : runs.front().variable;
  const auto name = [&](Panel& panel, const char* title, const std::string& y) {
    panel.title = title;
    panel.x_label = variable;
    panel.y_label = y;
  };
  name(panels.solution, "solution", "");
  name(panels.error, "error", "|error|");
  name(panels.residual, "residual", "|residual|");
  name(panels.loss, "loss", "");
  name(panels.parts, "parts of the loss", "");
  panels.error.log_y = panels.residual.log_y = panels.loss.log_y = panels.parts.log_y = true;
  panels.loss.log_x = panels.parts.log_x = true;
  panels.loss.x_label = panels.parts.x_label = "iteration";
  panels.phase.title = "phase portrait";
  panels.phase.fill_x = false;
  if (!runs.empty() && runs.front().states.size() == 2) {
    panels.phase.x_label = runs.front().states[0];
    panels.phase.y_label = runs.front().states[1];
  }
  std::vector<Panel> all;
  for (Panel* panel : {&panels.solution,
                       &panels.error,
                       &panels.residual,
                       &panels.loss,
                       &panels.parts,
                       &panels.phase}) {
    if (!panel->curves.empty()) all.push_back(std::move(*panel));
  }
  return all;
}

}  // namespace pinn
