// Follow incidents: openings, changed tolls, merges.
//
//   npm ci && node subscriber.mjs [BROKERS] [--once]
//
// It begins at the beginning of the topic and keeps the highest revision of each incident, so a message that comes twice
// changes nothing, and it needs no memory of its own between starts. `--once` ends when all has been read.
import { randomUUID } from "node:crypto";
import kafkajs from "kafkajs";
import lz4 from "lz4js";

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (data) => Buffer.from(lz4.decompress(data)),
});

const TOLLS = ["killed", "injured", "abducted", "arrested"];
const once = process.argv.includes("--once");
const [brokers = "127.0.0.1:9092"] = process.argv.slice(2).filter((word) => word !== "--once");
const kafka = new Kafka({ clientId: "subscriber", brokers: brokers.split(","), logLevel: logLevel.ERROR });
const held = new Map();

function news(before, incident) {
  if (incident.status === "merged") return [`merged  ${incident.id} into ${incident.merged_into}`];
  if (!before) return [`opened  ${incident.id} ${incident.headline}`];
  return TOLLS.map((kind) => [kind, best(before, kind), best(incident, kind)])
    .filter(([, was, now]) => was !== now)
    .map(([kind, was, now]) => `changed ${incident.id} ${kind} ${was} -> ${now}`);
}

const best = (incident, kind) => incident.casualties[kind]?.best ?? "?";

function take(message) {
  const incident = JSON.parse(message.value);
  const before = held.get(incident.id);
  if (before && before.revision >= incident.revision) return; // delivered again
  held.set(incident.id, incident);
  for (const line of news(before, incident)) console.log(line);
}

async function end(consumer) {
  await consumer.disconnect();
  const alive = [...held.values()].filter(({ status }) => status === "open" || status === "closed").length;
  console.log(`${alive} incidents in force`);
  process.exit();
}

const admin = kafka.admin();
await admin.connect();
const left = new Map();
for (const { partition, low, high } of await admin.fetchTopicOffsets("incidents"))
  if (Number(high) > Number(low)) left.set(partition, Number(high));
await admin.disconnect();

// A group of its own: every start reads everything. Uncommitted messages are left out unless one asks for them.
const consumer = kafka.consumer({ groupId: `subscriber-${randomUUID()}` });
await consumer.connect();
await consumer.subscribe({ topic: "incidents", fromBeginning: true });
consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
  if (Number(payload.lastOffset) + 1 >= left.get(payload.partition)) left.delete(payload.partition);
  if (once && !left.size) void end(consumer);
});
if (once && !left.size) await end(consumer);
await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => take(message) });
