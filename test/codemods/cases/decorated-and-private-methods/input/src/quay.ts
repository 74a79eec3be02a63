import { readFileSync, writeFileSync } from 'node:fs';

import { Controller, Get } from '@nestjs/common';

@Controller('quay')
export class Quay {
  #cache = new Map<string, string>();

  @Get(':name')
  public text(name: string): string {
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    const text = readFileSync(`data/${name}.txt`, 'utf8');
    this.#cache.set(name, text);
    return text;
  }

  @Get() save(name: string, text: string) { writeFileSync(`data/${name}.txt`, text); }
}

export const both = (quay: Quay): [string, string] => [quay.text('a'), quay.text('b')];
