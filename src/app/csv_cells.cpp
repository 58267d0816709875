// SPDX-License-Identifier: MIT
// Header, columns and numbers of a measured table.
#include "csv_cells.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/util/error.hpp"
#include "pinn/util/nearest_name.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

constexpr std::size_t kMostErrors = 10;  ///< More of one file help nobody.

/// True for "0,5": a number as many countries write it.
bool has_decimal_comma(std::string text) {
  const auto comma = text.find(',');
  if (comma == std::string::npos) return false;
  text[comma] = '.';
  return parse_number(text).has_value();
}

}  // namespace

CsvCells::CsvCells(const std::string& text, const std::string& name)
    : name_(name), csv_(parse_csv(text, name)) {
  if (csv_.header.empty()) {
    add_error({"", 1, 1}, "the file is empty, expected a header line with the columns' names");
    throw_if_any();
  }
  check_header();
}

void CsvCells::check_header() {
  for (std::size_t i = 0; i < csv_.header.size(); ++i) {
    const CsvText::Field& field = csv_.header[i];
    if (field.text.find(';') != std::string::npos) {
      add_error(field, "columns are separated by \";\", expected \",\" (and \".\" in numbers)");
      throw_if_any();
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (csv_.header[j].text == field.text) {
        add_error(field, "second column \"" + field.text + "\", expected distinct names");
      }
    }
  }
}

std::size_t CsvCells::column(const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (std::size_t i = 0; i < csv_.header.size(); ++i) {
    if (csv_.header[i].text == name) return i;
    names.push_back(csv_.header[i].text);
    list += (i > 0 ? ", " : "") + csv_.header[i].text;
  }
  add_error(csv_.header.front(),
            "no column \"" + name + "\"" + did_you_mean(name, names) + " (columns: " + list + ")");
  return 0;
}

void CsvCells::require_rows() {
  throw_if_any();
  if (csv_.rows.empty()) add_error(csv_.header.front(), "no row below the header");
}

bool CsvCells::is_whole(const Row& row) {
  if (row.size() == csv_.header.size()) return true;
  const bool longer = row.size() > csv_.header.size();
  add_error(row.front(),
            std::to_string(row.size()) + (row.size() == 1 ? " cell" : " cells") +
                " in this row, expected " + std::to_string(csv_.header.size()) +
                " as in the header" + (longer ? "; a decimal comma must be a \".\"" : ""));
  return false;
}

std::optional<double> CsvCells::number(const CsvText::Field& field, std::size_t column_index) {
  std::string text = field.text;
  text.erase(0, text.find_first_not_of(" \t"));
  text.erase(text.find_last_not_of(" \t") + 1);
  if (text.empty() || text == "nan" || text == "NaN" || text == "NA") return std::nullopt;
  const auto value = parse_number(text);
  if (value && std::isfinite(*value)) return value;
  const std::string in_column = " in column \"" + csv_.header[column_index].text + "\"";
  if (value) {
    add_error(field, "\"" + text + "\"" + in_column + " is not finite");
  } else if (has_decimal_comma(text)) {
    add_error(field, "decimal comma in \"" + text + "\"" + in_column + ", expected \".\"");
  } else {
    add_error(field, "\"" + text + "\"" + in_column + " is not a number");
  }
  return std::nullopt;
}

void CsvCells::add_error(const CsvText::Field& field, const std::string& message) {
  ++n_errors_;
  if (n_errors_ > kMostErrors) return;
  errors_ += name_ + ":" + std::to_string(field.line) + ":" + std::to_string(field.column) +
             ": error: " + message + "\n";
}

void CsvCells::throw_if_any() const {
  if (n_errors_ == 0) return;
  const std::size_t left = n_errors_ - std::min(n_errors_, kMostErrors);
  const std::string more =
      left > 0 ? name_ + ": error: and " + std::to_string(left) + " more\n" : "";
  throw ConfigError(errors_ + more);
}

}  // namespace pinn
