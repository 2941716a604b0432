// Saves a draft while the person writes: <form data-autosave data-autosave-url="…"> with ui/autosave.html inside.
// The form posts its fields to that address. A field named `version` carries what the person saw last; the answer
// brings the next one. What could not be saved stays on the page and is tried again; with 422 and a `version` all but
// the named fields was saved.

const PAUSE = 2_000;
const RETRY = [5_000, 15_000, 60_000];

export function attach(form) {
  const status = form.querySelector("[data-autosave-status]");
  const saver = { form, status, timer: 0, failures: 0, isDirty: false, isSaving: false, isStale: false, then: null };

  form.addEventListener("input", () => touch(saver));
  form.addEventListener("change", () => touch(saver));
  form.addEventListener("submit", (event) => {
    clearTimeout(saver.timer);
    saver.isDirty = false;
    renewToken(form);
    if (saver.isSaving) {
      // Two saves at once would each take the other for somebody else's.
      event.preventDefault();
      saver.then = () => form.requestSubmit(event.submitter);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && saver.isDirty) {
      save(saver);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (saver.isDirty) {
      event.preventDefault();
    }
  });
  window.addEventListener("online", () => saver.isDirty && save(saver));
}

function touch(saver) {
  if (saver.isStale) {
    return;
  }
  saver.isDirty = true;
  tell(saver, "waiting");
  plan(saver, PAUSE);
}

function plan(saver, delay) {
  clearTimeout(saver.timer);
  saver.timer = setTimeout(() => save(saver), delay);
}

async function save(saver) {
  if (saver.isSaving || saver.isStale) {
    return;
  }
  clearTimeout(saver.timer);
  saver.isSaving = true;
  saver.isDirty = false;
  tell(saver, "saving");
  renewToken(saver.form);
  try {
    const response = await fetch(saver.form.dataset.autosaveUrl, {
      method: "POST",
      body: withoutFiles(saver.form),
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      redirect: "manual",
      keepalive: document.visibilityState === "hidden",
    });
    await read(saver, response);
  } catch {
    retry(saver, "failed");
  } finally {
    saver.isSaving = false;
  }
  if (saver.then) {
    const submit = saver.then;
    saver.then = null;
    submit();
    return;
  }
  if (saver.isDirty && !saver.isStale && saver.failures === 0) {
    plan(saver, PAUSE);
  }
}

async function read(saver, response) {
  if (response.status === 409) {
    saver.isStale = true;
    saver.isDirty = true;
    tellConflict(saver, await response.json().catch(() => ({})));
  } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
    retry(saver, "signedout");
  } else if (response.status === 422) {
    const answer = await response.json();
    if (answer.version === undefined) {
      retry(saver, "failed");
    } else {
      keep(saver, answer);
      tell(saver, "partly");
    }
  } else if (!response.ok) {
    retry(saver, "failed");
  } else {
    const answer = await response.json();
    keep(saver, answer);
    if (!saver.isDirty) {
      // The server's own moment, in the zone of the person; the clock of this machine may be wrong.
      tell(saver, "saved", answer.saved_text);
    }
  }
}

function keep(saver, answer) {
  const version = saver.form.elements.namedItem("version");
  if (version && answer.version !== undefined) {
    version.value = answer.version;
  }
  saver.failures = 0;
  saver.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
}

// Who signed in again in another window has a new token; the page still holds the old one.
function renewToken(form) {
  const found = document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/);
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (found && field) {
    field.value = found[1];
  }
}

function retry(saver, state) {
  saver.isDirty = true;
  tell(saver, state);
  plan(saver, RETRY[Math.min(saver.failures, RETRY.length - 1)]);
  saver.failures += 1;
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) {
    if (value instanceof File) {
      data.delete(name);
    }
  }
  return data;
}

function tell(saver, state, time) {
  if (!saver.status) {
    return;
  }
  const text = saver.status.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`] || "";
  saver.status.dataset.state = state;
  saver.status.textContent = text.replace("{time}", time || "");
}

// Who saved what, and the button that shows both; the typed words stay where they are.
function tellConflict(saver, answer) {
  tell(saver, "stale");
  if (saver.status && answer.detail) {
    saver.status.textContent = `${answer.detail} ${saver.status.textContent}`;
  }
  const banner = saver.form.querySelector("[data-autosave-conflict]");
  if (banner) {
    banner.hidden = false;
  }
}
