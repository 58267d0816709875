// SPDX-License-Identifier: MIT
// Writes a model to ARGV[1] and prints "v state state ..." lines that another reader must agree to.
#include <cstdio>
#include <vector>

#include "model/random_model.hpp"
#include "pinn/model/model.hpp"
#include "pinn/util/number_text.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using pinn::Window;
  pinn::SavedModel saved;
  saved.model.variable = "x";
  saved.model.states = {"u", "w"};
  saved.model.windows = {pinn::test::rich_window(-1.0, 1.0, Window::Argument::Linear, false),
                         pinn::test::rich_window(1.0, 2.5, Window::Argument::Saturating, true)};
  saved.config = "{\"name\": \"sample, with \\\"quotes\\\" and \u00e9\"}";
  pinn::write_model(argv[1], saved);
  for (int i = 0; i <= 70; ++i) {
    const double v = -1.0 + 0.05 * i;
    const Eigen::MatrixXd y = saved.model.evaluate(v, 0);
    std::printf("%s %s %s\n",
                pinn::to_text(v).c_str(),
                pinn::to_text(y(0, 0)).c_str(),
                pinn::to_text(y(1, 0)).c_str());
  }
  return 0;
}
