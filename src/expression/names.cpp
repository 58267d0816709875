// SPDX-License-Identifier: MIT
// Which names are free, and what to offer for a name that nobody has defined.
#include <algorithm>
#include <array>

#include "operators.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn {

namespace {

struct ForeignName {
  std::string_view name;
  std::string_view advice;
  bool called;
};

constexpr std::array<ForeignName, 14> kForeignNames{{
    {"e", "Euler's number is exp(1)", false},
    {"inf", "an expression must be finite", false},
    {"ln", "the natural logarithm is log", true},
    {"lg", "the logarithm to base 10 is log10", true},
    {"heaviside", "the unit step is step", true},
    {"sgn", "the sign is sign", true},
    {"fabs", "the absolute value is abs", true},
    {"power", "a power is a^b or pow(a, b)", true},
    {"arcsin", "the inverse of sin is asin", true},
    {"arccos", "the inverse of cos is acos", true},
    {"arctan", "the inverse of tan is atan", true},
    {"cot", "the cotangent is 1/tan", true},
    {"sec", "the secant is 1/cos", true},
    {"cbrt", "the cube root is x^(1/3)", true},
}};

}  // namespace

bool is_reserved_name(std::string_view name) {
  return find_function(name) != nullptr || name == "pi" || name == "and" || name == "or" ||
         name == "not" || name == detail::kIntegral;
}

bool is_free_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), is_part) && !is_reserved_name(name);
}

std::string unknown_name_hint(std::string_view name,
                              bool called,
                              const std::vector<std::string>& known) {
  for (const ForeignName& foreign : kForeignNames) {
    if (foreign.name == name && foreign.called == called) return "; " + std::string(foreign.advice);
  }
  std::vector<std::string> candidates = known;
  if (called) {
    for (const FunctionInfo& info : functions()) candidates.emplace_back(info.name);
  }
  return did_you_mean(name, candidates);
}

}  // namespace pinn
