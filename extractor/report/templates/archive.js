"use strict";
(() => {
  // Views come as columns: date, holder, house, target, stance, rating, price, previous price, currency, page.
  const { views, named } = JSON.parse(document.getElementById("data").textContent);
  const get = (id) => document.getElementById(id);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const STANCES = ["bullish", "mixed", "neutral", "bearish"];
  const dated = views.filter((v) => v.date);

  const tally = (rows, key) => {
    const counts = new Map();
    for (const row of rows) if (row[key]) counts.set(row[key], (counts.get(row[key]) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const fill = (select, counts) => {
    select.replaceChildren(...counts.slice(0, 300).map(([name, count]) => new Option(`${name} (${count})`, name)));
  };

  // Days for up to two months, weeks for up to a year, months beyond.
  const span = dated.length ? (Date.parse(dated[dated.length - 1].date) - Date.parse(dated[0].date)) / 864e5 : 0;
  const period = (day) => {
    if (span > 366) return day.slice(0, 7) + "-01";
    if (span <= 62) return day;
    const date = new Date(day);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    return date.toISOString().slice(0, 10);
  };

  const DAY = 864e5;
  const barWidth = 0.8 * DAY * (span > 366 ? 30 : span <= 62 ? 1 : 7);
  // A few days in the middle of a fortnight, instead of milliseconds around them.
  const days = () => {
    const more = { type: "date", hoverformat: "%Y-%m-%d" };
    if (span >= 14 || !dated.length) return more;
    const ends = [Date.parse(dated[0].date) - 7 * DAY, Date.parse(dated[dated.length - 1].date) + 7 * DAY];
    return { ...more, range: ends.map((end) => new Date(end).toISOString().slice(0, 10)), dtick: 2 * DAY };
  };

  const layout = (more) => ({
    paper_bgcolor: css("--card"), plot_bgcolor: css("--card"),
    font: { color: css("--ink"), family: getComputedStyle(document.body).fontFamily, size: 13 },
    margin: { l: 56, r: 16, t: 16, b: 40 }, legend: { orientation: "h", y: 1.08 }, hovermode: "closest",
    hoverlabel: { align: "left" }, ...more,
  });
  const axis = (more) => ({ gridcolor: css("--line"), zerolinecolor: css("--line"), automargin: true, ...more });
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d"] };
  const escape = (words) => (words || "").replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
  const label = (v) => [v.date, v.holder + (v.house && v.house !== v.holder ? `, ${v.house}` : ""), `${v.target}: ${v.stance}`,
    v.rating, v.price === null ? "" : `${v.previous === null ? "" : v.previous + " → "}${v.price} ${v.currency}`]
    .filter(Boolean).map(escape).join("<br>");
  const open = (event) => { const page = event.points[0].customdata; if (page) location.href = "articles/" + page; };
  const draw = (id, traces, more) => {
    const chart = get(id);
    Plotly.react(chart, traces, layout(more), config);
    if (!chart.dataset.ready) { chart.on("plotly_click", open); chart.dataset.ready = "yes"; }
  };

  const drawStance = () => {
    const key = get("by").value, rows = dated.filter((v) => v[key] === get("who").value), traces = [];
    for (const stance of STANCES) {
      const of = rows.filter((v) => v.stance === stance), counts = new Map();
      for (const v of of) counts.set(period(v.date), (counts.get(period(v.date)) || 0) + 1);
      const colour = css("--" + stance);
      traces.push({ type: "bar", name: stance, x: [...counts.keys()], y: [...counts.values()], width: barWidth, marker: { color: colour },
        hovertemplate: `%{x}<br>${stance}: %{y}<extra></extra>` });
      // Views of one day stand beside each other instead of on top.
      const seen = new Map(), lift = (v) => { const n = seen.get(v.date) || 0; seen.set(v.date, n + 1); return (n % 9) * 0.08; };
      traces.push({ type: "scatter", mode: "markers", name: stance, showlegend: false, x: of.map((v) => v.date),
        y: of.map((v) => STANCES.length - STANCES.indexOf(stance) + lift(v)), yaxis: "y2", customdata: of.map((v) => v.page),
        marker: { color: colour, size: 9 }, text: of.map(label), hovertemplate: "%{text}<extra></extra>" });
    }
    const tallest = Math.max(0, ...tally(rows.map((v) => ({ period: period(v.date) })), "period").map(([, count]) => count));
    draw("stance-chart", traces, { barmode: "stack", xaxis: axis({ ...days(), anchor: "y2" }),
      yaxis: axis({ domain: [0.48, 1], title: { text: "views" }, ...(tallest < 6 ? { dtick: 1 } : {}) }),
      yaxis2: axis({ domain: [0, 0.42], tickvals: [1, 2, 3, 4], ticktext: [...STANCES].reverse(), range: [0.5, 5] }) });
  };

  const drawPrices = () => {
    const rows = dated.filter((v) => v.target === get("share").value && v.price !== null), houses = tally(rows, "house");
    const traces = houses.map(([house]) => {
      const of = rows.filter((v) => v.house === house);
      return { type: "scatter", mode: "markers", name: house, x: of.map((v) => v.date), y: of.map((v) => v.price),
        error_y: { type: "data", symmetric: false, width: 3, array: of.map((v) => (v.previous > v.price ? v.previous - v.price : 0)),
          arrayminus: of.map((v) => (v.previous !== null && v.previous < v.price ? v.price - v.previous : 0)) },
        customdata: of.map((v) => v.page), marker: { size: 10 }, text: of.map(label), hovertemplate: "%{text}<extra></extra>" };
    });
    const currencies = tally(rows, "currency").map(([name]) => name).join(", ");
    draw("price-chart", traces, { xaxis: axis(days()), yaxis: axis({ title: { text: currencies } }) });
  };

  const drawNamed = () => draw("named-chart", [{ type: "bar", orientation: "h", y: named.map((n) => n.name), x: named.map((n) => n.articles),
    customdata: named.map((n) => n.page), marker: { color: css("--org") }, text: named.map((n) => n.type), textposition: "none",
    hovertemplate: "%{y} (%{text})<br>%{x} articles<extra></extra>" }],
  { margin: { l: 140, r: 16, t: 16, b: 40 }, xaxis: axis({ title: { text: "articles" } }), yaxis: axis({ autorange: "reversed", dtick: 1 }) });

  const drawAll = () => { drawStance(); drawPrices(); drawNamed(); };
  const refill = () => { fill(get("who"), tally(dated, get("by").value)); drawStance(); };
  get("by").addEventListener("change", refill);
  get("who").addEventListener("change", drawStance);
  get("share").addEventListener("change", drawPrices);
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (dark) => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    get("theme").setAttribute("aria-pressed", dark);
    drawAll();
  };
  get("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
  fill(get("who"), tally(dated, "target"));
  fill(get("share"), tally(dated.filter((v) => v.price !== null), "target"));
  setTheme(wanted.matches);
})();
