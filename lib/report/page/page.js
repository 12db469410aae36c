/** What the page of a report does: filters rows, opens the details of an object of the picture, moves in it by keys, and zooms. */
(() => {
  const { nodes } = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const rows = all("tr[data-mark]");
  const drawn = all("g[data-n]");
  const panel = document.getElementById("panel");

  // Filters: a row is shown if it has every chosen value, and the text in any of its cells.
  const form = document.querySelector(".filters");
  // What a row says and what it is about: of many endpoints it names only some, or instead of them their network on a host.
  const atOf = (row) => JSON.parse(row.dataset.at);
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, [row.textContent, ...atOf(row)].join("\n").toLowerCase());
    return texts.get(row);
  };
  const namesAt = new Map();
  for (const { at, place } of nodes) if (place) namesAt.set(place, `${namesAt.get(place) ?? ""}${at.join("\n").toLowerCase()}\n`);
  const says = (row, text) => textOf(row).includes(text) || atOf(row).some((one) => namesAt.get(one)?.includes(text));
  function filter() {
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const text = form.elements.text.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const isShown = given.every(([name, value]) => name === "text" || row.dataset[name] === value) && (text === "" || says(row, text));
      row.hidden = !isShown;
      count += isShown ? 1 : 0;
    }
    const output = form.querySelector("output");
    output.textContent = `${count} of ${rows.length} ${output.dataset.word}s`;
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // The panel: what is known of an object, and the rows that are about it.
  let opener = null;
  function element(name, text, parent) {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  }
  const rowsAt = new Map();
  for (const row of rows) for (const at of atOf(row)) rowsAt.set(at, [...(rowsAt.get(at) ?? []), row]);

  const placesOf = ({ at, place }) => (place ? [...at, place] : at);

  function open(node) {
    const { title, facts } = nodes[node.dataset.n];
    const at = placesOf(nodes[node.dataset.n]);
    const inside = panel.querySelector(".inside");
    panel.querySelector("h2").textContent = title;
    inside.replaceChildren();
    const list = element("dl", "", inside);
    for (const [label, text] of facts) {
      element("dt", label, list);
      element("dd", text, list);
    }
    const found = [...new Set(at.flatMap((one) => rowsAt.get(one) ?? []))];
    if (found.length > 0) {
      const links = element("ul", "", inside);
      for (const row of found) {
        const [mark, what, object] = row.cells;
        const item = element("li", "", links);
        const text = `${mark.textContent.trim()}: ${what.textContent.trim()}, ${object.querySelector("summary").textContent}`;
        element("a", text, item).href = `#${row.id}`;
      }
    }
    for (const one of drawn) one.classList.toggle("chosen", one === node);
    opener = node;
    panel.hidden = false;
    panel.querySelector("h2").focus();
  }
  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    for (const one of drawn) one.classList.remove("chosen");
    opener?.focus();
  }
  panel.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // The picture is one stop of the tab key; arrows move in it, to what is nearest in their direction.
  // The place of a node is the beginning of its head.
  const placeOf = (node) => {
    const { x, y, width, height } = node.querySelector("rect, path").getBBox();
    return { x: x + Math.min(20, width / 2), y: y + Math.min(20, height / 2) };
  };
  const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function neighbour(node, [dx, dy], among) {
    const from = placeOf(node);
    let best = null;
    let least = Infinity;
    for (const one of among) {
      const to = placeOf(one);
      const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      const distance = ahead + 2 * aside;
      if (one === node || ahead <= 0 || distance >= least) continue;
      [best, least] = [one, distance];
    }
    return best;
  }
  for (const map of all(".map")) {
    const own = all("g[data-n]", map);
    const rove = (node) => {
      for (const one of own) if (one.tabIndex === 0) one.tabIndex = -1;
      node.tabIndex = 0;
      node.focus();
    };
    if (own.length > 0) own[0].tabIndex = 0;
    map.addEventListener("click", (event) => {
      const node = event.target.closest("g[data-n]");
      if (!node) return;
      rove(node);
      open(node);
    });
    map.addEventListener("keydown", (event) => {
      const node = event.target.closest("g[data-n]");
      if (!node) return;
      if (event.key === "Enter" || event.key === " ") open(node);
      else if (event.key === "Home") rove(own[0]);
      else if (event.key === "End") rove(own[own.length - 1]);
      else if (directions[event.key]) {
        const next = neighbour(node, directions[event.key], own);
        if (next) rove(next);
      } else return;
      event.preventDefault();
    });
  }

  // Zoom: the size of the picture in its scrolled frame.
  for (const tools of all(".toolbar")) {
    const frame = tools.nextElementSibling;
    const map = frame.querySelector(".map");
    const { width, height } = map.viewBox.baseVal;
    let scale = 1;
    const show = (next, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
      const before = scale;
      scale = Math.min(4, Math.max(0.1, next));
      const [left, top] = [(frame.scrollLeft + x) / before, (frame.scrollTop + y) / before];
      map.setAttribute("width", width * scale);
      map.setAttribute("height", height * scale);
      frame.scrollTo(left * scale - x, top * scale - y);
    };
    const fit = () => show(Math.min(1, (frame.clientWidth - 2) / width));
    const actions = { in: () => show(scale * 1.25), out: () => show(scale / 1.25), fit };
    tools.querySelector(".zoom").hidden = false;
    tools.addEventListener("click", (event) => actions[event.target.dataset?.zoom]?.());
    frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const { left, top } = frame.getBoundingClientRect();
        show(scale * (event.deltaY < 0 ? 1.12 : 1 / 1.12), event.clientX - left, event.clientY - top);
      },
      { passive: false },
    );
    // Narrower than half of its size nothing could be read: such a picture is scrolled.
    show(Math.max(0.5, Math.min(1, (frame.clientWidth - 2) / width)), 0, 0);
  }

  // Deep links: #FINGERPRINT opens its row and marks its objects.
  function follow() {
    const row = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!row?.dataset.mark) return;
    if (row.hidden) {
      form.reset();
      filter();
    }
    panel.hidden = true;
    for (const one of rows) one.classList.toggle("chosen", one === row);
    const at = new Set(atOf(row));
    for (const one of drawn)
      one.classList.toggle("chosen", nodes[one.dataset.n].at.length === 1 && placesOf(nodes[one.dataset.n]).some((place) => at.has(place)));
    const details = row.querySelector("details");
    details.open = true;
    row.scrollIntoView({ block: "center" });
    details.querySelector("summary").focus({ preventScroll: true });
  }
  addEventListener("hashchange", follow);
  follow();
  document.documentElement.dataset.ready = "";
})();
