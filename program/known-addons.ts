/** Packages known to be compiled code, and command-line programs that look like it: for lock files that do not record it and trees without a lock. */

/** Source: the packages' own manifests on npm, read 2026-11. */
export const KNOWN_ADDONS: ReadonlySet<string> = new Set([
  // Databases and queues.
  'better-sqlite3', 'better-sqlite3-multiple-ciphers', 'sqlite3', '@louislam/sqlite3', '@journeyapps/sqlcipher', 'duckdb', '@duckdb/node-api', '@duckdb/node-bindings', 'libsql', 'leveldown', 'classic-level', 'rocksdb', 'lmdb',
  'libpq', 'pg-native', 'mysql-libmysqlclient', 'oracledb', 'ibm_db', 'odbc', 'msnodesqlv8', 'couchbase', 'aerospike', 'kerberos', 'mongodb-client-encryption', 'node-rdkafka', '@confluentinc/kafka-javascript', 'zeromq', 'unix-dgram',
  // Images, sound, documents.
  'sharp', 'canvas', '@napi-rs/canvas', 'skia-canvas', 'gl', 'libxmljs', 'libxmljs2', 'node-expat', 'speaker', 'naudiodon', '@discordjs/opus', 'node-opus', 'wrtc', '@roamhq/wrtc', '@resvg/resvg-js', 'mapnik', 'gdal-async', '@maplibre/maplibre-gl-native',
  // Models and vectors.
  'onnxruntime-node', '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu', 'node-llama-cpp', 'hnswlib-node', 'faiss-node', '@lancedb/lancedb', 'vectordb', '@node-rs/jieba', 'nodejieba', 'tree-sitter', 'usearch',
  // Cryptography, compression, text.
  'bcrypt', 'argon2', '@node-rs/argon2', '@node-rs/bcrypt', 'sodium-native', 'secp256k1', 'keccak', 'blake3', 'snappy', 'lz4', '@mongodb-js/zstd', 'iltorb', 'farmhash', 'sse4_crc32', 'fast-crc32c', 'xxhash', 're2', 'bufferutil', 'utf-8-validate', 'cpu-features', 'iconv',
  // Hardware and the operating system.
  'usb', 'node-hid', 'serialport', '@serialport/bindings-cpp', 'i2c-bus', 'spi-device', 'epoll', 'onoff', 'pigpio', 'rpio', 'node-pty', 'robotjs', 'raw-socket', 'pcap', 'modern-syslog', 'authenticate-pam', 'posix', 'fuse-native', 'keytar', 'node-libcurl', 'ffi-napi', 'ref-napi', 'koffi',
  // Of the process itself.
  'isolated-vm', 'uWebSockets.js', 'microtime', 'heapdump', 'v8-profiler-next', '@datadog/pprof', '@datadog/native-metrics', '@datadog/native-appsec', 'segfault-handler', 'deasync', 'fibers', 'gc-stats', 'dtrace-provider', 'nodegit', 'node-sass', 'lightningcss', '@swc/core', '@parcel/watcher',
]);

/** Programs that come in packages per platform: run as processes of their own, loaded by nobody. fsevents is for macOS alone. */
export const KNOWN_COMMANDS = /^(?:esbuild|esbuild-wasm|turbo|@biomejs\/biome|rome|workerd|wrangler|sass-embedded|@swc\/cli|@sentry\/cli|@bufbuild\/buf|ffmpeg-static|ffprobe-static|@ffmpeg-installer\/ffmpeg|@ffprobe-installer\/ffprobe|puppeteer|puppeteer-core|playwright|playwright-core|chromedriver|geckodriver|electron|cypress|fsevents|lefthook|oxlint|dprint|bun|deno|vercel|@esbuild-kit\/.*|@tailwindcss\/cli|@ast-grep\/cli|@moonrepo\/cli|@evilmartians\/lefthook|supabase|@pact-foundation\/pact-core)$/;
