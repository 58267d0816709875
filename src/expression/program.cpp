// SPDX-License-Identifier: MIT
// Reads expressions into a graph and runs what is made of it in blocks of points.
#include "pinn/expression/program.hpp"

#include <algorithm>
#include <cstddef>

#include "pinn/expression/functions.hpp"
#include "pinn/util/error.hpp"
#include "program_code.hpp"
#include "program_derivative.hpp"
#include "program_graph.hpp"

namespace pinn {

namespace {

/// Points that go through a program together: the rows of some hundred values stay in the cache.
constexpr int kBlockPoints = 64;

Operation operation_of(Function function) {
  switch (function) {
    case Function::Exp:
      return Operation::Exp;
    case Function::Log:
      return Operation::Log;
    case Function::Log10:
      return Operation::Log10;
    case Function::Sqrt:
      return Operation::Sqrt;
    case Function::Sin:
      return Operation::Sin;
    case Function::Cos:
      return Operation::Cos;
    case Function::Tan:
      return Operation::Tan;
    case Function::Asin:
      return Operation::Asin;
    case Function::Acos:
      return Operation::Acos;
    case Function::Atan:
      return Operation::Atan;
    case Function::Atan2:
      return Operation::Atan2;
    case Function::Sinh:
      return Operation::Sinh;
    case Function::Cosh:
      return Operation::Cosh;
    case Function::Tanh:
      return Operation::Tanh;
    case Function::Erf:
      return Operation::Erf;
    case Function::Abs:
      return Operation::Absolute;
    case Function::Sign:
      return Operation::Sign;
    case Function::Min:
      return Operation::Minimum;
    case Function::Max:
      return Operation::Maximum;
    case Function::Pow:
      return Operation::Power;
    case Function::If:
      return Operation::Select;
    case Function::Step:
      return Operation::Step;
  }
  throw InternalError("a function without an operation was compiled");
}

/// Rows of whole cache lines.
std::ptrdiff_t stride_of_block(int n_points) {
  return (static_cast<std::ptrdiff_t>(std::min(n_points, kBlockPoints)) + 7) / 8 * 8;
}

/// The value of a node whose operands a, b and c are in the graph.
int value_of(Graph& graph, const Node& node, int a, int b, int c) {
  switch (node.op) {
    case Op::Number:
      return graph.constant(node.number);
    case Op::Slot:
      return graph.slot(node.slot);
    case Op::Negate:
      return graph.negate(a);
    case Op::Add:
      return graph.add(a, b);
    case Op::Subtract:
      return graph.subtract(a, b);
    case Op::Multiply:
      return graph.multiply(a, b);
    case Op::Divide:
      return graph.divide(a, b);
    case Op::Power:
      return graph.make(Operation::Power, a, b);
    case Op::Less:
      return graph.make(Operation::Less, a, b);
    case Op::LessEqual:
      return graph.make(Operation::LessEqual, a, b);
    case Op::Greater:
      return graph.make(Operation::Less, b, a);
    case Op::GreaterEqual:
      return graph.make(Operation::LessEqual, b, a);
    case Op::Equal:
      return graph.make(Operation::Equal, a, b);
    case Op::NotEqual:
      return graph.make(Operation::Not, graph.make(Operation::Equal, a, b));
    case Op::Not:
      return graph.make(Operation::Not, a);
    case Op::And:
      return graph.make(Operation::And, a, b);
    case Op::Or:
      return graph.make(Operation::Or, a, b);
    case Op::Call:
      return graph.make(operation_of(node.function), a, b, c);
    case Op::Name:
    case Op::Applied:
    case Op::Integral:
      break;
  }
  throw InternalError("an expression was compiled before its names were bound");
}

/// The value of the expression; `values` is working memory.
int add_to(Graph& graph, const Expression& expression, std::vector<int>& values) {
  values.clear();
  const auto child = [&values](const Node& node, std::size_t i) {
    return i < node.arity ? values[static_cast<std::size_t>(node.child[i])] : -1;
  };
  for (const Node& node : expression.nodes()) {
    values.push_back(value_of(graph, node, child(node, 0), child(node, 1), child(node, 2)));
  }
  return values.back();
}

}  // namespace

Program::Program(const std::vector<Expression>& outputs, int n_slots)
    : Program(outputs, n_slots, {}) {}

Program::Program(const std::vector<Expression>& outputs, int n_slots, const std::vector<int>& by)
    : n_slots_(n_slots), n_outputs_(static_cast<int>(outputs.size())) {
  std::size_t n_nodes = 0;
  for (const Expression& output : outputs) n_nodes += output.nodes().size();
  Graph graph(by.empty() ? n_nodes : 3 * n_nodes);
  std::vector<int> values;
  std::vector<int> roots;
  roots.reserve(outputs.size());
  for (const Expression& output : outputs) roots.push_back(add_to(graph, output, values));

  if (!by.empty()) {
    const std::vector<std::vector<Tangent>> tangents = differentiate(graph, roots, by, n_slots);
    for (std::size_t output = 0; output < tangents.size(); ++output) {
      for (const Tangent& tangent : tangents[output]) {
        Partial partial;
        partial.output = static_cast<int>(output);
        partial.slot = tangent.slot;
        partial.row = static_cast<int>(roots.size());
        partial.fixed = graph.is_constant(tangent.node);
        partials_.push_back(partial);
        roots.push_back(tangent.node);
      }
    }
  }
  code_ = std::make_shared<const ProgramCode>(make_code(graph, roots));
}

int Program::n_rows() const { return code_ ? code_->n_rows : 0; }

int Program::n_instructions() const {
  return code_ ? static_cast<int>(code_->instructions.size()) : 0;
}

void Program::evaluate(int n_points,
                       const double* slots,
                       std::ptrdiff_t slot_stride,
                       double* rows,
                       std::ptrdiff_t row_stride,
                       Workspace& workspace) const {
  if (!code_) return;
  const std::ptrdiff_t register_stride = stride_of_block(n_points);
  const auto n_values = static_cast<std::size_t>(code_->n_registers * register_stride);
  if (workspace.values.size() < n_values) workspace.values.resize(n_values);
  Memories<double> memories;
  memories.registers = workspace.values.data();
  memories.register_stride = register_stride;
  memories.slot_stride = slot_stride;
  memories.row_stride = row_stride;
  for (int first = 0; first < n_points; first += kBlockPoints) {
    memories.slots = slots + first;
    memories.rows = rows + first;
    run_code(*code_, std::min(kBlockPoints, n_points - first), memories);
  }
}

void Program::evaluate_extended(int n_points,
                                const double* slots,
                                std::ptrdiff_t slot_stride,
                                double* rows,
                                std::ptrdiff_t row_stride,
                                Workspace& workspace) const {
  if (!code_) return;
  const std::ptrdiff_t stride = stride_of_block(n_points);
  const auto n_values =
      static_cast<std::size_t>((code_->n_registers + n_slots_ + code_->n_rows) * stride);
  if (workspace.extended.size() < n_values) workspace.extended.resize(n_values);
  long double* copied_slots = workspace.extended.data() + code_->n_registers * stride;
  Memories<long double> memories;
  memories.registers = workspace.extended.data();
  memories.slots = copied_slots;
  memories.rows = copied_slots + n_slots_ * stride;
  memories.register_stride = memories.slot_stride = memories.row_stride = stride;
  for (int first = 0; first < n_points; first += kBlockPoints) {
    const int n = std::min(kBlockPoints, n_points - first);
    for (int s = 0; s < n_slots_; ++s) {
      std::copy_n(slots + s * slot_stride + first, n, copied_slots + s * stride);
    }
    run_code(*code_, n, memories);
    for (int r = 0; r < code_->n_rows; ++r) {
      const long double* row = memories.rows + r * stride;
      std::transform(row, row + n, rows + r * row_stride + first, [](long double value) {
        return static_cast<double>(value);
      });
    }
  }
}

}  // namespace pinn
