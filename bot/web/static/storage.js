// What this browser remembers: small things in localStorage, files in IndexedDB (localStorage holds
// about 5 MB, a photo is often more). Where a browser forbids either, memory stands in until the page closes.

const PREFIX = "doithoai.chat.";
const memory = new Map();
const memoryFiles = new Map();

/** Keeps a JSON value. True when it will survive a reload. */
export function remember(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    memory.set(key, value);
    return false;
  }
}

/** The value kept under `key`, or null. */
export function recall(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** Removes what is kept under `key`. */
export function forget(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept there, so there is nothing to remove.
  }
}

/** The keys that begin with `start`. */
export function keysWith(start) {
  const found = new Set([...memory.keys()].filter((key) => key.startsWith(start)));
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX + start)) found.add(key.slice(PREFIX.length));
    }
  } catch {
    // Only memory can be read.
  }
  return [...found];
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function files(mode) {
  const opening = indexedDB.open("doithoai", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  const database = await settled(opening);
  return { database, store: database.transaction("files", mode).objectStore("files") };
}

async function withFiles(mode, act) {
  const { database, store } = await files(mode);
  try {
    return await settled(act(store));
  } finally {
    database.close();
  }
}

/** Keeps a file's bytes under `id`. True when they will survive a reload. */
export async function keepFile(id, blob) {
  try {
    await withFiles("readwrite", (store) => store.put(blob, id));
    return true;
  } catch {
    memoryFiles.set(id, blob);
    return false;
  }
}

/** The file kept under `id`, or null. */
export async function findFile(id) {
  if (memoryFiles.has(id)) return memoryFiles.get(id);
  try {
    return (await withFiles("readonly", (store) => store.get(id))) ?? null;
  } catch {
    return null;
  }
}

/** Removes the file kept under `id`. */
export async function dropFile(id) {
  memoryFiles.delete(id);
  try {
    await withFiles("readwrite", (store) => store.delete(id));
  } catch {
    // A file that cannot be removed is never sent again: its message is gone.
  }
}
