// SPDX-License-Identifier: MIT
// From the graph to instructions: which operations are joined, their order, and their registers.
#include "program_code.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pinn {

namespace {

constexpr std::int32_t kNone = -1;

class CodeMaker {
 public:
  CodeMaker(const Graph& graph, const std::vector<int>& roots);

  ProgramCode run();

 private:
  using Operands = std::array<std::int32_t, 3>;

  std::size_t at(std::int32_t index) const { return static_cast<std::size_t>(index); }
  bool is_constant(std::int32_t index) const { return index >= 0 && graph_.is_constant(index); }

  void count_uses();
  void join_products();
  void join_product(std::size_t index);
  void find_pairs();
  void use_numbers(Instruction& instruction) const;
  Instruction selected(std::int32_t index) const;
  void schedule(std::int32_t root);
  void emit(std::int32_t index);
  std::int32_t new_place(std::int32_t index);
  void release(std::int32_t index);

  const Graph& graph_;
  const std::vector<int>& roots_;
  std::vector<std::int32_t> uses_;     // by instructions that are still to come
  std::vector<std::int32_t> row_;      // first row that the value is wanted in
  std::vector<std::int32_t> product_;  // the product that is computed along with this sum
  std::vector<std::int32_t> partner_;  // the sine of this cosine and the other way round
  std::vector<std::int32_t> place_;
  std::vector<std::int32_t> free_;
  std::vector<std::int32_t> pending_;
  ProgramCode code_;
};

CodeMaker::CodeMaker(const Graph& graph, const std::vector<int>& roots)
    : graph_(graph),
      roots_(roots),
      uses_(graph.nodes().size(), 0),
      row_(graph.nodes().size(), kNone),
      product_(graph.nodes().size(), kNone),
      partner_(graph.nodes().size(), kNone),
      place_(graph.nodes().size(), kNone) {}

/// Uses by values that are needed; a root counts as needed.
void CodeMaker::count_uses() {
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    std::int32_t& row = row_[at(roots_[i])];
    if (row == kNone) row = static_cast<std::int32_t>(i);
  }
  for (std::size_t i = graph_.nodes().size(); i-- > 0;) {
    const GraphNode& node = graph_.nodes()[i];
    if (uses_[i] == 0 && row_[i] == kNone) continue;
    if (node.operation == Operation::Slot) continue;
    for (const std::int32_t operand : {node.a, node.b, node.c}) {
      if (operand >= 0) ++uses_[at(operand)];
    }
  }
}

/// a * b + c in one instruction saves a row of values and a loop.
void CodeMaker::join_product(std::size_t index) {
  const GraphNode& node = graph_.nodes()[index];
  const bool is_sum = node.operation == Operation::Add || node.operation == Operation::Subtract;
  if (!is_sum || is_constant(node.a) || is_constant(node.b)) return;
  for (const std::int32_t operand : {node.b, node.a}) {
    const bool is_product = graph_[operand].operation == Operation::Multiply;
    if (!is_product || uses_[at(operand)] != 1 || row_[at(operand)] != kNone) continue;
    product_[index] = operand;
    return;
  }
}

void CodeMaker::join_products() {
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i) {
    if (uses_[i] > 0 || row_[i] != kNone) join_product(i);
  }
}

void CodeMaker::find_pairs() {
  std::vector<std::int32_t> sine_of;
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i) {
    const GraphNode& node = graph_.nodes()[i];
    const bool is_sine = node.operation == Operation::Sin;
    if (!is_sine && node.operation != Operation::Cos) continue;
    if (uses_[i] == 0 && row_[i] == kNone) continue;
    if (sine_of.empty()) sine_of.assign(graph_.nodes().size(), kNone);
    std::int32_t& other = sine_of[at(node.a)];
    if (other == kNone) {
      other = static_cast<std::int32_t>(i);
      continue;
    }
    partner_[i] = other;
    partner_[at(other)] = static_cast<std::int32_t>(i);
  }
}

/// Moves a constant operand into the instruction where there is a form for it.
void CodeMaker::use_numbers(Instruction& instruction) const {
  const auto take = [&](Operation operation, std::int32_t number, std::int32_t operand) {
    instruction.operation = operation;
    instruction.number = graph_[number].number;
    instruction.a = operand;
    instruction.b = instruction.c;
    instruction.c = kNone;
  };
  const std::int32_t a = instruction.a;
  const std::int32_t b = instruction.b;
  switch (instruction.operation) {
    case Operation::Add:
      if (is_constant(a)) take(Operation::AddNumber, a, b);
      break;
    case Operation::Subtract:
      if (is_constant(a)) take(Operation::NumberMinus, a, b);
      break;
    case Operation::Multiply:
      if (is_constant(a)) take(Operation::MultiplyNumber, a, b);
      break;
    case Operation::Divide:
      if (is_constant(a))
        take(Operation::NumberOver, a, b);
      else if (is_constant(b))
        take(Operation::OverNumber, b, a);
      break;
    case Operation::MultiplyAdd:
      if (is_constant(a)) take(Operation::NumberMultiplyAdd, a, b);
      break;
    case Operation::MultiplySubtract:
      if (is_constant(a)) take(Operation::NumberMultiplySubtract, a, b);
      break;
    default:
      break;
  }
}

/// The instruction for a value, with indices of values for places.
Instruction CodeMaker::selected(std::int32_t index) const {
  const GraphNode& node = graph_[index];
  Instruction instruction;
  instruction.to = index;
  instruction.number = node.number;
  instruction.operation = node.operation;
  instruction.a = node.a;
  instruction.b = node.b;
  instruction.c = node.c;
  if (node.operation == Operation::Constant) {
    instruction.operation = Operation::Fill;
    return instruction;
  }
  const std::int32_t product = product_[at(index)];
  if (product != kNone) {
    const bool is_first = product == node.a;
    instruction.operation =
        node.operation == Operation::Add
            ? Operation::MultiplyAdd
            : (is_first ? Operation::MultiplySubtract : Operation::SubtractMultiply);
    instruction.a = graph_[product].a;
    instruction.b = graph_[product].b;
    instruction.c = is_first ? node.b : node.a;
  }
  use_numbers(instruction);
  return instruction;
}

std::int32_t CodeMaker::new_place(std::int32_t index) {
  if (row_[at(index)] != kNone) return place_of(Memory::Rows, row_[at(index)]);
  if (free_.empty()) return place_of(Memory::Registers, code_.n_registers++);
  const std::int32_t place = free_.back();
  free_.pop_back();
  return place;
}

void CodeMaker::release(std::int32_t index) {
  if (index == kNone || --uses_[at(index)] > 0) return;
  if (row_[at(index)] != kNone || graph_[index].operation == Operation::Slot) return;
  free_.push_back(place_[at(index)]);
}

void CodeMaker::emit(std::int32_t index) {
  Instruction instruction = selected(index);
  const std::array<std::int32_t, 3> operands{instruction.a, instruction.b, instruction.c};
  const auto place = [this](std::int32_t value) { return value == kNone ? 0 : place_[at(value)]; };
  instruction.a = place(operands[0]);
  instruction.b = place(operands[1]);
  instruction.c = place(operands[2]);
  const std::int32_t partner = partner_[at(index)];
  place_[at(index)] = new_place(index);
  instruction.to = place_[at(index)];
  if (partner != kNone) {
    place_[at(partner)] = new_place(partner);
    instruction.c = place_[at(partner)];
    if (instruction.operation == Operation::Cos) std::swap(instruction.to, instruction.c);
    instruction.operation = Operation::SinCos;
  }
  // Only now, so that the result never lies where an operand did.
  for (const std::int32_t operand : operands) release(operand);
  if (partner != kNone) release(operands[0]);
  code_.instructions.push_back(instruction);
}

/// Everything that the value needs, operands first, without recursion: trees may be deep.
void CodeMaker::schedule(std::int32_t root) {
  pending_.push_back(root);
  while (!pending_.empty()) {
    const std::int32_t index = pending_.back();
    if (place_[at(index)] != kNone) {
      pending_.pop_back();
      continue;
    }
    if (graph_[index].operation == Operation::Slot) {
      place_[at(index)] = place_of(Memory::Slots, graph_[index].a);
      continue;
    }
    const Instruction instruction = selected(index);
    bool is_ready = true;
    for (const std::int32_t operand : {instruction.c, instruction.b, instruction.a}) {
      if (operand == kNone || place_[at(operand)] != kNone) continue;
      pending_.push_back(operand);
      is_ready = false;
    }
    if (!is_ready) continue;
    emit(index);
    pending_.pop_back();
  }
}

ProgramCode CodeMaker::run() {
  count_uses();
  join_products();
  find_pairs();
  // From here on, uses by the instructions: a joined product's operands are those of its sum, and
  // constants inside an instruction are not used at all.
  std::vector<std::int32_t> uses(uses_.size(), 0);
  std::vector<bool> is_joined(uses_.size(), false);
  for (const std::int32_t product : product_) {
    if (product != kNone) is_joined[at(product)] = true;
  }
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    const bool is_needed = uses_[i] > 0 || row_[i] != kNone;
    if (!is_needed || is_joined[i] || graph_.nodes()[i].operation == Operation::Slot) continue;
    const Instruction instruction = selected(static_cast<std::int32_t>(i));
    for (const std::int32_t operand : {instruction.a, instruction.b, instruction.c}) {
      if (operand != kNone) ++uses[at(operand)];
    }
  }
  uses_ = std::move(uses);
  code_.n_rows = static_cast<int>(roots_.size());
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    const std::int32_t root = roots_[i];
    schedule(root);
    const std::int32_t row = place_of(Memory::Rows, static_cast<std::int32_t>(i));
    if (place_[at(root)] == row) continue;
    Instruction copy;
    copy.operation = Operation::Copy;
    copy.to = row;
    copy.a = place_[at(root)];
    code_.instructions.push_back(copy);
  }
  return std::move(code_);
}

}  // namespace

ProgramCode make_code(const Graph& graph, const std::vector<int>& roots) {
  return CodeMaker(graph, roots).run();
}

}  // namespace pinn
