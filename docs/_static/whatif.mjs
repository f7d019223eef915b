// The form of the page: it asks the worker, and shows what comes back.

const form = document.querySelector("#whatif");
const says = document.querySelector("#whatif-says");
const shows = document.querySelector("#whatif-shows");
const button = form.querySelector("button");

const worker = new Worker(new URL("whatif-worker.mjs", import.meta.url), { type: "module" });
says.textContent = "Python is being loaded (about 20 MB, once).";

worker.onmessage = ({ data }) => {
  button.disabled = Boolean(data.failed);
  if (data.ready) says.textContent = "Ready.";
  if (data.failed) says.textContent = `It did not work: ${data.failed}`;
  if (data.answer) {
    says.textContent = "Done.";
    shows.innerHTML = data.answer.html; // written, and escaped, by the library
    shows.dataset.numbers = JSON.stringify(data.answer.numbers);
  }
};
worker.onerror = (error) => {
  says.textContent = `Python could not be loaded: ${error.message ?? "this copy is without it"}`;
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = { language: form.dataset.language };
  for (const input of form.querySelectorAll("input")) question[input.name] = input.valueAsNumber;
  button.disabled = true;
  says.textContent = "Citizens are asking …";
  worker.postMessage(question);
});
