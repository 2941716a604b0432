// Single keys for a list: <div data-list-keys="id of the help">, rows with data-list-row, and in a row (or in a part of
// the list with data-list-shared) whatever a key presses, with data-key. A key works only while the focus is on a row
// or on a button in it, never while somebody writes, and all of them can be switched off in the help.

const SWITCH = "list-keys-off";
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function attach(list) {
  const help = document.getElementById(list.dataset.listKeys);
  const toggle = help && help.querySelector("[data-list-keys-switch]");
  if (!help || !toggle) {
    return;
  }
  help.hidden = false;
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => remember(!toggle.checked));
  rowsOf(list, { all: true }).forEach((row) => row.setAttribute("tabindex", "-1"));
  makeReachable(list);
  list.addEventListener("keydown", (event) => press(event, list, help));
  list.addEventListener("submit", () => keepPlace(list));
  returnToPlace(list);
}

function press(event, list, help) {
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    help.open = !help.open;
    return;
  }
  const row = event.target.closest("[data-list-row]");
  if (!row) {
    return;
  }
  // Arrows scroll a long page; they move only from the row itself, not from a button in it.
  const isArrow = event.key.startsWith("Arrow");
  if (event.key in STEPS && (!isArrow || event.target === row)) {
    event.preventDefault();
    move(list, row, STEPS[event.key]);
    return;
  }
  const key = event.key.toLowerCase();
  const target = /^[a-z]$/.test(key) && (row.querySelector(`[data-key="${key}"]`) || shared(list, key));
  if (target && !target.disabled) {
    event.preventDefault();
    use(target);
  }
}

function use(target) {
  if (target.tagName === "SUMMARY") {
    const details = target.parentElement;
    details.open = true;
    (details.querySelector("select, textarea, button") || target).focus();
  } else {
    target.click();
  }
}

function shared(list, key) {
  return list.querySelector(`[data-list-shared] [data-key="${key}"]`);
}

function move(list, row, by) {
  const rows = rowsOf(list);
  const next = rows[rows.indexOf(row) + by];
  if (next) {
    makeReachable(list, next);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

// One row can be reached by Tab, the others from there.
function makeReachable(list, chosen) {
  const rows = rowsOf(list);
  rows.forEach((row) => row.setAttribute("tabindex", row === (chosen || rows[0]) ? "0" : "-1"));
}

function rowsOf(list, { all = false } = {}) {
  const rows = [...list.querySelectorAll("[data-list-row]")];
  return all ? rows : rows.filter((row) => row.getClientRects().length > 0);
}

function isWriting(element) {
  return element.isContentEditable || (element.matches("input, select, textarea") && element.type !== "checkbox");
}

// After a decision the page comes again: the focus returns to where the list was left.
function keepPlace(list) {
  const row = document.activeElement && document.activeElement.closest("[data-list-row]");
  if (row) {
    store("sessionStorage", `list-place:${location.pathname}`, String(rowsOf(list).indexOf(row)));
  }
}

function returnToPlace(list) {
  const name = `list-place:${location.pathname}`;
  const place = read("sessionStorage", name);
  if (place === null) {
    return;
  }
  store("sessionStorage", name, null);
  const rows = rowsOf(list);
  const row = rows[Math.min(Number(place), rows.length - 1)];
  if (row) {
    makeReachable(list, row);
    row.focus();
  }
}

function isOff() {
  return read("localStorage", SWITCH) === "1";
}

function remember(off) {
  store("localStorage", SWITCH, off ? "1" : null);
}

// A browser may refuse to keep anything; then the keys work, and the place is not remembered.
function read(where, name) {
  try {
    return window[where].getItem(name);
  } catch {
    return null;
  }
}

function store(where, name, value) {
  try {
    if (value === null) {
      window[where].removeItem(name);
    } else {
      window[where].setItem(name, value);
    }
  } catch {
    // Nothing is kept.
  }
}
