// Loads a behaviour only on pages that have its data attribute. Every page works without any of them.

const behaviours = {
  "[data-autosave]": () => import("./autosave.js"),
  "[data-error-summary]": () => import("./error_summary.js"),
  "[data-confirm]": () => import("./confirm.js"),
  "[data-countdown]": () => import("./countdown.js"),
  "[data-refresh-url]": () => import("./refresh.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-list-keys]": () => import("./list_keys.js"),
};

function attach(root) {
  for (const [selector, load] of Object.entries(behaviours)) {
    const elements = [...root.querySelectorAll(selector)];
    if (elements.length > 0) {
      load().then((module) => elements.forEach((element) => module.attach(element)));
    }
  }
}

attach(document);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt));
