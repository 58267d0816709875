// SPDX-License-Identifier: MIT
// The safetensors format without a meaning: named tensors and strings.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pinn/util/error.hpp"

namespace pinn {

inline constexpr std::string_view kMetadataKey = "__metadata__";

/// "NAME: error: not a usable model file: WHAT, expected EXPECTED".
ConfigError unusable(const std::string& name, const std::string& what, const std::string& expected);

/// A text of a file for a message: quoted, control characters escaped, not too long.
std::string shown(const std::string& text);

/// A tensor of one or two dimensions whose bytes are known to be there.
struct TensorEntry {
  bool is_float64 = true;  ///< Else float32.
  std::vector<std::int64_t> shape;
  std::string_view bytes;

  /// As a matrix; a tensor of one dimension is a column.
  Eigen::MatrixXd to_matrix() const;
};

/// A parsed file. The entries point into the bytes it was parsed from.
struct SafetensorsContainer {
  std::map<std::string, TensorEntry, std::less<>> tensors;
  std::map<std::string, std::string, std::less<>> metadata;
};

/// Checks every length, offset and shape before use.
///
/// Throws:  ConfigError.
SafetensorsContainer parse_container(std::string_view bytes, const std::string& name);

/// Collects tensors, then gives the bytes of the file.
class SafetensorsBuilder {
 public:
  void add_metadata(const std::string& key, const std::string& value);
  /// As float64, row by row; a column if `as_vector` is a tensor of one dimension.
  void add_tensor(const std::string& tensor_name, const Eigen::MatrixXd& values, bool as_vector);
  std::string to_bytes() const;

 private:
  struct Entry {
    std::string tensor_name;
    std::vector<std::int64_t> shape;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<std::pair<std::string, std::string>> metadata_;
  std::vector<Entry> entries_;
  std::string data_;
};

}  // namespace pinn
