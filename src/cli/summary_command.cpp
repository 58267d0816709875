// SPDX-License-Identifier: MIT
// pinn-solve summary RUN...
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "json_at.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/nearest_name.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/table.hpp"

namespace pinn::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

struct SummaryOptions {
  std::vector<std::string> runs;
  std::string sort;
  std::string out;
  bool json = false;
};

/// A column: its name and where run.json has its values.
struct Column {
  const char* name;
  const char* path;
};

constexpr std::array<Column, 9> kColumns{{{"name", "/name"},
                                          {"verdict", "/verdict"},
                                          {"basis", "/acceptance/basis"},
                                          {"max_error", "/acceptance/max_error"},
                                          {"tolerance_ratio", "/acceptance/tolerance_ratio"},
                                          {"method", "/method/used"},
                                          {"iterations", "/training/iterations"},
                                          {"solve_seconds", "/seconds/solve"},
                                          {"run", ""}}};

Json read_record(const std::filesystem::path& run) {
  const std::filesystem::path file = run / "run.json";
  const Json record = Json::parse(read_file(file, kMostBytes), nullptr, false);
  if (record.is_discarded() || !record.is_object()) {
    throw ConfigError(file.string() + ": error: no record of a run");
  }
  return record;
}

Cell to_cell(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return value.get<std::string>();
  return std::string();
}

Table read_table(const std::vector<std::string>& runs) {
  Table table;
  for (const Column& column : kColumns) table.columns.emplace_back(column.name);
  for (const std::string& run : runs) {
    const Json record = read_record(run);
    std::vector<Cell> row;
    for (const Column& column : kColumns) {
      const Json* value = *column.path != '\0' ? json_at(record, column.path) : nullptr;
      row.push_back(value != nullptr ? to_cell(*value) : Cell(std::string()));
    }
    row.back() = run;
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Numbers by size, then texts; what is missing comes last.
bool comes_before(const Cell& a, const Cell& b) {
  const auto number = [](const Cell& cell) {
    if (const auto* value = std::get_if<double>(&cell)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*value);
    return std::numeric_limits<double>::infinity();
  };
  if (number(a) != number(b)) return number(a) < number(b);
  const auto* left = std::get_if<std::string>(&a);
  const auto* right = std::get_if<std::string>(&b);
  if (left == nullptr || right == nullptr) return false;
  return left->empty() != right->empty() ? right->empty() : *left < *right;
}

void sort_rows(Table& table, const std::string& name) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), name);
  if (found == table.columns.end()) {
    throw UsageError("--sort: there is no column \"" + name + "\"" +
                     did_you_mean(name, table.columns));
  }
  const auto column = static_cast<std::size_t>(found - table.columns.begin());
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
    return comes_before(a[column], b[column]);
  });
}

std::string short_text(const Cell& cell) {
  if (const auto* value = std::get_if<double>(&cell)) return to_short_text(*value);
  if (const auto* value = std::get_if<std::int64_t>(&cell)) return std::to_string(*value);
  const auto& text = std::get<std::string>(cell);
  return text.empty() ? "-" : text;
}

/// Columns under each other, numbers to the right.
std::string to_text_table(const Table& table) {
  std::vector<std::vector<std::string>> lines{table.columns};
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (const Cell& cell : row) lines.back().push_back(short_text(cell));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string out;
    for (std::size_t c = 0; c < line.size(); ++c) {
      std::size_t width = 0;
      for (const auto& other : lines) width = std::max(width, other[c].size());
      const bool is_number = c >= 3 && c != 5 && c + 1 < line.size();
      const std::string space(width - line[c].size(), ' ');
      out += (c > 0 ? "  " : "") + (is_number ? space + line[c] : line[c] + space);
    }
    text += out.substr(0, out.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string to_json_text(const Table& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      std::visit([&](const auto& value) { object[table.columns[c]] = value; }, row[c]);
      const auto* text = std::get_if<std::string>(&row[c]);
      if (text != nullptr && text->empty()) object[table.columns[c]] = nullptr;
    }
    rows.push_back(std::move(object));
  }
  return rows.dump(2) + "\n";
}

}  // namespace

int run_summary(const Arguments& arguments) {
  CLI::App app("Prints one line per run: verdict, error, method, time.", "summary");
  SummaryOptions options;
  app.add_option("RUN", options.runs, "run folders");
  app.add_option("--sort", options.sort, "order by this column, the smallest first")
      ->type_name("COLUMN");
  app.add_option("-o,--out", options.out, "write the table as CSV there; - prints it")
      ->type_name("FILE");
  app.add_flag("--json", options.json, "print JSON");
  if (!parse(app, arguments)) return 0;
  if (options.runs.empty()) throw UsageError("no run given; try pinn-solve summary --help");
  if (options.json && !options.out.empty()) throw UsageError("--json and -o exclude each other");
  Table table = read_table(options.runs);
  if (!options.sort.empty()) sort_rows(table, options.sort);
  if (options.json) {
    print(to_json_text(table));
  } else if (options.out == "-") {
    print(to_csv(table));
  } else if (!options.out.empty()) {
    write_file(options.out, to_csv(table));
  } else {
    print(to_text_table(table));
  }
  return 0;
}

}  // namespace pinn::cli
