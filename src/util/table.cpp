// SPDX-License-Identifier: MIT
// CSV text from a Table, and CSV text split into placed cells.
#include "pinn/util/table.hpp"

#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string cell_text(const Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return to_text(*number);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
  return quoted(std::get<std::string>(cell));
}

/// True for the first byte of a UTF-8 character.
bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Reads one CSV text, field by field.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& name) : text_(text), name_(name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
      text_.remove_prefix(kByteOrderMark.size());
    }
  }

  CsvText read() {
    CsvText csv;
    bool header_read = false;
    while (at_ < text_.size()) {
      std::vector<CsvText::Field> row = read_row();
      if (row.size() == 1 && row.front().text.empty()) continue;  // a blank line
      if (header_read) {
        csv.rows.push_back(std::move(row));
      } else {
        csv.header = std::move(row);
        header_read = true;
      }
    }
    return csv;
  }

 private:
  std::vector<CsvText::Field> read_row() {
    std::vector<CsvText::Field> row;
    while (true) {
      row.push_back(read_field());
      if (at_ >= text_.size()) return row;
      if (take() == '\n') return row;
    }
  }

  /// Stops at the comma or line feed behind the field.
  CsvText::Field read_field() {
    CsvText::Field field{"", line_, column_};
    bool in_quotes = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (in_quotes) {
        take();
        if (c != '"') {
          field.text += c;
        } else if (at_ < text_.size() && text_[at_] == '"') {
          field.text += take();
        } else {
          in_quotes = false;
        }
      } else if (c == ',' || c == '\n') {
        break;
      } else if (c == '"' && field.text.empty()) {
        take();
        in_quotes = true;
      } else {
        field.text += take();
      }
    }
    if (in_quotes) {
      throw ConfigError(name_ + ":" + std::to_string(field.line) + ":" +
                        std::to_string(field.column) + ": error: quote without an end\n");
    }
    if (!field.text.empty() && field.text.back() == '\r') field.text.pop_back();
    return field;
  }

  char take() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (starts_character(c)) {
      ++column_;
    }
    return c;
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

template <typename Items, typename ToText>
std::string joined(const Items& items, ToText to_cell) {
  std::string line;
  bool first = true;
  for (const auto& item : items) {
    if (!first) line += ',';
    first = false;
    line += to_cell(item);
  }
  return line;
}

}  // namespace

std::string to_csv_line(const std::vector<Cell>& row) { return joined(row, cell_text); }

std::string to_csv_line(const std::vector<std::string>& columns) { return joined(columns, quoted); }

std::string to_csv(const Table& table) {
  std::string text = to_csv_line(table.columns) + '\n';
  for (const auto& row : table.rows) text.append(to_csv_line(row)).push_back('\n');
  return text;
}

CsvText parse_csv(std::string_view text, const std::string& name) {
  return CsvReader(text, name).read();
}

}  // namespace pinn
