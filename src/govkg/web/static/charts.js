// A chart of an answer: bars for one label and one number, a line where the label is a year.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const ROW = 28;
const LABELS = 240;
const NUMBERS = 96;
const HEIGHT = 280;
const MOST = 60;

/** What of an answer can be drawn: {points: [{label, value}], isLine}, or null. */
function readSeries(results) {
  const answer = results && results.getAsJson && results.getAsJson();
  if (!answer || !answer.results || !answer.head.vars) return null;
  const rows = answer.results.bindings;
  if (rows.length < 2 || rows.length > MOST) return null;
  const names = answer.head.vars;
  const isNumber = (name) =>
    rows.every((row) => row[name] && row[name].type !== "uri" && row[name].value.trim() !== "" && isFinite(row[name].value));
  const isYear = (name) => rows.every((row) => row[name] && /^(1[89]|20|21)\d\d$/.test(row[name].value));
  const years = names.find(isYear);
  const number = names.filter((name) => name !== years).find(isNumber);
  if (!number) return null;
  const texts = names.filter((name) => name !== number && !isNumber(name) && rows.every((row) => row[name]));
  const label = years || texts.find((name) => rows.every((row) => row[name].type !== "uri")) || texts[0];
  if (!label) return null;
  const points = rows.map((row) => ({ label: row[label].value, value: Number(row[number].value) }));
  if (new Set(points.map((point) => point.label)).size < points.length) return null;
  if (years) points.sort((one, other) => one.label - other.label);
  return { points, isLine: Boolean(years), label, number };
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function shortened(text) {
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}

function drawBars(svg, points, scale) {
  const zero = LABELS + scale(0);
  points.forEach((point, place) => {
    const y = place * ROW;
    const end = LABELS + scale(point.value);
    svg.append(
      element("text", { x: LABELS - 8, y: y + 19, "text-anchor": "end" }, shortened(point.label)),
      element("rect", { x: Math.min(zero, end), y: y + 5, width: Math.max(Math.abs(end - zero), 1), height: ROW - 10 }),
      element("text", { x: Math.max(zero, end) + 8, y: y + 19 }, point.value.toLocaleString("en")),
    );
  });
}

function drawLine(svg, points, scale) {
  const y = (value) => HEIGHT - 32 - (scale(value) / (WIDTH - LABELS - NUMBERS)) * (HEIGHT - 64);
  const x = (place) => 48 + (place * (WIDTH - 96)) / Math.max(points.length - 1, 1);
  const path = points.map((point, place) => `${place ? "L" : "M"}${x(place)} ${y(point.value)}`).join("");
  svg.append(element("path", { d: path, fill: "none", class: "line" }));
  points.forEach((point, place) => {
    svg.append(
      element("circle", { cx: x(place), cy: y(point.value), r: 4 }),
      element("text", { x: x(place), y: y(point.value) - 12, "text-anchor": "middle" }, point.value.toLocaleString("en")),
      element("text", { x: x(place), y: HEIGHT - 6, "text-anchor": "middle" }, point.label),
    );
  });
}

/** A plugin of the editor's result view. */
export class Chart {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 5;
    this.label = "Chart";
    this.hideFromSelection = false;
  }

  canHandleResults() {
    return readSeries(this.yasr.results) !== null;
  }

  draw() {
    const { points, isLine, label, number } = readSeries(this.yasr.results);
    const values = points.map((point) => point.value);
    const low = Math.min(0, ...values);
    const high = Math.max(0, ...values);
    const scale = (value) => ((value - low) / (high - low || 1)) * (WIDTH - LABELS - NUMBERS);
    const height = isLine ? HEIGHT : points.length * ROW;
    const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img" });
    svg.setAttribute("aria-label", `${number} by ${label}: ${points.length} values from ${Math.min(...values)} to ${Math.max(...values)}`);
    (isLine ? drawLine : drawBars)(svg, points, scale);
    this.yasr.resultsEl.append(svg);
  }

  getIcon() {
    const icon = element("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
    icon.append(
      element("rect", { x: 1, y: 8, width: 3, height: 7 }),
      element("rect", { x: 6, y: 3, width: 3, height: 12 }),
      element("rect", { x: 11, y: 6, width: 3, height: 9 }),
    );
    return icon;
  }
}
