// Asks before a form with data-confirm is sent. The dialogue's words come from the page: data-confirm is the
// question, the button's own label the answer.

export function attach(form) {
  let isConfirmed = false;
  form.addEventListener("submit", (event) => {
    if (isConfirmed || !window.HTMLDialogElement) {
      return;
    }
    event.preventDefault();
    const button = event.submitter || form.querySelector("button");
    ask(form.dataset.confirm, button.textContent.trim(), form.dataset.confirmCancel || "×").then((answer) => {
      if (answer) {
        isConfirmed = true;
        form.requestSubmit(button);
      } else {
        button.focus();
      }
    });
  });
}

function ask(question, yes, no) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm-dialog";
  const text = document.createElement("p");
  text.id = `confirm-${Date.now()}`;
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const answers = document.createElement("form");
  answers.method = "dialog";
  answers.className = "actions";
  answers.append(button(yes, "yes", "button button-primary"), button(no, "no", "button"));
  dialog.append(text, answers);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

function button(label, value, className) {
  const element = document.createElement("button");
  element.value = value;
  element.className = className;
  element.textContent = label;
  return element;
}
