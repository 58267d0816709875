// SPDX-License-Identifier: MIT
// What a key demands of its value beyond the type: a range, a number of elements, a kind of text.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace pinn {

/// What a string means.
enum class TextKind { Plain, RunName, Name, Expression, Equality, Path, Column };

/// One key's demands. Made by at_least, above, between, text, ...; refined by its members.
struct Rule {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_open = false;
  bool upper_open = false;
  std::size_t min_items = 0;
  std::size_t max_items = std::numeric_limits<std::size_t>::max();
  TextKind text = TextKind::Plain;
  std::string_view word;     ///< The only text that is allowed.
  bool is_constant = false;  ///< A number, or a constant expression as text.
  bool is_required = false;
  bool is_ignored = false;         ///< Read but without meaning; not written.
  std::string_view fallback = "";  ///< Said of a missing key where its default is no literal.

  Rule items(std::size_t least, std::size_t most) const {
    Rule rule = *this;
    rule.min_items = least;
    rule.max_items = most;
    return rule;
  }
  Rule items(std::size_t least) const { return items(least, max_items); }
  Rule or_text(TextKind kind) const {
    Rule rule = *this;
    rule.text = kind;
    return rule;
  }
  Rule required() const {
    Rule rule = *this;
    rule.is_required = true;
    return rule;
  }
  Rule ignored() const {
    Rule rule = *this;
    rule.is_ignored = true;
    return rule;
  }
  Rule otherwise(std::string_view fallback_text) const {
    Rule rule = *this;
    rule.fallback = fallback_text;
    return rule;
  }
  Rule only(std::string_view the_word) const {
    Rule rule = *this;
    rule.word = the_word;
    return rule;
  }
};

inline Rule any() { return {}; }

inline Rule at_least(double lower) {
  Rule rule;
  rule.lower = lower;
  return rule;
}

inline Rule above(double lower) {
  Rule rule = at_least(lower);
  rule.lower_open = true;
  return rule;
}

inline Rule between(double lower, double upper) {
  Rule rule = at_least(lower);
  rule.upper = upper;
  return rule;
}

/// lower < value <= upper
inline Rule above_up_to(double lower, double upper) {
  Rule rule = between(lower, upper);
  rule.lower_open = true;
  return rule;
}

/// lower <= value < upper
inline Rule from_below(double lower, double upper) {
  Rule rule = between(lower, upper);
  rule.upper_open = true;
  return rule;
}

inline Rule text(TextKind kind) {
  Rule rule;
  rule.text = kind;
  return rule;
}

/// A number or a constant expression.
inline Rule constant() {
  Rule rule;
  rule.is_constant = true;
  return rule;
}

}  // namespace pinn
