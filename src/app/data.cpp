// SPDX-License-Identifier: MIT
// Data files to series, every bad cell placed.
#include "pinn/app/data.hpp"

#include <algorithm>
#include <optional>

#include "csv_cells.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/sha256.hpp"

namespace pinn {

namespace {

/// One file while it is turned into series.
class DataReader {
 public:
  DataReader(const DataConfig& config,
             const Problem& problem,
             const std::string& text,
             const std::string& name)
      : config_(config), problem_(problem), csv_(text, name) {}

  std::vector<DataSeries> read() {
    const std::size_t variable = csv_.column(config_.variable);
    for (const auto& [name, column_name] : config_.columns) add_series(name, column_name);
    csv_.require_rows();
    for (const auto& row : csv_.rows()) read_row(row, variable);
    csv_.throw_if_any();
    std::vector<DataSeries> all;
    for (Series& series : series_) all.push_back(std::move(series.data));
    return all;
  }

  std::size_t n_missing() const { return n_missing_; }

 private:
  struct Series {
    DataSeries data;
    std::size_t column = 0;
    std::optional<std::size_t> sigma_column;
    double sigma = 1.0;
  };

  void add_series(const std::string& name, const std::string& column_name) {
    Series series;
    series.data.name = name;
    series.data.file = config_.file;
    series.data.state = problem_.find_state(name);
    for (std::size_t i = 0; i < problem_.observables.size(); ++i) {
      if (problem_.observables[i].name == name) series.data.observable = static_cast<int>(i);
    }
    series.column = csv_.column(column_name);
    for (const auto& [measured, sigma] : config_.sigma) {
      if (measured != name) continue;
      if (const auto* value = std::get_if<double>(&sigma)) series.sigma = *value;
      if (const auto* from = std::get_if<std::string>(&sigma))
        series.sigma_column = csv_.column(*from);
    }
    series_.push_back(std::move(series));
  }

  void read_row(const std::vector<CsvText::Field>& row, std::size_t variable) {
    if (!csv_.is_whole(row)) return;
    const auto at = csv_.number(row[variable], variable);
    if (!at) {
      ++n_missing_;
      return;
    }
    if (*at < problem_.start || *at > problem_.end) {
      csv_.add_error(row[variable],
                     problem_.variable + " = " + to_text(*at) + " is outside the domain [" +
                         to_text(problem_.start) + ", " + to_text(problem_.end) +
                         "]; remove the row or widen problem.domain");
      return;
    }
    for (Series& series : series_) add_value(series, row, *at);
  }

  void add_value(Series& series, const std::vector<CsvText::Field>& row, double at) {
    const auto value = csv_.number(row[series.column], series.column);
    double sigma = series.sigma;
    if (series.sigma_column) {
      const CsvText::Field& field = row[*series.sigma_column];
      const auto given = csv_.number(field, *series.sigma_column);
      if (given && *given <= 0.0) {
        csv_.add_error(field, "sigma = " + to_text(*given) + ", expected a number above 0");
      }
      if (!given) {
        ++n_missing_;
        return;
      }
      sigma = *given;
    }
    if (!value) {
      ++n_missing_;
      return;
    }
    series.data.at.push_back(at);
    series.data.observed.push_back(*value);
    series.data.sigma.push_back(sigma);
  }

  const DataConfig& config_;
  const Problem& problem_;
  CsvCells csv_;
  std::vector<Series> series_;
  std::size_t n_missing_ = 0;
};

}  // namespace

std::vector<DataSeries> parse_data(const DataConfig& config,
                                   const Problem& problem,
                                   const std::string& text,
                                   const std::string& name,
                                   std::size_t& n_missing) {
  DataReader reader(config, problem, text, name);
  std::vector<DataSeries> series = reader.read();
  n_missing = reader.n_missing();
  for (const DataSeries& s : series) {
    if (s.at.empty()) throw ConfigError(name + ": error: no value of \"" + s.name + "\"\n");
  }
  return series;
}

ReadData read_data(const ProblemConfig& config,
                   const Problem& problem,
                   const std::filesystem::path& folder) {
  ReadData data;
  for (std::size_t i = 0; i < config.data.size(); ++i) {
    const DataConfig& source = config.data[i];
    const std::filesystem::path path = folder / source.file;
    const std::string text = read_file(path, kMaxDataBytes);
    data.sha256.emplace_back(source.file, sha256(text));
    std::size_t n_missing = 0;
    for (DataSeries& series : parse_data(source, problem, text, path.string(), n_missing)) {
      data.series.push_back(std::move(series));
    }
    if (n_missing > 0) {
      Diagnostic warning;
      warning.severity = Severity::Warning;
      warning.place.path = "problem.data." + std::to_string(i) + ".file";
      warning.id = "missing-data";
      warning.message = std::to_string(n_missing) +
                        (n_missing == 1 ? " missing value" : " missing values") + " left out";
      data.warnings.push_back(warning);
    }
  }
  return data;
}

}  // namespace pinn
