// Renews a part of the page after the form was saved by itself: <aside data-refresh-url="…">. The answer replaces its
// content; whatever fails leaves it as it is. What is open in it, and where the person writes, stays.

const PAUSE = 1_500;

export function attach(element) {
  let timer = 0;
  document.addEventListener("autosaved", () => {
    clearTimeout(timer);
    timer = setTimeout(() => renew(element), PAUSE);
  });
}

async function renew(element) {
  if (element.contains(document.activeElement)) {
    return;
  }
  try {
    const response = await fetch(element.dataset.refreshUrl, { redirect: "manual" });
    if (response.ok) {
      element.innerHTML = await response.text();
    }
  } catch {
    // Offline: the advice of the last save stays.
  }
}
