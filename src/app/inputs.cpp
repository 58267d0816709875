// SPDX-License-Identifier: MIT
// Input files to signals, every bad cell placed.
#include "pinn/app/inputs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "csv_cells.hpp"
#include "pinn/app/data.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/sha256.hpp"

namespace pinn {

namespace {

/// One file while it is turned into a signal.
class InputReader {
 public:
  InputReader(const InputConfig& config,
              const Problem& problem,
              const std::string& text,
              const std::string& name)
      : config_(config), problem_(problem), csv_(text, name) {}

  std::shared_ptr<const Signal> read() {
    const std::size_t variable = csv_.column(config_.variable);
    const std::size_t column = csv_.column(config_.column);
    csv_.require_rows();
    for (const auto& row : csv_.rows()) read_row(row, variable, column);
    csv_.throw_if_any();
    check_range(variable);
    csv_.throw_if_any();
    return std::make_shared<const Signal>(
        std::move(at_), std::move(values_), config_.interpolation);
  }

  std::size_t n_missing() const { return n_missing_; }

 private:
  void read_row(const CsvCells::Row& row, std::size_t variable, std::size_t column) {
    if (!csv_.is_whole(row)) return;
    const auto at = csv_.number(row[variable], variable);
    const auto value = csv_.number(row[column], column);
    if (!at || !value) {
      ++n_missing_;
      return;
    }
    if (!at_.empty() && !(*at > at_.back())) {
      csv_.add_error(row[variable],
                     problem_.variable + " = " + to_text(*at) + " after " + to_text(at_.back()) +
                         ", expected increasing values");
      return;
    }
    at_.push_back(*at);
    values_.push_back(*value);
  }

  /// The rows must cover the domain; "2*pi" there and 6.283185307179586 here are the same.
  void check_range(std::size_t variable) {
    if (at_.size() < 2) {
      csv_.add_error(csv_.rows().back()[variable],
                     std::to_string(at_.size()) + " usable row" + (at_.size() == 1 ? "" : "s") +
                         ", expected at least 2");
      return;
    }
    const double rounding = 4.0 * std::numeric_limits<double>::epsilon() *
                            std::max(std::abs(problem_.start), std::abs(problem_.end));
    const std::string domain =
        "the domain [" + to_text(problem_.start) + ", " + to_text(problem_.end) + "]";
    if (at_.front() > problem_.start + rounding) {
      csv_.add_error(csv_.rows().front()[variable],
                     "the signal begins at " + problem_.variable + " = " + to_text(at_.front()) +
                         ", after the start of " + domain);
    }
    if (at_.back() < problem_.end - rounding) {
      csv_.add_error(csv_.rows().back()[variable],
                     "the signal ends at " + problem_.variable + " = " + to_text(at_.back()) +
                         ", before the end of " + domain);
    }
  }

  const InputConfig& config_;
  const Problem& problem_;
  CsvCells csv_;
  std::vector<double> at_;
  std::vector<double> values_;
  std::size_t n_missing_ = 0;
};

}  // namespace

std::shared_ptr<const Signal> parse_input(const InputConfig& config,
                                          const Problem& problem,
                                          const std::string& text,
                                          const std::string& name,
                                          std::size_t& n_missing) {
  InputReader reader(config, problem, text, name);
  auto signal = reader.read();
  n_missing = reader.n_missing();
  return signal;
}

ReadInputs read_inputs(const ProblemConfig& config,
                       const std::filesystem::path& folder,
                       Problem& problem) {
  ReadInputs read;
  for (std::size_t i = 0; i < config.inputs.size(); ++i) {
    const auto& [name, input] = config.inputs[i];
    const std::filesystem::path path = folder / input.file;
    const std::string text = read_file(path, kMaxDataBytes);
    read.sha256.emplace_back(input.file, sha256(text));
    std::size_t n_missing = 0;
    problem.inputs[i].signal = parse_input(input, problem, text, path.string(), n_missing);
    if (n_missing == 0) continue;
    Diagnostic warning;
    warning.severity = Severity::Warning;
    warning.place.path = "problem.inputs." + name + ".file";
    warning.id = "missing-data";
    warning.message = std::to_string(n_missing) + (n_missing == 1 ? " row" : " rows") +
                      " with a missing value left out";
    read.warnings.push_back(warning);
  }
  return read;
}

}  // namespace pinn
