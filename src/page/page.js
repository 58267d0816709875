// SPDX-License-Identifier: MIT
"use strict";
// The network in this page, and what a pointer or a key asks of the pictures.
(function () {
  document.documentElement.classList.add("script");
  const data = JSON.parse(document.getElementById("data").textContent);

  // ---- the networks -------------------------------------------------------------------------
  function erf(x) {
    const a = Math.abs(x);
    if (a > 6) return Math.sign(x);
    if (a < 2.5) {
      let term = x, sum = x;
      for (let n = 1; n < 100; ++n) { term *= -x * x / n; sum += term / (2 * n + 1); }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    let f = 0;
    for (let n = 80; n > 0; --n) f = n / 2 / (a + f);
    return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + f));
  }
  const sigmoid = z => z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  // value and slope
  const activations = {
    tanh: z => { const t = Math.tanh(z); return [t, (1 - t) * (1 + t)]; },
    sin: z => [Math.sin(z), Math.cos(z)],
    sigmoid: z => { const s = sigmoid(z); return [s, s * (1 - s)]; },
    silu: z => { const s = sigmoid(z); return [z * s, s + z * s * (1 - s)]; },
    softplus: z => [Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), sigmoid(z)],
    gelu: z => {
      const p = 0.5 * (1 + erf(z / Math.SQRT2));
      return [z * p, p + z * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)];
    },
    relu: z => z > 0 ? [z, 1] : [0, 0],
    leaky_relu: z => z > 0 ? [z, 1] : [0.01 * z, 0.01]
  };

  // A number with its derivative by the variable is [value, slope].
  function network(net, inputs) {
    let h = inputs;
    net.layers.forEach((layer, l) => {
      const next = layer.bias.map((b, i) => {
        let value = b, slope = 0;
        const row = layer.weight[i];
        for (let j = 0; j < h.length; ++j) { value += row[j] * h[j][0]; slope += row[j] * h[j][1]; }
        if (l + 1 === net.layers.length) return [value, slope];
        const [a, d] = activations[net.activation](value);
        return [a, d * slope];
      });
      h = next;
    });
    return h;
  }

  function polynomial(coefficients, q) {
    let value = 0, slope = 0;
    for (let k = coefficients.length - 1; k >= 0; --k) {
      slope = slope * q[0] + value * q[1];
      value = value * q[0] + coefficients[k];
    }
    return [value, slope];
  }

  function evaluate(model, v) {
    let w = model.windows[0];
    for (const window of model.windows) if (v >= window.start) w = window;
    const map = w.input, inputs = [[(v - map.shift) * map.rate, map.rate]];
    for (let j = 1; j <= map.fourier_features; ++j) {
      const rate = 2 * Math.PI * j / map.fourier_length, angle = rate * (v - map.fourier_start);
      inputs.push([Math.sin(angle), rate * Math.cos(angle)], [Math.cos(angle), -rate * Math.sin(angle)]);
    }
    const N = [].concat(...w.networks.map(net => network(net, inputs)));
    const way = (v - w.anchor) * w.argument_rate;
    const q = w.saturating ? [1 - Math.exp(-way), w.argument_rate * Math.exp(-way)] : [way, w.argument_rate];
    return N.map((n, s) => {
      const offset = polynomial(w.offset[s], q), factor = polynomial(w.factor[s], q);
      return [offset[0] + w.scale[s] * factor[0] * n[0],
              offset[1] + w.scale[s] * (factor[1] * n[0] + factor[0] * n[1])];
    });
  }
  window.pinnEvaluate = v => evaluate(data.model, v);

  const box = document.getElementById("at");
  function answer() {
    const out = document.getElementById("answer"), v = Number(box.value);
    if (box.value.trim() === "" || !Number.isFinite(v)) { out.textContent = "type a number"; return; }
    const first = data.model.windows[0].start, last = data.model.windows[data.model.windows.length - 1].end;
    const outside = v < first || v > last;
    out.textContent = evaluate(data.model, v).map((y, s) =>
      `${data.states[s]} = ${y[0]}    d${data.states[s]}/d${data.variable} = ${y[1]}`).join("\n") +
      (outside ? `\noutside of [${first}, ${last}], where the network knows nothing` : "");
  }
  if (box) { box.addEventListener("input", answer); answer(); }

  // ---- the pictures -------------------------------------------------------------------------
  const svgNs = "http://www.w3.org/2000/svg";
  const short = x => {
    if (x === 0) return "0";
    const a = Math.abs(x);
    return a >= 1e5 || a < 1e-3 ? x.toExponential(3) : String(+x.toPrecision(6));
  };

  function axis(low, high, isLog, most) {
    if (isLog) {
      const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
      const step = Math.max(1, Math.ceil((last - first + 1) / most)), ticks = [];
      for (let k = first; k <= last; k += step) ticks.push(Math.pow(10, k));
      return { low, high, isLog, ticks };
    }
    const raw = (high - low) / (most - 1), power = Math.pow(10, Math.floor(Math.log10(raw)));
    let step = power;
    for (const f of [1, 2, 5, 10]) { step = f * power; if (step >= raw * (1 - 1e-9)) break; }
    const ticks = [];
    for (let k = Math.ceil(low / step); k * step <= high; ++k) ticks.push(+(k * step).toPrecision(12));
    return { low, high, isLog, ticks };
  }
  const place = (a, v) => a.isLog ? Math.log(v / a.low) / Math.log(a.high / a.low) : (v - a.low) / (a.high - a.low);
  const value = (a, p) => a.isLog ? a.low * Math.pow(a.high / a.low, p) : a.low + p * (a.high - a.low);

  class Picture {
    constructor(figure, panel) {
      this.figure = figure; this.panel = panel; this.svg = figure.querySelector("svg");
      this.group = this.svg.querySelector("g"); this.caption = figure.querySelector("figcaption");
      this.box = panel.box; this.first = panel.x_axis; this.original = this.group.innerHTML;
      this.x = axis(panel.x_axis.low, panel.x_axis.high, panel.log_x, 6);
      this.y = axis(panel.y_axis.low, panel.y_axis.high, panel.log_y, 6);
      this.index = -1; this.say();
      this.svg.addEventListener("pointermove", e => this.move(e));
      this.svg.addEventListener("pointerdown", e => { this.from = this.along(e); });
      this.svg.addEventListener("pointerup", e => this.release(e));
      this.svg.addEventListener("pointerleave", () => { this.from = null; this.mark(null); });
      this.svg.addEventListener("dblclick", () => this.whole());
      figure.addEventListener("keydown", e => this.key(e));
    }
    say(text) {
      this.caption.textContent = text ||
        "Point at it to read values, drag to enlarge, double-click or Esc for the whole; arrow keys step.";
    }
    along(e) {
      const frame = this.svg.getBoundingClientRect(), view = this.svg.viewBox.baseVal;
      return ((e.clientX - frame.left) / frame.width * view.width - this.box.left) / this.box.width;
    }
    read(i) {
      const curve = this.panel.curves[0];
      const at = curve.x[i];
      const parts = this.panel.curves.map(c => {
        const k = nearest(c.x, at);
        return `${c.name} ${c.y[k] === null ? "-" : short(c.y[k])}`;
      });
      this.say(`${this.panel.x_label} = ${short(at)}: ${parts.join(", ")}`);
      this.mark(place(this.x, at));
    }
    mark(p, to) {
      this.group.querySelectorAll(".cursor,.range").forEach(e => e.remove());
      if (p === null || p < 0 || p > 1) return;
      const make = (name, values) => {
        const e = document.createElementNS(svgNs, name);
        for (const key in values) e.setAttribute(key, values[key]);
        this.group.appendChild(e);
      };
      const b = this.box, at = b.left + p * b.width;
      if (to === undefined) make("line", { class: "cursor", x1: at, x2: at, y1: b.top, y2: b.top + b.height });
      else make("rect", { class: "range", x: Math.min(at, b.left + to * b.width), y: b.top,
                          width: Math.abs(to - p) * b.width, height: b.height });
    }
    move(e) {
      const p = Math.min(1, Math.max(0, this.along(e)));
      if (this.from != null && e.buttons) { this.mark(Math.max(0, this.from), p); return; }
      this.index = nearest(this.panel.curves[0].x, value(this.x, p));
      this.read(this.index);
    }
    release(e) {
      const from = this.from, to = Math.min(1, Math.max(0, this.along(e)));
      this.from = null;
      if (from == null || Math.abs(to - from) < 0.02) return;
      this.zoom(value(this.x, Math.max(0, Math.min(from, to))), value(this.x, Math.max(from, to)));
    }
    key(e) {
      const n = this.panel.curves[0].x.length;
      if (e.key === "Escape") { this.whole(); return; }
      if (e.key !== "ArrowRight" && e.key !== "ArrowLeft") return;
      const step = (e.shiftKey ? 10 : 1) * (e.key === "ArrowRight" ? 1 : -1);
      this.index = Math.min(n - 1, Math.max(0, this.index + step));
      this.read(this.index);
      e.preventDefault();
    }
    whole() {
      this.group.innerHTML = this.original;
      this.x = axis(this.panel.x_axis.low, this.panel.x_axis.high, this.panel.log_x, 6);
      this.y = axis(this.panel.y_axis.low, this.panel.y_axis.high, this.panel.log_y, 6);
      this.say();
    }
    zoom(low, high) {
      let least = Infinity, most = -Infinity;
      for (const c of this.panel.curves) c.x.forEach((x, i) => {
        const y = c.y[i];
        if (x < low || x > high || y === null || (this.panel.log_y && !(y > 0))) return;
        least = Math.min(least, y); most = Math.max(most, y);
      });
      if (!(least <= most)) return;
      if (this.panel.log_y) { const f = Math.max(1.2, Math.pow(most / least, 0.04)); least /= f; most *= f; }
      else { const m = 0.04 * (most - least) || Math.abs(most) || 1; least -= m; most += m; }
      this.x = axis(low, high, this.panel.log_x, 6);
      this.y = axis(least, most, this.panel.log_y, 6);
      this.draw();
    }
    draw() {
      const b = this.box, X = v => b.left + place(this.x, v) * b.width, Y = v => b.top + (1 - place(this.y, v)) * b.height;
      const keep = [...this.group.children].filter(e => e.dataset.keep !== undefined).map(e => e.outerHTML).join("");
      let s = "";
      for (const t of this.y.ticks) s += `<line x1="${b.left}" x2="${b.left + b.width}" y1="${Y(t)}" y2="${Y(t)}" class="grid"/><text x="${b.left - 7}" y="${Y(t) + 4}" text-anchor="end">${short(t)}</text>`;
      for (const t of this.x.ticks) s += `<line x1="${X(t)}" x2="${X(t)}" y1="${b.top}" y2="${b.top + b.height}" class="grid"/><text x="${X(t)}" y="${b.top + b.height + 16}" text-anchor="middle">${short(t)}</text>`;
      s += `<rect x="${b.left}" y="${b.top}" width="${b.width}" height="${b.height}" class="frame"/>`;
      for (const c of this.panel.curves) {
        let points = [];
        const flush = () => { if (points.length) s += `<polyline class="curve s${c.color % 6}${c.dashed ? " dashed" : ""}" points="${points.join(" ")}"/>`; points = []; };
        c.x.forEach((x, i) => {
          const y = c.y[i];
          if (y === null || x < this.x.low || x > this.x.high || (this.panel.log_y && !(y > 0))) { flush(); return; }
          points.push(`${X(x).toFixed(1)},${Y(y).toFixed(1)}`);
        });
        flush();
      }
      this.group.innerHTML = keep + s;
    }
  }
  function nearest(xs, at) {
    let best = 0;
    for (let i = 1; i < xs.length; ++i) if (Math.abs(xs[i] - at) < Math.abs(xs[best] - at)) best = i;
    return best;
  }
  document.querySelectorAll("figure[data-panel]").forEach(figure =>
    new Picture(figure, data.panels[Number(figure.dataset.panel)]));
  const copy = document.getElementById("copy");
  if (copy) copy.addEventListener("click", () => {
    navigator.clipboard.writeText(document.getElementById("command").textContent);
    copy.textContent = "copied";
  });
})();
