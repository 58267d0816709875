// SPDX-License-Identifier: MIT
// A canvas of 2 x 4 dots a character (Unicode braille), or of characters.
#include "pinn/plot/terminal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace pinn {

namespace {

// Told apart by people of every colour vision, on light and dark ground: blue, orange, green, pink,
// sky blue, vermilion of Okabe's and Ito's palette, as near as 256 colours have them.
constexpr std::array<int, 6> kColors{33, 214, 36, 175, 81, 202};
constexpr std::array<char, 6> kLetters{'*', '+', 'o', 'x', '#', '%'};

constexpr int kLeast = 2;  ///< Rows and columns of a canvas.
constexpr int kTicksX = 6;
constexpr int kRowsPerTick = 4;

class Canvas {
 public:
  Canvas(int columns, int rows, const TerminalStyle& style)
      : columns_(std::max(kLeast, columns)),
        rows_(std::max(kLeast, rows)),
        per_x_(style.braille ? 2 : 1),
        per_y_(style.braille ? 4 : 1),
        style_(style),
        dots_(static_cast<std::size_t>(columns_ * rows_), 0),
        colors_(static_cast<std::size_t>(columns_ * rows_), -1) {}

  int width() const { return columns_ * per_x_; }
  int height() const { return rows_ * per_y_; }

  void dot(int x, int y, int color) {
    if (x < 0 || y < 0 || x >= width() || y >= height()) return;
    const auto cell = static_cast<std::size_t>((y / per_y_) * columns_ + x / per_x_);
    static constexpr std::array<std::array<int, 2>, 4> kBits{{{0, 3}, {1, 4}, {2, 5}, {6, 7}}};
    const int bit = style_.braille
                        ? kBits[static_cast<std::size_t>(y % 4)][static_cast<std::size_t>(x % 2)]
                        : 0;
    dots_[cell] |= 1 << bit;
    colors_[cell] = color;
  }

  void line(double x0, double y0, double x1, double y1, int color, bool dashed) {
    const double steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1.0});
    const int n = static_cast<int>(std::min(steps, 4.0 * (width() + height())));
    for (int i = 0; i <= n; ++i) {
      const double way = static_cast<double>(i) / n;
      const int x = static_cast<int>(std::lround(x0 + way * (x1 - x0)));
      const int y = static_cast<int>(std::lround(y0 + way * (y1 - y0)));
      if (dashed && ((x + y) / (3 * per_x_)) % 2 == 0) continue;
      dot(x, y, color);
    }
  }

  std::string row(int r) const {
    std::string text;
    int now = -1;
    for (int c = 0; c < columns_; ++c) {
      const auto cell = static_cast<std::size_t>(r * columns_ + c);
      const int color = dots_[cell] != 0 ? colors_[cell] : -1;
      if (style_.color && color != now) {
        text += color < 0 ? "\x1b[0m" : color_code(color);
        now = color;
      }
      text += glyph(dots_[cell], color);
    }
    if (style_.color && now >= 0) text += "\x1b[0m";
    return text;
  }

  static std::string color_code(int color) {
    const auto place = static_cast<std::size_t>(color) % kColors.size();
    return "\x1b[38;5;" + std::to_string(kColors[place]) + "m";
  }

 private:
  std::string glyph(int dots, int color) const {
    if (dots == 0) return " ";
    if (!style_.braille) {
      return {kLetters[static_cast<std::size_t>(color) % kLetters.size()]};
    }
    const int code = 0x2800 + dots;  // three bytes of UTF-8
    return {static_cast<char>(0xE0 | (code >> 12)),
            static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
            static_cast<char>(0x80 | (code & 0x3F))};
  }

  int columns_;
  int rows_;
  int per_x_;
  int per_y_;
  const TerminalStyle& style_;
  std::vector<int> dots_;
  std::vector<int> colors_;
};

void draw_curve(Canvas& canvas, const Curve& curve, const Axis& x, const Axis& y) {
  const auto column = [&](double value) { return x.place(value) * (canvas.width() - 1); };
  const auto row = [&](double value) { return (1.0 - y.place(value)) * (canvas.height() - 1); };
  const auto is_drawn = [&](std::size_t i) {
    const double px = x.place(curve.x[i]);
    const double py = y.place(curve.y[i]);
    return std::isfinite(px) && std::isfinite(py) && py >= -0.01 && py <= 1.01;
  };
  const std::size_t n = std::min(curve.x.size(), curve.y.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (!is_drawn(i)) continue;
    const bool joins = i > 0 && is_drawn(i - 1) && curve.kind != LineKind::Points;
    if (joins) {
      canvas.line(column(curve.x[i - 1]),
                  row(curve.y[i - 1]),
                  column(curve.x[i]),
                  row(curve.y[i]),
                  curve.color,
                  curve.kind == LineKind::Dashed);
    } else if (curve.kind != LineKind::Dashed) {
      canvas.dot(static_cast<int>(std::lround(column(curve.x[i]))),
                 static_cast<int>(std::lround(row(curve.y[i]))),
                 curve.color);
    }
  }
}

std::string padded(const std::string& text, std::size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

std::string legend_mark(const Curve& curve, const TerminalStyle& style) {
  const char letter = kLetters[static_cast<std::size_t>(curve.color) % kLetters.size()];
  const bool dashed = curve.kind == LineKind::Dashed;
  std::string mark = style.braille ? (dashed ? "\u254c" : "\u2500") : std::string(1, letter);
  if (style.color) mark = Canvas::color_code(curve.color) + mark + "\x1b[0m";
  return mark;
}

/// Title, then as many names as fit.
std::string head(const Panel& panel, const TerminalStyle& style) {
  std::string text = panel.title;
  std::size_t width = text.size();
  for (const Curve& curve : panel.curves) {
    const std::size_t more = 4 + curve.name.size();
    if (width + more > static_cast<std::size_t>(style.columns)) break;
    text += "  " + legend_mark(curve, style) + " " + curve.name;
    width += more;
  }
  return text;
}

/// Numbers below the canvas, each under its place.
std::string foot(const Panel& panel, const Axis& x, std::size_t margin, int columns) {
  std::string text(margin + static_cast<std::size_t>(columns), ' ');
  std::size_t used = 0;
  const auto put = [&](std::size_t at, const std::string& what) {
    if (at < used || at + what.size() > text.size()) return;
    text.replace(at, what.size(), what);
    used = at + what.size() + 1;
  };
  const std::string label = panel.x_label;
  const std::size_t label_at = text.size() - std::min(text.size(), label.size());
  for (const double tick : x.ticks) {
    const std::string number = tick_text(tick);
    const double place = x.place(tick) * (columns - 1);
    const double left =
        static_cast<double>(margin) + place - 0.5 * (static_cast<double>(number.size()) - 1.0);
    const auto at = static_cast<std::size_t>(std::max(0.0, std::round(left)));
    if (at + number.size() + 1 <= label_at) put(at, number);
  }
  put(label_at, label);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

std::string draw_in_terminal(const Panel& panel, const TerminalStyle& style) {
  const int n_rows = std::max(kLeast, style.rows - 2);
  const Axis x = x_axis_of(panel, kTicksX);
  const Axis y = y_axis_of(panel, std::max(2, n_rows / kRowsPerTick + 1));
  std::size_t margin = 0;
  for (const double tick : y.ticks) margin = std::max(margin, tick_text(tick).size());
  const int columns = style.columns - static_cast<int>(margin) - 2;
  Canvas canvas(columns, n_rows, style);
  // what others are compared with lies below
  for (const bool dashed : {true, false}) {
    for (const Curve& curve : panel.curves) {
      if ((curve.kind == LineKind::Dashed) == dashed) draw_curve(canvas, curve, x, y);
    }
  }
  std::vector<std::string> labels(static_cast<std::size_t>(n_rows));
  for (const double tick : y.ticks) {
    const double row = (1.0 - y.place(tick)) * (n_rows - 1);
    const auto r = static_cast<std::size_t>(std::clamp(std::lround(row), 0L, n_rows - 1L));
    labels[r] = tick_text(tick);
  }
  std::string text = head(panel, style) + "\n";
  const std::string plain = style.braille ? "\u2502" : "|";
  const std::string marked = style.braille ? "\u2524" : "+";
  for (int r = 0; r < n_rows; ++r) {
    const std::string& label = labels[static_cast<std::size_t>(r)];
    std::string row = canvas.row(r);
    while (!style.color && !row.empty() && row.back() == ' ') row.pop_back();
    text += padded(label, margin) + (label.empty() ? plain : marked) + row + "\n";
  }
  return text + foot(panel, x, margin + 1, columns) + "\n";
}

}  // namespace pinn
