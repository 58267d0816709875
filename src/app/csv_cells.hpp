// SPDX-License-Identifier: MIT
// The cells of a measured table, and what is wrong with them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pinn/util/table.hpp"

namespace pinn {

/// A CSV file of numbers with a header. Mistakes are gathered so that all are told at once, each
/// as FILE:LINE:COLUMN.
class CsvCells {
 public:
  using Row = std::vector<CsvText::Field>;

  /// `name` stands for the file in messages.
  ///
  /// Throws:  ConfigError if there is no header, or one that is separated by semicolons.
  CsvCells(const std::string& text, const std::string& name);

  const std::vector<Row>& rows() const { return csv_.rows; }

  /// Place of the column; 0 and a mistake if there is none.
  std::size_t column(const std::string& name);

  /// Throws:  ConfigError if a column was missing.
  void require_rows();

  /// False, and a mistake, if the row has not as many cells as the header.
  bool is_whole(const Row& row);

  /// The number of a cell; nothing if it is empty or `nan`, or wrong, which is a mistake.
  std::optional<double> number(const CsvText::Field& field, std::size_t column_index);

  void add_error(const CsvText::Field& field, const std::string& message);

  /// Throws:  ConfigError with every mistake so far.
  void throw_if_any() const;

 private:
  void check_header();

  std::string name_;
  CsvText csv_;
  std::string errors_;
  std::size_t n_errors_ = 0;
};

}  // namespace pinn
