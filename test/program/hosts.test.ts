import { describe, expect, test } from 'vitest';
import { isHostFile, readHostFile } from '../../program/host.js';
import { linked } from './linked.js';

/** Facts as `kind name=value`, without commands, which have their own column. */
const facts = (file: string, text: string): string[] => readHostFile(file, text).facts.filter((fact) => fact.kind !== 'command').map(({ kind, name, value }) => `${kind} ${name}=${value}`);
const commands = (file: string, text: string): string[] => readHostFile(file, text).commands.map(({ command, folder }) => (folder === '' ? command : `${folder}: ${command}`));

describe('Dockerfile', () => {
  test('the last stage and what it is built from', () => {
    const text = 'FROM node:20 AS base\nENV NODE_ENV=production PORT=8080\nWORKDIR /srv\n\nFROM base AS build\nENV CI=1\nCMD ["npm", "run", "build"]\n\n# the image\nFROM base\nWORKDIR app\nCOPY --from=build /srv/dist ./dist\nVOLUME ["/data", "/logs"]\nEXPOSE 8080\nCMD node \\\n  dist/main.js\n';
    expect(facts('Dockerfile', text)).toEqual(['base-image FROM=node:20', 'env NODE_ENV=production', 'env PORT=8080', 'base-image FROM=base', 'volume VOLUME=/data', 'volume VOLUME=/logs', 'port EXPOSE=8080', 'working-folder WORKDIR=/srv/app']);
    expect(commands('Dockerfile', text)).toEqual(['node    dist/main.js']);
  });

  test.each([
    ['ENTRYPOINT ["node"]\nCMD ["server.js"]', 'node server.js'],
    ['ENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]', 'tini -- node server.js'],
    ['ENTRYPOINT node server.js\nCMD ["ignored"]', 'node server.js'],
    ['CMD ["old.js"]\nCMD ["npm", "start"]', 'npm start'],
    ['WORKDIR /app\nCMD ["node", "/app/server.js"]', 'node ./server.js'],
  ])('%j starts %s', (lines, command) => {
    expect(commands('Dockerfile', `FROM node:20\n${lines}\n`)).toEqual([command]);
  });
});

const COMPOSE = `services:
  web:
    build: ./server
    command: node web.js
    volumes: ["uploads:/app/uploads", ".:/app", "/app/node_modules", "/var/run/docker.sock:/var/run/docker.sock"]
    environment: [DATA_DIR=/app/data]
    working_dir: /app
    ports: ["80:8080"]
    deploy: { replicas: 3, resources: { limits: { cpus: "2", memory: 1G } } }
    secrets: [api_key]
  db:
    image: postgres:16
    volumes: ["db:/var/lib/postgresql/data"]
`;

const KUBERNETES = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: shop }
spec:
  replicas: 2
  volumeClaimTemplates: [{ metadata: { name: data } }]
  template:
    spec:
      serviceAccountName: shop
      containers:
        - name: shop
          command: [node, server.js]
          resources: { limits: { cpu: "1", memory: 2Gi } }
          env:
            - { name: MODE, value: live }
            - { name: KEY, valueFrom: { secretKeyRef: { name: keys, key: k } } }
          volumeMounts: [{ name: data, mountPath: /data }, { name: scratch, mountPath: /scratch }, { name: pvc, mountPath: /pvc }]
      volumes: [{ name: scratch, emptyDir: {} }, { name: pvc, persistentVolumeClaim: { claimName: x } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec: { minReplicas: 2, maxReplicas: 9 }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: job, args: [node, nightly.js] }] } } } } }
---
apiVersion: v1
kind: Service
spec: { ports: [{ port: 80 }] }
`;

const FLY = `app = "shop"
primary_region = "ams"
[env]
  DATA_DIR = "/data"
[[mounts]]
  source = "shop_data"
  destination = "/data"
[http_service]
  internal_port = 8080
  min_machines_running = 1
  [http_service.concurrency]
    hard_limit = 250
[[vm]]
  cpus = 2
  memory = "512mb"
[processes]
  web = "node server.js"
`;

const RENDER = `services:
  - type: web
    name: shop
    runtime: node
    rootDir: server
    region: frankfurt
    startCommand: npm start
    numInstances: 2
    disk: { name: data, mountPath: /var/data, sizeGB: 1 }
    envVars: [{ key: MODE, value: live }, { key: KEY, sync: false }, { key: DB, fromDatabase: { name: x } }]
  - type: cron
    name: nightly
    runtime: node
    schedule: "0 3 * * *"
    startCommand: node nightly.js
`;

const TERRAFORM = `provider "aws" { region = "eu-west-1" }
# a service
resource "google_cloud_run_v2_service" "shop" {
  name     = "shop"
  location = "europe-west1"
  template {
    scaling {
      min_instance_count = 0
      max_instance_count = var.most
    }
    max_instance_request_concurrency = 40
    containers {
      image = "gcr.io/shop/\${var.tag}"
      resources {
        limits   = { cpu = "2", memory = "4Gi" }
        cpu_idle = false
      }
      env {
        name  = "DATA_DIR"
        value = "/data"
      }
      env {
        name = "KEY"
        value_source {
          secret_key_ref { secret = google_secret_manager_secret.key.id }
        }
      }
      volume_mounts {
        name       = "data"
        mount_path = "/data"
      }
      volume_mounts {
        name = "scratch"
        mount_path = "/scratch"
      }
    }
    volumes {
      name = "data"
      gcs { bucket = google_storage_bucket.data.name }
    }
    volumes {
      name = "scratch"
      empty_dir {}
    }
    vpc_access { connector = google_vpc_access_connector.c.id }
  }
}
`;

const ECS = `resource "aws_ecs_task_definition" "shop" {
  cpu = "512"
  memory = 1024
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([
    {
      name = "shop", command = ["node", "server.js"]
      mountPoints = [{ sourceVolume = "files", containerPath = "/files" }, { sourceVolume = "scratch", containerPath = "/scratch" }]
      environment = [{ name = "MODE", value = "live" }]
      secrets = [{ name = "KEY", valueFrom = aws_secret.key.arn }]
    }
  ])
  volume {
    name = "files"
    efs_volume_configuration { file_system_id = aws_efs_file_system.f.id }
  }
  volume { name = "scratch" }
}
resource "aws_ecs_service" "shop" {
  desired_count = 2
}
`;

const PM2 = `const path = require('path');
// module.exports = { apps: [] }
module.exports = {
  apps: [{ name: 'api', script: './server.js', cwd: './api', instances: 'max', env: { MODE: 'live', DIR: path.join(__dirname, 'x') }, max_memory_restart: '300M' }, { script: 'npm', args: 'run worker' }],
};
`;

describe('other files', () => {
  test.each<[string, string, string[], string[]]>([
    ['compose.yaml', COMPOSE, ['host docker-compose=web', 'volume web=/app/uploads', 'env DATA_DIR=/app/data', 'secret api_key=api_key', 'cpu cpus=2', 'memory memory=1G', 'min-instances replicas=3', 'max-instances replicas=3', 'port ports=8080', 'working-folder working_dir=/app'], ['server: node web.js']],
    ['k8s/shop.yaml', KUBERNETES, ['host kubernetes=StatefulSet', 'min-instances replicas=2', 'max-instances replicas=2', 'identity serviceAccountName=shop', 'cpu cpu=1', 'memory memory=2Gi', 'env MODE=live', 'secret KEY=keys', 'volume data=/data', 'volume pvc=/pvc', 'min-instances minReplicas=2', 'max-instances maxReplicas=9', 'host kubernetes=CronJob', 'schedule nightly=0 3 * * *'], ['k8s: node server.js', 'k8s: node nightly.js']],
    ['fly.toml', FLY, ['host fly=shop', 'region primary_region=ams', 'env DATA_DIR=/data', 'volume shop_data=/data', 'port internal_port=8080', 'min-instances min_machines_running=1', 'concurrency hard_limit=250', 'cpu cpus=2', 'memory memory=512Mi'], ['node server.js']],
    ['render.yaml', RENDER, ['host render=shop', 'region region=frankfurt', 'min-instances numInstances=2', 'max-instances numInstances=2', 'volume data=/var/data', 'env MODE=live', 'secret KEY=set by hand', 'secret DB=taken from another service', 'host render=nightly', 'schedule nightly=0 3 * * *'], ['server: npm start', 'node nightly.js']],
    ['main.tf', TERRAFORM, ['region region=eu-west-1', 'host cloud-run=Cloud Run service', 'region location=europe-west1', 'min-instances min_instance_count=0', 'concurrency max_instance_request_concurrency=40', 'private-network vpc_access=google_vpc_access_connector.c.id', 'cpu cpu=2', 'memory memory=4Gi', 'billing cpu_idle=instance-based', 'env DATA_DIR=/data', 'secret KEY=KEY', 'volume data=/data'], []],
    ['infra/ecs.tf', ECS, ['host fargate=ECS task', 'cpu cpu=0.5', 'memory memory=1024Mi', 'volume files=/files', 'env MODE=live', 'secret KEY=aws_secret.key.arn', 'min-instances desired_count=2', 'max-instances desired_count=2'], ['node server.js']],
    ['ecosystem.config.js', PM2, ['host pm2=api', 'min-instances instances=max', 'max-instances instances=max', 'memory max_memory_restart=300Mi', 'env MODE=live', 'host pm2=npm'], ['api: node ./server.js', 'npm run worker']],
    ['app.json', '{ "name": "shop", "env": { "KEY": { "generator": "secret" }, "MODE": "live" }, "formation": { "web": { "quantity": 2 } } }', ['host heroku=shop', 'secret KEY=generated', 'env MODE=live', 'min-instances quantity=2', 'max-instances quantity=2'], []],
    ['app.json', '{ "expo": { "name": "shop" }, "name": "shop" }', [], []],
    ['Procfile', 'web: node server.js\nrelease: npm run migrate\nworker: npm run work\n', [], ['node server.js', 'npm run migrate', 'npm run work']],
    ['config/words.yaml', 'services: a list of words\nkind: Service\n', [], []],
    ['broken.tf', 'resource "aws_ecs_service" {', [], []],
    ['fly.toml', 'app = [', [], []],
  ])('%s', (file, text, expected, started) => {
    expect(isHostFile(file)).toBe(true);
    expect(facts(file, text)).toEqual(expected);
    expect(commands(file, text)).toEqual(started);
  });

  test('files that only look like it', () => {
    expect(['src/app.js', 'Dockerfile.md', 'docs/fly.md', '.github/workflows/ci.yml', 'ecosystem.ts', 'config.toml', 'Dockerfile.ts'].filter(isHostFile)).toEqual([]);
  });
});

describe('a volume proves that data is durable', () => {
  const app = { 'package.json': '{"main":"app.js"}', 'app.js': `const fs = require('fs');\nrequire('express')().post('/', (req, res) => { fs.writeFileSync('things/a.txt', req.body); res.end(); });\n` };
  const purpose = (files: Record<string, string>) => linked({ ...app, ...files }).sites.find((site) => site.origin === 'node:fs.writeFileSync')?.storage?.persistence;

  test('below the working folder', () => {
    expect(purpose({ Dockerfile: 'FROM node:20\nWORKDIR /app\nVOLUME /app/things\nCMD node app.js\n' })).toBe('durable');
    expect(purpose({ Dockerfile: 'FROM node:20\nWORKDIR /app\nVOLUME /app/other\nCMD node app.js\n' })).not.toBe('durable');
  });
});
