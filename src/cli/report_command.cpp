// SPDX-License-Identifier: MIT
// pinn-solve report RUN
#include <filesystem>

#include "command_line.hpp"
#include "commands.hpp"
#include "pinn/model/model.hpp"
#include "pinn/page/page.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "run_tables.hpp"

namespace pinn::cli {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

struct ReportOptions {
  std::string run;
  std::string out;
};

std::string read_if_there(const std::filesystem::path& path) {
  std::error_code failure;
  return std::filesystem::exists(path, failure) ? read_file(path, kMostBytes) : "";
}

}  // namespace

std::string page_of(const std::filesystem::path& folder) {
  PageInput input;
  input.tables = read_run_tables(folder);
  input.run_json = read_file(folder / "run.json", kMostBytes);
  input.config_json = read_if_there(folder / "config.json");
  input.conditions_csv = read_if_there(folder / "conditions.csv");
  std::error_code failure;
  if (std::filesystem::exists(folder / "model.safetensors", failure)) {
    input.model = read_model(folder / "model.safetensors").model;
  }
  return make_page(input);
}

int run_report(const Arguments& arguments) {
  CLI::App app("Writes a run as one HTML file: verdict, equations, pictures, the network itself.",
               "report");
  ReportOptions options;
  app.add_option("RUN", options.run, "a run folder");
  app.add_option("-o,--out", options.out, "write there instead of RUN/report.html; - prints it")
      ->type_name("FILE");
  if (!parse(app, arguments)) return 0;
  if (options.run.empty()) throw UsageError("no run given; try pinn-solve report --help");
  const std::filesystem::path folder = options.run;
  const std::string page = page_of(folder);
  if (options.out == "-") {
    print(page);
    return 0;
  }
  const std::filesystem::path out =
      options.out.empty() ? folder / "report.html" : std::filesystem::path(options.out);
  write_file(out, page);
  print(out.string() + "\n");
  return 0;
}

}  // namespace pinn::cli
