// SPDX-License-Identifier: MIT
// From the tree: fractions for quotients, exponents raised, brackets where a reader needs them.
#include "pinn/page/mathml.hpp"

#include <array>
#include <cmath>
#include <set>

#include "pinn/expression/parse.hpp"
#include "pinn/plot/svg.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

// How strongly a node holds its parts together.
enum Strength { kLogic, kCompare, kSum, kProduct, kSign, kPower, kAtom };

std::string operator_mark(const std::string& mark) { return "<mo>" + mark + "</mo>"; }

std::string row(const std::string& inside) { return "<mrow>" + inside + "</mrow>"; }

std::string bracketed(const std::string& inside) {
  return row(operator_mark("(") + inside + operator_mark(")"));
}

class Writer {
 public:
  explicit Writer(const Expression& expression) : expression_(expression) {}

  std::string whole() { return write(static_cast<int>(expression_.nodes().size()) - 1); }

 private:
  const Node& node(int i) const { return expression_.nodes()[static_cast<std::size_t>(i)]; }

  static Strength strength(const Node& node) {
    switch (node.op) {
      case Op::Add:
      case Op::Subtract:
        return kSum;
      case Op::Multiply:
        return kProduct;
      case Op::Negate:
        return kSign;
      case Op::Power:
        return kPower;
      case Op::Number:
        return node.number < 0.0 ? kSign : kAtom;
      case Op::And:
      case Op::Or:
      case Op::Not:
        return kLogic;
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual:
      case Op::Equal:
      case Op::NotEqual:
        return kCompare;
      default:
        return kAtom;
    }
  }

  std::string at_least(int i, Strength least) {
    const std::string inside = write(i);
    return strength(node(i)) < least ? bracketed(inside) : inside;
  }

  std::string binary(const Node& n, const std::string& mark, Strength left, Strength right) {
    return row(at_least(n.child[0], left) + operator_mark(mark) + at_least(n.child[1], right));
  }

  std::string name(const Node& n) const {
    const Symbol& symbol = expression_.symbols()[static_cast<std::size_t>(n.symbol)];
    std::string text = named(symbol.name);
    if (symbol.primes == 0) return text;
    static const std::array<const char*, 4> kPrimes{"", "\u2032", "\u2033", "\u2034"};
    if (symbol.primes < 4) {  // the marks are high and small by themselves
      return row(text + "<mo lspace=\"0.1em\" rspace=\"0\">" +
                 kPrimes[static_cast<std::size_t>(symbol.primes)] + "</mo>");
    }
    return "<msup>" + text +
           row(operator_mark("(") + "<mn>" + std::to_string(symbol.primes) + "</mn>" +
               operator_mark(")")) +
           "</msup>";
  }

  /// Greek letters by their names, digits and what follows an underscore as an index.
  static std::string named(const std::string& name) {
    static const std::set<std::string> kGreek{
        "alpha", "beta",  "gamma",  "delta", "epsilon", "zeta", "eta",
        "theta", "kappa", "lambda", "mu",    "nu",      "xi",   "pi",
        "rho",   "sigma", "tau",    "phi",   "chi",     "psi",  "omega"};
    std::size_t end = name.find('_');
    std::size_t index = end == std::string::npos ? end : end + 1;
    if (end == std::string::npos) {
      end = name.find_last_not_of("0123456789") + 1;
      index = end;
    }
    if (end == 0 || index >= name.size()) {
      const bool is_greek = kGreek.count(name) > 0;
      return "<mi>" + (is_greek ? "&" + name + ";" : xml_text(name)) + "</mi>";
    }
    return "<msub>" + named(name.substr(0, end)) + "<mi>" + xml_text(name.substr(index)) +
           "</mi></msub>";
  }

  std::string call(const Node& n) {
    if (n.function == Function::Sqrt) return "<msqrt>" + write(n.child[0]) + "</msqrt>";
    if (n.function == Function::Exp) {
      return "<msup><mi>e</mi>" + row(write(n.child[0])) + "</msup>";
    }
    if (n.function == Function::Abs) {
      return row(operator_mark("|") + write(n.child[0]) + operator_mark("|"));
    }
    std::string inside;
    for (int i = 0; i < n.arity; ++i) {
      inside += (i > 0 ? operator_mark(",") : "") + write(n.child[static_cast<std::size_t>(i)]);
    }
    const std::string function(function_info(n.function).name);
    return row("<mi>" + function + "</mi>" + operator_mark("&#x2061;") + bracketed(inside));
  }

  std::string write(int i) {
    const Node& n = node(i);
    switch (n.op) {
      case Op::Number:
        if (n.symbol >= 0) return "<mi>&pi;</mi>";
        return "<mn>" + to_short_text(n.number, 12) + "</mn>";
      case Op::Name:
      case Op::Slot:
        return name(n);
      case Op::Applied:
        return row(name(n) + operator_mark("&#x2061;") + bracketed(write(n.child[0])));
      case Op::Negate:
        return row(operator_mark("\u2212") + at_least(n.child[0], kProduct));
      case Op::Add:
        return binary(n, "+", kSum, kSum);
      case Op::Subtract:
        return binary(n, "\u2212", kSum, kProduct);
      case Op::Multiply:
        return product(n);
      case Op::Divide:
        return "<mfrac>" + row(write(n.child[0])) + row(write(n.child[1])) + "</mfrac>";
      case Op::Power:
        return "<msup>" + at_least(n.child[0], kAtom) + row(write(n.child[1])) + "</msup>";
      case Op::Less:
        return binary(n, "&lt;", kSum, kSum);
      case Op::LessEqual:
        return binary(n, "\u2264", kSum, kSum);
      case Op::Greater:
        return binary(n, "&gt;", kSum, kSum);
      case Op::GreaterEqual:
        return binary(n, "\u2265", kSum, kSum);
      case Op::Equal:
        return binary(n, "=", kSum, kSum);
      case Op::NotEqual:
        return binary(n, "\u2260", kSum, kSum);
      case Op::Not:
        return row(operator_mark("\u00ac") + at_least(n.child[0], kAtom));
      case Op::And:
        return binary(n, "\u2227", kCompare, kCompare);
      case Op::Or:
        return binary(n, "\u2228", kCompare, kCompare);
      case Op::Call:
        return call(n);
      case Op::Integral:
        return row("<msubsup>" + operator_mark("\u222b") + row(write(n.child[1])) +
                   row(write(n.child[2])) + "</msubsup>" + at_least(n.child[0], kProduct) +
                   "<mspace width=\"0.17em\"/><mi mathvariant=\"normal\">d</mi>" + name(n));
    }
    return "";
  }

  /// A dot between numbers, a thin space elsewhere.
  std::string product(const Node& n) {
    const bool is_number = node(n.child[1]).op == Op::Number && node(n.child[1]).symbol < 0;
    const std::string mark = is_number ? operator_mark("\u22c5") : "<mspace width=\"0.17em\"/>";
    return row(at_least(n.child[0], kProduct) + mark + at_least(n.child[1], kProduct));
  }

  const Expression& expression_;
};

}  // namespace

std::string to_mathml(const Expression& expression) { return Writer(expression).whole(); }

std::string equality_mathml(const std::string& text) {
  try {
    const Equality equality = parse_equality(text);
    return "<p><math displaystyle=\"true\">" +
           row(to_mathml(equality.left) + operator_mark("=") + to_mathml(equality.right)) +
           "</math></p>";
  } catch (const ExpressionError&) {
    return "<p><code>" + xml_text(text) + "</code></p>";
  }
}

}  // namespace pinn
