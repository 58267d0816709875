// SPDX-License-Identifier: MIT
// Domain, places of the output, stages, files.
#include "rules.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "checker.hpp"
#include "pinn/config/names.hpp"
#include "unused.hpp"

namespace pinn {

namespace {

const JsonNode* element_at(const JsonNode& list, const std::string& word) {
  std::size_t index = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), index);
  const bool is_position = read.ec == std::errc() && read.ptr == word.data() + word.size();
  return is_position && index < list.items.size() ? &list.items[index] : nullptr;
}

bool is_number_pair(const JsonNode* node) {
  return node != nullptr && node->items.size() == 2 &&
         node->items[0].kind == JsonNode::Kind::Number &&
         node->items[1].kind == JsonNode::Kind::Number;
}

std::string interval(double a, double b) {
  return "[" + number_text(a) + ", " + number_text(b) + "]";
}

class Rules {
 public:
  Rules(const Config& config, const JsonNode& root, Diagnostics& diagnostics)
      : config_(config), root_(root), diagnostics_(diagnostics) {}

  void check(const std::filesystem::path& folder) {
    has_domain_ = check_domain();
    check_output();
    check_stages();
    check_data(folder);
    check_inputs(folder);
  }

 private:
  void error(const std::string& path, const std::string& message, bool of_key = false) {
    Place place{path, 0, 0, of_key};
    diagnostics_.push_back({Severity::Error, std::move(place), message, "", ""});
  }

  bool check_domain() {
    const double a = config_.problem.start;
    const double b = config_.problem.end;
    if (!is_number_pair(value_at(root_, "problem.domain"))) return false;
    if (a < b) return true;
    error("problem.domain",
          a == b ? "problem.domain is empty (" + number_text(a) + " to " + number_text(b) +
                       "), expected [a, b] with a < b"
                 : "problem.domain is reversed (" + number_text(a) + " to " + number_text(b) +
                       "), expected [a, b] with a < b; write " + interval(b, a));
    return false;
  }

  void check_output() {
    const OutputConfig& output = config_.output;
    if (value_at(root_, "output.at") != nullptr && value_at(root_, "output.points") != nullptr) {
      error("output.at", "output.at and output.points exclude each other; remove one", true);
    }
    if (!has_domain_) return;
    const double a = config_.problem.start;
    const double b = config_.problem.end;
    const std::string domain = "problem.domain " + interval(a, b);
    if (output.at && output.at->index() == 1) {
      const auto& places = std::get<1>(*output.at);
      for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] >= a && places[i] <= b) continue;
        error("output.at." + std::to_string(i),
              number_text(places[i]) + " is outside " + domain +
                  "; places past the domain: output.extrapolate");
      }
    }
    if (!is_number_pair(value_at(root_, "output.extrapolate"))) return;
    const auto& [from, to] = *output.extrapolate;
    if (from > a || to < b) {
      error("output.extrapolate",
            "output.extrapolate " + interval(from, to) + " does not contain " + domain);
    }
  }

  void check_stages() {
    const JsonNode* stages = value_at(root_, "training.stages");
    if (stages == nullptr) return;
    for (std::size_t i = 0; i < stages->items.size() && i < config_.training.stages.size(); ++i) {
      const std::string path = "training.stages." + std::to_string(i);
      const JsonNode* given = value_at(root_, path + ".optimizer");
      const Optimizer optimizer = config_.training.stages[i].optimizer;
      if (given == nullptr || given->text != to_name(optimizer)) continue;  // reported elsewhere
      for (const std::string& key : keys_lacking(optimizer)) {
        if (stages->items[i].find(key) != nullptr) lacks(path, key, optimizer);
      }
    }
  }

  void lacks(const std::string& path, const std::string& key, Optimizer optimizer) {
    std::string with;
    for (const Optimizer other : optimizers_with(key)) {
      with += (with.empty() ? "" : ", ") + std::string(to_name(other));
    }
    error(path_of(path, key),
          std::string(to_name(optimizer)) + " has no " + key + "; remove it (only " + with + ")",
          true);
  }

  void check_data(const std::filesystem::path& folder) {
    for (std::size_t i = 0; i < config_.problem.data.size(); ++i) {
      check_file(config_.problem.data[i].file, folder, "problem.data." + std::to_string(i));
    }
  }

  void check_inputs(const std::filesystem::path& folder) {
    for (const auto& [name, input] : config_.problem.inputs) {
      check_file(input.file, folder, "problem.inputs." + name);
    }
  }

  void check_file(const std::string& file,
                  const std::filesystem::path& folder,
                  const std::string& of) {
    if (file.empty()) return;
    const std::filesystem::path path = folder / file;
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    const bool is_folder = std::filesystem::is_directory(status);
    if (std::filesystem::exists(status) && !is_folder) return;
    const bool is_same = path.lexically_normal() == std::filesystem::path(file).lexically_normal();
    error(of + ".file",
          "cannot read " + in_quotes(file) + ": " + (is_folder ? "is a folder" : "no such file") +
              (is_same ? "" : " (looked for at " + path.lexically_normal().string() + ")"));
  }

  const Config& config_;
  const JsonNode& root_;
  Diagnostics& diagnostics_;
  bool has_domain_ = false;
};

}  // namespace

const JsonNode* value_at(const JsonNode& root, const std::string& path) {
  const JsonNode* node = &root;
  std::size_t begin = 0;
  while (begin <= path.size() && node != nullptr) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::string word = path.substr(begin, end - begin);
    begin = end + 1;
    if (node->kind == JsonNode::Kind::List) {
      node = element_at(*node, word);
    } else {
      const JsonMember* member = node->find(word);
      node = member == nullptr ? nullptr : &member->value;
    }
  }
  return node;
}

void check_rules(const Config& config,
                 const JsonNode& root,
                 const std::filesystem::path& folder,
                 Diagnostics& diagnostics) {
  Rules(config, root, diagnostics).check(folder);
}

}  // namespace pinn
