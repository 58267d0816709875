// SPDX-License-Identifier: MIT
// A table of named columns and its CSV text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pinn {

/// One CSV cell: a number or a text.
using Cell = std::variant<double, std::int64_t, std::string>;

/// Columns in order, rows of cells. Every row has as many cells as there are columns.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

/// One header line, then one line a row: comma, LF, '.' decimals, shortest exact numbers, no
/// comments. A text with a comma, quote or line break is quoted.
std::string to_csv(const Table& table);

/// One line without the line feed.
std::string to_csv_line(const std::vector<Cell>& row);
std::string to_csv_line(const std::vector<std::string>& columns);

/// A CSV file as text cells, each with its place for error messages.
struct CsvText {
  struct Field {
    std::string text;
    std::size_t line = 0;    ///< From 1.
    std::size_t column = 0;  ///< Character in the line, from 1.
  };
  std::vector<Field> header;
  std::vector<std::vector<Field>> rows;
};

/// Splits CSV text (quotes, CRLF and a byte order mark allowed; blank lines skipped). Rows may be
/// ragged: the caller judges.
///
/// Throws:  ConfigError for an unfinished quote, with `name`, line and column.
CsvText parse_csv(std::string_view text, const std::string& name);

}  // namespace pinn
