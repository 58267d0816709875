// SPDX-License-Identifier: MIT
// Reads and writes the safetensors format: header length, JSON header, raw little-endian numbers.
#include "safetensors_container.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "bounded_json.hpp"

namespace pinn {

namespace {

using nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the format's own library
constexpr std::size_t kAlignment = 8;

std::uint64_t read_little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

void append_little_endian(std::string& bytes, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<char>(static_cast<unsigned char>(value & 0xFFU)));
    value >>= 8U;
  }
}

double read_number(std::string_view bytes) {
  const std::uint64_t bits = read_little_endian(bytes);
  if (bytes.size() == sizeof(double)) {
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  }
  const auto bits32 = static_cast<std::uint32_t>(bits);
  float value = 0.0F;
  std::memcpy(&value, &bits32, sizeof(value));
  return static_cast<double>(value);
}

/// As a JSON string, control characters escaped.
std::string quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Where a tensor says its bytes are.
struct Extent {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string tensor_name;
};

/// Parses the entries of the header one by one.
class ContainerParser {
 public:
  ContainerParser(std::string_view bytes, const std::string& name) : name_(name) {
    split(bytes);
    const json header = parse_header();
    for (const auto& [key, entry] : header.items()) {
      if (key == kMetadataKey) {
        add_metadata(entry);
      } else {
        add_tensor(key, entry);
      }
    }
    check_extents();
  }

  SafetensorsContainer take() { return std::move(container_); }

 private:
  [[noreturn]] void refuse(const std::string& what, const std::string& expected) const {
    throw unusable(name_, what, expected);
  }

  void split(std::string_view bytes) {
    const std::string size = std::to_string(bytes.size()) + " bytes";
    if (bytes.size() < kLengthBytes) refuse("it has " + size, "at least 8");
    const std::uint64_t length = read_little_endian(bytes.substr(0, kLengthBytes));
    if (length > kMaxHeaderBytes) {
      refuse("its header has " + std::to_string(length) + " bytes",
             "at most " + std::to_string(kMaxHeaderBytes));
    }
    if (length > bytes.size() - kLengthBytes) {
      refuse("it ends inside its header (" + size + ")",
             "at least " + std::to_string(length + kLengthBytes));
    }
    header_ = bytes.substr(kLengthBytes, static_cast<std::size_t>(length));
    data_ = bytes.substr(kLengthBytes + static_cast<std::size_t>(length));
  }

  json parse_header() const {
    try {
      json header = parse_bounded_json(header_);
      if (!header.is_object()) refuse("its header is a JSON " + type_of(header), "an object");
      return header;
    } catch (const JsonRefused& e) {
      refuse(std::string("its header ") + e.what(), "a JSON object with tensors");
    }
  }

  static std::string type_of(const json& value) { return value.type_name(); }

  void add_metadata(const json& entry) {
    if (!entry.is_object()) refuse("its __metadata__ is a JSON " + type_of(entry), "an object");
    for (const auto& [key, value] : entry.items()) {
      if (!value.is_string()) {
        refuse("its __metadata__ has a " + type_of(value) + " as " + shown(key), "a string");
      }
      container_.metadata.emplace(key, value.get<std::string>());
    }
  }

  void add_tensor(const std::string& key, const json& entry) {
    const std::string subject = "tensor " + shown(key) + " ";
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") ||
        !entry.contains("shape") || !entry.contains("data_offsets")) {
      refuse(subject + "is not described", "an object of dtype, shape and data_offsets");
    }
    TensorEntry tensor;
    const json& dtype = entry["dtype"];
    if (dtype != "F64" && dtype != "F32") {
      refuse(subject + "has another dtype", "F64 or F32");
    }
    tensor.is_float64 = dtype == "F64";
    const std::uint64_t n_bytes = parse_shape(subject, entry["shape"], tensor);
    const Extent extent = parse_extent(key, subject, entry["data_offsets"]);
    if (extent.end - extent.begin != n_bytes) {
      refuse(subject + "has " + std::to_string(extent.end - extent.begin) + " bytes",
             std::to_string(n_bytes) + " by its shape");
    }
    tensor.bytes =
        data_.substr(static_cast<std::size_t>(extent.begin), static_cast<std::size_t>(n_bytes));
    extents_.push_back(extent);
    container_.tensors.emplace(key, std::move(tensor));
  }

  /// Fills the shape and gives the bytes that it takes, which are no more than there are.
  std::uint64_t parse_shape(const std::string& subject, const json& shape, TensorEntry& tensor) {
    if (!shape.is_array() || shape.empty() || shape.size() > 2) {
      refuse(subject + "has no shape of a vector or matrix", "one or two sizes");
    }
    std::uint64_t n_bytes = tensor.is_float64 ? 8 : 4;
    for (const json& size : shape) {
      if (!size.is_number_unsigned() || size == 0U) {
        refuse(subject + "has a size that is not a positive integer", "positive integers");
      }
      const auto n = size.get<std::uint64_t>();
      if (n > data_.size() / n_bytes) {
        refuse(subject + "is larger than the file", "a shape that fits in the data");
      }
      n_bytes *= n;
      tensor.shape.push_back(static_cast<std::int64_t>(n));
    }
    return n_bytes;
  }

  Extent parse_extent(const std::string& key, const std::string& subject, const json& offsets) {
    const bool is_pair = offsets.is_array() && offsets.size() == 2 &&
                         offsets[0].is_number_unsigned() && offsets[1].is_number_unsigned();
    if (!is_pair) refuse(subject + "has no data_offsets", "two non-negative integers");
    Extent extent{offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>(), key};
    if (extent.begin > extent.end || extent.end > data_.size()) {
      refuse(subject + "stands at " + std::to_string(extent.begin) + " to " +
                 std::to_string(extent.end),
             "a place within the " + std::to_string(data_.size()) + " bytes of data");
    }
    return extent;
  }

  /// The tensors stand side by side and fill the data.
  void check_extents() {
    std::sort(extents_.begin(), extents_.end(), [](const Extent& a, const Extent& b) {
      return a.begin < b.begin;
    });
    std::uint64_t end = 0;
    for (const Extent& extent : extents_) {
      if (extent.begin != end) {
        refuse("tensor " + shown(extent.tensor_name) + " begins at " + std::to_string(extent.begin),
               std::to_string(end) + ", the end of the one before it");
      }
      end = extent.end;
    }
    if (end != data_.size()) {
      refuse("it has " + std::to_string(data_.size()) + " bytes of data",
             std::to_string(end) + ", the end of the last tensor");
    }
  }

  const std::string& name_;
  std::string_view header_;
  std::string_view data_;
  std::vector<Extent> extents_;
  SafetensorsContainer container_;
};

}  // namespace

std::string shown(const std::string& text) {
  constexpr std::size_t kMaxShown = 40;
  if (text.size() <= kMaxShown) return quoted(text);
  return quoted(text.substr(0, kMaxShown) + "...");
}

ConfigError unusable(const std::string& name,
                     const std::string& what,
                     const std::string& expected) {
  return ConfigError(name + ": error: not a usable model file: " + what + ", expected " + expected);
}

Eigen::MatrixXd TensorEntry::to_matrix() const {
  const std::size_t width = is_float64 ? 8 : 4;
  Eigen::MatrixXd matrix(shape[0], shape.size() == 2 ? shape[1] : 1);
  std::size_t offset = 0;
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
    for (Eigen::Index column = 0; column < matrix.cols(); ++column, offset += width) {
      matrix(row, column) = read_number(bytes.substr(offset, width));
    }
  }
  return matrix;
}

SafetensorsContainer parse_container(std::string_view bytes, const std::string& name) {
  return ContainerParser(bytes, name).take();
}

void SafetensorsBuilder::add_metadata(const std::string& key, const std::string& value) {
  metadata_.emplace_back(key, value);
}

void SafetensorsBuilder::add_tensor(const std::string& tensor_name,
                                    const Eigen::MatrixXd& values,
                                    bool as_vector) {
  Entry entry{tensor_name, {values.rows()}, data_.size(), 0};
  if (!as_vector) entry.shape.push_back(values.cols());
  for (Eigen::Index row = 0; row < values.rows(); ++row) {
    for (Eigen::Index column = 0; column < values.cols(); ++column) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, &values(row, column), sizeof(bits));
      append_little_endian(data_, bits);
    }
  }
  entry.end = data_.size();
  entries_.push_back(std::move(entry));
}

std::string SafetensorsBuilder::to_bytes() const {
  std::string text = "{" + quoted(std::string(kMetadataKey)) + ":{";
  for (const auto& [key, value] : metadata_) {
    if (text.back() != '{') text += ',';
    text += quoted(key) + ":" + quoted(value);
  }
  text += '}';
  for (const Entry& entry : entries_) {
    text += "," + quoted(entry.tensor_name) + R"(:{"dtype":"F64","shape":[)";
    text += std::to_string(entry.shape[0]);
    if (entry.shape.size() == 2) text += "," + std::to_string(entry.shape[1]);
    text += R"(],"data_offsets":[)" + std::to_string(entry.begin) + "," +
            std::to_string(entry.end) + "]}";
  }
  text += '}';
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  std::string bytes;
  bytes.reserve(kLengthBytes + text.size() + data_.size());
  append_little_endian(bytes, text.size());
  return bytes + text + data_;
}

}  // namespace pinn
