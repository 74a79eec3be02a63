import fs from 'node:fs';

const FILE = 'data/pilots.json';

export function save(pilots) {
  fs.writeFileSync(FILE, JSON.stringify(pilots));
}

export function kept() {
  const there = fs.existsSync(FILE);
  if (there) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  return there;
}

export function joined(wanted) {
  if (wanted && fs.existsSync(FILE)) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  return [];
}

export function narrowed(wanted) {
  if (fs.existsSync(FILE) && wanted) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  return [];
}

export function afterAnother(name) {
  if (name === '') return [];
  else if (fs.existsSync(FILE)) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  return null;
}

export function inACase(name) {
  switch (name) {
    case 'all':
      if (fs.existsSync(FILE)) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
      return [];
    default:
      return null;
  }
}

export function bare(wanted) {
  if (wanted) if (fs.existsSync(FILE)) return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  return [];
}

export function ended() {
  if (!fs.existsSync(FILE)) process.exit(1);
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

export const inAnExpression = () => (fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : []);

export function reversed() {
  if (fs.existsSync(FILE)) return 'there';
  return fs.readFileSync(FILE, 'utf8');
}

export function either(wanted) {
  return fs.existsSync(FILE) || wanted ? fs.readFileSync(FILE, 'utf8') : '';
}

export function counted(count) {
  return [count(), fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : []];
}
