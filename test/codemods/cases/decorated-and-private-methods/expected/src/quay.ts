
import { Controller, Get } from '@nestjs/common';
import * as documents from './storage/documents.js';

@Controller('quay')
export class Quay {
  #cache = new Map<string, string>();

  @Get(':name')
  public async text(name: string): Promise<string> {
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    const text = await documents.get(`data/${name}.txt`, 'utf8');
    this.#cache.set(name, text);
    return text;
  }

  @Get() async save(name: string, text: string) { await documents.put(`data/${name}.txt`, text); }
}

export const both = async (quay: Quay): Promise<[string, string]> => [await quay.text('a'), await quay.text('b')];
