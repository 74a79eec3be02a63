export async function twice(act, name) {
  await once(act, name);
  await once(act, name);
  return name;
}

async function once(act, name) {
  await act(name);
}
