// SPDX-License-Identifier: MIT
// One multiplot; data as blocks, so that no second file is needed.
#include "pinn/plot/gnuplot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace pinn {

namespace {

constexpr std::array<const char*, 6> kLight{
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
constexpr std::array<const char*, 6> kDark{
    "#58a6ff", "#ff8c42", "#2fd1a0", "#e59cc8", "#f0b93a", "#8fd3ff"};

/// In single quotes, where gnuplot only needs the quote itself twice.
std::string quoted(const std::string& text) {
  std::string safe = "'";
  for (const char c : text) {
    if (c == '\n') continue;
    safe += c == '\'' ? "''" : std::string(1, c);
  }
  return safe + "'";
}

std::string data_block(const std::string& name, const Curve& curve, bool positive) {
  std::string text = "$" + name + " << EOD\n";
  std::array<char, 64> row{};
  const std::size_t n = std::min(curve.x.size(), curve.y.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isfinite(curve.y[i]) || (positive && !(curve.y[i] > 0.0))) {
      text += "\n";  // a gap
      continue;
    }
    std::snprintf(row.data(), row.size(), "%.9g %.9g\n", curve.x[i], curve.y[i]);
    text += row.data();
  }
  return text + "EOD\n";
}

}  // namespace

std::string png_script(const std::vector<Panel>& panels,
                       const SvgStyle& style,
                       const std::string& file) {
  const int n = std::max<int>(1, static_cast<int>(panels.size()));
  const int per_row = std::min(n, style.panels_per_row);
  const int n_rows = (n + per_row - 1) / per_row;
  const bool dark = style.ground == Ground::Dark;
  const std::string ink = dark ? "#e6edf3" : "#1f2328";
  std::string text = "set terminal pngcairo noenhanced font 'sans,18' background rgb " +
                     quoted(dark ? "#0d1117" : "#ffffff") + " size " +
                     std::to_string(2 * per_row * style.panel_width) + "," +
                     std::to_string(2 * n_rows * style.panel_height) + "\n";
  text += "set output " + quoted(file) + "\nset datafile missing 'nan'\n";
  text += "set border lc rgb " + quoted(ink) + "\nset key textcolor rgb " + quoted(ink) +
          " outside top right horizontal\nset grid lc rgb '#8b949e' lw 0.5\n";
  text += "set tics textcolor rgb " + quoted(ink) + "\n";
  std::string plots =
      "set multiplot layout " + std::to_string(n_rows) + "," + std::to_string(per_row) + "\n";
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const Panel& panel = panels[p];
    const Axis x = x_axis_of(panel, 6);
    const Axis y = y_axis_of(panel, 6);
    std::array<char, 128> ranges{};
    std::snprintf(ranges.data(),
                  ranges.size(),
                  "set xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n",
                  x.low,
                  x.high,
                  y.low,
                  y.high);
    plots += std::string(panel.log_x ? "set" : "unset") + " logscale x\n" +
             (panel.log_y ? "set" : "unset") + " logscale y\n" +
             (panel.log_y ? "set format y '%.0e'\n" : "set format y '%g'\n") + ranges.data();
    plots += "set title " + quoted(panel.title) + " textcolor rgb " + quoted(ink) +
             "\nset xlabel " + quoted(panel.x_label) + " textcolor rgb " + quoted(ink) +
             "\nset ylabel " + quoted(panel.y_label) + " textcolor rgb " + quoted(ink) + "\nplot ";
    for (std::size_t c = 0; c < panel.curves.size(); ++c) {
      const Curve& curve = panel.curves[c];
      const std::string name = "p" + std::to_string(p) + "_" + std::to_string(c);
      text += data_block(name, curve, panel.log_y);
      const auto color = static_cast<std::size_t>(curve.color) % kLight.size();
      plots += (c > 0 ? ", " : "") + std::string("$") + name +
               (curve.kind == LineKind::Points ? " with points pt 7" : " with lines lw 2.5") +
               (curve.kind == LineKind::Dashed ? " dt 2" : "") + " lc rgb " +
               quoted(dark ? kDark[color] : kLight[color]) + " title " + quoted(curve.name);
    }
    plots += "\n";
  }
  return text + plots + "unset multiplot\n";
}

}  // namespace pinn
