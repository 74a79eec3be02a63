import { describe, expect, it } from 'vitest';
import { programOfText } from '../../pipeline/link.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';
import { dimensionsOf } from '../../rules/models.js';

const pack = loadRules();

function said(app: string): { target: string | undefined; reasons: string[] }[] {
  const program = programOfText({ 'package.json': '{"name": "search", "main": "app.js"}', 'app.js': app });
  const { findings } = judge(program, pack, { target: 'auto', date: pack.compatibilityDate });
  return findings.filter((f) => f.area === 'model-inference' && f.rule !== 'inference-package').map(({ target, reasons }) => ({ target, reasons }));
}

describe('a model in the process', () => {
  it.each([
    ["import { pipeline } from '@huggingface/transformers'; export const load = () => pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2');",
      'feature-extraction Xenova/all-MiniLM-L6-v2', ['the task is feature-extraction', 'the model is Xenova/all-MiniLM-L6-v2', 'its vectors have 384 dimensions']],
    ["const { pipeline } = require('@xenova/transformers'); const TASK = 'automatic-speech-recognition', MODEL = 'Xenova/whisper-tiny'; exports.load = () => pipeline(TASK, MODEL);",
      'automatic-speech-recognition Xenova/whisper-tiny', ['the task is automatic-speech-recognition', 'the model is Xenova/whisper-tiny']],
    ["import { CLIPVisionModelWithProjection } from '@huggingface/transformers'; const id = 'Xenova/clip-vit-base-patch32'; export const load = () => CLIPVisionModelWithProjection.from_pretrained(id);",
      'Xenova/clip-vit-base-patch32', ['the model is Xenova/clip-vit-base-patch32', 'its vectors have 512 dimensions']],
    ["import ollama from 'ollama'; export const embed = (input) => ollama.embed({ model: 'nomic-embed-text:latest', input });",
      'nomic-embed-text:latest', ['the model is nomic-embed-text:latest', 'its vectors have 768 dimensions']],
  ])('is named with its task and the length of its vectors: %s', (app, target, reasons) => {
    const [finding] = said(app);
    expect(finding?.target).toBe(target);
    expect(finding?.reasons).toEqual(expect.arrayContaining(reasons));
  });

  it('that only run time knows is not guessed', () => {
    const [finding] = said("import { pipeline } from '@huggingface/transformers'; export const load = (model) => pipeline('feature-extraction', model);");
    expect(finding?.target).toBe('feature-extraction');
    expect(finding?.reasons.join()).not.toMatch(/model is|dimensions/);
  });

  it('of another name has no known length', () => {
    expect(dimensionsOf('acme/our-own-model')).toBeUndefined();
    expect(dimensionsOf('BAAI/bge-m3')).toBe(1024);
  });
});
