// SPDX-License-Identifier: MIT
// Looks a text over before it is parsed, so that a hostile one is refused before it costs much.
#include "bounded_json.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pinn {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 8;  // a model file needs 4

/// A value costs up to some 100 bytes. A window with its tensors takes about 60 values.
constexpr std::size_t kMaxValues = 8'000'000;

/// Counts and compares what the parser reports, and keeps nothing. Parsing with a callback would
/// take time that grows with the square of the number of tensors.
class Watch : public nlohmann::json_sax<json> {
 public:
  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_unsigned(number_unsigned_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t&) override { return count(); }
  bool binary(binary_t&) override { return count(); }

  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return open();
  }
  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second) {
      throw JsonRefused("has the key " + json(name).dump() + " twice");
    }
    return count();
  }
  bool end_object() override {
    keys_.pop_back();
    return close();
  }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t byte, const std::string&, const json::exception& e) override {
    if (dynamic_cast<const json::out_of_range*>(&e) != nullptr) {
      throw JsonRefused("has a number beyond the range of a double");
    }
    throw JsonRefused("is not JSON (byte " + std::to_string(byte) + ")");
  }

 private:
  bool count() {
    if (++n_values_ > kMaxValues) {
      throw JsonRefused("has more than " + std::to_string(kMaxValues) + " values");
    }
    return true;
  }
  bool open() {
    if (++depth_ > kMaxDepth) {
      throw JsonRefused("is nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    return count();
  }
  bool close() {
    --depth_;
    return true;
  }

  std::size_t n_values_ = 0;
  std::size_t depth_ = 0;
  std::vector<std::set<std::string>> keys_;  // of every object that is open
};

}  // namespace

json parse_bounded_json(std::string_view text) {
  Watch watch;
  json::sax_parse(text.begin(), text.end(), &watch);
  return json::parse(text.begin(), text.end());
}

}  // namespace pinn
