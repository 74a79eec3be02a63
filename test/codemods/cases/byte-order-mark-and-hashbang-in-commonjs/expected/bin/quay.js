#!/usr/bin/env node
// Copyright the harbour.
"use strict";
const { n } = require("../src/quay");

async function main() {
  console.log(await n(process.argv[2]));
}

main();
