"use strict";
(() => {
  const root = document.documentElement;
  const tip = document.getElementById("tip");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Theme: the system's until the reader chooses.
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (dark) => {
    root.dataset.theme = dark ? "dark" : "light";
    document.getElementById("theme").setAttribute("aria-pressed", dark);
  };
  setTheme(wanted.matches);
  wanted.addEventListener("change", (event) => setTheme(event.matches));
  const toggleTheme = () => setTheme(root.dataset.theme !== "dark");
  document.getElementById("theme").addEventListener("click", toggleTheme);

  const sideButton = document.getElementById("side");
  const toggleSide = () => sideButton.setAttribute("aria-pressed", document.body.classList.toggle("side"));
  sideButton.addEventListener("click", toggleSide);

  for (const chip of all("[data-filter]")) {
    chip.addEventListener("click", () => {
      const off = document.body.classList.toggle("no-" + chip.dataset.filter);
      for (const same of all(`[data-filter="${chip.dataset.filter}"]`)) same.setAttribute("aria-pressed", !off);
    });
  }

  // Hovering or focusing a mark lights its row and its like; a view's row lights its evidence, and the other way round.
  const related = (element) => {
    const story = element.closest(".story");
    const keys = [];
    for (const name of ["e", "f"]) if (element.dataset[name]) keys.push(`[data-${name}="${element.dataset[name]}"]`);
    for (const view of (element.dataset.v || "").split(" ").filter(Boolean)) keys.push(`[data-v~="${view}"]`);
    return keys.length ? all(keys.join(","), story) : [];
  };
  let lit = [];
  const light = (element) => {
    for (const old of lit) old.classList.remove("on");
    lit = element ? related(element) : [];
    for (const now of lit) now.classList.add("on");
  };
  const showTip = (element) => {
    const words = element && element.dataset.tip;
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const box = element.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8)) + "px";
    const below = box.bottom + 8;
    tip.style.top = (below + tip.offsetHeight < innerHeight ? below : box.top - tip.offsetHeight - 8) + "px";
  };
  const attend = (event) => {
    const element = event.target.closest && event.target.closest("[data-e],[data-f],[data-v]");
    light(element);
    showTip(element && element.closest(".text") ? element : null);
  };
  document.addEventListener("pointerover", attend);
  document.addEventListener("focusin", attend);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  // j and k walk the marks, s and t toggle, Escape puts the light out.
  const step = (by) => {
    const marks = all(".text:not(.plain) a.m");
    const at = marks.indexOf(document.activeElement);
    const next = marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "center" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "s") toggleSide();
    else if (event.key === "t") toggleTheme();
    else if (event.key === "Escape") { light(null); tip.hidden = true; }
  });
})();
