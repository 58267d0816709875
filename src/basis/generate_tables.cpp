// SPDX-License-Identifier: MIT
// Writes shipped_tables.cpp, the tables that come with the program:
//
//     cmake --preset release && cmake --build --preset release --target pinn_generate_tables
//     build/release/pinn_generate_tables src/basis/shipped_tables.cpp
#include <fstream>
#include <string>

#include "pinn/basis/tables.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "stored_tables.hpp"

namespace pinn {
namespace {

constexpr std::size_t kMaxColumns = 100;
constexpr NodeKind kKinds[] = {NodeKind::Gauss, NodeKind::Radau};
constexpr int kMaxOrder = 2;

constexpr const char* kHead = R"(// SPDX-License-Identifier: MIT
// Written by generate_tables.cpp, whose head says how: change that, not this.
#include <iterator>

#include "stored_tables.hpp"

namespace pinn {

// clang-format off
namespace {
)";

std::string kind_name(NodeKind kind) { return kind == NodeKind::Gauss ? "Gauss" : "Radau"; }

std::string array_name(const BasisShape& shape) {
  return "k" + kind_name(shape.kind) + "Order" + std::to_string(shape.order);
}

/// Appends numbers to lines that are as long as they may be.
class NumberLines {
 public:
  void add(double number) {
    const std::string word = to_text(number) + ",";
    if (line_.size() + 1 + word.size() > kMaxColumns) end_line();
    if (!line_.empty()) line_ += ' ';
    line_ += word;
  }

  std::string text() {
    end_line();
    return text_;
  }

 private:
  void end_line() {
    text_ += line_ + "\n";
    line_.clear();
  }

  std::string line_;
  std::string text_;
};

std::string array_text(const BasisTables& tables) {
  NumberLines lines;
  for_each_matrix(tables, [&](const auto& matrix) {
    for (Eigen::Index i = 0; i < matrix.size(); ++i) lines.add(matrix.data()[i]);
  });
  return "\nconst double " + array_name(tables.shape) + "[] = {\n" + lines.text() + "};\n";
}

std::string entry_text(const BasisShape& shape) {
  const std::string name = array_name(shape);
  return "  {{NodeKind::" + kind_name(shape.kind) + ", " + std::to_string(shape.order) + ", " +
         std::to_string(shape.n_points) + ", " + std::to_string(shape.n_features) + ", " +
         to_text(shape.slope) + ", " + to_text(shape.bias_max) + "}, " + name + ", std::size(" +
         name + ")},\n";
}

std::string source_text() {
  std::string arrays;
  std::string entries;
  for (const NodeKind kind : kKinds) {
    for (int order = 1; order <= kMaxOrder; ++order) {
      const BasisTables tables = build_basis_tables(default_shape(kind, order));
      arrays += array_text(tables);
      entries += entry_text(tables.shape);
    }
  }
  return kHead + arrays + "\nconst StoredTables kShipped[] = {\n" + entries +
         "};\n\n}  // namespace\n// clang-format on\n\n"
         "StoredTablesList shipped_tables() { return {kShipped, std::size(kShipped)}; }\n\n"
         "}  // namespace pinn\n";
}

}  // namespace
}  // namespace pinn

// An exception ends the build and shows its text.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  if (argc != 2) throw pinn::UsageError("usage: pinn_generate_tables FILE");
  std::ofstream file(argv[1]);
  file << pinn::source_text();
  file.close();
  return file ? 0 : 1;
}
