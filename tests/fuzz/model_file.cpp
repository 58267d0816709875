// SPDX-License-Identifier: MIT
// Any bytes are a whole model or a mistake; a model that was read can be evaluated and saved again.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "pinn/model/model.hpp"
#include "pinn/util/error.hpp"
#include "require.hpp"

namespace {

using pinn::fuzz::require;

constexpr std::size_t kLengthBytes = 8;

/// A small whole file to begin with: two windows, two states.
std::string sample_file() {
  pinn::Window window;
  window.networks = {pinn::Mlp{{{Eigen::MatrixXd::Ones(3, 1), Eigen::VectorXd::Zero(3)},
                                {Eigen::MatrixXd::Ones(2, 3), Eigen::VectorXd::Zero(2)}},
                               pinn::Activation::Tanh}};
  window.scale = Eigen::VectorXd::Ones(2);
  window.offset = Eigen::MatrixXd::Ones(2, 2);
  window.factor = Eigen::MatrixXd::Ones(2, 2);
  pinn::SavedModel saved;
  saved.model.states = {"y", "z"};
  saved.model.windows = {window, window};
  saved.model.windows[1].start = 1.0;
  saved.model.windows[1].end = 2.0;
  saved.config = "{}";
  return pinn::to_safetensors(saved);
}

/// Writes the length of a header in front of it, lowest byte first.
void write_length(std::uint8_t* data, std::size_t length) {
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    data[i] = static_cast<std::uint8_t>((length >> (8 * i)) & 0xFFU);
  }
}

std::size_t read_length(const std::uint8_t* data) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) length |= std::size_t{data[i]} << (8 * i);
  return length;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

/// Changes the header and corrects its length, or else nearly every input would fail at its first
/// eight bytes; one time in eight any byte may change.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                               std::size_t size,
                                               std::size_t max_size,
                                               unsigned int seed) {
  static const std::string sample = sample_file();
  if (size < kLengthBytes && sample.size() <= max_size) {
    std::copy(sample.begin(), sample.end(), data);
    return sample.size();
  }
  if (seed % 8 == 0 || size < kLengthBytes || read_length(data) > size - kLengthBytes) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  const std::size_t length = read_length(data);
  const std::string tail(reinterpret_cast<const char*>(data) + kLengthBytes + length,
                         size - kLengthBytes - length);
  const std::size_t room = max_size - kLengthBytes - tail.size();
  const std::size_t changed = LLVMFuzzerMutate(data + kLengthBytes, length, room);
  write_length(data, changed);
  std::memcpy(data + kLengthBytes + changed, tail.data(), tail.size());
  return kLengthBytes + changed + tail.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = pinn::fuzz::to_string(data, size);
  pinn::SavedModel saved;
  try {
    saved = pinn::parse_safetensors(bytes, "fuzz.safetensors");
  } catch (const pinn::ConfigError& error) {
    require(*error.what() != '\0', "a mistake without words");
    return 0;
  }
  const pinn::Model& model = saved.model;
  const auto values = model.evaluate(0.5 * model.start() + 0.5 * model.end(), 2);
  require(values.rows() == model.n_states() && values.cols() == 3, "values of the wrong shape");

  const std::string again = pinn::to_safetensors(saved);
  const pinn::SavedModel second = pinn::parse_safetensors(again, "again.safetensors");
  require(pinn::to_safetensors(second) == again, "saved twice, not the same bytes");
  return 0;
}
