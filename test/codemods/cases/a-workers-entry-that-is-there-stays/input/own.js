export default { fetch: () => new Response('own') };
