// SPDX-License-Identifier: MIT
// A model from the bytes of a safetensors file, believing nothing that was not checked.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "bounded_json.hpp"
#include "pinn/model/model.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "safetensors_container.hpp"
#include "safetensors_names.hpp"

namespace pinn {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxFileBytes = 1'000'000'000;
constexpr int kMaxFourierFeatures = 100'000;

/// Builds the model out of a parsed container.
class ModelParser {
 public:
  ModelParser(const SafetensorsContainer& container, const std::string& name)
      : container_(container), name_(name) {}

  SavedModel parse() {
    if (metadata(model_file::kFormat) != model_file::kFormatValue) {
      refuse("its format is " + shown(metadata(model_file::kFormat)),
             quoted(model_file::kFormatValue));
    }
    saved_.model.variable = metadata(model_file::kVariable);
    check_name(saved_.model.variable);
    parse_states();
    parse_activation();
    parse_windows();
    parse_signals();
    check_every_tensor_was_used();
    const auto config = container_.metadata.find(model_file::kConfig);
    if (config != container_.metadata.end()) saved_.config = config->second;
    return std::move(saved_);
  }

 private:
  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

  [[noreturn]] void refuse(const std::string& what, const std::string& expected) const {
    throw unusable(name_, what, expected);
  }

  const std::string& metadata(const std::string& key) const {
    const auto entry = container_.metadata.find(key);
    if (entry == container_.metadata.end()) {
      refuse("its __metadata__ has no " + quoted(key), "a file written by pinn-solve");
    }
    return entry->second;
  }

  json metadata_list(const std::string& key) const {
    json list;
    try {
      list = parse_bounded_json(metadata(key));
    } catch (const JsonRefused& e) {
      refuse("its " + quoted(key) + " " + e.what(), "a JSON list");
    }
    if (!list.is_array() || list.empty()) refuse("its " + quoted(key) + " is no list", "a list");
    return list;
  }

  /// A name that can stand in an equation, a column and the name of a tensor.
  void check_name(const std::string& text) const {
    const auto forbidden = [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte <= 0x20U || byte == 0x7FU || c == '.' || c == ',' || c == '"';
    };
    const bool digit_first = !text.empty() && text.front() >= '0' && text.front() <= '9';
    if (text.empty() || digit_first || std::any_of(text.begin(), text.end(), forbidden)) {
      refuse("it names a state, variable or input " + shown(text), "a name such as \"y\"");
    }
  }

  void parse_states() {
    const json list = metadata_list(model_file::kStates);
    std::set<std::string> seen;
    for (const json& entry : list) {
      if (!entry.is_string()) refuse("it has a state that is no text", "names");
      const auto state = entry.get<std::string>();
      check_name(state);
      if (!seen.insert(state).second) refuse("it has the state " + shown(state) + " twice", "once");
      saved_.model.states.push_back(state);
    }
  }

  void parse_activation() {
    const std::string& text = metadata(model_file::kActivation);
    for (const ActivationInfo& info : activations()) {
      if (info.name == text) {
        activation_ = info.activation;
        return;
      }
    }
    refuse("its activation is " + shown(text), "one of those of pinn-solve");
  }

  void parse_windows() {
    const json list = metadata_list(model_file::kWindows);
    for (std::size_t k = 0; k < list.size(); ++k) {
      window_ = "window " + std::to_string(k);
      if (!list[k].is_object()) refuse(window_ + " is not described", "an object");
      Window window = parse_window(list[k]);
      if (!(window.start < window.end)) {
        refuse(window_ + " goes from " + to_text(window.start) + " to " + to_text(window.end),
               "an increasing interval");
      }
      if (k > 0 && window.start != saved_.model.windows.back().end) {
        refuse(window_ + " starts at " + to_text(window.start),
               to_text(saved_.model.windows.back().end) + ", the end of the one before it");
      }
      parse_networks(k, window);
      saved_.model.windows.push_back(std::move(window));
    }
  }

  const json& member(const json& object, const char* key) const {
    const auto entry = object.find(key);
    if (entry == object.end()) refuse(window_ + " has no " + quoted(key), "a whole description");
    return *entry;
  }

  double number(const json& value, const char* key) const {
    if (!value.is_number()) {
      refuse(window_ + " has a " + value.type_name() + " in " + quoted(key), "a finite number");
    }
    return value.get<double>();  // finite: JSON has no infinity and overflow was refused
  }

  double number_of(const json& object, const char* key) const {
    return number(member(object, key), key);
  }

  double nonzero_of(const json& object, const char* key) const {
    const double value = number_of(object, key);
    if (value == 0.0) refuse(window_ + " has 0 as " + quoted(key), "another number");
    return value;
  }

  Window parse_window(const json& object) const {
    Window window;
    window.start = number_of(object, "start");
    window.end = number_of(object, "end");
    window.input.shift = number_of(object, "shift");
    window.input.rate = number_of(object, "rate");
    const json& features = member(object, "fourier_features");
    if (!features.is_number_unsigned() || features > kMaxFourierFeatures) {
      refuse(window_ + " has no valid \"fourier_features\"",
             "an integer from 0 to " + std::to_string(kMaxFourierFeatures));
    }
    window.input.fourier_features = features.get<int>();
    window.input.fourier_start = number_of(object, "fourier_start");
    window.input.fourier_length = nonzero_of(object, "fourier_length");
    window.scale = matrix_of(json::array({member(object, "scale")}), "scale", 1).transpose();
    const auto n_states = static_cast<std::size_t>(saved_.model.n_states());
    if (static_cast<std::size_t>(window.scale.size()) != n_states) {
      refuse(window_ + " has " + std::to_string(window.scale.size()) + " scales",
             std::to_string(n_states) + ", one per state");
    }
    window.argument = argument_of(member(object, "argument"));
    window.anchor = number_of(object, "anchor");
    window.argument_rate = number_of(object, "argument_rate");
    window.offset = matrix_of(member(object, "offset"), "offset", n_states);
    window.factor = matrix_of(member(object, "factor"), "factor", n_states);
    return window;
  }

  Window::Argument argument_of(const json& value) const {
    if (value == model_file::kLinear) return Window::Argument::Linear;
    if (value == model_file::kSaturating) return Window::Argument::Saturating;
    refuse(window_ + " has another \"argument\"", "\"linear\" or \"saturating\"");
  }

  /// A list of `n_rows` lists of numbers, all of one length.
  Eigen::MatrixXd matrix_of(const json& rows, const char* key, std::size_t n_rows) const {
    const auto bad = [&] {
      refuse(window_ + " has no valid " + quoted(key),
             std::to_string(n_rows) + " lists of numbers, equally long");
    };
    if (!rows.is_array() || rows.size() != n_rows) bad();
    const std::size_t n_columns = rows[0].size();
    Eigen::MatrixXd matrix;
    for (std::size_t r = 0; r < n_rows; ++r) {
      if (!rows[r].is_array() || rows[r].size() != n_columns || n_columns == 0) bad();
      if (r == 0) {
        matrix.resize(static_cast<Eigen::Index>(n_rows), static_cast<Eigen::Index>(n_columns));
      }
      for (std::size_t c = 0; c < n_columns; ++c) {
        matrix(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) =
            number(rows[r][c], key);
      }
    }
    return matrix;
  }

  const TensorEntry* find(const std::string& tensor_name) const {
    const auto entry = container_.tensors.find(tensor_name);
    return entry == container_.tensors.end() ? nullptr : &entry->second;
  }

  void parse_networks(std::size_t k, Window& window) {
    const int n_states = saved_.model.n_states();
    const std::string shared = model_file::tensor_prefix(k, "");
    if (find(model_file::layer_prefix(shared, 0) + "weight") != nullptr) {
      window.networks.push_back(parse_network(shared, window.input.n_inputs(), n_states));
      return;
    }
    for (const std::string& state : saved_.model.states) {
      const std::string prefix = model_file::tensor_prefix(k, state);
      window.networks.push_back(parse_network(prefix, window.input.n_inputs(), 1));
    }
  }

  Mlp parse_network(const std::string& prefix, Eigen::Index n_inputs, Eigen::Index n_outputs) {
    Mlp network;
    network.activation = activation_;
    Eigen::Index n_units = n_inputs;
    for (std::size_t l = 0; l == 0 || find(model_file::layer_prefix(prefix, l) + "weight"); ++l) {
      const std::string layer = model_file::layer_prefix(prefix, l);
      Linear linear;
      linear.weight = take(layer + "weight", -1, n_units);
      n_units = linear.weight.rows();
      linear.bias = take(layer + "bias", n_units, 1);
      network.layers.push_back(std::move(linear));
    }
    if (n_units != n_outputs) {
      refuse("network " + shown(prefix) + " has " + std::to_string(n_units) + " outputs",
             std::to_string(n_outputs));
    }
    return network;
  }

  /// The values of a tensor of the given shape; any number of rows if `n_rows` is -1, else a
  /// vector.
  Eigen::MatrixXd take(const std::string& tensor_name,
                       Eigen::Index n_rows,
                       Eigen::Index n_columns) {
    const TensorEntry* entry = find(tensor_name);
    if (entry == nullptr)
      refuse("it has no tensor " + shown(tensor_name), "all weights and biases");
    const bool is_vector = n_rows >= 0;
    const bool fits = is_vector ? entry->shape == std::vector<std::int64_t>{n_rows}
                                : entry->shape.size() == 2 && entry->shape[1] == n_columns;
    if (!fits) {
      const std::string expected = is_vector ? "[" + std::to_string(n_rows) + "]"
                                             : "[any number, " + std::to_string(n_columns) + "]";
      refuse("tensor " + shown(tensor_name) + " has another shape", expected);
    }
    Eigen::MatrixXd values = entry->to_matrix();
    if (!values.allFinite()) {
      refuse("tensor " + shown(tensor_name) + " has a number that is not finite", "finite numbers");
    }
    ++n_used_;
    return values;
  }

  void parse_signals() {
    const std::string begin = model_file::kInput;
    const std::string end = model_file::kInputAt;
    for (const auto& [tensor_name, entry] : container_.tensors) {
      const bool is_long = tensor_name.size() > begin.size() + end.size();
      if (!is_long || tensor_name.compare(0, begin.size(), begin) != 0) continue;
      if (tensor_name.compare(tensor_name.size() - end.size(), end.size(), end) != 0) continue;
      const std::size_t length = tensor_name.size() - begin.size() - end.size();
      const std::string input = tensor_name.substr(begin.size(), length);
      check_name(input);
      saved_.signals.push_back(parse_signal(input, entry));
    }
  }

  SavedSignal parse_signal(const std::string& input, const TensorEntry& entry) {
    const Eigen::Index count = entry.shape.empty() ? 0 : static_cast<Eigen::Index>(entry.shape[0]);
    const std::string name = model_file::kInput + input;
    const Eigen::MatrixXd at = take(name + model_file::kInputAt, count, 1);
    const Eigen::MatrixXd values = take(name + model_file::kInputValues, count, 1);
    SavedSignal signal;
    signal.name = input;
    signal.at.assign(at.data(), at.data() + at.size());
    signal.values.assign(values.data(), values.data() + values.size());
    const bool increases =
        std::adjacent_find(signal.at.begin(), signal.at.end(), std::greater_equal<>()) ==
        signal.at.end();
    if (count < 2 || !increases) {
      refuse("the places of input " + shown(input) + " do not increase", "two or more that do");
    }
    return signal;
  }

  void check_every_tensor_was_used() const {
    if (n_used_ != container_.tensors.size()) {
      refuse("it has " + std::to_string(container_.tensors.size()) + " tensors",
             std::to_string(n_used_) + " by its windows, states and inputs");
    }
  }

  const SafetensorsContainer& container_;
  const std::string& name_;
  SavedModel saved_;
  Activation activation_ = Activation::Tanh;
  std::string window_;  // the one being parsed, for messages
  std::size_t n_used_ = 0;
};

}  // namespace

SavedModel parse_safetensors(std::string_view bytes, const std::string& name) {
  const SafetensorsContainer container = parse_container(bytes, name);
  return ModelParser(container, name).parse();
}

SavedModel read_model(const std::filesystem::path& path) {
  std::error_code ignored;  // what cannot be looked at cannot be read either: read_file says why
  const bool is_folder = std::filesystem::is_directory(path, ignored);
  const std::filesystem::path file = is_folder ? path / "model.safetensors" : path;
  return parse_safetensors(read_file(file, kMaxFileBytes), file.string());
}

}  // namespace pinn
