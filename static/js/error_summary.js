// Brings the reader to what has to be mended, and from a line of the summary into the field itself.

export function attach(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const field = place && place.querySelector("input:not([type=hidden]), select, textarea");
    if (field) {
      event.preventDefault();
      place.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    }
  });
}
