export function twice(act, name) {
  once(act, name);
  once(act, name);
  return name;
}

function once(act, name) {
  act(name);
}
