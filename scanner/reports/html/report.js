"use strict";
// Names from source and plan are only ever set as text, so that nothing in them is read as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const CHUNK = 100;

  const STATUS = {
    planned: "Planned and sent",
    missing: "Planned, not sent",
    unplanned: "Sent, not planned",
    misnamed: "Misnamed",
    dynamic: "Dynamic name",
    sent: "Sent",
    idle: "Not expected",
  };
  const STATUS_ORDER = Object.keys(STATUS);
  const TOLD = {
    planned: "In the plan, and sent by the code.",
    missing: "In the plan, and sent by no code that was read.",
    unplanned: "Sent by the code, and not in the plan.",
    misnamed: "Sent under a name that the plan does not have, though it comes close to one.",
    dynamic: "The name is made at run time, so that it cannot be told from the code.",
    sent: data.plans.length ? "Sent by the code. The plan says nothing of calls of this kind." : "Sent by the code. There is no plan to hold it against.",
    idle: "In the plan, and not expected in this code.",
  };
  const SEVERITY = ["error", "warning", "info"];
  const VIEWS = [
    ["events", "Events", data.events.length],
    ["properties", "Properties", null],
    ["findings", "Findings", data.findings.length],
    ["wrappers", "Wrappers", data.wrappers.length],
    ["coverage", "Coverage", null],
  ];
  const PLACEHOLDER = {
    events: "Search names, properties, files, owners",
    properties: "Search properties and types",
    findings: "Search findings and files",
    wrappers: "Search wrappers and files",
    coverage: "Search files that were not read",
  };
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const count = new Intl.NumberFormat("en");
  const plural = (number, noun) => `${count.format(number)} ${noun}${number === 1 ? "" : "s"}`;

  // --- making elements ----------------------------------------------------------------------------

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "onclick") element.addEventListener("click", value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // Long names and paths go on in the next line where a reader would break them.
  const soft = (text) => text.split(/(?<=[/_:-])|(?=[.+])|(?<=[a-z])(?=[A-Z])/).flatMap((part, index) => (index ? [make("wbr", {}), part] : [part]));

  // A link to code leads to the web or nowhere.
  function codePlace(path, line, link) {
    const text = soft(line ? `${path}:${line}` : path);
    if (/^https?:\/\//i.test(link || "")) return make("a", { class: "place", href: link, rel: "noreferrer noopener", target: "_blank" }, text);
    return make("span", { class: "place" }, text);
  }

  const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

  // The file first, its folder below: in a column, that is what is looked for.
  function shortPlace(path, line) {
    const folder = path.slice(0, -fileName(path).length - 1);
    return [codePlace(fileName(path), line), folder ? make("span", { class: "row-note folder" }, soft(folder)) : null];
  }

  const mark = (status) => make("span", { class: `mark ${status}`, "aria-hidden": "true" });
  const statusWord = (status, text) => make("span", { class: `status is-${status}` }, mark(status), make("span", {}, text || STATUS[status]));
  const link = (id) => `#event=${encodeURIComponent(id)}`;

  function eventLink(event) {
    return make("a", { class: event.named ? "name-link" : "name-link unnamed", href: link(event.id), "data-event": event.id }, soft(event.name));
  }

  // --- what is known of the events ----------------------------------------------------------------

  const events = new Map(data.events.map((event) => [event.id, event]));
  for (const event of data.events) {
    event.platforms = [...new Set(event.sites.flatMap((site) => site.platforms))].sort();
    event.worst = SEVERITY.find((level) => event.findings.some((index) => data.findings[index].severity === level)) || "";
    event.text = null;
  }

  // Made when it is first searched: most pages are looked at without.
  function searchText(event) {
    if (event.text === null) {
      const sites = event.sites.map((site) => `${site.path}:${site.line} ${site.function} ${site.owners.join(" ")} ${site.sdk} ${site.via.map((via) => via[0]).join(" ")}`);
      const said = event.plan ? event.plan.says.map((pair) => pair[1]) : [];
      event.text = [event.name, event.kind, ...event.platforms, ...event.keys.map((key) => key.name), ...sites, ...said].join("\n").toLowerCase();
    }
    return event.text;
  }

  let properties = null;

  function allProperties() {
    if (properties) return properties;
    const found = new Map();
    for (const event of data.events) {
      for (const key of event.keys) {
        if (!found.has(key.name)) found.set(key.name, { name: key.name, events: 0, planned: 0, types: new Set(), sent: new Map() });
        const property = found.get(key.name);
        const platforms = Object.keys(key.sent);
        property.events += platforms.length ? 1 : 0;
        property.planned += key.planned ? 1 : 0;
        key.types.forEach((type) => property.types.add(type));
        platforms.forEach((name) => property.sent.set(name, (property.sent.get(name) || 0) + 1));
      }
    }
    properties = [...found.values()].sort((a, b) => collator.compare(a.name, b.name));
    return properties;
  }

  // --- the state, which is the address ------------------------------------------------------------

  const DEFAULTS = { view: "events", event: "", q: "", status: "", kind: "", platform: "", severity: "", code: "", key: "", sort: "", found: "" };
  let state = { ...DEFAULTS };

  function readAddress() {
    const said = new URLSearchParams(location.hash.slice(1));
    state = Object.fromEntries(Object.entries(DEFAULTS).map(([name, usual]) => [name, said.get(name) ?? usual]));
    if (!VIEWS.some((view) => view[0] === state.view)) state.view = "events";
    // a person who writes a link leaves out the kind
    if (state.event && !events.has(state.event)) state.event = [...events.values()].find((each) => each.name === state.event)?.id ?? state.event;
  }

  function address(wanted) {
    const parts = Object.entries(wanted).filter(([name, value]) => value !== DEFAULTS[name]);
    return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%20/g, "+").replace(/%3A/g, ":").replace(/%2C/g, ",")}`).join("&")}`;
  }

  // Filters change the address in place; what a reader may want to come back from makes an entry of its own.
  function go(change, isStep) {
    state = { ...state, ...change };
    const target = address(state);
    if (isStep) history.pushState(null, "", target);
    else history.replaceState(null, "", target === "#" ? location.pathname + location.search : target);
    draw();
  }

  const listed = (text) => new Set(text ? text.split(",") : []);

  function toggle(name, value) {
    const chosen = listed(state[name]);
    if (!chosen.delete(value)) chosen.add(value);
    go({ [name]: [...chosen].sort().join(",") });
  }

  const terms = () => state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const holdsAll = (text, words) => words.every((word) => text.includes(word));

  // --- tables that grow as they are read ----------------------------------------------------------

  let watcher = null;
  let grow = () => false;

  function growingTable(table, rows, makeRow) {
    const body = make("tbody", {});
    table.append(body);
    const more = make("button", { type: "button", class: "quiet more", onclick: () => add() });
    let shown = 0;
    function add() {
      const next = rows.slice(shown, shown + CHUNK);
      body.append(...next.map(makeRow));
      shown += next.length;
      more.hidden = shown >= rows.length;
      more.textContent = `Show more (${count.format(rows.length - shown)} left)`;
    }
    add();
    grow = () => (shown < rows.length ? (add(), true) : false);
    if (watcher) watcher.disconnect();
    watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && add(), { rootMargin: "900px" });
    watcher.observe(more);
    return [table, more];
  }

  function headCell(column) {
    const [name, title, className] = column;
    if (!name) return make("th", { scope: "col", class: className }, title);
    const [by, down] = sorting();
    const sort = by === name ? (down ? "descending" : "ascending") : null;
    const button = make("button", { type: "button", class: "sortable", onclick: () => sortBy(name), "data-sort": name }, title);
    return make("th", { scope: "col", class: className, "aria-sort": sort }, button);
  }

  const tableOf = (columns, className, label) =>
    make("table", { class: className, "aria-label": label }, make("thead", {}, make("tr", {}, columns.map(headCell))));

  const USUAL_SORT = { events: "name", properties: "-events", wrappers: "-calls" };
  const sorting = () => {
    const wanted = state.sort || USUAL_SORT[state.view] || "";
    return [wanted.replace(/^-/, ""), wanted.startsWith("-")];
  };
  const NUMBERS = new Set(["calls", "keys", "findings", "events", "planned"]);

  function sortBy(name) {
    const [by, down] = sorting();
    const isDown = by === name ? !down : NUMBERS.has(name);
    go({ sort: isDown ? `-${name}` : name });
    const button = document.querySelector(`[data-sort="${name}"]`);
    if (button) button.focus();
  }

  function sorted(rows, values) {
    const [by, down] = sorting();
    const value = values[by];
    if (!value) return rows;
    const sign = down ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    // those that are alike stay in the order they came in, which is that of their names or places
    return [...rows].sort((a, b) => sign * compare(value(a), value(b)));
  }

  const nothing = (text) => make("p", { class: "empty" }, text);

  // --- the views ----------------------------------------------------------------------------------

  const EVENT_COLUMNS = [
    ["name", "Event", ""],
    ["status", "Status", ""],
    ["kind", "Kind", "when-roomy when-wide"],
    ["", "Platforms", "when-roomy when-wide"],
    ["keys", "Properties", "number when-roomy when-wide"],
    ["calls", "Calls", "number"],
    ["findings", "Findings", "number when-roomy"],
  ];
  const EVENT_VALUES = {
    name: (event) => `${event.named ? "a" : "z"} ${event.name}`,
    status: (event) => STATUS_ORDER.indexOf(event.status),
    kind: (event) => event.kind,
    keys: (event) => event.keys.length,
    calls: (event) => event.sites.length,
    findings: (event) => event.findings.length,
  };

  function filteredEvents(without) {
    const words = terms();
    const statuses = listed(without === "status" ? "" : state.status);
    return data.events.filter(
      (event) =>
        (!statuses.size || statuses.has(event.status)) &&
        (!state.kind || event.kind === state.kind) &&
        (!state.platform || event.platforms.includes(state.platform)) &&
        (!state.key || event.keys.some((key) => key.name === state.key)) &&
        (!state.found || event.findings.length > 0) &&
        holdsAll(searchText(event), words),
    );
  }

  function eventRow(event) {
    const current = event.id === state.event;
    const note = event.meant ? make("span", { class: "row-note" }, "meant: ", make("code", {}, event.meant)) : null;
    const found = event.findings.length;
    return make(
      "tr",
      { "aria-current": current ? "true" : null, "data-row": event.id },
      make("th", { scope: "row" }, eventLink(event), note),
      make("td", { class: "status-cell" }, statusWord(event.status)),
      make("td", { class: "when-roomy when-wide muted" }, event.kind),
      make("td", { class: "when-roomy when-wide muted" }, event.platforms.join(", ")),
      make("td", { class: "number when-roomy when-wide" }, event.keys.length ? String(event.keys.length) : "–"),
      make("td", { class: "number" }, event.sites.length ? String(event.sites.length) : "–"),
      make("td", { class: `number when-roomy${found ? ` is-${event.worst}` : ""}` }, found ? String(found) : "–"),
    );
  }

  function drawEvents() {
    const found = sorted(filteredEvents(), EVENT_VALUES);
    tellCount(found.length, data.events.length, "event");
    if (!found.length) return [nothing(data.events.length ? "No event fits. Take a filter away, or search for less." : "The code sends no event, and there is no plan.")];
    return growingTable(tableOf(EVENT_COLUMNS, "main-table", "Events"), found, eventRow);
  }

  function drawProperties() {
    const words = terms();
    const fitting = allProperties().filter((property) => holdsAll(`${property.name} ${[...property.types].join(" ")}`.toLowerCase(), words));
    const found = sorted(fitting, {
      name: (property) => property.name,
      events: (property) => property.events,
      planned: (property) => property.planned,
      types: (property) => [...property.types].sort().join(),
    });
    tellCount(found.length, allProperties().length, "property", "properties");
    if (!found.length) return [nothing("No property fits.")];
    const columns = [
      ["name", "Property", ""],
      ["types", "Types in code", "when-roomy"],
      ["events", "Sent in events", "number"],
      ...(data.plans.length ? [["planned", "Planned in", "number"]] : []),
      ...data.platforms.map((name) => ["", name, "number when-roomy"]),
    ];
    const row = (property) =>
      make(
        "tr",
        {},
        make(
          "th",
          { scope: "row" },
          make("a", { class: "name-link", href: `#key=${encodeURIComponent(property.name)}`, title: "Show the events with this property" }, property.name),
        ),
        make("td", { class: `when-roomy ${property.types.size > 1 ? "is-warning" : "muted"}` }, [...property.types].sort().join(" | ")),
        make("td", { class: "number" }, property.events ? String(property.events) : "–"),
        data.plans.length ? make("td", { class: "number" }, property.planned ? String(property.planned) : "–") : null,
        data.platforms.map((name) => make("td", { class: "number when-roomy muted" }, String(property.sent.get(name) || "–"))),
      );
    const [table, more] = growingTable(tableOf(columns, "main-table", "Properties by platform"), found, row);
    return [table, more];
  }

  function filteredFindings(without) {
    const words = terms();
    const levels = listed(without === "severity" ? "" : state.severity);
    return data.findings.filter(
      (finding) =>
        (!levels.size || levels.has(finding.severity)) &&
        (!state.code || without === "code" || finding.code === state.code) &&
        holdsAll(`${finding.code} ${finding.name} ${finding.message} ${finding.path}:${finding.line} ${finding.event}`.toLowerCase(), words),
    );
  }

  function findingEvent(finding) {
    if (!finding.byEvent) {
      data.events.forEach((event) => event.findings.forEach((index) => (data.findings[index].byEvent ??= event)));
      data.findings.forEach((one) => (one.byEvent ??= null));
    }
    return finding.byEvent ? eventLink(finding.byEvent) : null;
  }

  function drawFindings() {
    const found = sorted(filteredFindings(), {
      severity: (finding) => SEVERITY.indexOf(finding.severity),
      code: (finding) => finding.code,
      path: (finding) => finding.path,
    });
    tellCount(found.length, data.findings.length, "finding");
    if (!found.length) return [nothing(data.findings.length ? "No finding fits." : "There are no findings.")];
    const columns = [
      ["severity", "Severity", ""],
      ["code", "Finding", "when-roomy"],
      ["", "What", ""],
      ["path", "Place", "when-roomy"],
      ["", "Event", "when-roomy"],
    ];
    const row = (finding) =>
      make(
        "tr",
        {},
        make("td", { class: `is-${finding.severity}` }, finding.severity),
        make("td", { class: "when-roomy" }, make("span", { class: "mono" }, finding.code), make("span", { class: "row-note" }, finding.name)),
        make(
          "td",
          { class: "wrap" },
          findingText(finding),
          finding.source ? make("span", { class: "source" }, finding.source) : null,
          make("span", { class: "row-note when-narrow" }, `${finding.code} ${finding.name}, `, codePlace(finding.path, finding.line)),
        ),
        make("td", { class: "when-roomy" }, shortPlace(finding.path, finding.line)),
        make("td", { class: "when-roomy" }, findingEvent(finding)),
      );
    return growingTable(tableOf(columns, "main-table", "Findings"), found, row);
  }

  const findingText = (finding) => [finding.message, finding.meant ? ` (did you mean ${finding.meant}?)` : ""];

  function drawWrappers() {
    const words = terms();
    const fitting = data.wrappers.filter((wrapper) => holdsAll(`${wrapper.name} ${wrapper.path} ${wrapper.to}`.toLowerCase(), words));
    const found = sorted(fitting, {
      name: (wrapper) => wrapper.name,
      path: (wrapper) => wrapper.path,
      calls: (wrapper) => wrapper.calls,
    });
    tellCount(found.length, data.wrappers.length, "wrapper");
    if (!found.length) return [nothing(data.wrappers.length ? "No wrapper fits." : "The code sends its events without wrappers.")];
    const columns = [
      ["name", "Function", ""],
      ["", "Takes", "when-roomy"],
      ["", "Sends to", "when-roomy"],
      ["path", "Place", "when-roomy"],
      ["calls", "Calls", "number"],
    ];
    const row = (wrapper) =>
      make(
        "tr",
        {},
        make(
          "th",
          { scope: "row", class: "wrap" },
          make("span", { class: "mono" }, soft(wrapper.name)),
          wrapper.role === "event-method" ? make("span", { class: "row-note" }, "sends one event") : null,
        ),
        make("td", { class: "when-roomy wrap" }, make("span", { class: "mono muted" }, wrapper.signature)),
        make("td", { class: "when-roomy wrap" }, make("span", { class: "mono" }, soft(wrapper.to))),
        make("td", { class: "when-roomy" }, shortPlace(wrapper.path, wrapper.line)),
        make("td", { class: "number" }, count.format(wrapper.calls)),
      );
    return growingTable(tableOf(columns, "main-table", "Wrappers"), found, row);
  }

  function drawCoverage() {
    const coverage = data.coverage;
    const words = terms();
    const unread = [...coverage.errors.map(([path, line, message]) => [`${path}:${line}`, message, "read in part"]), ...coverage.skipped.map(([path, reason]) => [path, reason, "not read"])];
    const found = unread.filter((row) => holdsAll(row.join(" ").toLowerCase(), words));
    tellCount(found.length, unread.length, "file", "files", "not read as a whole");
    const figure = (number, word) => make("div", {}, make("dt", {}, word), make("dd", {}, count.format(number)));
    const small = (title, rows, head) =>
      make(
        "div",
        {},
        make("h3", {}, title),
        rows.length
          ? make(
              "table",
              { "aria-label": title },
              make("thead", { class: "hidden-text" }, make("tr", {}, head.map((name) => make("th", { scope: "col" }, name)))),
              make("tbody", {}, rows.map(([word, number]) => make("tr", {}, make("th", { scope: "row" }, word), make("td", { class: "number" }, count.format(number))))),
            )
          : make("p", { class: "muted" }, "Nothing."),
      );
    const figures = make(
      "dl",
      { class: "figures" },
      figure(coverage.seen, "files seen"),
      figure(coverage.searched, "searched"),
      figure(coverage.parsed, "parsed"),
      figure(data.totals.calls, "calls found"),
    );
    const parts = make(
      "div",
      { class: "columns" },
      small("What could not be told", data.totals.unknown.map(([number, what]) => [`calls with ${what}`, number]), ["What", "Calls"]),
      small("Calls by language", coverage.languages, ["Language", "Calls"]),
      small("Calls by SDK", coverage.sdks, ["SDK", "Calls"]),
    );
    const heading = make("h3", {}, "Files that were not read as a whole");
    if (!found.length) return [figures, parts, heading, make("p", { class: "muted" }, unread.length ? "None fits." : "None: all of them were read.")];
    const row = (one) => make("tr", {}, make("th", { scope: "row", class: "wrap" }, make("span", { class: "place" }, soft(one[0]))), make("td", {}, one[2]), make("td", { class: "wrap muted" }, one[1]));
    const columns = [
      ["", "File", ""],
      ["", "How", ""],
      ["", "Why", ""],
    ];
    return [figures, parts, heading, ...growingTable(tableOf(columns, "", "Files that were not read as a whole"), found, row)];
  }

  // --- one event ----------------------------------------------------------------------------------

  function drawDetail(event) {
    const close = make("button", { type: "button", class: "quiet", onclick: closeEvent, "aria-label": "Close, back to the list" }, "Close");
    const head = make(
      "div",
      { class: "detail-head" },
      make("h2", { id: "detail-title", tabindex: "-1", class: event.named ? "" : "unnamed" }, event.name),
      close,
      make(
        "p",
        { class: "facts muted" },
        statusWord(event.status),
        make("span", {}, event.kind),
        event.sites.length ? make("span", {}, plural(event.sites.length, "call")) : null,
        event.plan && event.plan.status ? make("span", {}, `plan says: ${event.plan.status}`) : null,
      ),
    );
    return [head, advice(event), planPart(event), ...findingsPart(event), ...matrixPart(event), ...sitesPart(event)].filter(Boolean);
  }

  function advice(event) {
    if (event.status === "planned" && !event.plan.instead) return null;
    const meant = event.meant && (events.get(`${event.kind}:${event.meant}`) || [...events.values()].find((one) => one.name === event.meant));
    const hint = event.meant ? [" Probably meant: ", meant ? eventLink(meant) : make("code", {}, event.meant), "."] : [];
    const instead = event.plan && event.plan.instead ? [" In its place: ", make("code", {}, event.plan.instead), "."] : [];
    return make("div", { class: `advice is-${event.status}` }, make("p", {}, TOLD[event.status], hint, instead));
  }

  function planPart(event) {
    if (!event.plan) return null;
    const rows = event.plan.says.flatMap(([word, said]) => [make("dt", {}, word), make("dd", {}, said)]);
    const place = event.plan.path ? [make("dt", {}, "Written in"), make("dd", { class: "place" }, event.plan.line ? `${event.plan.path}:${event.plan.line}` : event.plan.path)] : [];
    return make("div", {}, make("h3", {}, "The plan"), make("dl", { class: "says" }, rows, place));
  }

  // What is said of many calls in the same words is told once, with its places.
  function findingsPart(event) {
    if (!event.findings.length) return [];
    const groups = new Map();
    for (const finding of event.findings.map((index) => data.findings[index])) {
      const key = `${finding.severity} ${finding.code} ${finding.message}`;
      groups.set(key, [...(groups.get(key) || []), finding]);
    }
    const item = ([first, ...others]) => {
      const shown = [first, ...others.slice(0, 4)].map((finding) => make("span", { class: "source" }, soft(`${finding.path}:${finding.line}`)));
      const rest = others.length > 4 ? make("span", { class: "row-note" }, `and ${count.format(others.length - 4)} more places`) : null;
      return make("li", {}, make("span", { class: `is-${first.severity}` }, `${first.severity} ${first.code}`), " ", findingText(first), shown, rest);
    };
    return [make("h3", {}, `Findings (${count.format(event.findings.length)})`), make("ul", { class: "finding-list" }, [...groups.values()].map(item))];
  }

  const OFTEN = { 2: ["●", "always"], 1: ["◐", "sometimes"], 0: ["–", "never"] };

  function matrixPart(event) {
    if (!event.keys.length) return [];
    const cell = (key, platform) => {
      const [sign, word] = OFTEN[key.sent[platform] || 0];
      return make("td", { class: "cell" }, make("span", { "aria-hidden": "true", title: word }, sign), make("span", { class: "hidden-text" }, word));
    };
    const hasTypes = event.keys.some((key) => key.types.length);
    const types = (key) => (hasTypes ? make("td", { class: key.types.length > 1 ? "is-warning" : "muted" }, key.types.join(" | ")) : null);
    const planned = (key) => {
      if (!event.plan) return null;
      if (!key.planned) return make("td", { class: "is-unplanned" }, "not planned");
      return make("td", {}, key.planned, " ", make("span", { class: "muted" }, key.plannedType), key.says ? make("span", { class: "row-note" }, key.says) : null);
    };
    const table = make(
      "table",
      { class: "matrix", "aria-label": "Properties by platform" },
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("th", { scope: "col" }, "Property"),
          hasTypes ? make("th", { scope: "col" }, "Type in code") : null,
          event.platforms.map((name) => make("th", { scope: "col", class: "cell" }, name)),
          event.plan ? make("th", { scope: "col" }, "Plan") : null,
        ),
      ),
      make(
        "tbody",
        {},
        event.keys.map((key) =>
          make("tr", {}, make("th", { scope: "row" }, soft(key.name)), types(key), event.platforms.map((name) => cell(key, name)), planned(key)),
        ),
      ),
    );
    const open = event.sites.some((site) => !site.complete) ? make("p", { class: "row-note" }, "Some calls may send more: not all of what they pass on is known.") : null;
    const legend = event.platforms.length ? make("p", { class: "row-note" }, "● by every call · ◐ by some calls, or on some paths · – by none") : null;
    return [make("h3", {}, `Properties (${event.keys.length})`), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Properties by platform" }, table), legend, open];
  }

  function sitesPart(event) {
    if (!event.sites.length) return [];
    const holder = make("div", {});
    const more = make("button", { type: "button", class: "quiet more", onclick: () => add() });
    let shown = 0;
    function add() {
      const next = event.sites.slice(shown, shown + 25);
      holder.append(...next.map(drawSite));
      shown += next.length;
      more.hidden = shown >= event.sites.length;
      more.textContent = `Show more (${event.sites.length - shown} left)`;
    }
    add();
    return [make("h3", {}, `Where it is sent (${event.sites.length})`), holder, more];
  }

  function drawSite(site) {
    const facts = [site.platforms.join(", "), site.sdk, site.owners.join(" "), site.confidence === "high" ? "" : `${site.confidence} confidence: ${site.evidence}`];
    const hop = ([name, path, line]) => [make("span", { class: "mono" }, soft(name)), make("span", { title: `${path}:${line}` }, ` ${fileName(path)}:${line}`)];
    const via = site.via.length ? ["through ", site.via.flatMap((one, index) => (index ? [" › ", ...hop(one)] : hop(one)))] : null;
    const name = site.reason || (site.from ? ["name written in ", soft(site.from)] : site.name === "choice" ? `one of ${site.names} names` : null);
    return make(
      "article",
      { class: "site" },
      make("h4", {}, codePlace(site.path, site.line, site.link), site.function ? make("span", { class: "muted" }, `in ${site.function}`) : null),
      make("p", { class: "site-facts" }, facts.filter(Boolean).join(" · ")),
      via ? make("p", { class: "site-facts" }, via) : null,
      name ? make("p", { class: "site-facts" }, name) : null,
      excerpt(site),
      site.keys.length || !site.complete ? make("ul", { class: "keys", "aria-label": "Properties of this call" }, site.keys.map(siteKey), site.complete ? null : make("li", { class: "type" }, "… more")) : null,
    );
  }

  function siteKey([name, type, conditional, added]) {
    const told = [type, conditional ? "on some paths" : "", added ? "added by the wrapper" : ""].filter(Boolean).join(", ");
    return make("li", {}, `${name}${conditional ? "?" : ""}`, told ? make("span", { class: "type" }, ` ${told}`) : null);
  }

  function excerpt(site) {
    if (!site.code.length) return null;
    const lines = site.code.map((text, index) =>
      make("span", { class: site.first + index === site.line ? "line hit" : "line", "data-line": String(site.first + index) }, `${text}\n`),
    );
    return make("pre", { class: "excerpt", tabindex: "0", "aria-label": `Source, from line ${site.first}` }, make("code", {}, lines));
  }

  // --- the filters --------------------------------------------------------------------------------

  function chip(isOn, press, ...content) {
    return make("button", { type: "button", class: "chip", "aria-pressed": String(isOn), onclick: press }, content);
  }

  function choice(name, label, values, words) {
    if (values.length < 2) return null;
    const options = values.map((value) => make("option", { value }, words ? words.get(value) : value));
    const select = make("select", { "aria-label": label }, make("option", { value: "" }, label), options);
    select.value = state[name];
    select.addEventListener("change", () => go({ [name]: select.value }));
    return select;
  }

  function tally(rows, name) {
    const found = new Map();
    rows.forEach((row) => found.set(row[name], (found.get(row[name]) || 0) + 1));
    return found;
  }

  const CHOICES = { events: [eventStatuses, eventLimits], findings: [findingLevels, findingLimits] };

  function drawChoices() {
    const [chips, limits] = CHOICES[state.view] || [() => [], () => []];
    fill(byId("choices"), chips());
    fill(byId("limits"), limits());
  }

  // What is drawn anew must not take the focus from someone who is using it.
  function fill(holder, parts) {
    const focused = holder.contains(document.activeElement) ? [...holder.children].indexOf(document.activeElement) : -1;
    holder.replaceChildren(...parts.filter(Boolean));
    if (focused >= 0 && holder.children.length) holder.children[Math.min(focused, holder.children.length - 1)].focus();
  }

  function eventStatuses() {
    const chosen = listed(state.status);
    const counts = tally(filteredEvents("status"), "status");
    const there = new Set(data.events.map((event) => event.status));
    const chips = STATUS_ORDER.filter((status) => there.has(status)).map((status) =>
      chip(chosen.has(status), () => toggle("status", status), statusWord(status), make("span", { class: "n" }, count.format(counts.get(status) || 0))),
    );
    return chips.length > 1 ? chips : [];
  }

  function eventLimits() {
    const kinds = [...new Set(data.events.map((event) => event.kind))].sort();
    return [
      choice("kind", "All kinds", kinds),
      choice("platform", "All platforms", data.platforms),
      data.findings.length ? chip(Boolean(state.found), () => go({ found: state.found ? "" : "1" }), "With findings") : null,
      state.key ? chip(true, () => go({ key: "" }), make("span", {}, "has ", make("code", {}, state.key)), make("span", { "aria-hidden": "true" }, "✕")) : null,
    ];
  }

  function findingLevels() {
    const levels = listed(state.severity);
    const counts = tally(filteredFindings("severity"), "severity");
    return SEVERITY.filter((level) => data.findings.some((finding) => finding.severity === level)).map((level) =>
      chip(levels.has(level), () => toggle("severity", level), make("span", { class: `is-${level}` }, level), make("span", { class: "n" }, count.format(counts.get(level) || 0))),
    );
  }

  function findingLimits() {
    const codes = new Map(data.findings.map((finding) => [finding.code, `${finding.code} ${finding.name}`]));
    return [choice("code", "All findings", [...codes.keys()].sort(), codes)];
  }

  function tellCount(shown, all, noun, nouns, rest) {
    const words = all === 1 ? noun : nouns || `${noun}s`;
    byId("count").textContent = `${shown === all ? "" : `${count.format(shown)} of `}${count.format(all)} ${words}${rest ? ` ${rest}` : ""}`;
  }

  // --- drawing ------------------------------------------------------------------------------------

  // An address that names an event is to be seen in the list as well.
  function reveal(id) {
    if (!events.has(id) || state.view !== "events") return;
    const row = () => [...byId("body").querySelectorAll("tr[data-row]")].find((one) => one.dataset.row === id);
    while (!row() && grow());
    drawList();
    const box = row() && row().getBoundingClientRect();
    if (box && window.innerWidth > 1080 && (box.top < 0 || box.bottom > window.innerHeight)) row().scrollIntoView({ block: "center" });
  }

  const DRAW = { events: drawEvents, properties: drawProperties, findings: drawFindings, wrappers: drawWrappers, coverage: drawCoverage };
  let drawn = "";

  function draw() {
    const event = state.view === "events" ? events.get(state.event) : undefined;
    document.body.classList.toggle("has-event", Boolean(event));
    for (const anchor of byId("views").children) {
      if (anchor.dataset.view === state.view) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
    const search = byId("search");
    if (search.value !== state.q) search.value = state.q;
    search.placeholder = PLACEHOLDER[state.view];
    byId("list-title").textContent = VIEWS.find((view) => view[0] === state.view)[1];
    drawChoices();
    drawList();
    showDetail(event);
  }

  // The list stays as it is, with its place on the page, when only another event is opened.
  function drawList() {
    const { event, ...rest } = state;
    const key = JSON.stringify(rest);
    if (key !== drawn) byId("body").replaceChildren(...DRAW[state.view]());
    drawn = key;
    for (const row of document.querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
    if (event) for (const row of document.querySelectorAll("tr[data-row]")) if (row.dataset.row === event) row.setAttribute("aria-current", "true");
  }

  let shownEvent = "";

  function showDetail(event) {
    const detail = byId("detail");
    detail.hidden = !event;
    if (!event) {
      detail.replaceChildren();
    } else if (event.id !== shownEvent) {
      detail.replaceChildren(...drawDetail(event));
      detail.scrollTop = 0;
    }
    shownEvent = event ? event.id : "";
    document.title = event ? `${event.name} – ${title}` : title;
  }

  let cameFrom = 0;

  function openEvent(id) {
    if (!state.event) cameFrom = window.scrollY;
    go({ view: "events", event: id }, true);
    const heading = byId("detail-title");
    if (heading) heading.focus({ preventScroll: window.innerWidth > 1080 });
    if (window.innerWidth <= 1080) window.scrollTo(0, 0);
  }

  function closeEvent() {
    const id = state.event;
    go({ event: "" }, true);
    if (window.innerWidth <= 1080) window.scrollTo(0, cameFrom);
    const row = [...document.querySelectorAll("a[data-event]")].find((anchor) => anchor.dataset.event === id);
    if (row) row.focus({ preventScroll: true });
    else byId("main").focus({ preventScroll: true });
  }

  function step(anchor, by) {
    const all = [...byId("body").querySelectorAll("tr[data-row] a[data-event]")];
    const next = all[all.indexOf(anchor) + by];
    if (next) next.focus();
  }

  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a[data-event]");
    if (anchor && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      openEvent(anchor.dataset.event);
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    const anchor = event.target.closest("tr[data-row] a[data-event]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
      byId("search").select();
    } else if (event.key === "Escape" && !typing && state.event) {
      closeEvent();
    } else if (anchor && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(anchor, event.key === "ArrowDown" ? 1 : -1);
    }
  });

  let waiting = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => go({ q: event.target.value }), 80);
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());

  // Both come when the address is changed by hand; the second then finds nothing to do.
  for (const name of ["popstate", "hashchange"]) {
    window.addEventListener(name, () => {
      if (location.hash === "#main") return;
      readAddress();
      draw();
      if (name === "hashchange") reveal(state.event);
    });
  }

  // --- light and dark -----------------------------------------------------------------------------

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

  function remembered() {
    try {
      return localStorage.getItem("tracklint-theme");
    } catch {
      return null;
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem("tracklint-theme", theme);
    } catch {
      // a page from disk may have no storage; then the choice holds until it is closed
    }
  }

  function tellTheme() {
    byId("theme").textContent = isDark() ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", isDark() ? "Change to light colours" : "Change to dark colours");
  }

  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
    tellTheme();
  });
  dark.addEventListener("change", tellTheme);

  // --- the head of the page -----------------------------------------------------------------------

  const title = data.title || "Events in plan and code";
  const theme = remembered();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  tellTheme();
  byId("title").textContent = title;
  byId("sum").textContent = [
    `${plural(data.totals.events, "event")} in ${plural(data.totals.calls, "call")}`,
    data.plans.length ? `plan: ${data.plans.join(", ")}` : "no plan",
    `tracklint ${data.version}`,
  ].join(" · ");
  byId("views").append(
    ...VIEWS.map(([name, word, number]) =>
      make("a", { href: `#view=${name}`, "data-view": name }, word, number === null ? null : make("span", { class: "n" }, count.format(number))),
    ),
  );
  readAddress();
  draw();
  reveal(state.event);
})();
