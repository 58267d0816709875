// SPDX-License-Identifier: MIT
// Watches nlohmann's parser while it reads, so that a hostile text is refused before it costs much.
#include "bounded_json.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pinn {

namespace {

constexpr int kMaxDepth = 8;  // a model file needs 4

/// A value costs up to some 100 bytes. A window with its tensors takes about 60 values.
constexpr std::size_t kMaxValues = 2'000'000;

/// Counts and compares what the parser reports.
class Watch {
 public:
  bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (++n_events_ > kMaxValues) {
      throw JsonRefused("has more than " + std::to_string(kMaxValues) + " values");
    }
    if (event == Event::object_start || event == Event::array_start) {
      if (depth >= kMaxDepth) {
        throw JsonRefused("is nested deeper than " + std::to_string(kMaxDepth) + " levels");
      }
      if (event == Event::object_start) keys_.emplace_back();
    } else if (event == Event::object_end) {
      keys_.pop_back();
    } else if (event == Event::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys_.back().insert(key).second) {
        throw JsonRefused("has the key " + parsed.dump() + " twice");
      }
    }
    return true;
  }

 private:
  std::size_t n_events_ = 0;
  std::vector<std::set<std::string>> keys_;  // of every object that is open
};

}  // namespace

nlohmann::json parse_bounded_json(std::string_view text) {
  Watch watch;
  try {
    return nlohmann::json::parse(
        text.begin(),
        text.end(),
        [&watch](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
          return watch(depth, event, parsed);
        });
  } catch (const nlohmann::json::parse_error& e) {
    throw JsonRefused("is not JSON (byte " + std::to_string(e.byte) + ")");
  } catch (const nlohmann::json::out_of_range&) {
    throw JsonRefused("has a number beyond the range of a double");
  }
}

}  // namespace pinn
