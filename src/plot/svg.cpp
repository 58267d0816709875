// SPDX-License-Identifier: MIT
// Coordinates with one decimal: a curve of 1000 points has some 10 kB.
#include "pinn/plot/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace pinn {

namespace {

constexpr int kLeft = 62;
constexpr int kRight = 14;
constexpr int kTop = 34;
constexpr int kBottom = 40;
constexpr int kGap = 12;  ///< Between panels.
constexpr int kTicksX = 6;
constexpr int kTicksY = 6;
constexpr double kLetter = 6.3;    ///< Width of a letter in the legend.
constexpr double kNearness = 0.3;  ///< Points nearer than that to the last one are left out.

// Colours by name of a class, not by variables of CSS, which many readers of SVG do not know. The
// curves have Okabe's and Ito's palette, told apart by people of every colour vision.
struct Palette {
  const char* paper;
  const char* ink;
  const char* axis;
  const char* grid;
  std::array<const char*, 6> curves;
};
constexpr Palette kLight{"#ffffff",
                         "#1f2328",
                         "#8b949e",
                         "#e4e7eb",
                         {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"}};
constexpr Palette kDark{"#0d1117",
                        "#e6edf3",
                        "#7d8590",
                        "#2b313a",
                        {"#58a6ff", "#ff8c42", "#2fd1a0", "#e59cc8", "#f0b93a", "#8fd3ff"}};

constexpr const char* kShapes =
    R"(text{font:11px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
.title{font-size:13px;font-weight:600}
.grid{stroke-width:1}.frame{fill:none;stroke-width:1}
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.dashed{stroke-dasharray:5 4;stroke-width:1.4}
)";

std::string colors(const Palette& palette) {
  std::string css = std::string(".paper{fill:") + palette.paper + "}text{fill:" + palette.ink +
                    "}.frame{stroke:" + palette.axis + "}.grid{stroke:" + palette.grid + "}";
  for (std::size_t i = 0; i < palette.curves.size(); ++i) {
    const std::string n = std::to_string(i);
    css +=
        ".s" + n + "{stroke:" + palette.curves[i] + "}.f" + n + "{fill:" + palette.curves[i] + "}";
  }
  return css + "\n";
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string color_class(const char* kind, int color) { return kind + std::to_string(color % 6); }

std::string text_at(double x,
                    double y,
                    const std::string& text,
                    const std::string& more = "text-anchor=\"middle\"") {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" " + more + ">" + xml_text(text) +
         "</text>\n";
}

std::string line(double x0, double y0, double x1, double y1, const std::string& classes) {
  return "<line x1=\"" + number(x0) + "\" y1=\"" + number(y0) + "\" x2=\"" + number(x1) +
         "\" y2=\"" + number(y1) + "\" class=\"" + classes + "\"/>\n";
}

/// One panel with its upper left corner at (0, 0).
class PanelDrawing {
 public:
  PanelDrawing(const Panel& panel, int width, int height)
      : panel_(panel),
        x_(x_axis_of(panel, kTicksX)),
        y_(y_axis_of(panel, kTicksY)),
        width_(width - kLeft - kRight),
        height_(height - kTop - kBottom) {}

  std::string draw() {
    std::string svg = text_at(kLeft, 18, panel_.title, "class=\"title\" data-keep=\"\"");
    svg += axes();
    for (const bool dashed : {true, false}) {
      for (const Curve& curve : panel_.curves) {
        if ((curve.kind == LineKind::Dashed) == dashed) svg += draw(curve);
      }
    }
    return svg + legend();
  }

 private:
  double at_x(double value) const { return kLeft + x_.place(value) * width_; }
  double at_y(double value) const { return kTop + (1.0 - y_.place(value)) * height_; }

  std::string axes() const {
    std::string svg;
    const double bottom = kTop + height_;
    for (const double tick : y_.ticks) {
      svg += line(kLeft, at_y(tick), kLeft + width_, at_y(tick), "grid");
      svg += text_at(kLeft - 7, at_y(tick) + 4, tick_text(tick), "text-anchor=\"end\"");
    }
    for (const double tick : x_.ticks) {
      svg += line(at_x(tick), kTop, at_x(tick), bottom, "grid");
      svg += text_at(at_x(tick), bottom + 16, tick_text(tick));
    }
    svg += "<rect x=\"" + number(kLeft) + "\" y=\"" + number(kTop) + "\" width=\"" +
           number(width_) + "\" height=\"" + number(height_) + "\" class=\"frame\"/>\n";
    svg += text_at(
        kLeft + 0.5 * width_, bottom + 32, panel_.x_label, "text-anchor=\"middle\" data-keep=\"\"");
    if (panel_.y_label.empty()) return svg;
    const std::string place = number(kTop + 0.5 * height_);
    return svg + "<text text-anchor=\"middle\" data-keep=\"\" transform=\"translate(13 " + place +
           ") rotate(-90)\">" + xml_text(panel_.y_label) + "</text>\n";
  }

  std::string draw(const Curve& curve) const {
    std::string points;
    std::string svg;
    double last_x = -1e9;
    double last_y = -1e9;
    const auto flush = [&] {
      if (!points.empty()) {
        svg += "<polyline class=\"curve " + color_class("s", curve.color) +
               (curve.kind == LineKind::Dashed ? " dashed" : "") + "\" points=\"" + points +
               "\"/>\n";
      }
      points.clear();
      last_x = last_y = -1e9;
    };
    const std::size_t n = std::min(curve.x.size(), curve.y.size());
    for (std::size_t i = 0; i < n; ++i) {
      const double px = at_x(curve.x[i]);
      const double py = at_y(curve.y[i]);
      const bool is_inside =
          std::isfinite(px) && std::isfinite(py) && py >= kTop - 2.0 && py <= kTop + height_ + 2.0;
      if (!is_inside) {
        flush();
        continue;
      }
      if (curve.kind == LineKind::Points) {
        svg += "<circle class=\"" + color_class("f", curve.color) + "\" cx=\"" + number(px) +
               "\" cy=\"" + number(py) + "\" r=\"2\"/>\n";
        continue;
      }
      if (std::hypot(px - last_x, py - last_y) < kNearness) continue;
      points += (points.empty() ? "" : " ") + number(px) + "," + number(py);
      last_x = px;
      last_y = py;
    }
    flush();
    return svg;
  }

  /// On the line of the title, from the right, as many as fit.
  std::string legend() const {
    double room = width_ - kLetter * static_cast<double>(panel_.title.size()) - 24.0;
    std::size_t n = 0;
    double used = 0.0;
    for (const Curve& curve : panel_.curves) {
      const double more = 30.0 + kLetter * static_cast<double>(curve.name.size());
      if (used + more > room) break;
      used += more;
      ++n;
    }
    std::string svg;
    double x = kLeft + width_ - used;
    for (std::size_t i = 0; i < n; ++i) {
      const Curve& curve = panel_.curves[i];
      svg += line(x,
                  14,
                  x + 18,
                  14,
                  "curve " + color_class("s", curve.color) +
                      (curve.kind == LineKind::Dashed ? " dashed" : "") + "\" data-keep=\"");
      svg += text_at(x + 22, 18, curve.name, "data-keep=\"\"");
      x += 30.0 + kLetter * static_cast<double>(curve.name.size());
    }
    return svg;
  }

  const Panel& panel_;
  Axis x_;
  Axis y_;
  double width_;
  double height_;
};

std::string style_of(Ground ground) {
  std::string css = kShapes + colors(ground == Ground::Dark ? kDark : kLight);
  if (ground == Ground::Auto) {
    css += "@media (prefers-color-scheme:dark){" + colors(kDark) + "}\n";
  }
  return "<style>\n" + css + "</style>\n";
}

}  // namespace

std::string xml_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

PlotBox plot_box(const SvgStyle& style) {
  return {kLeft,
          kTop,
          static_cast<double>(style.panel_width - kLeft - kRight),
          static_cast<double>(style.panel_height - kTop - kBottom)};
}

std::string draw_svg(const std::vector<Panel>& panels, const SvgStyle& style) {
  const int n = std::max<int>(1, static_cast<int>(panels.size()));
  const int per_row = std::min(n, style.panels_per_row);
  const int n_rows = (n + per_row - 1) / per_row;
  const int width = per_row * style.panel_width + (per_row - 1) * kGap;
  const int height = n_rows * style.panel_height + (n_rows - 1) * kGap;
  const std::string size = std::to_string(width) + "\" height=\"" + std::to_string(height);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                    std::to_string(width) + " " + std::to_string(height) + "\" width=\"" + size +
                    "\" role=\"img\">\n<title>" + xml_text(style.title) + "</title>\n" +
                    style_of(style.ground) +
                    "<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const int column = static_cast<int>(i) % per_row;
    const int row = static_cast<int>(i) / per_row;
    svg += "<g transform=\"translate(" + std::to_string(column * (style.panel_width + kGap)) + " " +
           std::to_string(row * (style.panel_height + kGap)) + ")\">\n" +
           PanelDrawing(panels[i], style.panel_width, style.panel_height).draw() + "</g>\n";
  }
  return svg + "</svg>\n";
}

}  // namespace pinn
