// Copies the text of another element: <button type="button" data-copy="id" data-text-copied="Copied" hidden>.

export function attach(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) {
    return;
  }
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
    button.textContent = button.dataset.textCopied || label;
    setTimeout(() => {
      button.textContent = label;
    }, 3000);
  });
}
