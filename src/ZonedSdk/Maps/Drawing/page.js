"use strict";
(() => {
  const page = document.body.dataset;
  const grid = document.getElementById("grid");
  const cells = document.getElementById("cells");
  const tip = document.getElementById("tip");
  const said = document.getElementById("said");
  const state = document.getElementById("state");
  const columns = Number(page.columns);
  let chosen = -1;
  let byKey = false;

  // What a cell stands for, beside the pointer or beside the cell that the arrow keys have come to.
  const describe = (index) => {
    chosen = index;
    document.querySelector(".at")?.remove();
    tip.hidden = index < 0;
    if (index < 0) { return; }
    const cell = cells.children[index];
    const text = cell.querySelector("desc").textContent;
    if (tip.textContent !== text) { tip.textContent = text; }
    if (byKey && said.textContent !== text) { said.textContent = text; }
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "use");
    mark.setAttribute("href", "#t");
    mark.setAttribute("class", "at");
    cell.append(mark);
    const box = cell.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left + box.width / 2 - size.width / 2, innerWidth - size.width - 8));
    const above = box.top - size.height - 10;
    tip.style.left = `${left}px`;
    tip.style.top = `${above < 8 ? box.bottom + 10 : above}px`;
  };

  grid.addEventListener("pointermove", (event) => {
    const cell = event.target.closest("#cells > g");
    byKey = false;
    describe(cell ? Array.prototype.indexOf.call(cells.children, cell) : -1);
  });
  grid.addEventListener("pointerleave", () => describe(-1));
  grid.addEventListener("blur", () => describe(-1));
  grid.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -cells.children.length, End: cells.children.length };
    if (event.key === "Escape") { describe(-1); }
    if (!(event.key in steps)) { return; }
    event.preventDefault();
    byKey = true;
    describe(chosen < 0 ? 0 : Math.max(0, Math.min(cells.children.length - 1, chosen + steps[event.key])));
  });
  addEventListener("scroll", () => describe(-1), { passive: true });

  if (!page.source) { return; }

  // The live part: one request at a time, for what has changed since the answer before.
  const course = [];
  let since = "";
  let failures = 0;

  const draw = (rate) => {
    course.push(rate);
    if (course.length > 90) { course.shift(); }
    const top = Math.max(1, ...course);
    const points = course.map((value, index) => `${((90 - course.length + index) * 100 / 89).toFixed(1)},${(29 - value / top * 28).toFixed(1)}`);
    document.querySelector("#course polyline").setAttribute("points", points.join(" "));
  };

  const show = (snapshot) => {
    for (const [index, markup] of snapshot.cells) { cells.children[index].innerHTML = markup; }
    for (const [id, text] of Object.entries(snapshot.texts)) {
      const element = document.getElementById(id);
      if (element.textContent !== text) { element.textContent = text; }
      element.closest(".legend li")?.classList.toggle("none", text === "0");
    }
    for (const [id, markup] of Object.entries(snapshot.lists)) {
      const element = document.getElementById(id);
      if (element.dataset.markup !== markup) {
        element.innerHTML = markup;
        element.dataset.markup = markup;
      }
    }
    if (snapshot.since !== since) { draw(snapshot.rate); }
    since = snapshot.since;
    if (chosen >= 0) { describe(chosen); }
  };

  const tell = (text, isLost) => {
    if (state.textContent !== text) { state.textContent = text; }
    state.classList.toggle("lost", isLost);
  };

  // Another drive, or another version of this page: it is asked for anew, once.
  const isAnother = (snapshot) => {
    if (snapshot.page === page.page || sessionStorage.getItem("page") === snapshot.page) { return false; }
    sessionStorage.setItem("page", snapshot.page);
    location.reload();
    return true;
  };

  const visible = () => new Promise((resolve) => {
    if (!document.hidden) { resolve(); return; }
    document.addEventListener("visibilitychange", resolve, { once: true });
  });

  const follow = async () => {
    for (;;) {
      await visible();
      try {
        const answer = await fetch(`${page.source}?since=${encodeURIComponent(since)}`, { cache: "no-store", signal: AbortSignal.timeout(10000) });
        if (!answer.ok) { throw new Error(answer.headers.get("content-type")?.startsWith("text/plain") ? await answer.text() : `The server answered ${answer.status}.`); }
        const snapshot = await answer.json();
        if (isAnother(snapshot)) { return; }
        if (snapshot.page !== page.page) { throw new Error("The server shows another drive. Load this page again."); }
        show(snapshot);
        failures = 0;
        tell("Live", false);
      } catch (error) {
        failures += 1;
        tell(error instanceof TypeError || error.name === "TimeoutError" ? "No answer from the server. Trying again…" : error.message, true);
      }
      await new Promise((resolve) => setTimeout(resolve, failures === 0 ? Number(page.interval) : Math.min(5000, 500 * failures)));
    }
  };
  follow();
})();
