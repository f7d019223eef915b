// Python, beside the page: it loads once, and answers one question after the other.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (name) => new URL(name, import.meta.url);

async function fetched(name, as) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response[as]();
}

async function python() {
  const [pyodide, wheels] = await Promise.all([
    loadPyodide({ indexURL: here("pyodide/").href }),
    fetched("pyodide/wheels.json", "json"),
  ]);
  for (const wheel of wheels) {
    pyodide.unpackArchive(await fetched(`pyodide/${wheel}`, "arrayBuffer"), "wheel");
  }
  pyodide.FS.writeFile("/home/pyodide/whatif.py", await fetched("whatif.py", "text"));
  return pyodide.pyimport("whatif");
}

const ready = python();
ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
);

onmessage = async ({ data }) => {
  try {
    postMessage({ answer: JSON.parse((await ready).answered(JSON.stringify(data))) });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
