// SPDX-License-Identifier: MIT
// Data files to series, every bad cell placed.
#include "pinn/app/data.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/nearest_name.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/sha256.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

namespace {

constexpr std::size_t kMostErrors = 10;  ///< More of one file help nobody.

/// Mistakes of one file, gathered so that all are told at once.
class FileErrors {
 public:
  explicit FileErrors(std::string name) : name_(std::move(name)) {}

  void add(const CsvText::Field& field, const std::string& message) {
    ++n_errors_;
    if (n_errors_ > kMostErrors) return;
    text_ += name_ + ":" + std::to_string(field.line) + ":" + std::to_string(field.column) +
             ": error: " + message + "\n";
  }

  void throw_if_any() const {
    if (n_errors_ == 0) return;
    const std::size_t left = n_errors_ - std::min(n_errors_, kMostErrors);
    const std::string more =
        left > 0 ? name_ + ": error: and " + std::to_string(left) + " more\n" : "";
    throw ConfigError(text_ + more);
  }

 private:
  std::string name_;
  std::string text_;
  std::size_t n_errors_ = 0;
};

/// True for "0,5": a number as many countries write it.
bool has_decimal_comma(std::string text) {
  const auto comma = text.find(',');
  if (comma == std::string::npos) return false;
  text[comma] = '.';
  return parse_number(text).has_value();
}

/// One file while it is turned into series.
class DataReader {
 public:
  DataReader(const DataConfig& config,
             const Problem& problem,
             const std::string& text,
             const std::string& name)
      : config_(config), problem_(problem), csv_(parse_csv(text, name)), errors_(name) {
    if (csv_.header.empty()) {
      errors_.add({"", 1, 1}, "the file is empty, expected a header line with the columns' names");
      errors_.throw_if_any();
    }
  }

  std::vector<DataSeries> read() {
    check_header();
    const std::size_t variable = column(config_.variable);
    for (const auto& [name, column_name] : config_.columns) add_series(name, column_name);
    errors_.throw_if_any();
    if (csv_.rows.empty()) errors_.add(csv_.header.front(), "no row below the header");
    for (const auto& row : csv_.rows) read_row(row, variable);
    errors_.throw_if_any();
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

  void check_header() {
    for (std::size_t i = 0; i < csv_.header.size(); ++i) {
      const CsvText::Field& field = csv_.header[i];
      if (field.text.find(';') != std::string::npos) {
        errors_.add(field, "columns are separated by \";\", expected \",\" (and \".\" in numbers)");
        errors_.throw_if_any();
      }
      for (std::size_t j = 0; j < i; ++j) {
        if (csv_.header[j].text == field.text) {
          errors_.add(field, "second column \"" + field.text + "\", expected distinct names");
        }
      }
    }
  }

  std::size_t column(const std::string& name) {
    std::vector<std::string> names;
    std::string list;
    for (std::size_t i = 0; i < csv_.header.size(); ++i) {
      if (csv_.header[i].text == name) return i;
      names.push_back(csv_.header[i].text);
      list += (i > 0 ? ", " : "") + csv_.header[i].text;
    }
    errors_.add(
        csv_.header.front(),
        "no column \"" + name + "\"" + did_you_mean(name, names) + " (columns: " + list + ")");
    return 0;
  }

  void add_series(const std::string& name, const std::string& column_name) {
    Series series;
    series.data.name = name;
    series.data.file = config_.file;
    series.data.state = problem_.find_state(name);
    for (std::size_t i = 0; i < problem_.observables.size(); ++i) {
      if (problem_.observables[i].name == name) series.data.observable = static_cast<int>(i);
    }
    series.column = column(column_name);
    for (const auto& [measured, sigma] : config_.sigma) {
      if (measured != name) continue;
      if (const auto* value = std::get_if<double>(&sigma)) series.sigma = *value;
      if (const auto* from = std::get_if<std::string>(&sigma)) series.sigma_column = column(*from);
    }
    series_.push_back(std::move(series));
  }

  /// The number of a cell, nothing if it is missing or wrong.
  std::optional<double> number(const CsvText::Field& field, std::size_t column_index) {
    std::string text = field.text;
    text.erase(0, text.find_first_not_of(" \t"));
    text.erase(text.find_last_not_of(" \t") + 1);
    if (text.empty() || text == "nan" || text == "NaN" || text == "NA") return std::nullopt;
    const auto value = parse_number(text);
    if (value && std::isfinite(*value)) return value;
    const std::string in_column = " in column \"" + csv_.header[column_index].text + "\"";
    if (value) {
      errors_.add(field, "\"" + text + "\"" + in_column + " is not finite");
    } else if (has_decimal_comma(text)) {
      errors_.add(field, "decimal comma in \"" + text + "\"" + in_column + ", expected \".\"");
    } else {
      errors_.add(field, "\"" + text + "\"" + in_column + " is not a number");
    }
    return std::nullopt;
  }

  void read_row(const std::vector<CsvText::Field>& row, std::size_t variable) {
    if (row.size() != csv_.header.size()) {
      const bool longer = row.size() > csv_.header.size();
      errors_.add(row.front(),
                  std::to_string(row.size()) + (row.size() == 1 ? " cell" : " cells") +
                      " in this row, expected " + std::to_string(csv_.header.size()) +
                      " as in the header" + (longer ? "; a decimal comma must be a \".\"" : ""));
      return;
    }
    const auto at = number(row[variable], variable);
    if (!at) {
      ++n_missing_;
      return;
    }
    if (*at < problem_.start || *at > problem_.end) {
      errors_.add(row[variable],
                  problem_.variable + " = " + to_text(*at) + " is outside the domain [" +
                      to_text(problem_.start) + ", " + to_text(problem_.end) +
                      "]; remove the row or widen problem.domain");
      return;
    }
    for (Series& series : series_) add_value(series, row, *at);
  }

  void add_value(Series& series, const std::vector<CsvText::Field>& row, double at) {
    const auto value = number(row[series.column], series.column);
    double sigma = series.sigma;
    if (series.sigma_column) {
      const CsvText::Field& field = row[*series.sigma_column];
      const auto given = number(field, *series.sigma_column);
      if (given && *given <= 0.0) {
        errors_.add(field, "sigma = " + to_text(*given) + ", expected a number above 0");
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
  CsvText csv_;
  FileErrors errors_;
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
